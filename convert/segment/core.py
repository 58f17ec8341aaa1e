"""Where the running text of a text is: the weightiest run of paragraphs, found before anything is labelled."""

# ruff: noqa: PLR2004 - the sizes that the names say
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.characters import Kind
from convert.segment.terms import Floats
from convert.segment.tokens import Ints

GAP: Final = 12
"""Lines between two paragraphs beyond which they are not of one run. With 8 to 24 the run holds between 91 and 98 % of
the body's paragraphs on whole pages; the wider the gap, the more of other articles' teasers it holds too."""

_SOLID: Final = 0.4
_MOST: Final = 600
_ENDS: Final = np.isin(
    np.arange(len(Kind)),
    (Kind.STOP, Kind.QUOTE, Kind.QUESTION, Kind.EXCLAMATION, Kind.CLOSE, Kind.ELLIPSIS, Kind.UNSPACED),
)


@dataclass(frozen=True, slots=True)
class Core:
    """The first and last line of each text's core, counted over the batch; `found`: whether a text has any."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    found: NDArray[np.bool_]


def core_of(prose: Floats, size: Ints, ends: NDArray[np.uint8], text_of: Ints, texts: int) -> Core:
    """Find the weightiest run of paragraphs that end as sentences do, in every text."""
    solid = np.flatnonzero(prose > _SOLID)
    solid = solid[_ENDS.take(ends[solid])]
    first, last = np.zeros(texts, np.int64), np.zeros(texts, np.int64)
    found = np.zeros(texts, np.bool_)
    if not len(solid):
        return Core(first, last, found)
    heads = np.ones(len(solid), np.bool_)
    heads[1:] = (np.diff(solid) > GAP) | (text_of[solid[1:]] != text_of[solid[:-1]])
    starts = np.flatnonzero(heads)
    weights = np.add.reduceat(np.minimum(size[solid], _MOST).astype(np.int64), starts)
    owner = text_of[solid[starts]]
    most = np.zeros(texts, np.int64)
    np.maximum.at(most, owner, weights)
    ends_at = np.append(starts[1:], len(solid)) - 1
    for run in np.flatnonzero(weights == most[owner])[::-1].tolist():  # of equal ones the first
        first[owner[run]], last[owner[run]], found[owner[run]] = solid[starts[run]], solid[ends_at[run]], True
    return Core(first, last, found)


def places(core: Core, text_of: Ints) -> dict[str, NDArray[np.floating] | NDArray[np.bool_]]:
    """Return where each line stands to the core of its text."""
    number = np.arange(len(text_of), dtype=np.int64)
    found, first, last = core.found[text_of], core.first[text_of], core.last[text_of]
    before, after = found & (number < first), found & (number > last)
    return {
        "in the core": found & ~before & ~after,
        "opens the core": found & (number == first),
        "closes the core": found & (number == last),
        "above the core": np.where(before, 2 - _log(first - number), 0),
        "near above the core": before & (first - number <= 6),
        "below the core": np.where(after, 2 - _log(number - last), 0),
        "before the core": before,
        "after the core": after,
    }


def _log(values: NDArray[np.int64]) -> NDArray[np.floating]:
    result: NDArray[np.floating] = np.log2(1 + np.clip(values, 0, 255)) / 4
    return result
