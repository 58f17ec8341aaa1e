"""Lines into paragraphs: is a text hard-wrapped, where do its paragraphs end, how do its lines join.

A wrapped line ends because the next word did not fit. So a text is wrapped when that holds for nearly all lines that
another one follows directly, and a line with room for the next word is the last of its paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from convert.article import Segmentation

WIDEST: Final = 132
"""Columns of the widest terminal that news was written on; a longer line is a paragraph of its own."""

_NARROWEST: Final = 24
_SHARE: Final = 0.5
_EARLY: Final = 0.12
"""Share of the followed lines that must be full, and share of the width by which a line may break early and go on.

Tuned at 0.5 and 0.6 by 0.05 to 0.2 on the bodies of 135 articles wrapped at 40 to 100 columns, with blank lines, with
indents and with neither: 99 % were seen to be wrapped, 93 % of the paragraphs came out whole, and no unwrapped body was
taken for a wrapped one.
"""

_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
_UNEVEN: Final = re.compile(
    "[^\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u200a\u2010-\u2029\u202f-\u205f\u2070-\u20cf\u2100-\u2319]"
)
"""What may take two columns or none: without any of these a text has as many columns as characters."""

_FIRST_UNSPACED: Final = "\u0e00"
"""No character before this one is of a script that writes words together: asked before the pattern is."""

_STOPS: Final = tuple(".!?…。！？।۔։")
_CLOSING: Final = "'\"”’»)]」』"
_HYPHENS: Final = ("-", "‐", "‑")
_COMPOUND: Final = re.compile(r"[^\W\d_][-‐‑]$")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the body is set: `width` in columns, 0 where every line is a paragraph."""

    width: int = 0


_UNWRAPPED: Final = Wrap()


def columns(text: str) -> int:
    """Count the columns of a text: full-width characters take two, combining marks none."""
    if text.isascii() or not _UNEVEN.search(text):
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    marks = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
    return len(text) + wide - marks


def _lead(text: str) -> int:
    """Count the columns that the next line would have needed at the end of this one: a blank, and its first word.

    Scripts that write words together need neither blank nor word: two columns may not be torn off their start.
    """
    if text >= _FIRST_UNSPACED and _UNSPACED.match(text):
        return 2
    return 1 + (columns(text.split(None, 1)[0]) if text else 0)


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSING).endswith(_STOPS)


def _followed(seg: Segmentation, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Return the lines that another one follows directly, each with the other."""
    lines, text = seg.lines, seg.text
    found: list[tuple[str, str]] = []
    for a, b in pairwise(numbers):
        one, two = lines[a], lines[b]
        if b == a + 1 and two.start - one.end < WIDEST and text.count("\n", one.end, two.start) == 1:
            found.append((one.text, two.text))
    return found


def judge(seg: Segmentation, numbers: Sequence[int]) -> Wrap:
    """Tell from the body lines `numbers` whether, and how wide, a text is wrapped."""
    pairs = _followed(seg, numbers)
    if not pairs:
        return _UNWRAPPED
    # A line that long is no wrapped one, however wide its characters are.
    sizes = [columns(line) if len(line) <= 4 * WIDEST else len(line) for line, _ in pairs]
    widths = sorted([size for size, (line, _) in zip(sizes, pairs, strict=True) if len(line) <= 4 * WIDEST])
    if len(widths) < 0.9 * len(pairs):
        return _UNWRAPPED
    usual = widths[min(int(len(widths) * 0.9), len(widths) - 1)]
    width = widths[bisect(widths, usual * (1 + _EARLY)) - 1]
    if not _NARROWEST <= width <= WIDEST:
        return _UNWRAPPED
    if sum([line.rstrip(_CLOSING).endswith(_STOPS) for line, _ in pairs]) > len(pairs) / 2:
        return _UNWRAPPED
    least = width - _EARLY * width
    full = sum([size + _lead(following) > least for size, (_, following) in zip(sizes, pairs, strict=True)])
    return Wrap(width) if full >= _SHARE * len(pairs) else _UNWRAPPED


def ends(line: str, following: str, wrap: Wrap) -> bool:
    """Tell whether a paragraph ends with `line`, though no blank line follows it."""
    if not wrap.width:
        return True
    room = wrap.width - columns(line) - _lead(following)  # columns by which the next word would have fitted
    return room >= _EARLY * wrap.width or (room >= 0 and _ends_sentence(line))


def join(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph: by a blank, but not in unspaced scripts nor inside a hyphenated compound."""
    spaced = " ".join(lines)
    if spaced.isascii() and "- " not in spaced:
        return spaced
    parts = list(lines[:1])
    for above, line in pairwise(lines):
        unspaced = line >= _FIRST_UNSPACED and _UNSPACED.match(line) and _UNSPACED.match(above[-1:])
        compound = above.endswith(_HYPHENS) and line[:1].isalpha() and _COMPOUND.search(above[-2:])
        parts.append(line if unspaced or compound else f" {line}")
    return "".join(parts)
