"""Notices of correction: what a text says of its own earlier version.

The words that such notices begin with are data, by language; all languages are looked for, because the notice of a
site need not be in the language of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from convert.article import Block, Segmentation
from convert.fields import joining, words
from convert.fields.characters import Cleaner
from convert.fields.joining import Wrap
from convert.fields.lexer import fold

_START: Final = 120
"""Characters in which a notice says that it is one."""

_MARKS: Final = " \t*#+•·–—-([【《«<\"“„'‘’"
"""What may stand before its first word."""


_WORD: Final = re.compile(r"\w+")


class Notice(NamedTuple):
    """The words of a notice, and the lines they stand on."""

    text: str
    lines: tuple[int, ...]


def corrections(
    seg: Segmentation, blocks: Sequence[Block], outside: Sequence[int], clean: Cleaner, wrap: Wrap
) -> tuple[Notice, ...]:
    """Return the notices of correction among the blocks of the body and the lines `outside` it, in reading order."""
    found = [Notice(block.text, block.lines) for block in blocks if is_correction(block.text)]
    found += _outside(seg, outside, clean, wrap)
    return tuple(sorted(found, key=lambda notice: notice.lines))


def is_correction(text: str) -> bool:
    """Tell whether a paragraph begins as a notice of correction does."""
    start = text[:_START].lstrip(_MARKS)
    first = _WORD.match(start)
    if first is not None and not words.UNSPACED.search(first[0]) and fold(first[0]) not in _first_words():
        return False
    return _pattern().match(words.fold_text(start)) is not None


@cache
def _first_words() -> frozenset[str]:
    """Return the first words of all notices: a text that begins with another is none."""
    table = words.file("corrections")
    folded = map(words.fold_text, (*words.flat(table["heads"]), *words.flat(table["openings"])))
    return frozenset(first[0] for text in folded if (first := _WORD.match(text)))


@cache
def _pattern() -> re.Pattern[str]:
    table = words.file("corrections")
    heads = "|".join(_escaped(words.flat(table["heads"])))
    openings = "|".join(_escaped(words.flat(table["openings"])))
    # Between a head and its colon a date or a bracket may stand (`Correction, 3 May:`), but no other words: `oprava` is
    # Czech for a correction, `oprava mostu` for the repair of a bridge.
    between = r"(?:\s?[,(\[/][^:：.!?]{0,30}|\s[^:：.!?\d]{0,12}\d[^:：.!?]{0,20})?"
    return re.compile(rf"(?:{heads})(?:{between}\s?[\])】》]?\s?[:：]|[\])】》])|(?:{openings})(?!\w)")


def _escaped(texts: Sequence[str]) -> Iterator[str]:
    folded = {words.fold_text(text) for text in texts}
    return (re.escape(text) for text in sorted(folded, key=lambda text: (-len(text), text)))


def _outside(seg: Segmentation, numbers: Sequence[int], clean: Cleaner, wrap: Wrap) -> Iterator[Notice]:
    """Yield the notices among lines outside the body, each with the wrapped lines that go on with it."""
    taken = -1
    for place, first in enumerate(numbers):
        if first <= taken or not is_correction(seg.lines[first].text):
            continue
        taken = first
        for number in numbers[place + 1 :]:
            apart = number != taken + 1 or seg.blank_lines_before(number) > 0
            if apart or joining.ends(seg.lines[taken].text, seg.lines[number].text, wrap):
                break
            taken = number
        lines = tuple(range(first, taken + 1))
        if text := joining.join([clean.line(seg.lines[number].text) for number in lines]):
            yield Notice(text, lines)
