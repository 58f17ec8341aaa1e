"""Rules on slips of the programs that make items: addresses, templates, files and parts named twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.base import item as example
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, local, text_of
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip
from convert.validate.values.addresses import at_home, malformed
from convert.validate.values.speech import unfilled

if TYPE_CHECKING:
    from lxml.etree import _Element

_THIS: Final = "This validator"
_LINKS: Final = ("link", "remoteContent", "icon", "itemRef", "altRep", "origRep", "remoteInfo")


@rule(
    "G2221",
    WARNING,
    "The address is malformed",
    on=_LINKS,
    why="No reader can follow it; the schema lets blanks and a missing host pass.",
    source="RFC 3986",
    mend="Write the address, blanks and other characters escaped.",
    bad={"link": '<link rel="irel:seeAlso" href="https:///stories/1.html"/>'},
    good={"link": '<link rel="irel:seeAlso" href="https://example.com/stories/1.html"/>'},
)
def address_malformed(item: Item, element: _Element) -> Iterator[Found]:
    href = element.get("href")
    if href is not None and malformed(href):
        yield Found(f"{local(element)} has the address {clip(href)}", element, "href")


@rule(
    "G2222",
    INFO,
    "An address that nobody else can open",
    on=_LINKS,
    why="It leads to the machine of whoever opens it: the file stayed where it was made.",
    source="RFC 6761, localhost; RFC 8089, file",
    mend="Write the address at which receivers reach it.",
    bad={"link": '<link rel="irel:seeAlso" href="http://localhost:8000/stories/1.html"/>'},
    good={"link": '<link rel="irel:seeAlso" href="https://example.com/stories/1.html"/>'},
)
def address_at_home(item: Item, element: _Element) -> Iterator[Found]:
    href = element.get("href")
    if href is not None and at_home(href):
        yield Found(f"{local(element)} has the address {clip(href)}", element, "href")


@rule(
    "G2516",
    INFO,
    "A template was not filled",
    on=("headline", "slugline", "by", "creditline", "dateline", "description", "name", "keyword", "title", "edNote"),
    why="A program wrote its own word for no value, or left the gap as it is: readers see it.",
    source=_THIS,
    mend="Fill the gap, or leave the property out.",
    bad={"headline": "<headline>{{ headline }}</headline>"},
    good={"headline": "<headline>Ferry to the islands is back</headline>"},
)
def template_unfilled(item: Item, element: _Element) -> Iterator[Found]:
    found = unfilled(element.text) if element.text else None
    if found:
        yield Found(f"{local(element)} holds {clip(found)}", element)


_MORE_THAN_A_NAME: Final = re.compile(r"^\s*(?:by|written by|reporting by)\s+(?=\S)|@\w+\.\w|https?://", re.IGNORECASE)


@rule(
    "G2517",
    INFO,
    "More than a name in the name of a creator",
    on=("creator", "contributor"),
    why="Receivers match authors by name: 'By Ann Example' is nobody; the literal byline has its own property.",
    source="NewsML-G2 XML Schema, creator and by",
    mend="Keep the bare name in creator, and the line as it is printed in by.",
    bad={"creator": "<creator><name>By Ann Example</name></creator>"},
    good={"creator": "<creator><name>Ann Example</name></creator>", "by": "<by>By Ann Example</by>"},
)
def creator_name(item: Item, element: _Element) -> Iterator[Found]:
    for name in element.iterchildren(NAR + "name"):
        if _MORE_THAN_A_NAME.search(name.text or ""):
            yield Found(f"The name is {clip(name.text or '')}", name)


def _files(*names: str) -> dict[str, str]:
    files = "".join(
        f'<remoteContent rendition="rnd:{rendition}" contenttype="image/jpeg" href="https://example.com/{name}"/>'
        for rendition, name in zip(("web", "highRes"), names, strict=True)
    )
    return {"itemClass": '<itemClass qcode="ninat:picture"/>', "contentSet": f"<contentSet>{files}</contentSet>"}


@rule(
    "G2661",
    INFO,
    "Two renditions are one file",
    on="contentSet",
    why="Whoever asks for the large picture gets the small one, or the other way round.",
    source="NewsML-G2 Guidelines, renditions of a picture",
    mend="Write the address of each file.",
    bad=_files("1.jpg", "1.jpg"),
    good=_files("1-small.jpg", "1.jpg"),
)
def one_file(item: Item, element: _Element) -> Iterator[Found]:
    seen: dict[str, str | None] = {}
    for file in element.iterchildren(NAR + "remoteContent"):
        href, rendition = file.get("href"), file.get("rendition")
        if href and seen.setdefault(href, rendition) != rendition:
            yield Found(f"The file {clip(href)} stands for two renditions", file, "href")


def _group(references: str) -> dict[str, str]:
    head = "<contentMeta><headline>Ferry news</headline></contentMeta>"
    inside = f'{head}<groupSet root="top"><group id="top" role="group:root">{references}</group></groupSet>'
    scheme = '<catalog><scheme alias="group" uri="http://example.com/groups/"/></catalog>'
    package = example("packageItem", inside, "ninat:composite")
    return {"more": package.replace("<itemMeta>", f"{scheme}<itemMeta>", 1)}


_REFERENCE: Final = (
    '<itemRef residref="tag:example.com,2024:ferry-17" version="1" contenttype="application/vnd.iptc.g2.newsitem+xml">'
    '<itemClass qcode="ninat:text"/></itemRef>'
)


@rule(
    "G2764",
    INFO,
    "A group holds one thing twice",
    on="group",
    why="A receiver that builds a page of the package shows it twice.",
    source=_THIS,
    mend="Keep one of the two references.",
    bad=_group(_REFERENCE + _REFERENCE),
    good=_group(_REFERENCE),
)
def held_twice(item: Item, element: _Element) -> Iterator[Found]:
    seen: set[tuple[str | None, ...]] = set()
    for one in element.iterchildren(NAR + "itemRef", NAR + "groupRef"):
        said = (one.get("idref"), one.get("residref"), one.get("href"), one.get("version"))
        if any(said) and said in seen and not text_of(one):
            yield Found(f"The group refers to {clip(said[0] or said[1] or said[2] or '')} twice", one)
        seen.add(said)
