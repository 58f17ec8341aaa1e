"""Body and crosshead lines into blocks: paragraphs, crossheads, lists, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from convert.article import Block, BlockKind, Label, Segmentation
from convert.fields import joining
from convert.fields.characters import Cleaner
from convert.fields.joining import Wrap

_BULLET: Final = re.compile(r"[•▪◦‣●■□◆▶►∙⁃*]\s+|[•▪◦‣●■◆▶►]")
_HYPHEN: Final = re.compile(r"[-–]\s+")
_NUMBER: Final = re.compile(r"\(?(\d{1,3})[.)]\s+\S")
_QUOTED: Final = re.compile(r">\s?")
_QUOTATION: Final = re.compile('["“„«‘「『].*["”“»’」』]', re.S)
_STATEMENT: Final = re.compile(r"[.!?…:]['\"”’»)]*$")
_SHORT_ITEM: Final = 160
_INDENT: Final = 4


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that make one paragraph, crosshead, list item or line of a quotation."""

    kind: BlockKind
    numbers: tuple[int, ...]
    text: str
    spaced: bool
    """A blank line stands above it."""


def _parts(seg: Segmentation, wrap: Wrap) -> Iterable[_Part]:
    """Join wrapped lines; yield what was joined, in order."""
    numbers: list[int] = []
    for number, line in enumerate(seg.lines):
        if line.label not in (Label.BODY, Label.CROSSHEAD):
            continue
        if numbers and not _continues(seg, numbers[-1], number, wrap):
            yield _part(seg, numbers)
            numbers = []
        numbers.append(number)
    if numbers:
        yield _part(seg, numbers)


def _continues(seg: Segmentation, last: int, number: int, wrap: Wrap) -> bool:
    """Tell whether line `number` goes on with the paragraph that line `last` is in."""
    one, two = seg.lines[last], seg.lines[number]
    if not wrap.width or number != last + 1 or one.label != two.label or seg.blank_lines_before(number):
        return False
    if seg.indent(number) > seg.indent(last) + 1 and not _marked(one.text):
        return False
    if _marked(two.text) or _QUOTED.match(two.text):
        return False
    return not joining.ends(one.text, two.text, wrap)


def _marked(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def _part(seg: Segmentation, numbers: Sequence[int]) -> _Part:
    first = seg.lines[numbers[0]]
    kind = BlockKind.CROSSHEAD if first.label is Label.CROSSHEAD else BlockKind.PARAGRAPH
    text = joining.join([seg.lines[number].text for number in numbers])
    if kind is BlockKind.PARAGRAPH and _is_quotation(seg, numbers, text):
        kind = BlockKind.QUOTE
    return _Part(kind, tuple(numbers), text, seg.blank_lines_before(numbers[0]) > 0)


def _is_quotation(seg: Segmentation, numbers: Sequence[int], text: str) -> bool:
    """Tell a quotation by its markup: `> ` before each line, or indented and wholly in quotation marks."""
    if all(_QUOTED.match(seg.lines[number].text) for number in numbers):
        return True
    return all(seg.indent(number) >= _INDENT for number in numbers) and _QUOTATION.fullmatch(text) is not None


def _mark(part: _Part) -> str | None:
    """Name the kind of list mark a paragraph begins with."""
    if part.kind is not BlockKind.PARAGRAPH:
        return None
    if _BULLET.match(part.text):
        return part.text[0]
    if _HYPHEN.match(part.text) and len(part.text) <= _SHORT_ITEM and not _STATEMENT.search(part.text):
        return part.text[0]
    return "1" if _NUMBER.match(part.text) else None


def _number(part: _Part) -> int:
    found = _NUMBER.match(part.text)
    return int(found[1]) if found else 0


def _grouped(parts: Iterable[_Part]) -> Iterable[list[_Part]]:
    """Gather the items of a list and the lines of a quotation; anything else stands alone."""
    group: list[_Part] = []
    for part in parts:
        if group and _belongs(group[-1], part):
            group.append(part)
            continue
        if group:
            yield group
        group = [part]
    if group:
        yield group


def _belongs(last: _Part, part: _Part) -> bool:
    if last.numbers[-1] + 1 != part.numbers[0]:
        return False
    if last.kind is BlockKind.QUOTE:
        return part.kind is BlockKind.QUOTE and not part.spaced
    mark = _mark(part)
    if mark is None or mark != _mark(last):
        return False
    return mark != "1" or _number(part) == _number(last) + 1


def _item(part: _Part) -> str:
    """Return an item without its bullet. A number stays: it may be referred to."""
    if _NUMBER.match(part.text):
        return part.text
    return (_BULLET.match(part.text) and _BULLET.sub("", part.text, count=1)) or _HYPHEN.sub("", part.text, count=1)


def _unquoted(part: _Part) -> str:
    return " ".join(filter(None, (re.sub(r"^>\s?", "", text) for text in (part.text,))))


def _block(group: Sequence[_Part], clean: Cleaner) -> Block | None:
    numbers = tuple(number for part in group for number in part.numbers)
    kind = group[0].kind
    if kind is BlockKind.QUOTE:
        text = clean.line(joining.join([_unquoted(part) for part in group]))
    elif len(group) > 1:
        kind = BlockKind.LIST
        text = "\n".join(filter(None, (clean.line(_item(part)) for part in group)))
    else:
        text = clean.line(group[0].text)
    return Block(kind=kind, text=text, lines=numbers) if text else None


def blocks(seg: Segmentation, clean: Cleaner) -> tuple[Block, ...]:
    """Make the blocks of the body, in reading order; every body and crosshead line with legal text is in one."""
    wrap = joining.judge(seg, [n for n, line in enumerate(seg.lines) if line.label is Label.BODY])
    made = (_block(group, clean) for group in _grouped(_parts(seg, wrap)))
    return tuple(block for block in made if block is not None)
