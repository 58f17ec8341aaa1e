"""From what rules found to diagnostics with a place; what a document tells beside its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convert.diagnostics import CODES, Diagnostic, diagnostic, worst_first
from convert.validate.findings import Findings
from convert.validate.places import Paths, attribute_place, attribute_span, xml_places
from convert.validate.rule import Found
from convert.validate.rulebook import rules, severity_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Identity:
    """An item that a document holds: its guid, version and line."""

    guid: str
    version: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A certain mend: put `replacement` in place of the bytes from `start` to `end`."""

    start: int
    end: int
    replacement: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """One document judged: findings (worst first), certain mends, the items in it."""

    findings: tuple[Diagnostic, ...] = ()
    edits: tuple[Edit, ...] = ()
    identities: tuple[Identity, ...] = ()


def finish(findings: Findings, data: bytes, root: _Element | None, identities: tuple[Identity, ...] = ()) -> Examined:
    """Give XML findings their places and make diagnostics of them. Without findings the bytes are not touched."""
    found = findings.kept()
    if not found:
        return Examined((), (), identities)
    edits = place_xml(found, data, root) if root is not None else []
    return Examined(diagnostics(found), tuple(edits), identities)


def diagnostics(found: Iterable[Found]) -> tuple[Diagnostic, ...]:
    """Return findings as diagnostics, worst first."""
    return worst_first(_diagnostic(one) for one in found)


def _diagnostic(found: Found) -> Diagnostic:
    if found.code in CODES:
        return diagnostic(found.code, found.message)
    mend = found.fix or (_told(found) if found.edits else rules()[found.code].mend)
    return Diagnostic(found.code, severity_of(found), found.message, found.line, found.column, found.path, mend)


def _told(found: Found) -> str:
    parts = [
        f"take the attribute {name} away" if value is None else f'write {name}="{value}"' for name, value in found.edits
    ]
    text = " and ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def place_xml(found: list[Found], data: bytes, root: _Element, base: int = 0) -> list[Edit]:
    """Fill in line, column and path from the nodes, and return the edits. `base` is the number of the first node."""
    wanted = {id(one.node): one.node for one in found if one.node is not None and one.code not in CODES}
    numbers = {id(node): base + number for node, number in _numbered(root, wanted)}
    places, offsets = xml_places(data, numbers.values())
    edits: list[Edit] = []
    paths = Paths()
    for one in found:
        number = numbers.get(id(one.node))
        if number is None:
            continue
        one.path = paths.of(one.node, one.attribute)
        if number not in places:
            one.line = one.node.sourceline
            continue
        offset = offsets[number]
        one.line, one.column = places[number]
        if one.attribute:
            one.line, one.column = attribute_place(data, offset, places[number], one.attribute)
        edits += _edits(one, data, offset)
    return edits


def _numbered(root: _Element, wanted: dict[int, _Element]) -> Iterator[tuple[_Element, int]]:
    """Yield the wanted nodes with their numbers in document order, and stop at the last."""
    left = len(wanted)
    for number, node in enumerate(root.iter()):
        if id(node) in wanted:
            yield node, number
            left -= 1
            if not left:
                return


def _edits(found: Found, data: bytes, offset: int) -> list[Edit]:
    edits = []
    for name, value in found.edits:
        span = attribute_span(data, offset, name) if name else None
        if span is None:
            continue
        whole, inner = span
        if value is None:
            edits.append(Edit(*whole, b""))
        else:
            text = (
                value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace('"', "&quot;")
                .encode("ascii", "xmlcharrefreplace")
            )
            edits.append(Edit(*inner, text))
    return edits
