"""Judge a NewsML-G2 document: schema, own grammar, rules, and the places of what was found."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Final, cast

from convert.diagnostics import Severity
from convert.validate.examined import Examined, Identity, finish
from convert.validate.findings import Findings
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.engine import judge, judge_message
from convert.validate.g2.model import KINDS, NITF, Item, Message, local, suspicious
from convert.validate.rule import Found
from convert.validate.schemas import xsd
from convert.validate.xmlsource import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_ITEMS: Final = frozenset(NAR + kind for kind in KINDS)
_MESSAGE: Final = NAR + "newsMessage"
_OURS: Final = "newsconvert"


def examining(data: bytes, least: Severity = Severity.INFO, *, alone: bool = False) -> Generator[None, None, Examined]:
    """Return what is found in one document, and pause after each judge. No exception leaves it, whatever the bytes are.

    `least`: rules below this severity are not run. `alone`: the item is meant to have no newsMessage around it.
    """
    findings = Findings()
    root, refused = parse(data)
    if root is None:
        findings.extend(refused)
        return finish(findings, data, None)
    if root.tag != _MESSAGE and root.tag not in _ITEMS:
        findings.extend([_stranger(root)])
        return finish(findings, data, root)
    message = Message(root) if root.tag == _MESSAGE else None
    elements = list(items_of(root)) if message else [root]
    yield
    findings.extend(by_official(root, elements))
    yield
    findings.extend(by_own(root, elements))
    yield
    doubtful = least is not Severity.ERROR and _doubtful(data)
    for element in elements:
        judge(Item(element, message, suspicious=doubtful, alone=alone), findings, least)
        yield
        findings.extend(nitf_of(element))
        if findings.full:
            break
    if message is not None:
        judge_message(message, findings, least)
    identities = tuple(Identity(e.get("guid", ""), e.get("version", "1"), line_of(e)) for e in elements)
    return finish(findings, data, root, identities)


def _doubtful(data: bytes) -> bool:
    """Tell whether the words need a close look: something in the bytes may be broken, or they are not UTF-8."""
    head = data[:100]
    return suspicious(data) or (not data.isascii() and b"encoding" in head and b"utf-8" not in head.lower())


def items_of(message: _Element) -> Iterator[_Element]:
    """Yield the items of a newsMessage."""
    for item_set in message.iterchildren(NAR + "itemSet"):
        for child in item_set:
            if child.tag in _ITEMS:
                yield child


def _stranger(root: _Element) -> Found:
    name = local(root)
    known = name in KINDS or name == "newsMessage"
    reason = "is not in the namespace of NewsML-G2" if known else "is no item of NewsML-G2"
    return Found(f"The root <{name}> {reason}", root, code="G2000")


def by_schema(root: _Element, elements: list[_Element]) -> list[Found]:
    """Return what the official schema and, for our own documents, our grammar find."""
    return [*by_official(root, elements), *by_own(root, elements)]


def by_official(root: _Element, elements: list[_Element]) -> list[Found]:
    """Return what the official schema finds."""
    version = max((e.get("standardversion", "") for e in elements), default="", key=version_key)
    chosen = xsd.newsml(version)
    if chosen is None:
        return [Found("", root, code="schema.absent")]
    found = xsd.judge(chosen[1], root, "XSD001")
    if chosen[0] == version:
        return found
    stated = f"version {version}" if version else "no version"
    return [Found(f"The item states {stated}; the schema of {chosen[0]} judges", root, code="XSD004"), *found]


def by_own(root: _Element, elements: list[_Element]) -> list[Found]:
    """Return what our grammar finds in a document of our own."""
    return xsd.judge(xsd.own_grammar(), root, "OWN001") if is_ours(elements) else []


def line_of(element: _Element) -> int | None:
    """Return the line that lxml knows."""
    return cast("int | None", element.sourceline)


def version_key(version: str) -> tuple[int, ...]:
    """Return a key that puts 2.9 ahead of 2.10; anything else comes first."""
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isascii() and part.isdigit() for part in parts) else ()


def is_ours(elements: list[_Element]) -> bool:
    """Tell whether every item says that this program made it."""
    return bool(elements) and all(
        any((g.text or "").strip() == _OURS for g in e.iterfind(f"{NAR}itemMeta/{NAR}generator")) for e in elements
    )


def nitf_of(element: _Element) -> list[Found]:
    """Return what the schema of NITF finds in the NITF content of an item."""
    found: list[Found] = []
    schema = None
    for root in element.iter(NITF + "nitf"):
        schema = schema or xsd.nitf()
        if schema is not None:
            found += xsd.judge(schema, root, "XSD002")
    return found
