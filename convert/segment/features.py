"""What the model knows of a line: numbers between -4 and 4, made by numpy for a whole batch of texts.

`Batch` holds the lines of all texts one after the other. Every number is a multiple of 1/32, kept as a whole number: a
line's features do not depend on what else is in the batch, nor on the machine.
"""

# ruff: noqa: PLR2004 - the thresholds are those of the features that the names say
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment import terms as overlap
from convert.segment import titles
from convert.segment.characters import Kind
from convert.segment.core import core_of, places
from convert.segment.cues import CATEGORIES, Cues, mark, tally
from convert.segment.frames import Columns, Frame, Rows, frame_of, log, position, space, wrapping
from convert.segment.lines import Layout
from convert.segment.pictures import alternatives, credited
from convert.segment.terms import Floats
from convert.segment.tokens import PAIRS, Hashes, Ints, Reading, Spread, read

SCALE: Final = 32
VERSION: Final = 2
"""Raised whenever a feature changes its meaning: a model of another version is refused."""

BUCKETS: Final = 1 << 12
"""Hash buckets of words that the model may learn by itself."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The features of some texts: `values` a row a line; `text_of` the text of a line; `starts` each text's first line.

    `words` and `word_line`: buckets of the words to embed and their lines; `slots`: buckets of the first, second and
    last word of each line, BUCKETS where there is none. `widths`: the length of each line in Latin letters' worth.
    `whole`: a hash of all words of each line; lines that differ in blanks, case and marks only have the same.
    `credited`: whether a line ends in an announced credit; `alternative`: whether it is a picture's alternative text.
    """

    values: NDArray[np.int8]
    text_of: Ints
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    words: NDArray[np.uint16]
    word_line: Ints
    slots: NDArray[np.uint16]
    widths: Ints
    whole: Hashes
    credited: NDArray[np.bool_]
    alternative: NDArray[np.bool_]


def extract(layouts: Sequence[Layout], cues: Cues) -> Batch:
    """Make the features of the lines of some texts."""
    lines = [item.text[start:end] for item in layouts for start, end in item.spans]
    frame = frame_of(layouts)
    reading = read(lines)
    widths, marks = _width(frame, reading), mark(reading.words, cues)
    values = np.concatenate([_whole(group) for group in _groups(frame, reading, marks, widths)])
    bucket, signed = bucket_of(reading.words.hash), credited(reading, marks)
    return Batch(
        values=np.ascontiguousarray(values.T),
        text_of=frame.text_of,
        starts=frame.starts,
        sizes=frame.sizes,
        words=bucket,
        word_line=reading.words.line,
        slots=_slots(reading.spread, bucket),
        widths=widths,
        whole=reading.whole,
        credited=signed,
        alternative=alternatives(reading, signed, frame.text_of),
    )


def bucket_of(hashes: Hashes) -> NDArray[np.uint16]:
    """Return the bucket of each hash: its upper bits."""
    return (hashes >> np.uint64(64 - BUCKETS.bit_length() + 1)).astype(np.uint16)


@cache
def names() -> tuple[str, ...]:
    """Return the names of the features, in their order."""
    layout = Layout("", (), (), ())
    frame, reading = frame_of([layout]), read([])
    marks = np.zeros(0, np.uint32)
    groups = _groups(frame, reading, marks, _width(frame, reading))
    return tuple(name for group in groups for name in (group.names if isinstance(group, Rows) else group))


def _whole(group: Columns | Rows) -> NDArray[np.int8]:
    """Return features as whole 32nds, a row a feature. The numbers of `Rows` are used up."""
    if isinstance(group, Rows):
        values = group.values
    else:
        values = np.empty((len(group), len(next(iter(group.values())))), np.float32)
        for number, column in enumerate(group.values()):
            values[number] = column
    values *= SCALE
    np.rint(values, out=values)
    return values.clip(-127, 127, out=values).astype(np.int8)


def _groups(frame: Frame, reading: Reading, marks: NDArray[np.uint32], size: Ints) -> Iterator[Columns | Rows]:
    """Yield the features group by group, so that only one group at a time is held in full."""
    prose = _prose(frame, reading, size)
    yield _shape(reading, size)
    yield _word_shape(reading, size)
    yield _cue_rows(reading, marks)
    yield {**_cue_columns(reading, marks), **space(frame), **position(frame, prose), **wrapping(frame, size)}
    yield from _company(frame, reading, prose, size)


def _width(frame: Frame, reading: Reading) -> Ints:
    """Return the length of each line in Latin letters' worth: an ideograph says as much as about two and a half."""
    counts = reading.counts
    wide = counts[:, Kind.HAN] * 3 + counts[:, Kind.KANA] * 2 + counts[:, Kind.HANGUL] * 2
    return (frame.length + wide // 2).astype(np.int32)


def _prose(frame: Frame, reading: Reading, size: Ints) -> Floats:
    """Return how much a line weighs as running text: its length up to 160 letters, less where few of it are letters."""
    counts = reading.counts
    marks = counts[:, Kind.DIGIT] + counts[:, Kind.BULLET] + counts[:, Kind.SLASH] + counts[:, Kind.ARROW]
    clean = np.clip(1 - 4 * marks / np.maximum(frame.length, 1), 0, 1)
    return (np.clip((size - 30) / 130, 0, 1) * clean).astype(np.float32)


def _columns(*kinds: Kind) -> NDArray[np.intp]:
    """Return the numbers of classes, to pick by."""
    return np.array([int(kind) for kind in kinds])


def _named(prefix: str, kinds: NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(f"{prefix} {Kind(kind).name.lower()}" for kind in kinds.tolist())


_SHARES: Final = _columns(*(kind for kind in Kind if kind <= Kind.DIGIT and kind is not Kind.SPACE))
_ANY: Final = _columns(*(kind for kind in Kind if kind > Kind.DIGIT and kind is not Kind.BREAK))
_COUNTS: Final = _columns(Kind.COMMA, Kind.STOP, Kind.QUOTE, Kind.COLON, Kind.BULLET)
_FIRST: Final = _columns(
    Kind.UPPER,
    Kind.LOWER,
    Kind.UNCASED,
    Kind.HAN,
    Kind.DIGIT,
    Kind.QUOTE,
    Kind.OPEN,
    Kind.BULLET,
    Kind.HYPHEN,
    Kind.DASH,
    Kind.AT,
    Kind.ARROW,
    Kind.PICTOGRAM,
    Kind.RIGHTS,
    Kind.RULE,
    Kind.HASH,
)
_LAST: Final = _columns(
    Kind.STOP,
    Kind.COMMA,
    Kind.COLON,
    Kind.QUESTION,
    Kind.EXCLAMATION,
    Kind.QUOTE,
    Kind.CLOSE,
    Kind.DIGIT,
    Kind.UPPER,
    Kind.LOWER,
    Kind.HAN,
    Kind.UNCASED,
    Kind.ELLIPSIS,
    Kind.ARROW,
    Kind.BULLET,
    Kind.HYPHEN,
    Kind.SEMICOLON,
)


_LENGTHS: Final = (15, 50, 120, 300)
_SHAPES: Final = (
    "length",
    *(f"length {letters}" for letters in _LENGTHS),
    *_named("share of", _SHARES),
    *_named("any", _ANY),
    *_named("count of", _COUNTS),
    *("run " + " ".join(kind.name.lower() for kind in run) for run in PAIRS),
    *_named("starts with", _FIRST),
    *_named("ends with", _LAST),
)


def _shape(reading: Reading, size: Ints) -> Rows:
    """Return what characters a line has, and which at its ends."""
    counts = np.ascontiguousarray(reading.counts.T)
    total = np.maximum(counts.sum(axis=0), 1)
    lengths = np.clip(size / np.array(_LENGTHS)[:, None], 0, 2) - 1
    parts = (
        (log(size) - 1)[None, :],
        lengths,
        counts[_SHARES] / total,
        counts[_ANY] > 0,
        np.minimum(counts[_COUNTS], 6) / 3,
        np.minimum(reading.pairs.T, 3) / 2,
        reading.first == _FIRST[:, None],
        reading.last == _LAST[:, None],
    )
    return Rows(_SHAPES, np.concatenate(parts, dtype=np.float32))


def _word_shape(reading: Reading, size: Ints) -> Columns:
    words, total, rank = reading.words, reading.spread.count, reading.spread.rank
    some, numeric = np.maximum(total, 1), words.digits == words.length
    shouting = (words.upper == words.length) & (words.length > 1)
    flags = (
        words.titled,
        words.titled & (rank > 0),
        shouting,
        shouting & (rank == 0),
        shouting & (rank < 6),
        ~numeric & ~words.titled & ~words.unspaced,
        numeric,
        numeric & (words.length == 4),
        numeric & (words.length < 3),
        words.titled & (words.length == 1),
        words.length,
    )
    titled, later, loud, loud_first, loud_start, lower, numbers, four, small, letters, sizes = _sums(reading, flags)
    return {
        "words": log(total) - 0.5,
        "one word": total == 1,
        "two to four words": (total >= 2) & (total <= 4),
        "no word": total == 0,
        "titled": titled / some,
        "titled after the first": later / np.maximum(some - 1, 1),
        "all words titled": (titled == total) & (total > 0),
        "shouting": loud / some,
        "shouting first": loud_first > 0,
        "shouting at the start": np.minimum(loud_start, 3) / 3,
        "lower": lower / some,
        "lower count": np.minimum(lower, 20) / 10,
        "numbers": numbers / some,
        "number of four": np.minimum(four, 2),
        "number of one or two": np.minimum(small, 3) / 2,
        "single letters": np.minimum(letters, 3) / 2,
        "mean word": np.minimum(sizes / some, 12) / 6,
    }


def _sums(reading: Reading, values: Sequence[NDArray[np.bool_] | Ints]) -> NDArray[np.int64]:
    """Sum numbers of the words over the words of each line, a row for each kind of number."""
    spread = reading.spread
    result = np.zeros((len(values), len(spread.count)), np.int64)
    if len(spread.heads):
        sums = [np.add.reduceat(one, spread.heads, dtype=np.int64) for one in values]
        result[:, spread.line] = sums
    return result


_CUED: Final = tuple(f"cue {which}{category}" for category in CATEGORIES for which in ("", "share ", "first "))
_NAMED: Final = np.uint32(3 << CATEGORIES.index("given"))
_ONWARD: Final = np.uint32(1 << CATEGORIES.index("onward"))
_AGENCY: Final = np.uint32(1 << CATEGORIES.index("agency"))


def _cue_rows(reading: Reading, marks: NDArray[np.uint32]) -> Rows:
    """Return of each category how many words are of it, which share, and whether the first is."""
    counts, opens = tally(reading, marks)
    total, lines = np.maximum(reading.spread.count, 1), len(reading.first)
    values = np.empty((len(CATEGORIES), 3, lines), np.float32)
    values[:, 0] = np.minimum(counts.T, 4) / 2
    values[:, 1] = counts.T / total
    values[:, 2] = opens.T
    return Rows(_CUED, values.reshape(len(_CUED), lines))


def _cue_columns(reading: Reading, marks: NDArray[np.uint32]) -> Columns:
    words, total = reading.words, np.maximum(reading.spread.count, 1)
    near_start = ((marks & _AGENCY) != 0) & (reading.spread.rank < 12)
    flags = ((marks & ~(_NAMED | _ONWARD)) != 0, ((marks & _NAMED) != 0) & words.titled, near_start)
    known, people, agencies = _sums(reading, flags)
    return {
        "name share": people / total,
        "names": np.minimum(people, 6) / 3,
        "cue share any": known / total,
        "agency near the start": agencies > 0,
    }


def _company(frame: Frame, reading: Reading, prose: Floats, size: Ints) -> Iterator[Columns]:
    """Yield what a line shares with other lines of its text, and what it is to the whole of it."""
    terms = overlap.terms_of(reading.words, frame.text_of, len(frame.text_of))
    yield _shared(frame, reading, terms, prose, size)
    yield _standing(frame, reading, terms, prose, size)
    yield {**titles.alike(terms), **titles.names_anew(reading.words, frame.text_of, len(size))}
    yield _running(frame, reading, prose, size)
    yield {
        **{f"terms {name}": share for name, share in overlap.nearness(terms).items()},
        **{f"running text {name}": share for name, share in overlap.near(terms, prose > 0.4).items()},
    }


def _shared(frame: Frame, reading: Reading, terms: overlap.Terms, prose: Floats, size: Ints) -> Columns:
    before, after = overlap.shared(terms, prose)
    short = ((size < 50) & (prose < 0.2)).astype(np.float32)
    short_before, short_after = overlap.shared(terms, short)
    count, last, nxt = overlap.repeats(reading.whole, frame.text_of)
    head = overlap.repeats(_openings(reading), frame.text_of)[0]
    return {
        "terms": log(terms.count),
        "no term": terms.count == 0,
        "terms in running text above": before * 2,
        "terms in running text below": after * 2,
        "terms in short lines above": short_before,
        "terms in short lines below": short_after,
        "repeats": np.minimum(count - 1, 3) / 2,
        "repeated above": last > 0,
        "repeated below": nxt > 0,
        "repeats the line above": last == 1,
        "repeated by the line below": nxt == 1,
        "repeated within 4 above": (last > 0) & (last <= 4),
        "repeated within 4 below": (nxt > 0) & (nxt <= 4),
        "opening repeats": np.minimum(head - 1, 3) / 2,
    }


def _standing(frame: Frame, reading: Reading, terms: overlap.Terms, prose: Floats, size: Ints) -> Columns:
    """Return where a line stands to the core of its text, and how it would serve as the core's title."""
    core = core_of(prose, size, reading.last, frame.text_of, len(frame.sizes))
    number = np.arange(len(size))
    top, coreless = core.first[frame.text_of], ~core.found[frame.text_of]
    fits = (size >= 12) & (size <= 150) & (terms.count >= 2) & (reading.last != Kind.STOP)
    fits &= coreless | ((number <= top + 2) & (number >= top - titles.REACH))
    inside = coreless | ((number >= top) & (number <= core.last[frame.text_of]))
    worth = titles.pull(terms, prose * inside)
    return {**places(core, frame.text_of), **titles.standing(worth, fits, frame.text_of, len(frame.sizes))}


def _running(frame: Frame, reading: Reading, prose: Floats, size: Ints) -> Columns:
    """Return how a line compares with the paragraphs of its text, and how many of them stand around it."""
    solid = prose > 0.4
    paragraphs = np.bincount(frame.text_of, solid, minlength=len(frame.sizes))
    letters = np.bincount(frame.text_of, size * solid, minlength=len(frame.sizes))
    stopped = np.bincount(frame.text_of, solid & (reading.last == Kind.STOP), minlength=len(frame.sizes))
    mean = (letters / np.maximum(paragraphs, 1))[frame.text_of]
    seen = np.append(0, np.cumsum(solid))
    above = seen[:-1] - seen[frame.starts][frame.text_of]
    number = np.arange(len(solid))
    breaks = np.where(~solid | (frame.number == 0) & ~solid, number, -1)
    last = np.maximum.accumulate(np.maximum(breaks, frame.starts[frame.text_of] - 1)) if len(solid) else breaks
    ends = np.where(~solid, number, len(solid))
    bottom = (frame.starts + frame.sizes)[frame.text_of]
    following = np.minimum(np.minimum.accumulate(ends[::-1])[::-1], bottom) if len(solid) else ends
    return {
        "size to the mean paragraph": np.where(mean > 0, np.minimum(size / np.maximum(mean, 1), 2), 0),
        "paragraphs end in a stop": (stopped / np.maximum(paragraphs, 1))[frame.text_of],
        "first paragraph": solid & (above == 0),
        "second paragraph": solid & (above == 1),
        "third paragraph": solid & (above == 2),
        "paragraphs above": log(above),
        "paragraphs in a row above": np.where(solid, np.minimum(number - last - 1, 4), 0) / 2,
        "paragraphs in a row below": np.where(solid, np.minimum(following - number - 1, 4), 0) / 2,
    }


def _openings(reading: Reading) -> Hashes:
    """Hash the first three words of each line that has as many."""
    words, spread = reading.words.hash, reading.spread
    keys = np.zeros(len(spread.count), np.uint64)
    long = spread.sizes >= 3
    heads = spread.heads[long]
    keys[spread.line[long]] = words[heads] * np.uint64(9) + words[heads + 1] * np.uint64(3) + words[heads + 2]
    return keys


def _slots(spread: Spread, bucket: NDArray[np.uint16]) -> NDArray[np.uint16]:
    slots = np.full((len(spread.count), 3), BUCKETS, np.uint16)
    slots[spread.line, 0] = bucket[spread.heads]
    more = spread.sizes > 1
    heads, line = spread.heads[more], spread.line[more]
    slots[line, 1] = bucket[heads + 1]
    slots[line, 2] = bucket[heads + spread.sizes[more] - 1]
    return slots
