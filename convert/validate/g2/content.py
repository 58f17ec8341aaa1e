"""Rules on inline content: its namespace, its type, its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import NITF, XHTML, Item, Message, local
from convert.validate.g2.table import rule
from convert.validate.rule import ERROR, INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_MEDIA: Final = re.compile(
    r"(?:application|audio|chemical|example|font|haptics|image|message|model|multipart|text|video|x-[a-z0-9-]{1,30})"
    r"/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}(?:\s*;.{0,200})?"
)
_HTML: Final = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Ferry to the islands is back</title></head><body>{}</body>'
    "</html>"
)
_TEXT: Final = (
    "<p>The ferry to the outer islands runs again after nine days of storm.</p>"
    "<p>The first boat took forty passengers and the mail.</p>"
)


def _xhtml(body: str) -> str:
    return f'<inlineXML contenttype="application/xhtml+xml">{_HTML.format(body)}</inlineXML>'


@rule(
    "G2601",
    ERROR,
    "HTML or NITF outside its namespace",
    on="inlineXML",
    why="Readers find html and nitf by namespace. In none, or in that of NewsML-G2, the body is not there for them.",
    source="XHTML 1.0, section 3.1.1; NITF 3.6 XML Schema; Superdesk, pyconverters-newsml",
    mend='Write xmlns="http://www.w3.org/1999/xhtml" on html, xmlns="http://iptc.org/std/NITF/2006-10-18/" on nitf.',
    bad={
        "xhtml": '<inlineXML contenttype="application/xhtml+xml"><html xmlns=""><head><title>Ferry</title></head>'
        f"<body>{_TEXT}</body></html></inlineXML>"
    },
    good={"xhtml": _xhtml(_TEXT)},
)
def namespace(item: Item, element: _Element) -> Iterator[Found]:
    for root in _roots(element):
        name = local(root)
        if name in ("html", "nitf") and root.tag not in (XHTML + "html", NITF + "nitf"):
            stated = root.tag.rpartition("}")[0].lstrip("{") or "no namespace"
            yield Found(f"<{name}> is in {stated}", root)


def _roots(element: _Element) -> list[_Element]:
    return [child for child in element if isinstance(child.tag, str)]


@rule(
    "G2602",
    WARNING,
    "inlineXML does not hold one element",
    on="inlineXML",
    why="A rendition is one document: readers take its first element, and what follows is lost.",
    source="NewsML-G2 XML Schema, inlineXML",
    mend="Put one root element into each inlineXML.",
    bad={"xhtml": '<inlineXML contenttype="application/xhtml+xml"> </inlineXML>'},
    good={"xhtml": _xhtml(_TEXT)},
)
def one_root(item: Item, element: _Element) -> Iterator[Found]:
    number = len(_roots(element))
    if number != 1:
        yield Found(f"inlineXML holds {number or 'no'} element{'s' if number else ''}", element)


_TYPES: Final = {
    XHTML + "html": frozenset({"application/xhtml+xml", "text/html"}),
    NITF + "nitf": frozenset({"application/nitf+xml"}),
}


@rule(
    "G2603",
    WARNING,
    "The content type is not that of the content",
    on="inlineXML",
    why="Importers choose their reader by it: XHTML marked as NITF is read as NITF, and nothing is found in it.",
    source="NewsML-G2 XML Schema, contenttype; Superdesk: application/nitf+xml exactly",
    mend="Write application/xhtml+xml for XHTML, application/nitf+xml for NITF.",
    bad={"xhtml": _xhtml(_TEXT).replace("application/xhtml+xml", "application/nitf+xml")},
    good={"xhtml": _xhtml(_TEXT)},
    fix=True,
)
def type_mismatch(item: Item, element: _Element) -> Iterator[Found]:
    stated = element.get("contenttype")
    for root in _roots(element)[:1] if stated else ():
        wanted = _TYPES.get(root.tag)
        if wanted and (stated or "").partition(";")[0].strip().lower() not in wanted:
            right = "application/xhtml+xml" if root.tag == XHTML + "html" else "application/nitf+xml"
            yield Found(
                f"contenttype is {clip(stated or '')}, the content is {right}",
                element,
                "contenttype",
                (("contenttype", right),),
            )


@rule(
    "G2604",
    WARNING,
    "The content has no content type",
    on=("inlineXML", "inlineData", "remoteContent"),
    why="Importers choose their reader by it; Superdesk refuses the item without it.",
    source="Superdesk, generic NewsML-G2 parser: contenttype",
    mend="Write the media type.",
    bad={"xhtml": _xhtml(_TEXT).replace(' contenttype="application/xhtml+xml"', "")},
    good={"xhtml": _xhtml(_TEXT)},
)
def type_absent(item: Item, element: _Element) -> Iterator[Found]:
    if element.get("contenttype") is None and element.getparent() is item.content_set:
        yield Found(f"{local(element)} has no contenttype", element)


@rule(
    "G2605",
    WARNING,
    "The content type is no media type",
    on=("inlineXML", "inlineData", "remoteContent", "itemRef", "link", "icon"),
    why="Readers look it up in the registry of media types, and drop what they do not find.",
    source="NewsML-G2 XML Schema, contenttype: an IANA media type; RFC 6838",
    mend="Write type/subtype: image/jpeg.",
    bad={
        "link": '<link rel="irel:seeAlso" href="https://example.com/1" contenttype="html"/>',
    },
    good={"link": '<link rel="irel:seeAlso" href="https://example.com/1" contenttype="text/html"/>'},
)
def no_media_type(item: Item, element: _Element) -> Iterator[Found]:
    stated = element.get("contenttype")
    if stated is not None and not _MEDIA.fullmatch(stated.strip()):
        yield Found(f"contenttype {clip(stated)} is no media type", element, "contenttype")


@rule(
    "G2606",
    WARNING,
    "XHTML without a body",
    on="*xhtml",
    why="Importers take html/body. Without it, or with nothing in it, the article has no text.",
    source="Superdesk: raises without html/body; Rewpert-G2",
    mend="Write html/body with the text in it.",
    bad={"xhtml": _xhtml(""), "nitf": ""},
    good={"xhtml": _xhtml(_TEXT)},
)
def body_absent(item: Item, root: _Element) -> Iterator[Found]:
    body = root.find(XHTML + "body")
    if body is None or not (item.words_of(root).text or body.find(f".//{XHTML}img") is not None):
        yield Found("html has no body" if body is None else "The body is empty", root if body is None else body)


_ALLOWED: Final = frozenset(
    "a abbr acronym address area article aside audio b base bdi bdo big blockquote body br caption cite "
    "code col colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html i img ins kbd li link main map mark meta nav ol p picture pre q rb rp rt "
    "rtc ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th "
    "thead time title tr track tt u ul var video wbr".split()
)


@rule(
    "G2607",
    WARNING,
    "A script in the content",
    on="*xhtml",
    why="Content is inserted into pages: a script runs there, or is stripped with what it wraps.",
    source="NewsML-G2 Guidelines: content is data; OWASP, cross-site scripting",
    mend="Take it out.",
    bad={"xhtml": _xhtml(_TEXT.replace("<p>The first", '<p onclick="go()">The first'))},
    good={"xhtml": _xhtml(_TEXT)},
)
def active(item: Item, root: _Element) -> Iterator[Found]:
    for name in _SCRIPTS:
        for node in item.by.get(XHTML + name) or ():
            yield Found(f"<{name}> in the content", node)
    for node in cast("list[_Element]", _WITH_ATTRIBUTES(root)):
        for key, value in cast("Iterable[tuple[str, str]]", node.items()):
            if key.startswith("on") and key.isalpha():
                yield Found(f"{key} on <{local(node)}> runs a script", node, key)
            elif key in ("href", "src") and value.strip().lower().startswith(("javascript:", "vbscript:")):
                yield Found(f"{key} of <{local(node)}> runs a script", node, key)


_WITH_ATTRIBUTES: Final = etree.XPath("descendant-or-self::*[@*]")
_SCRIPTS: Final = ("script", "iframe", "object", "embed", "applet", "form")


@rule(
    "G2608",
    WARNING,
    "An element that XHTML content does not have",
    on="*xhtml",
    why="Importers pass a list of elements they know and drop others, mostly with the words inside.",
    source="HTML Living Standard, flow content; XHTML 1.0",
    mend="Use an element of HTML.",
    bad={"xhtml": _xhtml(_TEXT.replace("<p>The first", "<p><para/>The first"))},
    good={"xhtml": _xhtml(_TEXT)},
)
def unknown_element(item: Item, root: _Element) -> Iterator[Found]:
    for tag, nodes in item.by.items():
        if tag not in _KNOWN_TAGS and isinstance(tag, str) and tag.startswith(XHTML):
            yield Found(f"<{local(nodes[0])}> is no element of HTML content", nodes[0])


_KNOWN_TAGS: Final = frozenset(XHTML + name for name in (*_ALLOWED, *_SCRIPTS, "style", "param", "noscript"))


@rule(
    "G2609",
    INFO,
    "The XHTML has no title",
    on="*xhtml",
    why="XHTML asks for head/title, and an importer takes it where there is no headline.",
    source="XHTML 1.0, section 3.1.1; Rewpert-G2: html title",
    mend="Write the headline into head/title.",
    bad={"xhtml": _xhtml(_TEXT).replace("<head><title>Ferry to the islands is back</title></head>", "")},
    good={"xhtml": _xhtml(_TEXT)},
)
def title_absent(item: Item, root: _Element) -> Iterator[Found]:
    if not (root.findtext(f"{XHTML}head/{XHTML}title") or "").strip():
        yield Found("html has no head/title, or an empty one", root)


@rule(
    "G2610",
    INFO,
    "A picture without address or alternative text",
    on="*xhtml",
    why="Without src nothing is shown; without alt nothing is read aloud.",
    source="HTML Living Standard, img",
    mend="Write src and alt.",
    bad={"xhtml": _xhtml(_TEXT + '<p><img src="https://example.com/1.jpg"/></p>')},
    good={"xhtml": _xhtml(_TEXT + '<p><img src="https://example.com/1.jpg" alt="The ferry"/></p>')},
)
def image_incomplete(item: Item, root: _Element) -> Iterator[Found]:
    for image in item.by.get(XHTML + "img") or ():
        missing = [name for name in ("src", "alt") if image.get(name) is None]
        if missing:
            yield Found(f"img has no {' and no '.join(missing)}", image)


@rule(
    "G2611",
    WARNING,
    "NITF without text",
    on="*nitf",
    why="Importers take body/body.content. Without it, or with nothing in it, the article has no text.",
    source="NITF 3.6 XML Schema; Superdesk, Rewpert-G2",
    mend="Write body/body.content/block with the text in it.",
    bad={
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
        "<body><body.content/></body></nitf></inlineXML>",
        "xhtml": "",
    },
    good={
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
        f"<body><body.content><block>{_TEXT}</block></body.content></body></nitf></inlineXML>"
    },
)
def nitf_empty(item: Item, root: _Element) -> Iterator[Found]:
    content = root.find(f"{NITF}body/{NITF}body.content")
    if content is None or not (item.words_of(root).text or content.find(f".//{NITF}media") is not None):
        yield Found("nitf has no text in body/body.content", root if content is None else content)


@rule(
    "G2612",
    WARNING,
    "inlineData holds nothing, or text in a type for bytes",
    on="inlineData",
    why="Readers decode inlineData by its encoding and type: empty, or undecodable, there is no content.",
    source="NewsML-G2 XML Schema, inlineData",
    mend="Fill it, or leave the rendition out.",
    bad={"xhtml": '<inlineData contenttype="text/plain"/>'},
    good={"xhtml": '<inlineData contenttype="text/plain">The ferry runs again.</inlineData>'},
)
def data_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not (element.text or "").strip():
        yield Found("inlineData is empty", element)


@rule(
    "G2613",
    WARNING,
    "A comment in items or content",
    on="*item",
    why="Importers that walk over children end with an exception at a comment: the item is lost.",
    source="Superdesk, generic NewsML-G2 parser: raises on comments in itemSet, contentSet and the XHTML body",
    mend="Take the comments out.",
    bad={"xhtml": _xhtml("<!-- lead -->" + _TEXT)},
    good={"xhtml": _xhtml(_TEXT)},
)
def comment(item: Item, element: _Element) -> Iterator[Found]:
    for node in item.by.get(etree.Comment) or ():
        parent = node.getparent()
        if parent is not None and parent.tag in (NAR + "contentSet", XHTML + "body"):
            yield Found(f"A comment in <{local(parent)}>", node)
            return


@rule(
    "G2614",
    WARNING,
    "A comment between items",
    on="*message",
    why="Importers that walk over the children of itemSet end with an exception at a comment: the message is lost.",
    source="Superdesk, generic NewsML-G2 parser: raises on comments in itemSet",
    mend="Take the comments out.",
    bad={"more": "<!-- end of items -->"},
    good={},
)
def comment_between(message: Message) -> Iterator[Found]:
    for item_set in message.element.iterchildren(NAR + "itemSet"):
        for node in item_set.iterchildren(etree.Comment):
            yield Found("A comment in <itemSet>", node)
            return


@rule(
    "G2615",
    INFO,
    "An id stands twice in a body",
    on="*xhtml",
    why="A link into the body leads to the first of the two, and what a page adds by id (styles, scripts) reaches one.",
    source="XHTML 1.0, section 4.10: id is of type ID; NewsML-G2's schema does not look into the content",
    mend="Give one of the two another id, or none.",
    bad={"xhtml": _xhtml(_TEXT.replace("<p>", '<p id="text">'))},
    good={"xhtml": _xhtml(_TEXT.replace("<p>", '<p id="text">', 1))},
)
def id_twice(item: Item, root: _Element) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for element in root.iter(XHTML + "*"):
        name = element.get("id")
        if name:
            seen[name] = seen.get(name, 0) + 1
            if seen[name] == _TWICE:
                yield Found(f"The id {clip(name)} stands on two elements or more", element, "id")


_TWICE: Final = 2
