"""A large newsMessage, judged item by item: its tree is never whole in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.parsers import expat

from lxml import etree

from convert.validate import newsml
from convert.validate.examined import Examined, Identity, diagnostics
from convert.validate.findings import Findings
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.engine import judge, judge_message
from convert.validate.g2.model import KINDS, Item, Message, suspicious
from convert.validate.places import Paths, refuse_doctype
from convert.validate.rule import Found
from convert.validate.sniffing import sniff
from convert.validate.xmlsource import doctype, not_well_formed

if TYPE_CHECKING:
    from lxml.etree import _Element

_ITEMS: Final = tuple(NAR + kind for kind in KINDS)


def examine_large(opened: Callable[[], BinaryIO], format: str | None) -> Examined | None:
    """Judge a newsMessage; `opened` gives its bytes, anew at each call. None for anything else: it is judged whole."""
    with opened() as stream:
        head = stream.read(65_536)
    if (format or sniff(head) or "").partition(":")[0] != "newsml-g2":
        return None
    refused = doctype(head)
    if refused is not None:
        return Examined(diagnostics([refused]))
    return _Reading(opened).run()


class _Reading:
    """One pass over a file: each item is judged when it ends, and dropped."""

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        self.opened = opened
        self.findings = Findings()
        self.wanted: dict[tuple[int, int], list[Found]] = {}
        self.identities: list[Identity] = []
        self.message: Message | None = None
        self.count = 0
        self.depth = 0
        self.absent = False

    def run(self) -> Examined | None:
        with self.opened() as stream:
            whole = self._parse(stream)
        if not whole:
            return None
        if self.message is not None and self.message.element.getroottree().docinfo.internalDTD is not None:
            return Examined(diagnostics([Found("The document has a DOCTYPE.", code="DOC004", line=1, column=1)]))
        if self.message is not None:
            judge_message(self.message, self.findings)
        found = self.findings.kept()
        paths = Paths()
        for one in found:
            if one.node is not None:
                one.path, one.line = paths.of(one.node, one.attribute), newsml.line_of(one.node)
        self._place()
        return Examined(diagnostics(found), (), tuple(self.identities))

    def _parse(self, stream: BinaryIO) -> bool:
        """Go through the items. Return False where the root is no newsMessage."""
        parsing = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=False,
        )
        try:
            for event, element in parsing:
                if self.message is None:
                    if element.tag != NAR + "newsMessage":
                        return False
                    self.message = Message(element)
                self._step(event, element)
        except etree.XMLSyntaxError as error:
            self.findings.extend([not_well_formed(error)])
        return True

    def _step(self, event: str, element: _Element) -> None:
        if event == "start":
            self.depth += 1
            return
        self.depth -= 1
        if self.depth == _AT_ITEM and element.tag in _ITEMS:
            self._item(element)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]

    def _item(self, element: _Element) -> None:
        root = element if self.identities or self.message is None else self.message.element
        findings = Findings()
        by_schema = newsml.by_schema(root, [element])  # with the first item the message around it is judged
        findings.extend(one for one in by_schema if not self._said(one))
        item = Item(element, self.message, suspicious=suspicious(etree.tostring(element, encoding="utf-8")))
        judge(item, findings)
        findings.extend(newsml.nitf_of(element))
        found = findings.kept()
        number = len(self.identities)
        line = newsml.line_of(element)
        self.identities.append(Identity(element.get("guid", ""), element.get("version", "1"), line))
        paths = Paths()
        nodes = {id(node): at for at, node in enumerate(element.iter())} if found else {}
        for one in found:
            if one.node is not None:
                steps = paths.of(one.node, one.attribute).split("/")
                if len(steps) > _STEP and steps[_STEP].partition("[")[0] in KINDS:
                    steps[_STEP] = f"{steps[_STEP].partition('[')[0]}[{number + 1}]"
                one.path = "/".join(steps)
                one.line = newsml.line_of(one.node)
                if id(one.node) in nodes:
                    self.wanted.setdefault((number, nodes[id(one.node)]), []).append(one)
            one.node = None
        self.findings.extend(found)

    def _said(self, one: Found) -> bool:
        """Tell whether a finding on which schema judges was said before: once a document is enough."""
        if one.code not in ("schema.absent", "XSD004"):
            return False
        said, self.absent = self.absent, True
        return said

    def _place(self) -> None:
        """Give the findings inside items line and column in a second pass."""
        if not self.wanted:
            return
        counter = _Counter(self.wanted)
        try:
            with self.opened() as stream:
                counter.parser.ParseFile(stream)
        except (expat.ExpatError, ValueError, LookupError):
            pass
        for at, place in counter.places.items():
            for one in self.wanted[at]:
                one.line, one.column = place


_AT_ITEM: Final = 2
"""Elements around an item of a newsMessage."""

_STEP: Final = 3
"""The step of the item in a path: `["", "newsMessage", "itemSet", "newsItem"]`."""


class _Counter:
    """Count items, and the nodes in them, and note the places of those that are wanted."""

    def __init__(self, wanted: Iterable[tuple[int, int]]) -> None:
        self.wanted = frozenset(wanted)
        self.places: dict[tuple[int, int], tuple[int, int]] = {}
        self.depth, self.item, self.node = 0, -1, -1
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CommentHandler = self._node
        self.parser.ProcessingInstructionHandler = self._node

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self.depth == _AT_ITEM and name.rpartition(" ")[2] in KINDS:
            self.item += 1
            self.node = -1
        self.depth += 1
        self._node()

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _node(self, *_rest: str) -> None:
        self.node += 1
        if self.depth > _AT_ITEM and (self.item, self.node) in self.wanted:
            self.places[self.item, self.node] = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
