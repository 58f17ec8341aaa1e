"""Rules on rights and provenance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, is_identified, is_named
from convert.validate.g2.table import rule
from convert.validate.g2.vocabularies import scheme_name
from convert.validate.rule import INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from lxml.etree import _Element


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
    if (is_identified(element) or element.get("literal")) and not is_named(element):
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
