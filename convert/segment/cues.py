"""Cue words: what newsrooms write in bylines, credits, share bars and legal notices, in many languages.

The lists are data, a file a language (`data/cues/*.json`), written from general knowledge; months and days
(`data/calendar.json`) and personal names (`data/names.json`) come from where `data/NOTICE` says. A model carries the
hashes of the lists it was trained with, so that it never runs with others; the files are read for training only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from convert.segment.tokens import Hashes, Ints, Reading, Words, mix, read

CATEGORIES: Final = (
    "ad",
    "agency",
    "bio",
    "by",
    "comments",
    "common",
    "lead",
    "legal",
    "live",
    "media",
    "month",
    "nav",
    "photo",
    "place",
    "related",
    "role",
    "said",
    "share",
    "subscribe",
    "time",
    "weekday",
    "wire",
    "given",
    "family",
    "onward",
)
"""The kinds of cue. Their order is that of the bits in a model's table."""

LONGEST: Final = 8
"""Words in the longest phrase; in scripts without spaces a word is a character."""

GOES_ON: Final = np.uint32(1 << 31)
"""The bit of what longer phrases begin with: only there the next word is looked at."""

_BITS: Final = np.uint32(1) << np.arange(len(CATEGORIES), dtype=np.uint32)
_PRIME: Final = np.uint32(37)
_PLACE: Final = np.zeros(_PRIME, np.int64)
_PLACE[_BITS % _PRIME] = np.arange(len(CATEGORIES))
"""The place of a single bit by its rest: no two powers of two below 2**32 leave the same by 37."""

_STEP: Final = np.uint64(0xD6E8FEB86659FD93)
_FOLDER: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Index:
    """Where a hash stands in a table, by its low bits (`mask`): `first`, the first entry that has them, or -1.

    `following`: for each entry of the table the next one with the same low bits, or -1. Most words that are no cue
    fall through, and nearly all others are found at once: no search.
    """

    mask: np.uint64
    first: Ints
    following: Ints

    @classmethod
    def of(cls, table: Hashes) -> Index:
        """Make the index of a table, with some four places an entry."""
        mask = np.uint64((4 << len(table).bit_length()) - 1)
        low = (table & mask).astype(np.int64)
        order = np.argsort(low, kind="stable").astype(np.int32)
        same = low[order[1:]] == low[order[:-1]]
        heads = order[np.append(True, ~same)[: len(order)]]
        first, following = np.full(int(mask) + 1, -1, np.int32), np.full(len(table), -1, np.int32)
        first[low[heads]] = heads
        following[order[:-1][same]] = order[1:][same]
        return cls(mask, first, following)

    def find(self, grams: Hashes, table: Hashes) -> tuple[NDArray[np.int64], Ints]:
        """Return which of the hashes are in the table, and where there."""
        at = self.first.take((grams & self.mask).astype(np.int64))
        which = np.flatnonzero(at >= 0)
        at, wanted = at.take(which), grams.take(which)
        wrong = np.flatnonzero(table.take(at) != wanted)
        while len(wrong):
            at[wrong] = onward = self.following.take(at.take(wrong))
            wrong = wrong[(onward >= 0) & (table.take(onward) != wanted.take(wrong))]
        found = np.flatnonzero(at >= 0)
        return which[found], at[found]


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases by the number of their words: sorted hashes, and beside each the bits of its categories."""

    hashes: tuple[Hashes, ...]
    bits: tuple[NDArray[np.uint32], ...]
    indexes: tuple[Index, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the index of each table, once."""
        object.__setattr__(self, "indexes", tuple(Index.of(table) for table in self.hashes))


def load_lists(folder: Path = _FOLDER) -> Cues:
    """Read the lists of every language and hash them. Raises ValueError for an unknown category."""
    phrases: dict[str, int] = {}
    calendar = orjson.loads((folder / "calendar.json").read_bytes())
    lists = [orjson.loads((folder / "names.json").read_bytes()), *calendar.values()]
    lists += [orjson.loads(path.read_bytes()) for path in sorted((folder / "cues").glob("*.json"))]
    for table in lists:
        for category, texts in table.items():
            bit = 1 << CATEGORIES.index(category)
            for text in texts:
                phrases[text] = phrases.get(text, 0) | bit
    return compile_phrases(phrases)


def list_of_names(category: str, folder: Path = _FOLDER) -> tuple[str, ...]:
    """Return the personal names of a category ("given", "family") in Latin letters and title case."""
    names = orjson.loads((folder / "names.json").read_bytes())[category]
    return tuple(name for name in names if name.istitle() and max(name) < "\u0250")


def compile_phrases(phrases: dict[str, int]) -> Cues:
    """Hash phrases to their bits, as the words of a text are hashed; what they begin with gets the bit `GOES_ON`."""
    words = read(list(phrases)).words
    bits = np.fromiter(phrases.values(), np.uint32, len(phrases))
    sizes = np.bincount(words.line, minlength=len(phrases))
    starts = np.cumsum(sizes) - sizes
    grams = words.hash[starts]
    hashes: list[Hashes] = []
    masks: list[NDArray[np.uint32]] = []
    for size in range(1, LONGEST + 1):
        here = np.flatnonzero(sizes >= size)
        if size > 1:
            grams[here] = mix(grams[here] * _STEP + words.hash[starts[here] + size - 1])
        unique, inverse = np.unique(grams[here], return_inverse=True)
        mask = np.zeros(len(unique), np.uint32)
        np.bitwise_or.at(mask, inverse, np.where(sizes[here] == size, bits[here], GOES_ON))
        hashes.append(unique)
        masks.append(mask)
    return Cues(tuple(hashes), tuple(masks))


def mark(words: Words, cues: Cues) -> NDArray[np.uint32]:
    """Return for every word the bits of all phrases that it is part of."""
    marks = np.zeros(len(words.line), np.uint32)
    starts, grams = np.arange(len(words.line)), words.hash
    for size, (table, bits, index) in enumerate(zip(cues.hashes, cues.bits, cues.indexes, strict=True), 1):
        which, at = index.find(grams, table)
        starts, grams, said = starts.take(which), grams.take(which), bits.take(at)
        known = said & ~GOES_ON
        for step in range(size):
            marks[starts + step] |= known  # the places of one size and step differ from each other
        on = np.flatnonzero((said & GOES_ON) != 0)
        on = on[starts[on] + size < len(marks)]
        on = on[words.line[starts[on]] == words.line[starts[on] + size]]
        if not len(on):
            break
        starts, grams = starts[on], mix(grams[on] * _STEP + words.hash[starts[on] + size])
    return marks


def tally(reading: Reading, marks: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Count each category's words in each line, and say which categories its first word belongs to."""
    wide, lines, hits = len(CATEGORIES), len(reading.first), np.flatnonzero(marks)
    bits, row = marks[hits], reading.words.line[hits].astype(np.int64) * wide
    first = reading.spread.rank[hits] == 0
    opens, found = np.zeros(lines * wide, np.bool_), []
    while len(bits):
        lowest = bits & (~bits + np.uint32(1))
        cells = row + _PLACE.take(lowest % _PRIME)
        found.append(cells)
        opens[cells[first]] = True
        bits ^= lowest
        more = np.flatnonzero(bits)
        bits, row, first = bits[more], row[more], first[more]
    counts = np.bincount(np.concatenate([np.zeros(0, np.int64), *found]), minlength=lines * wide)
    return counts.reshape(lines, wide), opens.reshape(lines, wide)
