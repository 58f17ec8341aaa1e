"""Rules on what stands twice, or where something else should stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.base import IPTC
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import NITF, XHTML, Item, local, text_of
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, Found, clip
from convert.validate.values.speech import several_keywords

if TYPE_CHECKING:
    from lxml.etree import _Element

_THIS: Final = "This validator"


@rule(
    "G2114",
    INFO,
    "One catalog twice",
    on="catalogRef",
    why="It is fetched and read twice; mostly two templates were glued together.",
    source=_THIS,
    mend="Keep one of the two.",
    bad={"catalogs": IPTC + IPTC},
    good={"catalogs": IPTC},
)
def catalog_twice(item: Item, element: _Element) -> Iterator[Found]:
    href = element.get("href", "")
    if href and any(one.get("href") == href for one in element.itersiblings(NAR + "catalogRef", preceding=True)):
        yield Found(f"The catalog {clip(href, 90)} stands twice", element, "href")


_REPEATED: Final = ("subject", "genre", "keyword", "creator", "contributor", "infoSource", "signal", "language")


def _statement(element: _Element) -> tuple[object, ...]:
    """Return all that an element says, its id and the order of its attributes left out."""
    attributes = sorted((name, value) for name, value in element.items() if name != "id")
    return (element.tag, tuple(attributes), text_of(element), len(element))


@rule(
    "G2218",
    INFO,
    "A property says the same twice",
    on=_REPEATED,
    why="Receivers that count, index or print it have it twice: two bylines of one author, two tags of one name.",
    source=_THIS,
    mend="Keep one of the two.",
    bad={"genre": '<genre qcode="genre:Current"/><genre qcode="genre:Current"/>'},
    good={"genre": '<genre qcode="genre:Current"/><genre qcode="genre:Background"/>'},
)
def stated_twice(item: Item, element: _Element) -> Iterator[Found]:
    before = element.getprevious()
    if before is None or before.tag != element.tag:
        return
    mine = _statement(element)
    if any(_statement(one) == mine for one in _same_before(element)):
        said = element.get("qcode") or element.get("uri") or element.get("literal") or element.get("tag")
        yield Found(f"{local(element)} {clip(said or text_of(element))} stands twice", element)


def _same_before(element: _Element) -> Iterator[_Element]:
    for number, one in enumerate(element.itersiblings(element.tag, preceding=True)):
        if number == _NEIGHBOURS:
            return
        yield one


_NEIGHBOURS: Final = 50
"""Elements of one name that are compared with each: time stays bounded where there are thousands."""


@rule(
    "G2219",
    INFO,
    "Several keywords in one",
    on="keyword",
    why="Receivers index the whole list as one word, which nobody will look for.",
    source="NewsML-G2 XML Schema, keyword: a term, one or more words",
    mend="Write each keyword in an element of its own.",
    bad={"slugline": "<keyword>ferry, islands, storm, mail</keyword>"},
    good={"slugline": "<keyword>ferry</keyword><keyword>islands</keyword><keyword>storm</keyword>"},
)
def keyword_list(item: Item, element: _Element) -> Iterator[Found]:
    text = element.text or ""
    if several_keywords(text):
        yield Found(f"keyword holds the list {clip(text)}", element)


@rule(
    "G2220",
    INFO,
    "The item refers to itself",
    on="link",
    why="A link to the version that carries it leads back to where the reader is; mostly the wrong guid was filled in.",
    source="NewsML-G2 XML Schema, link: a relation to another resource",
    mend="Write the guid of the other item, or leave the link out.",
    bad={"link": '<link rel="irel:seeAlso" residref="tag:example.com,2024:ferry-17" version="1"/>'},
    good={"link": '<link rel="irel:seeAlso" residref="tag:example.com,2024:ferry-16"/>'},
)
def itself(item: Item, element: _Element) -> Iterator[Found]:
    guid, version = item.element.get("guid"), item.element.get("version", "1")
    if guid and element.get("residref") == guid and element.get("version", version) == version:
        yield Found(f"residref names this very item, {clip(guid)}", element, "residref")


@rule(
    "G2513",
    INFO,
    "The headline stands in another property",
    on=("creditline", "slugline", "by", "dateline"),
    why="Readers see it twice on the page, and the value that belongs there is missing: mostly a column was shifted.",
    source=_THIS,
    mend="Look at what should have filled the property.",
    bad={"by": "<by>Ferry to the islands is back</by>"},
    good={"by": "<by>By Ann Example</by>"},
)
def headline_elsewhere(item: Item, element: _Element) -> Iterator[Found]:
    text = text_of(element)
    if len(text.split()) < _SENTENCE or item.kind != "newsItem":
        return
    if any(text == text_of(headline) for headline in item.of_content("headline")):
        yield Found(f"{local(element)} says what the headline says", element)


_SENTENCE: Final = 3
"""Words from which two properties agree by mistake and not by chance: a slugline may be the one word of a headline."""


def _paragraphs(root: _Element) -> Iterator[_Element]:
    """Yield the paragraphs of the body alone: what NITF has in its head may stand in the body once more."""
    body = root.find(f"{NITF}body/{NITF}body.content") if root.tag == NITF + "nitf" else root
    if body is not None:
        yield from body.iter(XHTML + "p", NITF + "p")


def _body(*paragraphs: str) -> dict[str, str]:
    first = "<p>The ferry to the outer islands runs again after nine days of storm.</p>"
    last = "<p>The first boat took forty passengers and the mail.</p>"
    return {
        "xhtml": "",
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        f"<body.content><block>{first}{''.join(paragraphs)}{last}</block></body.content></body></nitf></inlineXML>",
    }


@rule(
    "G2514",
    INFO,
    "An empty paragraph",
    on=("*xhtml", "*nitf"),
    why="It was made for a gap on the page: importers keep it as a paragraph without words, or drop it.",
    source=_THIS,
    mend="Take it out; the distance of paragraphs belongs into the style sheet.",
    bad=_body("<p> </p>"),
    good=_body(),
)
def paragraph_empty(item: Item, root: _Element) -> Iterator[Found]:
    for node in _paragraphs(root):
        if len(node) == 0 and not (node.text or "").strip():
            yield Found("The paragraph is empty", node)


_LONG: Final = 80
"""Characters. A refrain or a "No comment." may be said twice in a row, a sentence of this length is not."""

_AGAIN: Final = (
    "<p>Whoever wants to cross at the weekend has to book two days ahead, the harbour office says in Emden.</p>"
)


@rule(
    "G2515",
    INFO,
    "A paragraph twice in a row",
    on=("*xhtml", "*nitf"),
    why="The text was glued together wrongly: readers stumble, and the word count is wrong.",
    source=_THIS,
    mend="Keep one of the two.",
    bad=_body(_AGAIN, _AGAIN),
    good=_body(_AGAIN),
)
def paragraph_twice(item: Item, root: _Element) -> Iterator[Found]:
    before: str | None = None
    for node in _paragraphs(root):
        own = node.text or ""
        text = own if len(node) == 0 else text_of(node)
        if len(text) >= _LONG and text == before:
            yield Found(f"The paragraph {clip(text, 40)} stands twice in a row", node)
        before = text


_YEAR: Final = re.compile(r"(?:©|\(c\)|\bcopyright)\s*(?:©\s*)?((?:19|20)\d\d)(?![\d–-])", re.IGNORECASE)


@rule(
    "G2906",
    INFO,
    "The copyright is of a year to come",
    on="copyrightNotice",
    why="Nothing is published in a year that has not begun: the notice comes from a template or from another item.",
    source="Universal Copyright Convention, article III: the year of first publication",
    mend="Write the year of first publication.",
    bad={"rightsInfo": "<rightsInfo><copyrightNotice>© 2027 Example Press</copyrightNotice></rightsInfo>"},
    good={"rightsInfo": "<rightsInfo><copyrightNotice>© 2024 Example Press</copyrightNotice></rightsInfo>"},
)
def copyright_to_come(item: Item, element: _Element) -> Iterator[Found]:
    found = _YEAR.search(text_of(element))
    stamps = item.of_meta("versionCreated") if found else []
    made = re.match(r"\s*(\d{4})-(\d\d)", stamps[0].text or "") if stamps else None
    if found and made and int(found[1]) > int(made[1]) + (made[2] == "12"):
        yield Found(f"The notice says {found[1]}, the version is of {made[1]}", element)
