"""Lines into paragraphs: is a text hard-wrapped, where do its paragraphs end, how do its lines join.

A wrapped line ends because the next word did not fit. So a text is wrapped when that holds for nearly all lines that
another one follows directly, and a line with room for the next word is the last of its paragraph.
"""

from __future__ import annotations

import re
import unicodedata
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
_SENTENCE_END: Final = re.compile(r"[.!?…。！？।۔։]['\"”’»)\]」』]*$")
_COMPOUND: Final = re.compile(r"[^\W\d_][-‐‑]$")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the body is set: `width` in columns, 0 where every line is a paragraph."""

    width: int = 0


def columns(text: str) -> int:
    """Count the columns of a text: full-width characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    marks = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
    return len(text) + wide - marks


def _first_word(text: str) -> int:
    """Count the columns of what may not be torn off the start of a line."""
    if _UNSPACED.match(text):
        return 2
    return columns(text.split(None, 1)[0]) if text else 0


def _room(line: str, following: str, width: int) -> int:
    """Return by how many columns the next word would have fitted; below 0 it did not."""
    blank = 0 if _UNSPACED.match(following) else 1
    return width - (columns(line) + blank + _first_word(following))


def judge(seg: Segmentation, numbers: Sequence[int]) -> Wrap:
    """Tell from the body lines `numbers` whether, and how wide, a text is wrapped."""
    pairs: list[tuple[str, str]] = []
    for a, b in pairwise(numbers):
        one, two = seg.lines[a], seg.lines[b]
        if b == a + 1 and two.start - one.end < WIDEST and seg.text.count("\n", one.end, two.start) == 1:
            pairs.append((one.text, two.text))
    if not pairs:
        return Wrap()
    widths = sorted(columns(line) for line, _ in pairs if len(line) <= 4 * WIDEST)
    usual = widths[min(int(len(widths) * 0.9), len(widths) - 1)] if widths else 0
    width = max((found for found in widths if found <= usual * (1 + _EARLY)), default=0)
    if not _NARROWEST <= width <= WIDEST or len(widths) < 0.9 * len(pairs):
        return Wrap()
    full = sum(_room(line, following, width) < _EARLY * width for line, following in pairs)
    ended = sum(bool(_SENTENCE_END.search(line)) for line, _ in pairs)
    return Wrap(width) if full >= _SHARE * len(pairs) and ended <= len(pairs) / 2 else Wrap()


def ends(line: str, following: str, wrap: Wrap) -> bool:
    """Tell whether a paragraph ends with `line`, though no blank line follows it."""
    if not wrap.width:
        return True
    room = _room(line, following, wrap.width)
    return room >= _EARLY * wrap.width or (room >= 0 and _SENTENCE_END.search(line) is not None)


def join(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph: by a blank, but not in unspaced scripts nor inside a hyphenated compound."""
    parts = list(lines[:1])
    for above, line in pairwise(lines):
        bare = _UNSPACED.match(line[:1]) is not None and _UNSPACED.match(above[-1:]) is not None
        compound = line[:1].isalpha() and _COMPOUND.search(above[-2:]) is not None
        parts.append(line if bare or compound else f" {line}")
    return "".join(parts)
