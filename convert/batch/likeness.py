"""How alike two texts are: a short sketch of each (MinHash over runs of words) says it without the texts.

Of two sketches the share of equal numbers estimates which share of their different runs the texts have in common.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from convert.article import Block
from convert.writers.words import running

_SEED: Final = 1
_NUMBERS: Final = 64
"""Numbers in a sketch, of four bytes each: the estimate is right to 0.05 or so."""

_EACH: Final = np.full(_NUMBERS, 1 / _NUMBERS)
"""What one number that two sketches share adds to the estimate: a power of two, so that no sum is rounded."""

_BANDS: Final = 16
"""Groups of four numbers: texts that share a group are compared. Of pairs with 0.6 in common that finds 89 %, of those
with 0.8 all but one in a thousand."""

_ROOM: Final = 8
"""Slots a group: of groups that stand alone, one in eight is taken for one that recurs."""

_MOST_SLOTS: Final = 1 << 25
"""Two bytes each: 67 MB, from 130,000 sketches on. Of a million's groups that stand alone it spares six in ten."""

_SHORTEST: Final = 16
"""Runs that a text must have: the briefs of an archive are alike and not the same story."""

_TOGETHER: Final = 50_000
"""Runs in memory at a time: a text of ten million letters without a blank has as many."""

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)
"""What mixes the four numbers of a group: a product carries upwards only, so its upper half is laid over the lower."""

_RUN_OF_LETTERS: Final = 5
_LONGEST_WORD: Final = 15
"""Letters a word at the mean from which a script puts no blanks between words."""


def sketch(blocks: Iterable[Block]) -> bytes | None:
    """Return the sketch of an article's running text, None for one that is too short to tell."""
    runs = _runs(" ".join(running(blocks)).casefold())
    some = list(islice(runs, _TOGETHER))
    if len(some) < _SHORTEST:
        return None
    from rensa import RMinHash

    made = RMinHash(_NUMBERS, _SEED)
    while some:
        made.update(some)
        some = list(islice(runs, _TOGETHER))
    return struct.pack(f"<{_NUMBERS}I", *made.digest())


def _runs(text: str) -> Iterator[str]:
    words = text.split()
    if len(words) * _LONGEST_WORD > len(text):
        return map(" ".join, zip(words, words[1:], words[2:], strict=False))
    letters = "".join(words)
    return (letters[at : at + _RUN_OF_LETTERS] for at in range(len(letters) - _RUN_OF_LETTERS + 1))


def similarities(one: bytes, others: Sequence[bytes]) -> list[float]:
    """Estimate which share of all their runs of words a text has in common with each of some others, 0 to 1."""
    numbers = np.frombuffer(b"".join(others), np.uint32).reshape(len(others), _NUMBERS)
    shares: list[float] = ((numbers == np.frombuffer(one, np.uint32)) @ _EACH).tolist()
    return shares


def bands(made: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """Return a number for each group of each sketch, a row a sketch; texts that are alike share one of them."""
    halves = np.frombuffer(b"".join(made), np.uint64).reshape(len(made), _BANDS, 2)
    numbers = np.arange(_BANDS, dtype=np.uint64)
    mixed = _mixed(_mixed(halves[:, :, 0] + numbers) + halves[:, :, 1])
    return mixed.view(np.int64)


class Recurring:
    """Which groups recur among so many sketches: in bounded memory, now and then one too many, never one too few."""

    def __init__(self, sketches: int) -> None:
        slots = min(1 << (sketches * _BANDS * _ROOM).bit_length(), _MOST_SLOTS)
        self._last = np.int64(slots - 1)
        self._seen, self._again = np.zeros(slots, np.bool_), np.zeros(slots, np.bool_)

    def see(self, found: npt.NDArray[np.int64]) -> None:
        """Take in the groups of some sketches."""
        slots, times = np.unique(found & self._last, return_counts=True)
        self._again[slots[(times > 1) | self._seen[slots]]] = True
        self._seen[slots] = True

    def among(self, found: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell which of some groups recur among all that was seen."""
        recurring: npt.NDArray[np.bool_] = self._again[found & self._last]
        return recurring


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    product: npt.NDArray[np.uint64] = numbers * _ODD
    return product ^ (product >> _HALF)
