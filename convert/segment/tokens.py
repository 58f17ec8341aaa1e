"""Characters and words of many lines at once, as arrays.

A word is a run of letters and digits; in scripts that write no spaces every character is a word of its own. Words are
known by a 64-bit hash of their folded code points only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from convert.segment.characters import Kind, tables

KINDS: Final = len(Kind)
HEAD: Final = 1200
"""Of a line longer than twice this, only as many characters at either end are read: paragraphs are far shorter, and a
line of megabytes costs no more than a page."""

CHUNK: Final = 32_000
"""Characters read at a time: bounds the memory, whatever the input (about 60 bytes a character). Of 3,000 to 400,000
the fastest are 24,000 to 200,000, and of those the lower where other programs share the processor's cache. Below
65,000, for two counts share a number (see `_words`)."""

_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT: Final = np.uint64(32)
_UNSPACED: Final = (Kind.HAN, Kind.KANA, Kind.UNSPACED)
_WORD: Final = (Kind.UPPER, Kind.LOWER, Kind.UNCASED, Kind.HANGUL, Kind.DIGIT)

_Number = TypeVar("_Number", np.uint32, np.uint64)
Ints = NDArray[np.int32]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some lines, in reading order: parallel arrays, one entry a word. `after`: class of what follows."""

    line: Ints
    hash: Hashes
    length: Ints
    upper: Ints
    digits: Ints
    unspaced: NDArray[np.bool_]
    titled: NDArray[np.bool_]
    after: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Spread:
    """How words are spread over lines: `count` of each line; `rank` of each word in its line, from 0.

    `line`: the lines that have words; of each, `heads` its first word and `sizes` how many it has.
    """

    count: NDArray[np.int64]
    rank: NDArray[np.int64]
    line: Ints
    heads: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, line: Ints, lines: int) -> Spread:
        """Find it from the line of each word."""
        first = np.ones(len(line), np.bool_)
        np.not_equal(line[1:], line[:-1], out=first[1:])
        heads = np.flatnonzero(first)
        sizes, filled = np.diff(heads, append=len(line)), line[heads]
        count = np.zeros(lines, np.int64)
        count[filled] = sizes
        return cls(count, np.arange(len(line)) - np.repeat(heads, sizes), filled, heads, sizes)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of some lines.

    `counts`: characters of each class, a row a line. `pairs`: counts of the adjacent pairs of `PAIRS`. `first`,
    `last`: class of the outer characters. `whole`: hash of the line's words in order, 0 where it has none.
    """

    counts: Ints
    pairs: Ints
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    whole: Hashes
    words: Words
    spread: Spread


PAIRS: Final = (
    (Kind.DIGIT, Kind.COLON, Kind.DIGIT),
    (Kind.DIGIT, Kind.STOP, Kind.DIGIT),
    (Kind.DIGIT, Kind.SLASH, Kind.DIGIT),
    (Kind.DIGIT, Kind.HYPHEN, Kind.DIGIT),
    (Kind.LOWER, Kind.STOP, Kind.LOWER),
    (Kind.SPACE, Kind.HYPHEN, Kind.SPACE),
    (Kind.SPACE, Kind.DASH, Kind.SPACE),
    (Kind.SPACE, Kind.BULLET, Kind.SPACE),
    (Kind.LOWER, Kind.STOP, Kind.SPACE),
    (Kind.UPPER, Kind.STOP, Kind.SPACE),
    (Kind.LOWER, Kind.UPPER, Kind.LOWER),
    (Kind.RULE, Kind.RULE, Kind.RULE),
)
"""Runs of three classes that are counted: clocks, dates, domains, spaced dashes, ends of sentences, initials."""


def mix(values: Hashes) -> Hashes:
    """Scatter the bits of hashes, so that any of them serve as a bucket."""
    values = (values ^ (values >> _SHIFT)) * _MIX
    return values ^ (values >> _SHIFT)


_HALF: Final = np.uint32(16)
_TALLIED, _IS_WORD, _IS_UNSPACED, _IS_MIDDLE = (np.uint32(bits) for bits in (1 << 16 | 1, 1 << 29, 1 << 30, 1 << 31))


def _traits() -> NDArray[np.uint32]:
    """Return what is asked of each class: whether it makes words, and which; a capital counts 1, a digit 1 << 16."""
    traits = np.zeros(KINDS, np.uint32)
    middle = tuple({two for _, two, _ in PAIRS})
    for bit, kinds in ((_IS_WORD, _WORD), (_IS_UNSPACED, _UNSPACED), (_IS_MIDDLE, middle)):
        traits[list(kinds)] |= bit
    traits[Kind.UPPER] |= np.uint32(1)
    traits[Kind.DIGIT] |= np.uint32(1) << _HALF
    return traits


_TRAITS: Final = _traits()


def read(lines: Sequence[str]) -> Reading:
    """Read the characters and words of lines, some hundred thousand characters at a time."""
    parts = [_read_chunk(chunk, start) for start, chunk in _chunks(lines)]
    words = Words(*(_put_together([getattr(part.words, field.name) for part in parts]) for field in fields(Words)))
    spread = Spread.of(words.line, len(lines))
    return Reading(
        counts=_put_together([part.counts for part in parts]),
        pairs=_put_together([part.pairs for part in parts]),
        first=_put_together([part.first for part in parts]),
        last=_put_together([part.last for part in parts]),
        whole=_whole(words, spread),
        words=words,
        spread=spread,
    )


def _put_together(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _chunks(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield some lines at a time, of long ones both ends only, and before them the number of the first."""
    sizes = list(map(len, lines))
    if max(sizes, default=0) > 2 * HEAD:
        lines = [line if len(line) <= 2 * HEAD else f"{line[:HEAD]} {line[-HEAD:]}" for line in lines]
        sizes = list(map(len, lines))
    start = total = 0
    for number, size in enumerate(sizes):
        if number > start and total + size > CHUNK:
            yield start, lines[start:number]
            start, total = number, 0
        total += size + 1
    yield start, lines[start:]


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read of a chunk: see `Reading`."""

    counts: Ints
    pairs: Ints
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    words: Words


def _read_chunk(lines: Sequence[str], offset: int) -> _Part:
    kinds_of, folded_of = tables()
    joined = "\n".join([*lines, ""])
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
    kinds = kinds_of.take(points, mode="clip")  # the last entry stands for all above
    folded = folded_of.take(points, mode="clip")
    sizes = np.fromiter(map(len, lines), np.int64, len(lines)) + 1
    ends = np.cumsum(sizes)
    line_of = np.repeat(np.arange(len(lines), dtype=np.int32), sizes)
    traits = _TRAITS.take(kinds)
    words = _words(kinds, traits, folded, line_of)
    words.line[:] += np.int32(offset)
    return _Part(
        counts=_counts(kinds, line_of, sizes),
        pairs=_pairs(kinds, traits, line_of, len(lines)),
        first=kinds[ends - sizes] if len(lines) else kinds[:0],
        last=kinds[ends - 2] if len(lines) else kinds[:0],
        words=words,
    )


def _counts(kinds: NDArray[np.uint8], line_of: Ints, sizes: NDArray[np.int64]) -> Ints:
    """Count the characters of each class in each line: small letters, most of all text, are what the others leave."""
    others = np.flatnonzero(kinds != Kind.LOWER)
    cells = line_of.take(others).astype(np.int64) * KINDS + kinds.take(others)
    counts = np.bincount(cells, minlength=len(sizes) * KINDS).reshape(len(sizes), KINDS).astype(np.int32)
    counts[:, Kind.LOWER] = sizes - counts.sum(axis=1)
    return counts


@cache
def _pair_codes() -> NDArray[np.uint8]:
    """Return for each three classes the number of their run in `PAIRS`, counted from 1; 0 for none."""
    codes = np.zeros(KINDS**3, np.uint8)
    for number, (one, two, three) in enumerate(PAIRS):
        codes[(one * KINDS + two) * KINDS + three] = number + 1
    return codes


def _pairs(kinds: NDArray[np.uint8], traits: NDArray[np.uint32], line_of: Ints, lines: int) -> Ints:
    """Count the runs of `PAIRS` in each line: one look-up by the three classes, wherever the middle one may be one."""
    middle = np.flatnonzero((traits[1:-1] & _IS_MIDDLE) != 0) + 1
    code = (kinds[middle - 1].astype(np.int64) * KINDS + kinds[middle]) * KINDS + kinds[middle + 1]
    run = _pair_codes().take(code)
    hits = np.flatnonzero(run)
    cells = line_of[middle[hits] - 1].astype(np.int64) * len(PAIRS) + run[hits] - 1
    return np.bincount(cells, minlength=lines * len(PAIRS)).reshape(lines, len(PAIRS)).astype(np.int32)


def _words(kinds: NDArray[np.uint8], traits: NDArray[np.uint32], folded: Hashes, line_of: Ints) -> Words:
    spaced, single = (traits & _IS_WORD) != 0, (traits & _IS_UNSPACED) != 0
    opens, closes = spaced.copy(), spaced.copy()
    opens[1:] &= ~spaced[:-1]
    closes[:-1] &= ~spaced[1:]
    starts, ends = np.flatnonzero(opens | single), np.flatnonzero(closes | single) + 1
    tally = _running(traits & _TALLIED)
    tally = tally.take(ends) - tally.take(starts)
    return Words(
        line=line_of.take(starts),
        hash=_hashes(folded, starts, ends),
        length=(ends - starts).astype(np.int32),
        upper=(tally & np.uint32((1 << _HALF) - 1)).astype(np.int32),
        digits=(tally >> _HALF).astype(np.int32),
        unspaced=single.take(starts),
        titled=kinds.take(starts) == Kind.UPPER,
        after=kinds.take(ends),
    )


def _running(values: NDArray[_Number]) -> NDArray[_Number]:
    """Return the sums of all numbers before each place, and of all."""
    sums = np.empty(len(values) + 1, values.dtype)
    sums[0] = 0
    np.cumsum(values, out=sums[1:])
    return sums


def _hashes(folded: Hashes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Hashes:
    """Hash every word by a polynomial over the whole chunk, moved back to where the word starts."""
    powers, inverses = _powers(len(folded))
    sums = _running(folded * powers)
    return mix((sums.take(ends) - sums.take(starts)) * inverses.take(starts))


_POWERS: list[tuple[Hashes, Hashes]] = []


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the base and of its inverse modulo 2**64, at least `count` of them."""
    if not _POWERS or len(_POWERS[0][0]) < count:
        size = max(1 << 16, 1 << count.bit_length())
        table = []
        for base in (_BASE, _INVERSE):
            steps = np.full(size, base, np.uint64)
            steps[0] = 1
            table.append(np.cumprod(steps))
        _POWERS[:] = [(table[0], table[1])]
    powers, inverses = _POWERS[0]
    return powers[:count], inverses[:count]


def whole(hashes: Hashes) -> np.uint64:
    """Return the hash of some words in order, as `Reading.whole` has it of all words of a line."""
    powers, _ = _powers(len(hashes))
    return np.uint64(mix(np.add.reduce(hashes * powers, keepdims=True))[0])


def _whole(words: Words, spread: Spread) -> Hashes:
    """Hash each line's words in order: two lines are alike when they differ in blanks, case and marks only."""
    whole = np.zeros(len(spread.count), np.uint64)
    if len(words.line):
        powers, _ = _powers(int(spread.sizes.max()))
        whole[spread.line] = mix(np.add.reduceat(words.hash * powers.take(spread.rank), spread.heads))
    return whole
