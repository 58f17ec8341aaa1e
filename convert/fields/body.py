"""Body and crosshead lines into blocks: paragraphs, crossheads, lists, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from convert.article import Block, BlockKind, Label, Segmentation
from convert.fields import joining
from convert.fields.characters import Cleaner
from convert.fields.joining import Wrap

_BULLET: Final = re.compile(r"[•▪◦‣●■□◆▶►∙⁃*]\s+|[•▪◦‣●■◆▶►]")
_HYPHEN: Final = re.compile(r"[-–]\s+")
_NUMBER: Final = re.compile(r"\(?(\d{1,3})[.)]\s+\S")
_QUOTED: Final = re.compile(r">\s?")
_QUOTATION: Final = re.compile('["“„«‘「『].*["”“»’」』]', re.S)
_COLUMNS: Final = re.compile(r"\S(?:\t|\s{3,})\S")

_STATEMENT: Final = re.compile(r"[.!?…:]['\"”’»)]*$")
_SHORT_ITEM: Final = 160
_INDENT: Final = 4
_QUOTING: Final = frozenset('>"“„«‘「『')
_MARKS: Final = frozenset("•▪◦‣●■□◆▶►∙⁃*-–(")
_SETTING: Final = re.compile(rf"[{re.escape(''.join(sorted(_QUOTING | _MARKS)))}\d]")
"""What a line begins with that may be more than a paragraph."""

_KINDS: Final = {Label.BODY: BlockKind.PARAGRAPH, Label.CROSSHEAD: BlockKind.CROSSHEAD}
_BLOCKS: Final = TypeAdapter(tuple[Block, ...])


class _Part(NamedTuple):
    """Lines that make one paragraph, crosshead, list item or line of a quotation."""

    kind: BlockKind
    numbers: tuple[int, ...]
    text: str


def _parts(seg: Segmentation, numbers: Sequence[int], wrap: Wrap) -> Iterable[_Part]:
    """Join wrapped lines; yield what was joined, in order."""
    if not wrap.width:
        for number in numbers:
            yield _part(seg, (number,))
        return
    joined: list[int] = []
    margin = _margin(seg, numbers)
    rows = {number for number in numbers if _has_columns(seg.lines[number].text)}
    for number in numbers:
        apart = number in rows or (joined and joined[-1] in rows)
        if joined and (apart or not _continues(seg, joined, number, wrap, margin)):
            yield _part(seg, tuple(joined))
            joined = []
        joined.append(number)
    if joined:
        yield _part(seg, tuple(joined))


def _margin(seg: Segmentation, numbers: Sequence[int]) -> int:
    """Return the least indent of some lines; most often the first has none."""
    least: int | None = None
    for number in numbers:
        indent = seg.indent(number)
        if not indent:
            return 0
        least = indent if least is None else min(least, indent)
    return least or 0


def _continues(seg: Segmentation, joined: Sequence[int], number: int, wrap: Wrap, margin: int) -> bool:
    """Tell whether line `number` goes on with the paragraph of the lines `joined`."""
    one, two = seg.lines[joined[-1]], seg.lines[number]
    if number != joined[-1] + 1 or one.label != two.label:
        return False
    if two.start - one.end > 1 and _is_set_off(seg, joined[0], number, margin):
        return False
    if _marked(two.text) or two.text[0] == ">":
        return False
    return not joining.ends(one.text, two.text, wrap)


def _is_set_off(seg: Segmentation, first: int, number: int, margin: int) -> bool:
    """Tell whether a blank line or an indent parts line `number` from a paragraph that begins with line `first`."""
    if seg.blank_lines_before(number):
        return True
    return seg.indent(number) > margin + 1 and not _marked(seg.lines[first].text)


def _marked(text: str) -> bool:
    return (text[0] in _MARKS or text[0].isdigit()) and bool(_BULLET.match(text) or _NUMBER.match(text))


def _has_columns(text: str) -> bool:
    """Tell a row of a table, which is a paragraph of its own: joined with the next one both would be lost."""
    if text.isprintable():  # then its only white space is the blank
        return "   " in text
    return _COLUMNS.search(text) is not None


def _part(seg: Segmentation, numbers: tuple[int, ...]) -> _Part:
    first = seg.lines[numbers[0]]
    text = first.text if len(numbers) == 1 else joining.join([seg.lines[number].text for number in numbers])
    if first.label is Label.CROSSHEAD:
        kind = BlockKind.CROSSHEAD
    elif text[0] in _QUOTING and _is_quotation(seg, numbers, text):
        kind = BlockKind.QUOTE
    else:
        kind = BlockKind.PARAGRAPH
    return _Part(kind, numbers, text)


def _is_quotation(seg: Segmentation, numbers: Sequence[int], text: str) -> bool:
    """Tell a quotation by its markup: `> ` before each line, or indented and wholly in quotation marks."""
    if all(_QUOTED.match(seg.lines[number].text) for number in numbers):
        return True
    return all(seg.indent(number) >= _INDENT for number in numbers) and _QUOTATION.fullmatch(text) is not None


def _mark(text: str) -> str | None:
    """Name the kind of list mark a paragraph begins with."""
    first = text[0]
    if not (first in _MARKS or first.isdigit()):
        return None
    if _BULLET.match(text):
        return first
    if _HYPHEN.match(text) and len(text) <= _SHORT_ITEM and not _STATEMENT.search(text):
        return first
    return "1" if _NUMBER.match(text) else None


def _number(part: _Part) -> int:
    found = _NUMBER.match(part.text)
    return int(found[1]) if found else 0


def _grouped(parts: Iterable[_Part], seg: Segmentation) -> Iterable[list[_Part]]:
    """Gather the items of a list and the lines of a quotation; anything else stands alone."""
    group: list[_Part] = []
    last: str | None = None
    for part in parts:
        mark = _mark(part.text) if part.kind is BlockKind.PARAGRAPH else None
        if group and (mark or part.kind is BlockKind.QUOTE) and _belongs(group[-1], part, (last, mark), seg):
            group.append(part)
        else:
            if group:
                yield group
            group = [part]
        last = mark
    if group:
        yield group


def _belongs(last: _Part, part: _Part, marks: tuple[str | None, str | None], seg: Segmentation) -> bool:
    if last.numbers[-1] + 1 != part.numbers[0]:
        return False
    if part.kind is BlockKind.QUOTE:
        return last.kind is BlockKind.QUOTE and not seg.blank_lines_before(part.numbers[0])
    if marks[0] != marks[1]:
        return False
    return marks[1] != "1" or _number(part) == _number(last) + 1


def _item(part: _Part) -> str:
    """Return an item without its bullet. A number stays: it may be referred to."""
    if _NUMBER.match(part.text):
        return part.text
    return (_BULLET.match(part.text) and _BULLET.sub("", part.text, count=1)) or _HYPHEN.sub("", part.text, count=1)


def _block(group: Sequence[_Part], clean: Cleaner) -> dict[str, Any]:
    first = group[0]
    if len(group) == 1 and first.kind is not BlockKind.QUOTE:
        return {"kind": first.kind, "text": clean.line(first.text), "lines": first.numbers}
    numbers = tuple(number for part in group for number in part.numbers)
    if first.kind is BlockKind.QUOTE:
        bare = [unmarked for part in group if (unmarked := _QUOTED.sub("", part.text, count=1).strip())]
        text = clean.line(joining.join(bare or [first.text]))
        return {"kind": BlockKind.QUOTE, "text": text, "lines": numbers}
    text = "\n".join(filter(None, (clean.line(_item(part)) for part in group))) or clean.line(first.text)
    return {"kind": BlockKind.LIST, "text": text, "lines": numbers}


def _plain(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> list[dict[str, Any]] | None:
    """Make a block of each line, where none has a mark or is set off; else None. Most articles are as plain as that."""
    lines = [seg.lines[number] for number in numbers]
    if _SETTING.search("".join([line.text[0] for line in lines])) and any(_is_set(seg, number) for number in numbers):
        return None
    return [
        {"kind": _KINDS[line.label], "text": clean.line(line.text), "lines": (number,)}
        for number, line in zip(numbers, lines, strict=True)
    ]


def _is_set(seg: Segmentation, number: int) -> bool:
    """Tell whether a line is marked as an item of a list is, or may be one of a quotation."""
    text = seg.lines[number].text
    if text[0] in _QUOTING:
        return text[0] == ">" or seg.indent(number) >= _INDENT
    return _mark(text) is not None


def blocks(seg: Segmentation, numbers: Sequence[int], clean: Cleaner, wrap: Wrap) -> tuple[Block, ...]:
    """Make the blocks of the body from its lines `numbers`, body and crossheads, in reading order.

    Every line with legal text is in exactly one block.
    """
    made = None if wrap.width else _plain(seg, numbers, clean)
    if made is None:
        made = [_block(group, clean) for group in _grouped(_parts(seg, numbers, wrap), seg)]
    return _BLOCKS.validate_python([block for block in made if block["text"]])
