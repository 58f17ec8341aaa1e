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

_PREFIX: Final = 3

_MARKS: Final = " \t*#+•·–—-([【《«<\"“„'‘’"
"""What may stand before its first word."""


_TWO: Final = re.compile(r"[\W_]{0,40}(\w{1,40})(?:\s{1,9}(\w{1,40}))?")


class Notice(NamedTuple):
    """The words of a notice, and the lines they stand on."""

    text: str
    lines: tuple[int, ...]


def corrections(
    seg: Segmentation, blocks: Sequence[Block], outside: Sequence[int], clean: Cleaner, wrap: Wrap
) -> tuple[Notice, ...]:
    """Return the notices of correction among the blocks of the body and the lines `outside` it, in reading order."""
    worth = [line.text for line in seg.lines if _WORTH[line.text[:_PREFIX]]]
    if not any(map(_may_begin, worth)):
        return ()
    found = [Notice(block.text, block.lines) for block in blocks if is_correction(block.text)]
    found += _outside(seg, outside, clean, wrap)
    return tuple(sorted(found, key=lambda notice: notice.lines))


def is_correction(text: str) -> bool:
    """Tell whether a paragraph begins as a notice of correction does."""
    if not _may_begin(text):
        return False
    return _pattern().match(words.fold_text(text[:_START].lstrip(_MARKS))) is not None


class _Worth(dict[str, bool]):
    """Maps the first letters of a line to whether it is worth a look: asked of every line of every text."""

    def __missing__(self, prefix: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[prefix] = found = _could_begin(prefix)
        return found


_WORTH: Final = _Worth()
_REMEMBERED: Final = 4096


def _could_begin(prefix: str) -> bool:
    bare = prefix.lstrip(_MARKS)
    return not bare[:1].isalnum() or fold(bare) in _prefixes() or words.UNSPACED.search(prefix) is not None


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(word[:length] for word in _first_words() for length in range(1, _PREFIX + 1))


def _may_begin(text: str) -> bool:
    """Tell by its first two words whether a text can be a notice at all: nearly none can."""
    two = _TWO.match(text)
    if two is None:
        return False
    first = fold(two[1])
    seconds = _first_words().get(first)
    if seconds is None:
        return not first.isascii() and words.UNSPACED.search(first) is not None
    return not seconds or (two[2] is not None and fold(two[2]) in seconds)


@cache
def _first_words() -> dict[str, frozenset[str]]:
    """Return the first words of all notices, each with the second words of its openings: none where it is a head's."""
    table = words.file("corrections")
    found: dict[str, frozenset[str]] = {}
    for text in words.flat(table["openings"]):
        first, second = words.fold_text(text).split()[:2]
        found[first] = found.get(first, frozenset()) | {second}
    heads = (_TWO.match(words.fold_text(text)) for text in words.flat(table["heads"]))
    return found | {head[1]: frozenset() for head in heads if head}


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
