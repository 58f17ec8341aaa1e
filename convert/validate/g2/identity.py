"""Rules on what an item is called: guid, version, standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.model import XML_LANG, Item
from convert.validate.g2.table import TABLE, rule
from convert.validate.rule import ERROR, INFO, WARNING, Found, Rule, clip

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCHEMA: Final = "NewsML-G2 XML Schema, guid: persistent over all versions and unique everywhere"
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_TAG: Final = re.compile(r"tag:[^\s,:]+(?:\.[^\s,:]+|@[^\s,:]+)*,\d{4}(?:-\d\d(?:-\d\d)?)?:\S+")
_NEWSML: Final = re.compile(r"urn:newsml:(?P<provider>[^\s:]+):(?P<date>\d{8}(?:T\d{6}(?:Z|[+-]\d{4})?)?):(?P<id>\S+)")

TABLE.add(
    Rule(
        "G2000",
        ERROR,
        "The document is no item of NewsML-G2",
        "The root is none of newsMessage, newsItem, packageItem, conceptItem, knowledgeItem, catalogItem, planningItem "
        "in the namespace http://iptc.org/std/nar/2006-10-01/, so no reader takes it for NewsML-G2.",
        "NewsML-G2 XML Schema",
        "Write the namespace on the root, or name the format that it is.",
        bad={"document": '<newsItem guid="tag:example.com,2024:1" standard="NewsML-G2" standardversion="2.35"/>'},
        good={},
    )
)


@rule(
    "G2001",
    WARNING,
    "The guid is empty",
    on="*item",
    why="Every reader knows an item by its guid: items without one overwrite each other, or are refused.",
    source=_SCHEMA,
    mend="Give the item a tag: or urn:newsml: URI that stays the same over all its versions.",
    bad={"identity": 'guid=" " version="1"'},
    good={"identity": 'guid="tag:example.com,2024:ferry-18" version="1"'},
)
def guid_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not element.get("guid", "absent").strip():
        yield Found("The guid is empty", element, "guid")


@rule(
    "G2002",
    WARNING,
    "The guid is no URI",
    on="*item",
    why="Only a URI under a name that the provider owns is unique everywhere; a bare number meets its double at the "
    "next provider.",
    source=_SCHEMA,
    mend="Make it a tag: URI (RFC 4151) or a urn:newsml: (RFC 3085) under your own domain.",
    bad={"identity": 'guid="ferry 17" version="1"'},
    good={"identity": 'guid="urn:newsml:example.com:20240502:ferry-17" version="1"'},
)
def guid_no_uri(item: Item, element: _Element) -> Iterator[Found]:
    guid = element.get("guid", "").strip()
    if guid and not _URI.fullmatch(guid):
        yield Found(f"The guid {clip(guid)} is no URI", element, "guid")


@rule(
    "G2003",
    INFO,
    "A urn:newsml guid without a proper date",
    on="*item",
    why="RFC 3085 has provider, date and identifier, parted by colons; some readers take the date out of it.",
    source="RFC 3085, section 3",
    mend="Write urn:newsml:PROVIDER:YYYYMMDD:ID.",
    bad={"identity": 'guid="urn:newsml:example.com:ferry-17" version="1"'},
    good={"identity": 'guid="urn:newsml:example.com:20240502:ferry-17" version="1"'},
)
def guid_newsml(item: Item, element: _Element) -> Iterator[Found]:
    guid = element.get("guid", "").strip()
    if guid.casefold().startswith("urn:newsml:") and not (_URI.fullmatch(guid) and _is_newsml(guid)):
        yield Found(f"The guid {clip(guid)} does not have the form urn:newsml:PROVIDER:YYYYMMDD:ID", element, "guid")


def _is_newsml(guid: str) -> bool:
    match = _NEWSML.fullmatch(guid)
    if match is None:
        return False
    month, day = int(match["date"][4:6]), int(match["date"][6:8])
    return 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - the calendar


@rule(
    "G2004",
    WARNING,
    "A tag: guid does not have the form of one",
    on="*item",
    why="A tag URI is unique because it names who owned a domain on which day: without both it is only a string.",
    source="RFC 4151, section 2.1",
    mend="Write tag:DOMAIN,YEAR:ID.",
    bad={"identity": 'guid="tag:example.com:ferry-17" version="1"'},
    good={"identity": 'guid="tag:example.com,2024-05-02:ferry-17" version="1"'},
)
def guid_tag(item: Item, element: _Element) -> Iterator[Found]:
    guid = element.get("guid", "").strip()
    if guid.startswith("tag:") and _URI.fullmatch(guid) and not _TAG.fullmatch(guid):
        yield Found(f"The guid {clip(guid)} does not have the form tag:DOMAIN,DATE:ID", element, "guid")


@rule(
    "G2005",
    WARNING,
    "The version is missing",
    on="*item",
    why="Without it a correction cannot be told from the first release, and several importers refuse the item.",
    source="NewsML-G2 XML Schema, version; Superdesk, Rewpert-G2 and pyconverters read it as given",
    mend='Write version="1" on the first release and count up.',
    bad={"identity": 'guid="tag:example.com,2024:ferry-17"'},
    good={"identity": 'guid="tag:example.com,2024:ferry-17" version="2"'},
)
def version_missing(item: Item, element: _Element) -> Iterator[Found]:
    if element.get("version") is None:
        yield Found(f"The {item.kind} has no version", element)


@rule(
    "G2006",
    WARNING,
    "Two items of the message have the same guid and version",
    on="*item",
    why="A receiver takes the second for the first: one of the two is lost.",
    source=_SCHEMA,
    mend="Give one of them its own guid, or count the version up.",
    bad={
        "more": "<newsItem {identity} {standard} {lang}>{catalogs}{rightsInfo}<itemMeta>{itemClass}{provider}"
        "{versionCreated}{pubStatus}</itemMeta><contentMeta>{language}{headline}</contentMeta>{contentSet}</newsItem>"
    },
    good={
        "more": '<newsItem guid="tag:example.com,2024:ferry-18" version="1" {standard} {lang}>{catalogs}{rightsInfo}'
        "<itemMeta>{itemClass}{provider}{versionCreated}{pubStatus}</itemMeta><contentMeta>{language}{headline}"
        "</contentMeta>{contentSet}</newsItem>"
    },
)
def identity_twice(item: Item, element: _Element) -> Iterator[Found]:
    if item.message is None or not element.get("guid", "").strip():
        return
    key = (element.get("guid", "").strip(), element.get("version", "1"))
    if key in item.message.identities:
        yield Found(
            f"guid {clip(key[0])} with version {key[1]} is already on another item of the message", element, "guid"
        )
    item.message.identities.setdefault(key, item.kind)


@rule(
    "G2008",
    WARNING,
    "The standard is not NewsML-G2",
    on="*item",
    why="Readers of several formats choose by this attribute.",
    source="NewsML-G2 XML Schema, standard",
    mend='Write standard="NewsML-G2".',
    bad={"standard": 'standard="NewsML" standardversion="2.35" conformance="power"'},
    good={"standard": 'standard="NewsML-G2" standardversion="2.35" conformance="power"'},
    fix=True,
)
def standard_other(item: Item, element: _Element) -> Iterator[Found]:
    standard = element.get("standard")
    if standard is not None and standard not in _STANDARDS:
        edits = (("standard", "NewsML-G2"),) if standard.casefold().replace(" ", "-") == "newsml-g2" else ()
        yield Found(f"standard has the value {clip(standard)}", element, "standard", edits)


_STANDARDS: Final = frozenset({"NewsML-G2", "EventsML-G2", "SportsML-G2"})


@rule(
    "G2009",
    WARNING,
    "There is no such version of the standard",
    on="*item",
    why="A reader that chooses its schema by the version finds none.",
    source="IPTC, published versions of NewsML-G2",
    mend='Write a published version, such as standardversion="2.35".',
    bad={"standard": 'standard="NewsML-G2" standardversion="2.99" conformance="power"'},
    good={"standard": 'standard="NewsML-G2" standardversion="2.34" conformance="power"'},
)
def version_unknown(item: Item, element: _Element) -> Iterator[Found]:
    version = element.get("standardversion", "")
    if (
        element.get("standard") == "NewsML-G2"
        and re.fullmatch(r"\d{1,9}\.\d{1,9}", version)
        and version not in _VERSIONS
    ):
        yield Found(f"standardversion {clip(version)} was never published", element, "standardversion")


_VERSIONS: Final = frozenset(f"2.{minor}" for minor in range(36))


@rule(
    "G2010",
    WARNING,
    "The conformance level does not exist",
    on="*item",
    why="There are two, power and core; a reader knows no third.",
    source="NewsML-G2 XML Schema, conformance",
    mend='Write conformance="power".',
    bad={"standard": 'standard="NewsML-G2" standardversion="2.35" conformance="full"'},
    good={"standard": 'standard="NewsML-G2" standardversion="2.35" conformance="power"'},
    fix=True,
)
def conformance_unknown(item: Item, element: _Element) -> Iterator[Found]:
    level = element.get("conformance", "core")
    if level not in ("power", "core"):
        edits = (("conformance", level.lower()),) if level.lower() in ("power", "core") else ()
        yield Found(f"conformance has the value {clip(level)}", element, "conformance", edits)


@rule(
    "G2011",
    INFO,
    "Core conformance in a version that has none",
    on="*item",
    why="Core ended with 2.24; it is also what a missing conformance attribute says.",
    source="IPTC: 2.24 is the last version with a Core schema",
    mend='Write conformance="power".',
    bad={"standard": 'standard="NewsML-G2" standardversion="2.35"'},
    good={"standard": 'standard="NewsML-G2" standardversion="2.35" conformance="power"'},
)
def core_ended(item: Item, element: _Element) -> Iterator[Found]:
    match = re.fullmatch(r"2\.(\d{1,9})", element.get("standardversion", ""))
    if match and int(match.group(1)) > 24 and element.get("conformance", "core") == "core":  # noqa: PLR2004 - 2.24
        yield Found("Version 2.24 was the last with core conformance", element)


_SINCE: Final = {"digitalSourceType": 33, "dataMining": 34}


@rule(
    "G2012",
    INFO,
    "A property is younger than the version that the item states",
    on="*item",
    why="A receiver that holds to the stated version does not know it, and its schema rejects it.",
    source="IPTC, release notes of NewsML-G2 2.33 and 2.34",
    mend="State the version that has it.",
    bad={
        "standard": 'standard="NewsML-G2" standardversion="2.32" conformance="power"',
        "digitalSourceType": '<digitalSourceType qcode="digsrctype:trainedAlgorithmicMedia"/>',
    },
    good={
        "standard": 'standard="NewsML-G2" standardversion="2.33" conformance="power"',
        "digitalSourceType": '<digitalSourceType qcode="digsrctype:trainedAlgorithmicMedia"/>',
    },
)
def too_young(item: Item, element: _Element) -> Iterator[Found]:
    match = re.fullmatch(r"2\.(\d{1,9})", element.get("standardversion", ""))
    for name, since in _SINCE.items():
        used = item.all(name)
        if match and used and int(match.group(1)) < since:
            yield Found(f"{name} came with version 2.{since}", used[0])


@rule(
    "G2013",
    INFO,
    "The item does not state its language",
    on="*item",
    why="Importers take xml:lang of the item for the language of the text, or for that of headline and notes.",
    source="pyconverters-newsml: newsItem@xml:lang",
    mend="Write xml:lang on the item.",
    bad={"lang": ""},
    good={"lang": 'xml:lang="en"'},
)
def lang_absent(item: Item, element: _Element) -> Iterator[Found]:
    if element.get(XML_LANG) is None:
        yield Found(f"The {item.kind} has no xml:lang", element)


@rule(
    "G2801",
    WARNING,
    "The item stands alone, without a newsMessage around it",
    on="*item",
    why="Two of five importers measured take a newsMessage only: the item is not found.",
    source="pyconverters-newsml and APA's plugin for WordPress: newsMessage/itemSet/newsItem",
    mend="Put it into a newsMessage with header and itemSet.",
    bad={
        "document": "{item}",
        "item": '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" {identity} {standard} {lang}>'
        "{catalogs}{rightsInfo}<itemMeta>{itemClass}{provider}{versionCreated}{pubStatus}</itemMeta>"
        "<contentMeta>{language}{headline}</contentMeta>{contentSet}</newsItem>",
    },
    good={},
)
def bare(item: Item, element: _Element) -> Iterator[Found]:
    if item.message is None and not item.alone and item.kind in ("newsItem", "packageItem"):
        yield Found(f"The root is a {item.kind}; importers look for newsMessage", element)
