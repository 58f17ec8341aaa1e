"""Whether a text is in German or in English, by its common words: habits of setting an article differ between them.

Their own short lists, not those of the cue lists: there `common` holds a line's function words in thirty languages,
many of which several languages share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.features import BUCKETS, Batch, bucket_of
from convert.segment.tokens import read

_SHARE: Final = 0.1
"""Share of its common words above which a text is in a language: about a third of the words of a text are, and of
another language's text about one in a hundred."""

_ENGLISH: Final = "the of and to that is for with as he his are on by at be from this have has it not said".split()
_GERMAN: Final = (
    "der die das und den von zu mit ist im für auf des dem nicht ein eine als auch es werden aus er sich hat sie nach "
    "wird bei"
).split()


@dataclass(frozen=True, slots=True)
class Spoken:
    """For each text of a batch, whether it is in German, and whether in English."""

    german: NDArray[np.bool_]
    english: NDArray[np.bool_]


def spoken(batch: Batch) -> Spoken:
    """Tell the texts of a batch that are in German or in English."""
    texts = len(batch.sizes)
    text = batch.text_of[batch.word_line]
    total = np.maximum(np.bincount(text, minlength=texts), 1)
    german, english = (np.bincount(text[table.take(batch.words)], minlength=texts) / total for table in _common())
    return Spoken((german >= _SHARE) & (german > english), (english >= _SHARE) & (english >= german))


@cache
def _common() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which hash buckets hold common words of German, and of English."""

    def buckets(words: Sequence[str]) -> NDArray[np.bool_]:
        found = np.zeros(BUCKETS, np.bool_)
        found[bucket_of(read(words).words.hash)] = True
        return found

    return buckets(_GERMAN), buckets(_ENGLISH)
