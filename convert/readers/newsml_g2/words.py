"""The text of elements: what is layout of the file is taken out, what the writer meant stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from convert.readers.newsml_g2 import names

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_WITHIN_A_LINE: Final = frozenset(("byttl",))
_EDGE: Final = "\0"  # where a block or a line ends: no XML text can hold it


def flowing(text: str) -> str:
    """Return a running text. One without a line break is as its writer wanted it; one with breaks was laid out."""
    return _BLANKS.sub(" ", text).strip() if "\n" in text else text.strip()


def lined(text: str) -> str:
    """Return a text that may have several lines.

    A line break before an indented line is layout of the file and becomes a blank; any other one is the writer's own.
    """
    first, *rest = text.strip().split("\n")
    if not rest:
        return first
    if any(line[:1] in " \t" for line in rest if line.strip()):
        return flowing(text)
    return "\n".join(line.strip() for line in (first, *rest) if line.strip())


def text_of(element: etree._Element | None) -> str | None:
    """Return the running text in an element; None where there is none."""
    return None if element is None else flowing(_text(element).replace(_EDGE, "\n")) or None


def lines_of(element: etree._Element | None) -> str | None:
    """Return the text in an element, line by line; None where there is none. A paragraph in it begins a line."""
    if element is None:
        return None
    return "\n".join(filter(None, map(lined, _text(element).split(_EDGE)))) or None


def all_lines(elements: Iterable[etree._Element]) -> str | None:
    """Return the texts of several elements, joined by line breaks; None where there is none."""
    return "\n".join(filter(None, map(lines_of, elements))) or None


def code_of(element: etree._Element | None) -> str | None:
    """Return what a QCode or a URI ends with: `usable` of `stat:usable` and of `http://…/pubstatusg2/usable`."""
    if element is None:
        return None
    return after_scheme(element.get("qcode") or "") or after_scheme(element.get("uri") or "") or None


def solid(text: str) -> int:
    """Count the characters of a text that are not blank."""
    return len("".join(text.split()))


def _text(element: etree._Element) -> str:
    if len(element) == 0:
        return element.text or ""
    pieces: list[str] = []
    for event, found in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        name = _local(found)
        if name == "br" or name in names.BLOCKS:
            pieces.append(_EDGE)
        elif name in _WITHIN_A_LINE and pieces and not pieces[-1][-1:].isspace():
            pieces.append(" ")
        if event == "start":
            pieces.append(found.text or "")
        elif found is not element:
            pieces.append(found.tail or "")
    return "".join(pieces)


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def after_scheme(name: str) -> str:
    """Return the part of a QCode or URI that names the code in its scheme."""
    return re.split(r"[:/#]", name.strip().rstrip("/"))[-1]
