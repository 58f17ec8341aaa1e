"""Rules on the properties of an item: each says what it means, by a code, an address or a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, is_identified, is_named, local
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCHEMA: Final = "NewsML-G2 XML Schema, documentation of the property"
_SUPERDESK: Final = "Superdesk, generic NewsML-G2 parser: reads the qcode and raises without it"


@rule(
    "G2201",
    WARNING,
    "itemClass names no class",
    on="itemClass",
    why="It tells a receiver what kind of content comes. Empty, the item is sorted into nothing.",
    source=_SCHEMA + ": qcode or uri has to be there",
    mend='Write the class, such as qcode="ninat:text".',
    bad={"itemClass": "<itemClass/>"},
    good={"itemClass": '<itemClass qcode="ninat:text"/>'},
)
def item_class_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not is_identified(element):
        yield Found("itemClass has neither qcode nor uri", element)


@rule(
    "G2202",
    WARNING,
    "itemClass or pubStatus has a uri and no qcode",
    on=("itemClass", "pubStatus"),
    why="Importers split the qcode at its colon and end with an exception where there is only a uri: the item is lost.",
    source=_SUPERDESK,
    mend="Write the qcode; the uri may stay beside it.",
    bad={"pubStatus": '<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/usable"/>'},
    good={"pubStatus": '<pubStatus qcode="stat:usable" uri="http://cv.iptc.org/newscodes/pubstatusg2/usable"/>'},
)
def no_qcode(item: Item, element: _Element) -> Iterator[Found]:
    if element.get("uri") and not element.get("qcode") and element.getparent() is item.meta:
        yield Found(f"{local(element)} has a uri and no qcode", element)


@rule(
    "G2203",
    WARNING,
    "pubStatus names no status",
    on="pubStatus",
    why="A receiver cannot tell whether the item may be published, waits, or is withdrawn.",
    source=_SCHEMA + ": qcode or uri has to be there",
    mend='Write qcode="stat:usable", "stat:withheld" or "stat:canceled".',
    bad={"pubStatus": "<pubStatus/>"},
    good={"pubStatus": '<pubStatus qcode="stat:withheld"/>'},
)
def status_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not is_identified(element):
        yield Found("pubStatus has neither qcode nor uri", element)


@rule(
    "G2204",
    INFO,
    "The item has no pubStatus",
    on="*item",
    why="The standard then means usable, but some importers want it said: Superdesk raises.",
    source=_SUPERDESK,
    mend='Write <pubStatus qcode="stat:usable"/>.',
    bad={"pubStatus": ""},
    good={"pubStatus": '<pubStatus qcode="stat:usable"/>'},
)
def status_absent(item: Item, element: _Element) -> Iterator[Found]:
    if item.meta is not None and not item.of_meta("pubStatus"):
        yield Found("itemMeta has no pubStatus", item.meta)


@rule(
    "G2205",
    WARNING,
    "provider names nobody",
    on="provider",
    why="Receivers route, trust and bill by the provider.",
    source=_SCHEMA + ": qcode, uri, literal or name",
    mend="Write who provides the item.",
    bad={"provider": "<provider/>"},
    good={"provider": '<provider qcode="nprov:AFP"><name>Agence France-Presse</name></provider>'},
)
def provider_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not (is_identified(element) or (element.get("literal") or "").strip() or is_named(element)):
        yield Found("provider has no qcode, uri, literal or name", element)


_PARTIES: Final = (
    "creator",
    "contributor",
    "infoSource",
    "subject",
    "genre",
    "located",
    "signal",
    "service",
    "copyrightHolder",
    "accountable",
    "role",
    "digitalSourceType",
)


@rule(
    "G2206",
    INFO,
    "A property says nothing",
    on=_PARTIES,
    why="It has no code, no URI, no name and no parts, so it tells a receiver nothing.",
    source=_SCHEMA,
    mend="Fill it or leave it out.",
    bad={"creator": "<creator/>"},
    good={"creator": "<creator><name>Ann Example</name></creator>"},
)
def says_nothing(item: Item, element: _Element) -> Iterator[Found]:
    if not len(element) and not is_identified(element) and not (element.get("literal") or "").strip():
        yield Found(f"{local(element)} has no qcode, uri, literal, name or part", element)


_EXTENSIONS: Final = tuple(
    f"{part}ExtProperty"
    for part in (
        "concept",
        "contentMeta",
        "group",
        "header",
        "itemMeta",
        "newsCoverage",
        "partMeta",
        "planning",
        "published",
        "remoteContent",
        "rightsInfo",
        "schemeMeta",
    )
)


@rule(
    "G2208",
    WARNING,
    "An extension property does not say what it means",
    on=_EXTENSIONS,
    why="rel or reluri is the name of the property: without it there is a value of nothing.",
    source=_SCHEMA + ": rel or reluri has to be there",
    mend="Write rel or reluri.",
    bad={"description": '<contentMetaExtProperty value="7"/>'},
    good={"description": '<contentMetaExtProperty reluri="http://example.com/rel/priority" value="7"/>'},
)
def extension_unnamed(item: Item, element: _Element) -> Iterator[Found]:
    if not (element.get("rel") or element.get("reluri")):
        yield Found(f"{local(element)} has neither rel nor reluri", element)


@rule(
    "G2209",
    INFO,
    "Of several infoSources one has no role",
    on="*item",
    why="A party that did more than originate the information has to say what, by role.",
    source=_SCHEMA + ": a role must be applied unless the party only originated",
    mend="Write the role, such as cpprole:creditor.",
    bad={
        "infoSource": '<infoSource literal="Agency"/><infoSource role="cpprole:originfo" literal="Coast Guard"/>',
    },
    good={
        "infoSource": '<infoSource role="cpprole:supplier" literal="Agency"/>'
        '<infoSource role="cpprole:originfo" literal="Coast Guard"/>',
    },
)
def source_without_role(item: Item, element: _Element) -> Iterator[Found]:
    sources = item.of_content("infoSource")
    for source in sources if len(sources) > 1 else ():
        if not (source.get("role") or source.get("roleuri")):
            yield Found("infoSource has no role, and there are several", source)


@rule(
    "G2217",
    INFO,
    "Elements of another namespace in the metadata",
    on=("itemMeta", "contentMeta"),
    why="The standard lets them stand there, and readers pass over them: what they say reaches only who knows them.",
    source="NewsML-G2 XML Schema, extension point at the end of itemMeta and contentMeta",
    mend="Say it in a property of the standard, or in an ExtProperty.",
    bad={"link": '<desk xmlns="https://example.com/ns">Harbour</desk>'},
    good={"link": '<itemMetaExtProperty reluri="https://example.com/desk" literal="Harbour"/>'},
)
def foreign_metadata(item: Item, element: _Element) -> Iterator[Found]:
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith(NAR):
            yield Found(f"<{local(child)}> in {local(element)} is of another namespace", child)
            return
