"""XML of unknown origin to a tree, without entities, DTDs, a network or surprises.

A DOCTYPE is refused outright: none of the formats has one, and with it go entity bombs and external entities.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from convert.validate.rule import Found

if TYPE_CHECKING:
    from lxml.etree import _Element

DEEPEST: Final = 200
"""Elements inside elements. libxml2 refuses more than 256; the deepest real item seen has 21."""

_FIRST_ELEMENT: Final = re.compile(rb"<[A-Za-z_:\x80-\xff]")


def parser() -> etree.XMLParser:
    """Return a parser for untrusted bytes; its error log is its own."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=False
    )


def parse(data: bytes) -> tuple[_Element | None, tuple[Found, ...]]:
    """Return the root element, or None and the reason."""
    refused = doctype(data)
    if refused is not None:
        return None, (refused,)
    try:
        root = etree.fromstring(data, parser())
    except etree.XMLSyntaxError as error:
        return None, (not_well_formed(error),)
    except (LookupError, ValueError) as error:
        return None, (Found(f"The bytes are no XML: {error}", code="DOC003", line=1, column=1),)
    if root.getroottree().docinfo.internalDTD is not None:
        return None, (Found("The document has a DOCTYPE.", code="DOC004", line=1, column=1),)
    return root, ()


def doctype(data: bytes) -> Found | None:
    """Return the finding for a document type declaration ahead of the first element."""
    flat = _narrow(data)
    first = _FIRST_ELEMENT.search(flat)
    at = flat.find(b"<!DOCTYPE", 0, first.start() if first else len(flat))
    if at < 0:
        return None
    line = flat.count(b"\n", 0, at) + 1
    return Found("The document has a DOCTYPE.", code="DOC004", line=line, column=at - flat.rfind(b"\n", 0, at))


def _narrow(data: bytes) -> bytes:
    """Return the bytes with UTF-16 or UTF-32 made readable as ASCII; other encodings keep ASCII as it is."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        return data[:200_000].replace(b"\0", b"")
    return data


def not_well_formed(error: etree.XMLSyntaxError) -> Found:
    """Return the finding for XML that the parser gave up on, with the place the parser names."""
    line, column = error.position if error.position else (1, 1)
    text = " ".join((error.msg or "not well-formed").split(", line ")[0].split())
    if "Excessive depth" in text:
        return Found("Elements are nested too deep.", code="DOC008", line=line or 1, column=column or 1)
    if "encoding" in text.lower() or "not proper UTF-8" in text:
        return Found(
            f"The bytes are not in the declared encoding: {text}", code="DOC005", line=line or 1, column=max(column, 1)
        )
    return Found(f"The XML is not well-formed: {text}", code="DOC003", line=line or 1, column=max(column, 1))
