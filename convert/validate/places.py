"""Where in the bytes an element, an attribute or a JSON value stands: a second pass, only for what has findings.

lxml knows the line of an element and no column, json knows neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

Place = tuple[int, int]
"""Line and column, 1-based."""

_PREFIXES: Final = {
    "http://iptc.org/std/nar/2006-10-01/": "",
    "http://www.w3.org/1999/xhtml": "",
    "http://iptc.org/std/NITF/2006-10-18/": "",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


class Paths:
    """Paths of nodes of one tree. What is worked out for one is kept for its neighbours: the tree is read once."""

    def __init__(self) -> None:
        self._steps: dict[int, dict[int, str]] = {}
        self._alive: list[_Element] = []

    def of(self, element: _Element, attribute: str | None = None) -> str:
        """Return a path of local names: `/newsMessage/itemSet/newsItem[2]/itemMeta/pubStatus/@qcode`."""
        steps: list[str] = []
        here: _Element | None = element
        while here is not None:
            parent = here.getparent()
            steps.append(_name(here) if parent is None else self._step(here, parent))
            here = parent
        path = "/" + "/".join(reversed(steps))
        return f"{path}/@{_short(attribute)}" if attribute else path

    def _step(self, element: _Element, parent: _Element) -> str:
        known = self._steps.get(id(parent))
        if known is None:
            known = self._steps[id(parent)] = self._children(parent)
        return known[id(element)]

    def _children(self, parent: _Element) -> dict[int, str]:
        children = list(parent)
        self._alive += (parent, *children)  # a node's id is its own only while it lives
        names = [_name(child) for child in children]
        total, seen = Counter(names), Counter[str]()
        steps = {}
        for child, name in zip(children, names, strict=True):
            seen[name] += 1
            steps[id(child)] = name if total[name] == 1 else f"{name}[{seen[name]}]"
        return steps


def _name(element: _Element) -> str:
    tag: object = element.tag
    if not isinstance(tag, str):
        return "comment()" if tag is etree.Comment else "processing-instruction()"
    return _short(tag)


def _short(name: str) -> str:
    if not name.startswith("{"):
        return name
    namespace, local = name[1:].split("}")
    return _PREFIXES.get(namespace, "") + local


def refuse_doctype(*_declaration: object) -> None:
    """End a pass of expat at a DOCTYPE, before any entity is expanded."""
    raise ValueError("DOCTYPE")


class _Walk:
    """Count the start tags and comments that expat reports; note the places of those that are wanted."""

    def __init__(self, data: bytes, wanted: Iterable[int]) -> None:
        self.data = data
        self.wanted = set(wanted)
        self.last = max(self.wanted, default=-1)
        self.count = -1
        self.places: dict[int, Place] = {}
        self.offsets: dict[int, int] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.CommentHandler = self._other
        self.parser.ProcessingInstructionHandler = self._other

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._note()

    def _other(self, *_rest: str) -> None:
        if self.count >= 0:  # what stands before the root is no part of its tree
            self._note()

    def _note(self) -> None:
        self.count += 1
        if self.count in self.wanted:
            self.places[self.count] = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
            self.offsets[self.count] = self.parser.CurrentByteIndex
        if self.count >= self.last:
            raise ValueError("all found")


def xml_places(data: bytes, wanted: Iterable[int]) -> tuple[dict[int, Place], dict[int, int]]:
    """Return line and column, and the byte offset, of nodes by their number in document order.

    Elements, comments and processing instructions count, from 0, as `root.iter()` yields them. What
    expat cannot read (a rare encoding) yields nothing: the caller falls back to the line that lxml knows.
    """
    walk = _Walk(data, wanted)
    with suppress(expat.ExpatError, ValueError, LookupError):
        walk.parser.Parse(data, True)
    del walk.parser  # it refers back to its handlers: broken here, nothing waits for the collector
    return walk.places, walk.offsets


_ATTRIBUTE: Final = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TAG: Final = re.compile(rb"<[^\s/>]+")

Span = tuple[int, int]


def _attribute(data: bytes, offset: int, attribute: str) -> re.Match[bytes] | None:
    name = _short(attribute).encode()
    opening = _TAG.match(data, offset)
    at = opening.end() if opening else offset
    while found := _ATTRIBUTE.match(data, at):
        if found.group(1) == name:
            return found
        at = found.end()
    return None


def attribute_place(data: bytes, offset: int, place: Place, attribute: str) -> Place:
    """Return the place of an attribute in the start tag at `offset`; the tag's place where it is not found."""
    found = _attribute(data, offset, attribute)
    if found is None:
        return place
    before = data[offset : found.start(1)]
    lines = before.count(b"\n")
    tail = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
    return (place[0] + lines, len(tail) + 1) if lines else (place[0], place[1] + len(tail))


def attribute_span(data: bytes, offset: int, attribute: str) -> tuple[Span, Span] | None:
    """Return the bytes of an attribute with the blanks ahead of it, and those of its value; None if not found."""
    found = _attribute(data, offset, attribute)
    if found is None:
        return None
    group = 2 if found.group(2) is not None else 3
    return found.span(), found.span(group)
