"""Judge a NewsML-G2 document: schema, own grammar, rules, and the places of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Document:
    """A document before its judges. `is_over`: none of them has more to say."""

    data: bytes
    least: Severity
    alone: bool
    findings: Findings = field(default_factory=Findings)
    root: _Element | None = None
    message: Message | None = None
    elements: list[_Element] = field(default_factory=list)
    is_over: bool = False

    def examined(self) -> Examined:
        return finish(self.findings, self.data, self.root, tuple(map(_identity, self.elements)))


def examine_many(documents: Iterable[bytes], least: Severity = Severity.INFO, *, alone: bool = False) -> list[Examined]:
    """Return what is found in each document. No exception but RecursionError leaves it, whatever the bytes are.

    `least`: rules below this severity are not run. `alone`: the items are meant to have no newsMessage around them.
    """
    judged = [_Document(data, least, alone) for data in documents]
    for judge_of in _JUDGES:
        for one in judged:
            if not one.is_over:
                judge_of(one)
    return [one.examined() for one in judged]


def _read(one: _Document) -> None:
    """Parse a document and find its items."""
    one.root, refused = parse(one.data)
    if one.root is None:
        one.findings.extend(refused)
        one.is_over = True
    elif one.root.tag == _MESSAGE:
        one.message = Message(one.root)
        one.elements = list(items_of(one.root))
    elif one.root.tag in _ITEMS:
        one.elements = [one.root]
    else:
        one.findings.extend([_stranger(one.root)])
        one.is_over = True


def _officially(one: _Document) -> None:
    if one.root is not None:
        one.findings.extend(by_official(one.root, one.elements))


def _as_ours(one: _Document) -> None:
    if one.root is not None:
        one.findings.extend(by_own(one.root, one.elements))


def _by_rules(one: _Document) -> None:
    doubtful = one.least is not Severity.ERROR and _doubtful(one.data)
    for element in one.elements:
        judge(Item(element, one.message, suspicious=doubtful, alone=one.alone), one.findings, one.least)
        if one.findings.full:
            break
    if one.message is not None:
        judge_message(one.message, one.findings, one.least)


def _by_nitf(one: _Document) -> None:
    for element in one.elements:  # where nothing more is kept too: what is left out is said
        one.findings.extend(nitf_of(element))


_JUDGES: Final[tuple[Callable[[_Document], None], ...]] = (_read, _officially, _as_ours, _by_rules, _by_nitf)
"""Who judges, in this order. Each looks at all documents before the next one: so a schema, which is larger than what
the processor keeps, stays there. 16 messages took 0.65 of the time that they took one after the other."""


def _identity(element: _Element) -> Identity:
    return Identity(element.get("guid", ""), element.get("version", "1"), line_of(element))


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
