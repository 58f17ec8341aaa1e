"""A NewsML-G2 document as the rules see it: its items, each indexed once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from convert.validate.g2.catalogs import NAR, Catalogs, catalogs
from convert.validate.g2.vocabularies import PLAIN, QCODES
from convert.validate.values.speech import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
NITF: Final = "{http://iptc.org/std/NITF/2006-10-18/}"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

KINDS: Final = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "catalogItem", "planningItem")
"""The items of NewsML-G2, by the local name of their element."""

_SUSPICIOUS: Final = (b"\xc3\x82\xc2", b"\xc3\x83", b"\xc3\xa2\xe2\x82\xac", b"\xef\xbf\xbd")
_CONTROL: Final = re.compile(
    rb"\xc2[\x80-\x84\x86-\x9f]|\xe2\x80[\xad\xae]|\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbf[\xb9-\xbb])"
)
_ESCAPED: Final = re.compile(rb"&amp;(?:#|[a-zA-Z]{2,8};)|&lt;/?[a-zA-Z]")


def suspicious(data: bytes) -> bool:
    """Tell whether bytes of UTF-8 may hold mojibake, controls or markup escaped twice: worth reading word by word."""
    if b"&" in data and _ESCAPED.search(data):
        return True
    if data.isascii():
        return False
    return any(mark in data for mark in _SUSPICIOUS) or _CONTROL.search(data) is not None


_JUDGED: Final = QCODES | {XML_LANG}

_FEW: Final = 4
"""Elements by name that are looked up one by one; an index of the whole item costs as much as some ten look-ups."""


@dataclass(slots=True)
class Message:
    """What surrounds the items: the newsMessage, and the items already seen in it."""

    element: _Element
    count: int = 0
    identities: dict[tuple[str, str], str] = field(default_factory=dict)
    items: dict[str, _Element] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a rendition, its blanks made one; how many; whether blanks part them at all."""

    text: str
    count: int
    spaced: bool


class Item:
    """One item, indexed as far as the rules ask: elements by tag, QCodes, declared languages.

    `suspicious`: its words need a close look. `alone`: it is meant to have no newsMessage around it.
    """

    def __init__(
        self, element: _Element, message: Message | None = None, *, suspicious: bool = True, alone: bool = False
    ) -> None:
        self.element = element
        self.message = message
        if message is not None:
            message.count += 1
        self.suspicious = suspicious
        self.alone = alone
        self.kind = element.tag.rpartition("}")[2]
        self._words: dict[_Element, Words] = {}
        self.undeclared: set[str] = set()
        self.groups: dict[_Element, frozenset[str | None]] = {}
        self.ids: frozenset[str] | None = None

    @cached_property
    def by(self) -> dict[Any, list[_Element]]:
        """The nodes by tag, each list in document order."""
        found: dict[Any, list[_Element]] = defaultdict(list)
        for node in self.element.iter():
            found[node.tag].append(node)
        return found

    def indexed(self, tags: tuple[str, ...]) -> Iterable[tuple[Any, list[_Element]]]:
        """Return nodes by tag, those of the tags at least: of a few the whole item need not be indexed."""
        if len(tags) > _FEW:
            return self.by.items()
        return [(tag, list(self.element.iter(tag))) for tag in tags]

    @cached_property
    def qcodes(self) -> list[tuple[_Element, str, str]]:
        """Each attribute with QCodes: its element, its name, its value."""
        return [one for one in self._attributes if one[1] != XML_LANG]

    @cached_property
    def languages(self) -> list[tuple[_Element, str, str]]:
        """Each xml:lang of an element of NewsML-G2: the element, the attribute's name, its value."""
        return [one for one in self._attributes if one[1] == XML_LANG]

    @cached_property
    def _attributes(self) -> list[tuple[_Element, str, str]]:
        return [
            (node, name, value)
            for tag, nodes in self.by.items()
            if isinstance(tag, str) and tag.startswith(NAR)
            for node in nodes
            for name, value in cast("Iterable[tuple[str, str]]", node.items())
            if name in _JUDGED
        ]

    def all(self, name: str) -> list[_Element]:
        """Return the elements of NewsML-G2 with a local name, in document order, at any depth."""
        return self.by.get(NAR + name) or []

    def child(self, name: str) -> _Element | None:
        """Return a direct child of the item."""
        return self.element.find(NAR + name)

    @cached_property
    def meta(self) -> _Element | None:
        """The itemMeta."""
        return self.child("itemMeta")

    @cached_property
    def content_meta(self) -> _Element | None:
        """The contentMeta."""
        return self.child("contentMeta")

    @cached_property
    def content_set(self) -> _Element | None:
        """The contentSet."""
        return self.child("contentSet")

    @cached_property
    def catalogs(self) -> Catalogs:
        """The aliases that the item declares."""
        return catalogs(self.element.findall(NAR + "catalogRef"), self.element.findall(NAR + "catalog"))

    def of_meta(self, name: str) -> list[_Element]:
        """Return children of itemMeta."""
        return self._in_meta.get(NAR + name) or []

    def of_content(self, name: str) -> list[_Element]:
        """Return children of contentMeta."""
        return self._in_content.get(NAR + name) or []

    @cached_property
    def _in_meta(self) -> dict[Any, list[_Element]]:
        return _by_tag(self.meta)

    @cached_property
    def _in_content(self) -> dict[Any, list[_Element]]:
        return _by_tag(self.content_meta)

    @cached_property
    def nature(self) -> str | None:
        """The code of itemClass, such as `text`, where it is one of IPTC's own; None where that is not known."""
        for element in self.of_meta("itemClass"):
            uri = element.get("uri") or self.catalogs.resolve(element.get("qcode", ":")) or ""
            if uri.startswith("http://cv.iptc.org/newscodes/ninature/"):
                return uri.rsplit("/", 1)[1]
        return None

    @cached_property
    def status(self) -> str:
        """The code of pubStatus, `usable` where there is none, as the standard says."""
        for element in self.of_meta("pubStatus"):
            return (element.get("qcode") or element.get("uri") or "").replace("/", ":").rsplit(":", 1)[-1]
        return "usable"

    @cached_property
    def inline(self) -> list[tuple[_Element, _Element]]:
        """Each inlineXML of the contentSet with its root element, in order."""
        if self.content_set is None:
            return []
        pairs = []
        for holder in self.content_set.findall(NAR + "inlineXML"):
            roots = [child for child in holder if isinstance(child.tag, str)]
            if roots:
                pairs.append((holder, roots[0]))
        return pairs

    @cached_property
    def mentions(self) -> Counter[str]:
        """How often each value of an attribute stands in the item."""
        return Counter(
            value
            for nodes in self.by.values()
            for node in nodes
            if isinstance(node.tag, str)
            for value in cast("Iterable[str]", node.values())
        )

    @cached_property
    def bodies(self) -> list[tuple[str, _Element]]:
        """Each rendition in words, in order: ("xhtml" | "nitf", its root element)."""
        names = {XHTML + "html": "xhtml", NITF + "nitf": "nitf"}
        return [(names[root.tag], root) for _, root in self.inline if root.tag in names]

    def words_of(self, root: _Element) -> Words:
        """Return the words of a rendition's body; none where it has no body."""
        known = self._words.get(root)
        if known is None:
            path = f"{XHTML}body" if root.tag == XHTML + "html" else f"{NITF}body/{NITF}body.content"
            body = root.find(path)
            text = "" if body is None else text_of(body)
            known = self._words[root] = Words(text, text.count(" ") + 1 if text else 0, spaced(text))
        return known

    @cached_property
    def language(self) -> str | None:
        """The language of the content: the one language@tag, else the item's xml:lang; None where it is open."""
        tags = {element.get("tag", "") for element in self.of_content("language")}
        if len(tags) == 1:
            return tags.pop() or None
        return None if tags else self.element.get(XML_LANG)


def _by_tag(parent: _Element | None) -> dict[Any, list[_Element]]:
    """Return the children of an element by tag."""
    found: dict[Any, list[_Element]] = {}
    for child in () if parent is None else parent:
        found.setdefault(child.tag, []).append(child)
    return found


def is_plain(element: _Element, attribute: str) -> bool:
    """Tell whether an attribute named like one with QCodes is plain text on this element."""
    return (local(element), attribute) in PLAIN


def is_identified(element: _Element) -> bool:
    """Tell whether a property says by a code or an address what it means."""
    return bool(element.get("qcode") or element.get("uri"))


def is_named(element: _Element) -> bool:
    """Tell whether a property has a name in words."""
    return any((name.text or "").strip() for name in element.iterfind(NAR + "name"))


def text_of(element: _Element) -> str:
    """Return the text inside an element, its runs of blanks made one, blocks kept apart."""
    return " ".join(" ".join(cast("Iterable[str]", element.itertext())).split())


def local(element: _Element) -> str:
    """Return the local name of an element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
