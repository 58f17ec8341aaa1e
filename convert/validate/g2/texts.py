"""Rules on words: headlines, empty properties, broken characters, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.base import declaring
from convert.validate.g2.model import NITF, XHTML, Item, local, text_of
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip
from convert.validate.values.numbers import near
from convert.validate.values.speech import broken, escaped

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROLES: Final = ("role", "roleuri")


def _main(item: Item) -> list[_Element]:
    return [h for h in item.of_content("headline") if not any(h.get(name) for name in _ROLES)]


@rule(
    "G2501",
    INFO,
    "A text item without a headline",
    on="*item",
    why="Importers make title and address of the page from it.",
    source="Rewpert-G2: title is required; APA's plugin for WordPress",
    mend="Write a headline where the text has one.",
    bad={"headline": ""},
    good={"headline": "<headline>Ferry to the islands is back</headline>"},
)
def headline_absent(item: Item, element: _Element) -> Iterator[Found]:
    if item.kind == "newsItem" and item.nature == "text" and not item.of_content("headline"):
        yield Found("The text item has no headline", element if item.content_meta is None else item.content_meta)


@rule(
    "G2502",
    WARNING,
    "The headline is empty",
    on="headline",
    why="Importers take the first headline as it is: the article gets an empty title, or is refused.",
    source="Superdesk, Rewpert-G2, pyconverters-newsml: first headline",
    mend="Write the headline or leave the element out.",
    bad={"headline": "<headline> </headline>"},
    good={"headline": "<headline>Ferry to the islands is back</headline>"},
)
def headline_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not text_of(element):
        yield Found("headline is empty", element)


@rule(
    "G2503",
    WARNING,
    "Several headlines without a role",
    on="*item",
    why="A reader cannot tell which is the main one: it takes the first, or ends with an error.",
    source="IPTC's ninjs stylesheet: one headline; NewsML-G2 Guidelines: roles tell headlines apart",
    mend="Give all but the main headline a role.",
    bad={"headline": "<headline>Ferry to the islands is back</headline><headline>Nine days of storm over</headline>"},
    good={
        "headline": "<headline>Ferry to the islands is back</headline>"
        '<headline role="hl:sub">Nine days of storm over</headline>',
        "catalogs": declaring(("hl", "http://example.com/headlines/")),
    },
)
def headlines_without_role(item: Item, element: _Element) -> Iterator[Found]:
    languages = [(h, h.get("{http://www.w3.org/XML/1998/namespace}lang") or "") for h in _main(item)]
    seen: set[str] = set()
    for headline, language in languages:
        if language in seen:
            yield Found(f"headline {clip(text_of(headline))} has no role, nor has one before it", headline)
        seen.add(language)


@rule(
    "G2504",
    INFO,
    "Two headlines say the same",
    on="*item",
    why="The second adds nothing; where it is a subtitle, something went wrong in making it.",
    source="NewsML-G2 Guidelines: roles tell headlines apart",
    mend="Take one of the two out.",
    bad={
        "headline": "<headline>Ferry to the islands is back</headline>"
        '<headline role="hl:sub">Ferry to the islands is back</headline>',
        "catalogs": declaring(("hl", "http://example.com/headlines/")),
    },
    good={
        "headline": "<headline>Ferry to the islands is back</headline>"
        '<headline role="hl:sub">Nine days of storm over</headline>',
        "catalogs": declaring(("hl", "http://example.com/headlines/")),
    },
)
def headline_twice(item: Item, element: _Element) -> Iterator[Found]:
    seen: set[str] = set()
    headlines = item.of_content("headline")
    for headline in headlines if len(headlines) > 1 else ():
        text = text_of(headline).casefold()
        if text and text in seen:
            yield Found(f"headline {clip(text_of(headline))} stands twice", headline)
        seen.add(text)


@rule(
    "G2505",
    WARNING,
    "The main headline is not the first",
    on="*item",
    why="Importers take the first headline, whatever its role: the subtitle becomes the title and the title is lost.",
    source="Superdesk and Rewpert-G2: first headline",
    mend="Put the headline without a role first.",
    bad={
        "headline": '<headline role="hl:sub">Nine days of storm over</headline>'
        "<headline>Ferry to the islands is back</headline>",
        "catalogs": declaring(("hl", "http://example.com/headlines/")),
    },
    good={
        "headline": "<headline>Ferry to the islands is back</headline>"
        '<headline role="hl:sub">Nine days of storm over</headline>',
        "catalogs": declaring(("hl", "http://example.com/headlines/")),
    },
)
def main_not_first(item: Item, element: _Element) -> Iterator[Found]:
    headlines, main = item.of_content("headline"), _main(item)
    if main and headlines[0] is not main[0]:
        yield Found("A headline with a role stands before the main one", headlines[0])


@rule(
    "G2506",
    WARNING,
    "Markup in the headline",
    on="headline",
    why="Importers read the text up to the first element: the rest of the headline is lost.",
    source="Superdesk: headline.text",
    mend="Write the headline as plain text.",
    bad={
        "headline": '<headline>Ferry to the <span class="x">islands</span> is back</headline>',
    },
    good={"headline": "<headline>Ferry to the islands is back</headline>"},
)
def headline_markup(item: Item, element: _Element) -> Iterator[Found]:
    inner = [child for child in element if isinstance(child.tag, str)]
    if inner:
        yield Found(f"headline has <{local(inner[0])}> inside", inner[0])


_TEXTS: Final = (
    "title edNote slugline by creditline dateline description keyword name copyrightNotice usageTerms note definition "
    "fileName"
).split()


@rule(
    "G2507",
    INFO,
    "A property is empty",
    on=tuple(_TEXTS),
    why="An empty element says that there is a value and does not give it; some importers end with an error.",
    source="Superdesk, issues on empty values in feeds",
    mend="Fill it or leave it out.",
    bad={"slugline": "<slugline/>"},
    good={"slugline": "<slugline>islands-ferry</slugline>"},
)
def property_empty(item: Item, element: _Element) -> Iterator[Found]:
    if (
        not len(element)
        and not (element.text or "").strip()
        and not any(element.get(n) for n in ("qcode", "uri", "href"))
    ):
        yield Found(f"{local(element)} is empty", element)


def _word_elements(item: Item) -> Iterator[tuple[_Element, str]]:
    for nodes in item.by.values():
        for node in nodes:
            if isinstance(node.tag, str):
                yield node, (node.text or "") + "".join(child.tail or "" for child in node)


@rule(
    "G2508",
    INFO,
    "The text was decoded wrongly",
    on="*item",
    why="Sequences such as Ã© or â€™ are UTF-8 that was read as another encoding: readers see them as they stand.",
    source="Unicode, FAQ on UTF-8",
    mend="Decode the source again with the right encoding.",
    bad={"headline": "<headline>Fête des îles: le bac est de retour à l’heure, dit le cafÃ©</headline>"},
    good={"headline": "<headline>Fête des îles: le bac est de retour à l’heure, dit le café</headline>"},
)
def mojibake(item: Item, element: _Element) -> Iterator[Found]:
    for node, text in _word_elements(item) if item.suspicious else ():
        found = broken(text)
        if found:
            yield Found(f"{local(node)} holds {clip(found)}", node)


_CONTROL: Final = re.compile("[\x80-\x84\x86-\x9f\u202d\u202e\ufdd0-\ufdef\ufeff\ufff9-\ufffb]")
"""C1, the overrides of direction, what is no character, a byte order mark inside, marks of annotations."""


@rule(
    "G2509",
    INFO,
    "Control characters in the text",
    on="*item",
    why="They print as boxes or nothing; mostly they are quotes and dashes of Windows-1252 that were not converted.",
    source="Unicode, controls, overrides of direction and noncharacters",
    mend="Write the characters that were meant.",
    bad={"headline": "<headline>Ferry is back\x94 says captain</headline>"},
    good={"headline": "<headline>Ferry is back” says captain</headline>"},
)
def controls(item: Item, element: _Element) -> Iterator[Found]:
    for node, text in _word_elements(item) if item.suspicious else ():
        found = _CONTROL.search(text)
        if found:
            yield Found(f"{local(node)} holds the control character U+{ord(found.group()):04X}", node)


@rule(
    "G2510",
    INFO,
    "Markup written as text",
    on="*item",
    why="It was escaped twice: readers see &amp;nbsp; or <b> in the words; some importers take it for markup.",
    source="Superdesk inserts the text of XHTML unescaped",
    mend="Escape once, or take the markup out.",
    bad={"headline": "<headline>Ferry &amp;amp; mail are back</headline>"},
    good={"headline": "<headline>Ferry &amp; mail are back</headline>"},
)
def escaped_twice(item: Item, element: _Element) -> Iterator[Found]:
    for node, text in _word_elements(item) if item.suspicious else ():
        found = escaped(text)
        if found:
            yield Found(f"{local(node)} holds {clip(found)} as text", node)


@rule(
    "G2511",
    INFO,
    "The body is the headline",
    on=("*xhtml", "*nitf"),
    why="The article has no text of its own: mostly the wrong field was exported.",
    source="This validator",
    mend="Look at what should have filled the body.",
    bad={
        "xhtml": "",
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        "<body.content><block><p>Ferry to the islands is back</p></block></body.content></body></nitf></inlineXML>",
    },
    good={},
)
def body_is_headline(item: Item, root: _Element) -> Iterator[Found]:
    text = item.words_of(root).text
    if text and any(
        text.casefold() == h.casefold() for h in map(text_of, item.of_content("headline")) if len(h) == len(text)
    ):
        yield Found("The body says what the headline says, and no more", root)


@rule(
    "G2512",
    INFO,
    "The declared number of words is not that of the content",
    on="inlineXML",
    why="Desks plan space by it; a wrong count mostly means that part of the text was lost on the way.",
    source="NewsML-G2 XML Schema, wordcount",
    mend="Count the words of this rendition, or leave wordcount out.",
    bad={
        "nitf": '<inlineXML contenttype="application/nitf+xml" wordcount="240">'
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><block>'
        "<p>The ferry to the outer islands runs again after nine days of storm.</p>"
        "<p>The first boat took forty passengers and the mail.</p></block></body.content></body></nitf></inlineXML>"
    },
    good={
        "nitf": '<inlineXML contenttype="application/nitf+xml" wordcount="22">'
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><block>'
        "<p>The ferry to the outer islands runs again after nine days of storm.</p>"
        "<p>The first boat took forty passengers and the mail.</p></block></body.content></body></nitf></inlineXML>"
    },
)
def word_count(item: Item, element: _Element) -> Iterator[Found]:
    stated = element.get("wordcount", "").strip()
    roots = [child for child in element if child.tag in (XHTML + "html", NITF + "nitf")]
    if not (stated.isascii() and stated.isdigit() and len(stated) < 10 and roots):  # noqa: PLR2004 - digits
        return
    whole = item.words_of(roots[0])
    if not whole.spaced or near(int(stated), whole.count):
        return
    least = sum(len(text_of(node).split()) for node in roots[0].iter(XHTML + "p", NITF + "p"))
    if not near(int(stated), least) and not least <= int(stated) <= whole.count:
        yield Found(f"wordcount says {int(stated)}, the content has {least} words in paragraphs", element, "wordcount")
