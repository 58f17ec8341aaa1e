"""Where the lines of a batch stand in their texts: by number, by running text, by blanks and indents, by width."""

# ruff: noqa: PLR2004 - the thresholds are those of the features that the names say
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convert.segment.lines import Layout
from convert.segment.terms import Floats
from convert.segment.tokens import Ints

Columns = dict[str, NDArray[np.floating] | NDArray[np.bool_]]


class Rows(NamedTuple):
    """Features made together: their names, and a row of numbers for each."""

    names: tuple[str, ...]
    values: Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the lines of the batch stand in their texts."""

    text_of: Ints
    number: Ints
    size: Ints
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    length: Ints
    above: Ints
    indent: Ints


def frame_of(layouts: Sequence[Layout]) -> Frame:
    """Count the lines of some texts."""
    sizes = np.fromiter((len(item) for item in layouts), np.int64, len(layouts))
    starts = np.cumsum(sizes) - sizes
    text_of = np.repeat(np.arange(len(layouts), dtype=np.int32), sizes)
    lengths = [end - start for item in layouts for start, end in item.spans]
    return Frame(
        text_of=text_of,
        number=(np.arange(len(text_of)) - starts[text_of]).astype(np.int32),
        size=sizes[text_of].astype(np.int32),
        starts=starts,
        sizes=sizes,
        length=np.array(lengths, np.int32),
        above=np.array([n for item in layouts for n in item.above], np.int32),
        indent=np.array([n for item in layouts for n in item.indents], np.int32),
    )


def log(values: NDArray[np.integer] | NDArray[np.floating]) -> Floats:
    """Return log2(1 + n) / 4 of whole numbers: 1 at 15, 2 at 255, 3 at 4095."""
    table = _log_table()
    return table[np.minimum(np.asarray(values, np.int64), len(table) - 1)]


@cache
def _log_table() -> Floats:
    return np.asarray(np.log2(1 + np.arange(1 << 14)) / 4, np.float32)


def space(frame: Frame) -> Columns:
    """Blank lines and indents; in a text that has none of them, they say nothing."""
    top = frame.number == 0
    above = np.where(top, 2, frame.above)
    below = np.append(above[1:], 2)[: len(above)]
    bottom = frame.number == frame.size - 1
    below = np.where(bottom, 2, below)
    blank = _share(frame, (above > 0) & ~top)
    indented = _share(frame, frame.indent > 0)
    return {
        "blank above": above > 0,
        "blanks above": np.minimum(above, 3) / 2,
        "blank below": below > 0,
        "blanks below": np.minimum(below, 3) / 2,
        "stands alone": (above > 0) & (below > 0),
        "text has blanks": blank,
        "text has no blank": blank == 0,
        "indent": np.minimum(frame.indent, 8) / 4,
        "text has indents": indented,
        "indented unlike others": (frame.indent > 0) * (1 - indented),
    }


def _share(frame: Frame, which: NDArray[np.bool_]) -> Floats:
    sums = np.bincount(frame.text_of, which, minlength=len(frame.sizes))
    return (sums / np.maximum(frame.sizes, 1))[frame.text_of].astype(np.float32)


def position(frame: Frame, prose: Floats) -> Columns:
    """Where a line stands, counted in lines and in running text before and after it."""
    left = frame.size - 1 - frame.number
    weights = np.rint(prose * 64).astype(np.int64)
    running = np.append(0, np.cumsum(weights))
    before = running[:-1] - running[frame.starts][frame.text_of]
    total = np.maximum((running[frame.starts + frame.sizes] - running[frame.starts])[frame.text_of], 1)
    solid = np.flatnonzero(prose > 0.5)
    return {
        "from top": log(frame.number) - 1,
        "from bottom": log(left) - 1,
        "first line": frame.number == 0,
        "second line": frame.number == 1,
        "last line": left == 0,
        "lines of text": log(frame.size) - 1,
        "depth": frame.number / np.maximum(frame.size - 1, 1),
        "running text": prose,
        "running text above": before / total,
        "much running text above": log(before // 64) - 0.5,
        "much running text below": log((total - before - weights) // 64) - 0.5,
        "much running text": log(total // 64) - 0.5,
        "no running text above": before < 16,
        "to running text below": _distance(frame, solid, forward=True),
        "to running text above": _distance(frame, solid, forward=False),
    }


def _distance(frame: Frame, marks: NDArray[np.int64], *, forward: bool) -> Floats:
    """Return the distance in lines, on the log scale, to the next or last marked line of the same text; 3 if none."""
    number = np.arange(len(frame.text_of))
    if not len(marks):
        return np.full(len(number), 3, np.float32)
    place = np.searchsorted(marks, number, side="right" if forward else "left") - (0 if forward else 1)
    inside = (place >= 0) & (place < len(marks))
    found = marks[np.clip(place, 0, len(marks) - 1)]
    inside &= frame.text_of[found] == frame.text_of
    return np.where(inside, np.minimum(log(np.abs(found - number)), 3), 3).astype(np.float32)


def wrapping(frame: Frame, size: Ints) -> Columns:
    """How full a line is against the text's widest, and whether many are as full: the text was wrapped."""
    widest = np.zeros(len(frame.sizes), np.int32)
    np.maximum.at(widest, frame.text_of, size)
    full = size / np.maximum(widest[frame.text_of], 1)
    narrow = widest[frame.text_of] <= 100
    return {
        "fullness": full,
        "full": full > 0.8,
        "text is narrow": narrow,
        "full in a narrow text": (full > 0.8) & narrow,
        "text is full": _share(frame, full > 0.8) * narrow,
        "widest": log(widest[frame.text_of]) - 1.5,
    }
