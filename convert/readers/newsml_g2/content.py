"""A contentSet to one body: of several renditions the fullest."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree, html

from convert.article import legal
from convert.readers.newsml_g2.body import Body, plain_body
from convert.readers.newsml_g2.item import OWN_GENERATOR
from convert.readers.newsml_g2.stream import local
from convert.readers.newsml_g2.values import address
from convert.readers.newsml_g2.walk import body_of
from convert.readers.newsml_g2.words import after_scheme

REPEATING_PROFILE: Final = "newsconvert-superdesk"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# Of several renditions of one picture the first of these is the picture's address: what a reader would be shown.
_RENDITIONS: Final = ("web", "highRes", "baseImage", "viewImage", "original", "print", "preview", "thumbnail")

# What the end of an address tells where no media type is stated.
_PICTURES: Final = frozenset("jpg jpeg jpe png gif webp avif svg tif tiff bmp heic jp2 eps".split())
_OTHERS: Final = frozenset(
    "mp4 m4v mov avi webm wmv mpg mpeg flv mkv ts m3u8 mp3 m4a wav ogg oga aac flac pdf doc docx xls xlsx ppt pptx odt "
    "rtf htm html xhtml xml txt csv json zip gz swf srt vtt".split()
)


def body_in(content_set: etree._Element, *, generator: str | None, profile: str | None, tongue: str | None) -> Body:
    """Read the body of a text item. `generator` and `profile` are those of its itemMeta, `tongue` is its language.

    Of the renditions in that language, or in none that is stated, the fullest; the first of those that say as much.
    Where our own profile says that the XHTML is flattened it is the last.
    """
    contents = list(content_set)
    repeats = generator == OWN_GENERATOR and profile == REPEATING_PROFILE
    if repeats:
        contents.reverse()
    if generator == OWN_GENERATOR and _say_the_same(contents):
        contents = contents[:1]
    bodies = [(_speaks(content, tongue), body) for content, body in _bodies(contents, repeats=repeats)]
    spoken = [body for speaks, body in bodies if speaks and body.blocks]
    chosen = max(spoken or [body for _, body in bodies], key=Body.size, default=Body())
    chosen.foreign = sum(bool(body.blocks) for speaks, body in bodies if spoken and not speaks)
    return chosen


def _say_the_same(contents: list[etree._Element]) -> bool:
    """Say whether two renditions have the same characters: then it is enough to read one."""
    bodies = [
        content.find(path) for content in contents for path in ("{*}html/{*}body", "{*}nitf/{*}body/{*}body.content")
    ]
    texts = ["".join("".join(map(str, body.itertext())).split()) for body in bodies if body is not None]
    return len(texts) == len(contents) and len(set(texts)) == 1


def _bodies(content_set: Iterable[etree._Element], *, repeats: bool) -> Iterator[tuple[etree._Element, Body]]:
    for content in content_set:
        match local(content):
            case "inlineXML":
                yield content, body_of(content, repeats=repeats)
            case "inlineData":
                yield content, _read_data(content)


def _speaks(content: etree._Element, tongue: str | None) -> bool:
    """Say whether a rendition is in a language, as far as it states one."""
    roots = (content, *content.iterchildren(etree.Element))
    stated = [root.get(name) for root in roots for name in ("language", "hreflang", XML_LANG, "lang")]
    own = next(filter(None, stated), None)
    return own is None or tongue is None or _primary(own) == _primary(tongue)


def _primary(tag: str) -> str:
    return tag.strip().lower().partition("-")[0]


def _read_data(content: etree._Element) -> Body:
    text = _decoded(content)
    kind = (content.get("contenttype") or "").partition(";")[0].strip().lower()
    if "html" not in kind and not text.lstrip().startswith("<"):
        return plain_body(text)
    # Our own limit of an item is what bounds it; the parser's would end the text without a word.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # As bytes, because lxml refuses a string that begins with an XML declaration.
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # there is no element in it
        return Body()
    _make_legal(root)
    body = body_of(root)
    body.too_deep = any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log)
    return body


def _make_legal(root: etree._Element) -> None:
    """Leave out what XML forbids: in HTML a reference such as `&#12;` makes such a character."""
    for element in root.iter(etree.Element):
        for name, value in element.items():
            element.set(name, legal(str(value))[0])
        if element.text:
            element.text = legal(element.text)[0]
        if element.tail:
            element.tail = legal(element.tail)[0]


def _decoded(content: etree._Element) -> str:
    text = content.text or ""
    if after_scheme(content.get("encoding") or content.get("encodinguri") or "") != "base64":
        return text
    try:
        return legal(base64.b64decode(text).decode("utf-8"))[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def pictures_in(content_set: etree._Element, tongue: str | None, *, beside_text: bool = False) -> list[str]:
    """Return the addresses of the pictures in a contentSet: one for each that is there, best rendition first.

    Renditions in the language, or in none, come before others. `beside_text`: what stands beside a text is a picture
    only if something says so.
    """
    found: dict[str, tuple[tuple[bool, int], str]] = {}
    for number, content in enumerate(content_set):
        href = address(content.get("href")) if local(content) == "remoteContent" else None
        rendition = after_scheme(content.get("rendition") or content.get("renditionuri") or "")
        if href is None or not _is_picture(content, href, unless_said=not beside_text or rendition in _RENDITIONS):
            continue
        rank = _RENDITIONS.index(rendition) if rendition in _RENDITIONS else len(_RENDITIONS)
        # Renditions of one picture have a name each; without names each address is a picture of its own.
        name = rendition or f"\0{number}"
        order = (not _speaks(content, tongue), rank)
        if name not in found or order < found[name][0]:
            found[name] = (order, href)
    if all(name.startswith("\0") for name in found):
        return list(dict.fromkeys(href for _, href in found.values()))
    return [min(found.values(), key=lambda pair: pair[0])[1]]


def _is_picture(content: etree._Element, href: str, *, unless_said: bool) -> bool:
    """Tell a picture by its media type, else by the end of its address; `unless_said` is the answer to neither."""
    stated = (content.get("contenttype") or "").strip().lower()
    if stated:
        return stated.startswith(("image/", "application/octet-stream"))
    ending = href.partition("#")[0].partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()
    return ending in _PICTURES or (unless_said and ending not in _OTHERS)
