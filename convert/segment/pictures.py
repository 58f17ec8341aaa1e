"""What is said of pictures, before anything is labelled: credits at the end of a line, and alternative texts."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.characters import Kind
from convert.segment.cues import CATEGORIES
from convert.segment.tokens import Hashes, Ints, Reading, read, whole

_PHOTO: Final = np.uint32(1 << CATEGORIES.index("photo"))

BEHIND: Final = 6
BEFORE: Final = 5
"""Words behind the last one that announces a credit, at most, and before it, at least."""


_SOURCES: Final = (
    "source",
    "sources",
    "quelle",
    "quellen",
    "bron",
    "fuente",
    "fonte",
    "kilde",
    "källa",
    "źródło",
    "zdroj",
)
"""What announces where words come from as well as pictures: running text may end in it."""


@cache
def _sources() -> Hashes:
    return read(_SOURCES).words.hash


def credited(reading: Reading, marks: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which lines end in a credit that is announced, as in `… in the harbour. Photo: Ann Hill`."""
    words, spread = reading.words, reading.spread
    found = np.zeros(len(reading.first), np.bool_)
    at = np.flatnonzero((marks & _PHOTO) != 0)
    at = at[words.after[at] == Kind.COLON]
    if len(at):
        at = at[~np.isin(words.hash[at], _sources())]
        line, rank = words.line[at], spread.rank[at]
        behind = spread.count[line] - 1 - rank
        found[line[(rank >= BEFORE) & (behind >= 1) & (behind <= BEHIND)]] = True
    return found


BESIDE: Final = 3
"""Lines within which a picture's alternative text stands beside its caption; 1 to 4 find the same in the corpus."""

_ENOUGH: Final = 4
"""Words from which on two lines do not begin alike by chance."""


def alternatives(reading: Reading, credited: NDArray[np.bool_], text_of: Ints) -> NDArray[np.bool_]:
    """Tell which lines a line near by repeats that then names the picture's source: alternative texts of pictures.

    `credited`: which lines end in an announced credit (see `credited`).
    """
    spread, words = reading.spread, reading.words.hash
    found, heads = np.zeros(len(credited), np.bool_), np.zeros(len(credited), np.int64)
    heads[spread.line] = spread.heads
    for line in np.flatnonzero(credited).tolist():
        for other in range(max(line - BESIDE, 0), min(line + BESIDE + 1, len(found))):
            size, head = int(spread.count[other]), int(heads[line])
            may_be = _ENOUGH <= size < spread.count[line] and words[heads[other]] == words[head] and not found[other]
            if may_be and text_of[other] == text_of[line]:
                found[other] = whole(words[head : head + size]) == reading.whole[other]
    return found
