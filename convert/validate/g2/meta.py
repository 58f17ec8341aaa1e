"""Rules on itemMeta, links, rights and provenance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, local
from convert.validate.g2.table import rule
from convert.validate.g2.vocabularies import scheme_name
from convert.validate.rule import INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCHEMA: Final = "NewsML-G2 XML Schema, documentation of the property"
_SUPERDESK: Final = "Superdesk, generic NewsML-G2 parser: reads the qcode and raises without it"


def _identified(element: _Element) -> bool:
    return bool(element.get("qcode") or element.get("uri"))


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
    if not _identified(element):
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
    if not _identified(element):
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
    if not (_identified(element) or (element.get("literal") or "").strip() or _named(element)):
        yield Found("provider has no qcode, uri, literal or name", element)


def _named(element: _Element) -> bool:
    return any((name.text or "").strip() for name in element.iterfind(NAR + "name"))


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
    if not len(element) and not _identified(element) and not (element.get("literal") or "").strip():
        yield Found(f"{local(element)} has no qcode, uri, literal, name or part", element)


@rule(
    "G2207",
    WARNING,
    "A deprecated attribute",
    on=(
        "link",
        "itemRef",
        "remoteContent",
        "derivedFrom",
        "subject",
        "genre",
        "slugline",
        "headline",
        "icon",
        "related",
    ),
    why="The standard has withdrawn it; readers of today look at the attribute that replaced it.",
    source=_SCHEMA + ": deprecated",
    mend="Use contenttype for hreftype, residref for guidref, a derivedFrom element for derivedfrom.",
    bad={"link": '<link rel="irel:seeAlso" href="http://example.com/1" hreftype="text/html"/>'},
    good={"link": '<link rel="irel:seeAlso" href="http://example.com/1" contenttype="text/html"/>'},
)
def deprecated(item: Item, element: _Element) -> Iterator[Found]:
    for name in ("hreftype", "guidref", "derivedfrom"):
        if element.get(name) is not None:
            yield Found(f"{name} is deprecated", element, name)


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
    "G2210",
    WARNING,
    "A link leads nowhere",
    on="link",
    why="A reader that follows links has nothing to follow.",
    source=_SCHEMA + ": href or residref",
    mend="Write href or residref, or take the link out.",
    bad={"link": '<link rel="irel:seeAlso"/>'},
    good={"link": '<link rel="irel:seeAlso" residref="tag:example.com,2024:ferry-16"/>'},
)
def link_nowhere(item: Item, element: _Element) -> Iterator[Found]:
    if not any(element.get(name) for name in ("href", "residref", "guidref", "persistidref")):
        yield Found("link has neither href nor residref", element)


@rule(
    "G2211",
    WARNING,
    "A link does not say how it relates",
    on="link",
    why="See also, derived from, translated from: without rel a reader cannot tell which, and shows none.",
    source=_SCHEMA + "; IPTC NewsCodes, itemrelation",
    mend='Write rel, such as "irel:seeAlso".',
    bad={"link": '<link href="http://example.com/1"/>'},
    good={"link": '<link rel="irel:derivedFrom" href="http://example.com/1"/>'},
)
def link_without_rel(item: Item, element: _Element) -> Iterator[Found]:
    if not (element.get("rel") or element.get("reluri")):
        yield Found("link has neither rel nor reluri", element)


@rule(
    "G2212",
    INFO,
    "An address is relative",
    on=("link", "remoteContent", "icon", "itemRef", "altRep", "origRep", "remoteInfo"),
    why="An item travels alone: a relative address leads nowhere unless both sides agreed on what it is relative to.",
    source="RFC 3986, section 4.2",
    mend="Write the whole address.",
    bad={"link": '<link rel="irel:seeAlso" href="stories/1.html"/>'},
    good={"link": '<link rel="irel:seeAlso" href="https://example.com/stories/1.html"/>'},
)
def relative(item: Item, element: _Element) -> Iterator[Found]:
    href = element.get("href")
    if href is not None and href.strip() and ":" not in href.split("/", 1)[0]:
        yield Found(f"{local(element)} has the relative address {clip(href)}", element, "href")


def _signals(item: Item) -> set[str]:
    return {(s.get("qcode") or s.get("uri") or "").replace("/", ":").rsplit(":", 1)[-1] for s in item.of_meta("signal")}


@rule(
    "G2213",
    INFO,
    "A correction or update that is the first version",
    on="*item",
    why="A correction has the guid of what it corrects and a higher version; as version 1 it stands beside it "
    "and does not replace it.",
    source="NewsML-G2 Guidelines, Correcting items",
    mend="Send it under the guid of the first release, with the version counted up.",
    bad={"signal": '<signal qcode="sig:correction"/>', "edNote": "<edNote>Corrects the number of passengers</edNote>"},
    good={
        "signal": '<signal qcode="sig:correction"/>',
        "edNote": "<edNote>Corrects the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
)
def correction_first(item: Item, element: _Element) -> Iterator[Found]:
    signals = _signals(item) & {"correction", "update"}
    if signals and element.get("version") == "1":
        yield Found(f"The signal {min(signals)} stands on version 1", item.of_meta("signal")[0])


@rule(
    "G2214",
    INFO,
    "A correction does not say what it corrects",
    on="*item",
    why="An editor at the receiver has to find the difference between two versions unaided.",
    source="NewsML-G2 Guidelines, Correcting items: edNote",
    mend="Say it in an edNote.",
    bad={
        "signal": '<signal qcode="sig:correction"/>',
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
    good={
        "signal": '<signal qcode="sig:correction"/>',
        "edNote": "<edNote>Corrects the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
)
def correction_mute(item: Item, element: _Element) -> Iterator[Found]:
    if "correction" in _signals(item) and not any((note.text or "").strip() for note in item.of_meta("edNote")):
        yield Found("The item signals a correction and has no edNote", item.of_meta("signal")[0])


@rule(
    "G2215",
    INFO,
    "One item signals an update and a correction",
    on="*item",
    why="An update adds news, a correction mends a mistake: a receiver treats them differently.",
    source="IPTC NewsCodes, signal",
    mend="Keep the one that holds; a correction goes first.",
    bad={
        "signal": '<signal qcode="sig:correction"/><signal qcode="sig:update"/>',
        "edNote": "<edNote>Corrects the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
    good={
        "signal": '<signal qcode="sig:update"/>',
        "edNote": "<edNote>Adds the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
)
def correction_and_update(item: Item, element: _Element) -> Iterator[Found]:
    if {"correction", "update"} <= _signals(item):
        yield Found("The item signals both an update and a correction", item.of_meta("signal")[0])


@rule(
    "G2216",
    INFO,
    "An embargoed item is marked usable",
    on="*item",
    why="Receivers that look at pubStatus alone publish at once.",
    source="NewsML-G2 Guidelines, Embargo; IPTC NewsCodes, pubstatusg2",
    mend="Set pubStatus to stat:withheld until the embargo ends.",
    bad={"embargoed": "<embargoed>2024-05-03T00:00:00+02:00</embargoed>"},
    good={
        "embargoed": "<embargoed>2024-05-03T00:00:00+02:00</embargoed>",
        "pubStatus": '<pubStatus qcode="stat:withheld"/>',
    },
)
def embargo_usable(item: Item, element: _Element) -> Iterator[Found]:
    if item.of_meta("embargoed") and item.of_meta("pubStatus") and item.status == "usable":
        yield Found("The item has an embargo and the status usable", item.of_meta("embargoed")[0])


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


@rule(
    "G2901",
    INFO,
    "The copyright holder has no name",
    on="copyrightHolder",
    why="Importers show the name; a code or address alone is dropped.",
    source="Rewpert-G2 and APA's plugin for WordPress: copyrightHolder/name",
    mend="Write the name beside the code.",
    bad={"rightsInfo": '<rightsInfo><copyrightHolder uri="https://example.com/about"/></rightsInfo>'},
    good={
        "rightsInfo": '<rightsInfo><copyrightHolder uri="https://example.com/about"><name>Example Press</name>'
        "</copyrightHolder></rightsInfo>"
    },
)
def holder_nameless(item: Item, element: _Element) -> Iterator[Found]:
    if (_identified(element) or element.get("literal")) and not _named(element):
        yield Found("copyrightHolder has no name", element)


@rule(
    "G2902",
    WARNING,
    "remoteInfo of a copyright holder",
    on="copyrightHolder",
    why="IPTC's own Python reader ends with an exception on it, and the item is lost.",
    source="newsmlg2 1.1: TypeError on copyrightHolder/remoteInfo",
    mend="Put the address into copyrightHolder@uri, or into a link of rightsInfo.",
    bad={
        "rightsInfo": "<rightsInfo><copyrightHolder><name>Example Press</name>"
        '<remoteInfo href="https://example.com/rights"/></copyrightHolder></rightsInfo>'
    },
    good={
        "rightsInfo": '<rightsInfo><copyrightHolder uri="https://example.com/rights"><name>Example Press</name>'
        "</copyrightHolder></rightsInfo>"
    },
)
def holder_remote(item: Item, element: _Element) -> Iterator[Found]:
    for remote in element.iterchildren(NAR + "remoteInfo"):
        yield Found("copyrightHolder has a remoteInfo", remote)


@rule(
    "G2903",
    INFO,
    "The item states no rights",
    on="*item",
    why="A receiver does not know whose it is, nor what may be done with it.",
    source="NewsML-G2 Guidelines, Rights",
    mend="Write rightsInfo with copyrightHolder and usageTerms.",
    bad={"rightsInfo": ""},
    good={"rightsInfo": "<rightsInfo><usageTerms>Free for editorial use</usageTerms></rightsInfo>"},
)
def rights_absent(item: Item, element: _Element) -> Iterator[Found]:
    if item.kind == "newsItem" and item.child("rightsInfo") is None:
        yield Found("The newsItem has no rightsInfo", element)


_MINING: Final = frozenset(
    "UNSPECIFIED ALLOWED PROHIBITED PROHIBITED-AIMLTRAINING PROHIBITED-GENAIMLTRAINING "
    "PROHIBITED-EXCEPTSEARCHENGINEINDEXING PROHIBITED-SEECONSTRAINT PROHIBITED-SEEEMBEDDEDRIGHTSEXPR".split()
)


@rule(
    "G2904",
    INFO,
    "dataMining has no value of the PLUS vocabulary",
    on="dataMining",
    why="Crawlers and receivers look for these values and no others.",
    source="IPTC, release note of NewsML-G2 2.34; PLUS Data Mining vocabulary",
    mend="Take http://ns.useplus.org/ldf/vocab/DMI-… from the PLUS list.",
    bad={"rightsInfo": '<rightsInfo><dataMining uri="https://example.com/no-ai"/></rightsInfo>'},
    good={
        "rightsInfo": "<rightsInfo><dataMining "
        'uri="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING"/></rightsInfo>'
    },
)
def mining_unknown(item: Item, element: _Element) -> Iterator[Found]:
    uri = element.get("uri") or item.catalogs.resolve(element.get("qcode", ":")) or ""
    if uri and uri.partition("/DMI-")[2] not in _MINING:
        yield Found(f"dataMining has the value {clip(uri, 90)}", element)


@rule(
    "G2905",
    WARNING,
    "digitalSourceType is not of IPTC's vocabulary",
    on="digitalSourceType",
    why="It marks what an algorithm made. A value that nobody knows marks nothing, and laws ask for the mark.",
    source="IPTC, release note of NewsML-G2 2.33: digitalSourceType takes the vocabulary digitalsourcetype",
    mend="Take a code of digsrctype, such as trainedAlgorithmicMedia.",
    bad={"digitalSourceType": '<digitalSourceType uri="https://example.com/ai"/>'},
    good={"digitalSourceType": '<digitalSourceType qcode="digsrctype:trainedAlgorithmicMedia"/>'},
)
def source_type_foreign(item: Item, element: _Element) -> Iterator[Found]:
    uri = element.get("uri")
    if uri and not element.get("qcode") and scheme_name(uri) != "digitalsourcetype":
        yield Found(f"digitalSourceType has the value {clip(uri, 90)}", element, "uri")
