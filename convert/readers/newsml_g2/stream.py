"""XML to items, one at a time and safely: what is not being looked at is not in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, Final, Literal, cast

from lxml import etree

from convert.diagnostics import Diagnostic, diagnostic

ITEM_NAMES: Final = frozenset(
    ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
)
_PLACE: Final = re.compile(r", line \d+, column \d+$")
_HEAD: Final = 1 << 12
_CHUNK: Final = 1 << 16
_LONGEST_START: Final = 1 << 20
_LARGEST_ITEM: Final = 768 << 20
"""Bytes of memory that one item may take in the parser. An article of 10 MB whose every character is escaped, in both
renditions, takes 120 MB; one of 200,000 captions that stand in the body too takes 450 MB."""

_NODE: Final = 256
"""Bytes that an element with a text in it, or an attribute with a value, takes in libxml2 (measured: 256 and 240)."""

_NAMESPACE: Final = "iptc.org/std/nar/"
"""What is common to the namespaces of NewsML-G2, of which producers have made more than one; some name none."""


class _RefusedError(Exception):
    """The document goes no further than here; the diagnostic says why."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.message)
        self.found = found


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str | None:
    """Return an element's namespace: by its tag, for the parser reads names that lxml's QName refuses (`:item`)."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else None


def line_of(element: etree._Element) -> int | None:
    """Return the line an element begins in."""
    return cast("int | None", element.sourceline)


def elements(source: bytes | BinaryIO) -> Iterator[etree._Element | Diagnostic]:
    """Yield each item of a document, whole; it is gone when the next one is asked for.

    A document that is refused, or broken further down, ends with a Diagnostic. Nothing is raised but OSError.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else source
    try:
        start = _start(stream)
        yield from _items(stream, start)
    except _RefusedError as refused:
        yield refused.found
    except etree.XMLSyntaxError as error:
        message = _PLACE.sub("", error.msg or "")
        column = error.offset if error.offset and error.offset > 0 else None
        yield diagnostic("read.not-xml", message, line=error.lineno or None, column=column)


def is_ours(element: etree._Element) -> bool:
    """Say whether an element is in the namespace of NewsML-G2, or in none."""
    found = namespace(element)
    return found is None or _NAMESPACE in found


def _parser(event: Literal["start", "end"], names: list[str] | None = None, *, huge: bool) -> etree.XMLPullParser:
    """Return a parser that expands no entity, reads no DTD and opens no connection.

    `huge`: without the parser's own limits, for a document that is known to declare no type and is counted here.
    """
    return etree.XMLPullParser(
        events=(event,), tag=names, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge
    )


def _start(stream: BinaryIO) -> bytes:
    """Read as far as the root element, and refuse a document that declares a type before it."""
    parser = _parser("start", huge=False)
    start = b""
    while chunk := stream.read(_HEAD):
        start += chunk
        broken = _fed(parser, chunk)
        if _is_begun(parser):
            return start
        if broken is not None:
            # The amplification of entities that libxml2 stops in the root's own attributes ends here too.
            raise _RefusedError(diagnostic("read.doctype", line=1)) if b"<!DOCTYPE" in start else broken
        if len(start) > _LONGEST_START:
            raise _RefusedError(diagnostic("read.no-item", f"no element in the first {_LONGEST_START} bytes"))
    if not start.strip():
        raise _RefusedError(diagnostic("read.empty"))
    parser.close()
    _is_begun(parser)
    return start


def _fed(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Give the parser more to read; what it had understood before an error stays to be asked for."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _is_begun(parser: etree.XMLPullParser) -> bool:
    """Say whether the parser has come to the root element, which must be one of ours."""
    for _, root in parser.read_events():
        _check(cast("etree._Element", root))
        return True
    return False


def _check(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _RefusedError(diagnostic("read.doctype", line=1))
    if local(root) not in {"newsMessage", *ITEM_NAMES} or not is_ours(root):
        name = local(root) if is_ours(root) else str(root.tag)
        raise _RefusedError(diagnostic("read.no-item", f"the root is {name}", line=line_of(root)))


def _items(stream: BinaryIO, start: bytes) -> Iterator[etree._Element]:
    parser = _parser("end", [f"{{*}}{name}" for name in sorted(ITEM_NAMES)], huge=True)
    held, chunk = 0, start
    broken: etree.XMLSyntaxError | None = None
    while chunk and broken is None:
        broken = _fed(parser, chunk)
        held += _memory(chunk)
        for _, found in parser.read_events():
            element = cast("etree._Element", found)
            if any(local(outer) in ITEM_NAMES for outer in element.iterancestors()):
                continue  # it is content of the item around it, whatever it is called
            yield element
            _forget(element)
            held = 0
        if held > _LARGEST_ITEM:
            raise _RefusedError(diagnostic("read.too-large", f"an item of more than {_LARGEST_ITEM} bytes in memory"))
        chunk = stream.read(_CHUNK)
    if broken is not None:
        raise broken
    parser.close()


def _memory(chunk: bytes) -> int:
    """Return what a piece of a document takes in the parser at most: its bytes, its elements and its attributes."""
    quotes = (chunk.count(b'"') + chunk.count(b"'")) // 2
    return len(chunk) + _NODE * (chunk.count(b"<") - chunk.count(b"</") + min(chunk.count(b"="), quotes))


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and (previous := element.getprevious()) is not None:
        parent.remove(previous)
