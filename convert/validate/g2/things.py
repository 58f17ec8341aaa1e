"""Rules on concepts, events, plans, and on references inside an item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.base import item as example
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, local
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCHEMA: Final = "NewsML-G2 XML Schema; libxml2 does not check xs:IDREF"


@rule(
    "G2851",
    WARNING,
    "A reference inside the item leads nowhere",
    on=("rightsInfo", "link", "partMeta", "inlineRef", "remoteContent", "contentSet", "assert", "bag", "subject"),
    why="Rights, captions or mentions are tied to a part that does not exist: they hold for nothing.",
    source=_SCHEMA,
    mend="Name the id of an element of the item.",
    bad={"rightsInfo": '<rightsInfo idrefs="picture1"><usageTerms>Web only</usageTerms></rightsInfo>'},
    good={"rightsInfo": "<rightsInfo><usageTerms>Web only</usageTerms></rightsInfo>"},
)
def idref(item: Item, element: _Element) -> Iterator[Found]:
    for name in ("idrefs", "contentrefs", "original", "sourceidref"):
        value = element.get(name)
        for wanted in value.split() if value else ():
            if wanted not in _ids(item):
                yield Found(
                    f"{name} of {local(element)} names {clip(wanted)}, which is no id in the item", element, name
                )


def _ids(item: Item) -> frozenset[str]:
    if item.ids is None:
        item.ids = frozenset(
            value
            for nodes in item.by.values()
            for node in nodes
            for value in (node.get("id"), node.get("partid"))
            if value
        )
    return item.ids


def _concept(inside: str, code: str = "example") -> dict[str, str]:
    concept = f'<concept><conceptId uri="http://example.com/people/{code}"/><name>Ann Example</name>{inside}</concept>'
    return {"more": example("conceptItem", concept, "cinat:concept")}


_RELATIONS: Final = ("sameAs", "broader", "narrower", "related", "memberOf", "affiliation")


@rule(
    "G2853",
    WARNING,
    "A concept is related to nothing",
    on=_RELATIONS,
    why="The relation names no concept, so it says nothing.",
    source="NewsML-G2 XML Schema, relations of concepts: qcode, uri or literal",
    mend="Name the other concept, or take the relation out.",
    bad=_concept("<sameAs/>"),
    good=_concept('<sameAs uri="http://www.wikidata.org/entity/Q42"/>'),
)
def relation_empty(item: Item, element: _Element) -> Iterator[Found]:
    names = ("qcode", "uri", "literal", "value", "rel", "reluri", "type", "typeuri")
    if not len(element) and not any(element.get(name) for name in names):
        yield Found(f"{local(element)} names no concept", element)


@rule(
    "G2854",
    WARNING,
    "A concept is broader, narrower or the same as itself",
    on="concept",
    why="A reader that climbs the hierarchy never ends.",
    source="SKOS, integrity of broader and narrower",
    mend="Name the other concept.",
    bad=_concept('<broader uri="http://example.com/people/example"/>'),
    good=_concept('<broader uri="http://example.com/people/writers"/>'),
)
def self_related(item: Item, element: _Element) -> Iterator[Found]:
    own = element.find(NAR + "conceptId")
    names = {own.get("qcode"), own.get("uri")} - {None} if own is not None else set()
    for name in ("broader", "narrower", "sameAs"):
        for child in element.iterchildren(NAR + name):
            if names & {child.get("qcode"), child.get("uri")}:
                yield Found(f"{name} names the concept itself", child)


@rule(
    "G2855",
    WARNING,
    "Two concepts have one identifier",
    on="conceptSet",
    why="A receiver keeps one of the two.",
    source="NewsML-G2 XML Schema, conceptId",
    mend="Give one of them its own, or join the two.",
    bad={
        "more": example(
            "knowledgeItem",
            '<conceptSet><concept><conceptId uri="http://example.com/people/1"/><name>Ann Example</name></concept>'
            '<concept><conceptId uri="http://example.com/people/1"/><name>Bo Example</name></concept></conceptSet>',
            "cinat:scheme",
        )
    },
    good={
        "more": example(
            "knowledgeItem",
            '<conceptSet><concept><conceptId uri="http://example.com/people/1"/><name>Ann Example</name></concept>'
            '<concept><conceptId uri="http://example.com/people/2"/><name>Bo Example</name></concept></conceptSet>',
            "cinat:scheme",
        )
    },
)
def concept_twice(item: Item, element: _Element) -> Iterator[Found]:
    seen: set[str] = set()
    for concept in element.iterfind(f"{NAR}concept/{NAR}conceptId"):
        name = concept.get("uri") or item.catalogs.resolve(concept.get("qcode", ":")) or concept.get("qcode") or ""
        if name and name in seen:
            yield Found(f"The identifier {clip(name, 90)} stands on two concepts", concept)
        seen.add(name)


@rule(
    "G2856",
    INFO,
    "An assertion about nothing in the item",
    on="assert",
    why="assert adds facts on a concept that the item uses; nothing in the item uses this one.",
    source="NewsML-G2 XML Schema, assert",
    mend="Take it out, or name the concept that was meant.",
    bad={"assert": '<assert uri="http://example.com/people/ann"><name>Ann Example</name></assert>'},
    good={
        "assert": '<assert uri="http://example.com/people/ann"><name>Ann Example</name></assert>',
        "creator": '<creator uri="http://example.com/people/ann"/>',
    },
)
def assert_unused(item: Item, element: _Element) -> Iterator[Found]:
    names = {element.get(name) for name in ("qcode", "uri", "literal")} - {None}
    qcode = item.catalogs.resolve(element.get("qcode", ":"))
    names |= {qcode} - {None}
    if not names:
        yield Found("assert names no concept", element)
        return
    if any(
        item.mentions[name] > sum(value == name for value in element.values()) for name in names if name is not None
    ):
        return
    yield Found(f"assert is about {clip(str(min(str(n) for n in names)))}, which nothing in the item names", element)


@rule(
    "G2857",
    WARNING,
    "A range whose end is below its beginning",
    on=("itemCount", "scheduled"),
    why="A plan for from five to two items cannot be met.",
    source="NewsML-G2 XML Schema, itemCount",
    mend="Exchange the two.",
    bad={
        "more": example(
            "planningItem",
            "<newsCoverageSet><newsCoverage><planning><g2contentType>text/plain</g2contentType>"
            '<itemCount rangefrom="5" rangeto="2"/></planning></newsCoverage></newsCoverageSet>',
            "plinat:newscoverage",
        )
    },
    good={
        "more": example(
            "planningItem",
            "<newsCoverageSet><newsCoverage><planning><g2contentType>text/plain</g2contentType>"
            '<itemCount rangefrom="2" rangeto="5"/></planning></newsCoverage></newsCoverageSet>',
            "plinat:newscoverage",
        )
    },
)
def range_reversed(item: Item, element: _Element) -> Iterator[Found]:
    low, high = element.get("rangefrom", ""), element.get("rangeto", "")
    if low.isdecimal() and high.isdecimal() and len(low + high) < 20 and int(low) > int(high):  # noqa: PLR2004 - digits
        yield Found(f"{local(element)} runs from {low} to {high}", element, "rangeto")


@rule(
    "G2858",
    INFO,
    "The planning item plans nothing",
    on="*item",
    why="Without newsCoverageSet there is nothing to expect.",
    source="NewsML-G2 Guidelines, Editorial planning",
    mend="Write the coverage.",
    bad={"more": example("planningItem", "", "plinat:newscoverage")},
    good={
        "more": example(
            "planningItem",
            "<newsCoverageSet><newsCoverage><planning><g2contentType>text/plain</g2contentType></planning></newsCoverage>"
            "</newsCoverageSet>",
            "plinat:newscoverage",
        )
    },
)
def plan_empty(item: Item, element: _Element) -> Iterator[Found]:
    if item.kind == "planningItem" and item.child("newsCoverageSet") is None:
        yield Found("The planningItem has no newsCoverageSet", element)


@rule(
    "G2859",
    WARNING,
    "A catalogItem or knowledgeItem holds nothing",
    on=("catalogContainer", "conceptSet"),
    why="There is no vocabulary and no concept to import.",
    source="NewsML-G2 XML Schema",
    mend="Fill it.",
    bad={"more": example("knowledgeItem", "<conceptSet/>", "cinat:scheme")},
    good={
        "more": example(
            "knowledgeItem",
            '<conceptSet><concept><conceptId uri="http://example.com/people/1"/><name>Ann Example</name></concept>'
            "</conceptSet>",
            "cinat:scheme",
        )
    },
)
def container_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not any(isinstance(child.tag, str) for child in element):
        yield Found(f"{local(element)} is empty", element)
