"""Rules on links: where they lead, how they relate, and attributes that the standard has withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.model import Item, local
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCHEMA: Final = "NewsML-G2 XML Schema, documentation of the property"


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
