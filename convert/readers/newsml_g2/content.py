"""A contentSet to one body: of several renditions the fullest."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree, html

from convert.article import legal
from convert.readers.newsml_g2.blocks import Body, address, body_of, plain_body
from convert.readers.newsml_g2.stream import local
from convert.readers.newsml_g2.words import after_scheme

OWN_GENERATOR: Final = "newsconvert"
REPEATING_PROFILE: Final = "newsconvert-superdesk"

# Of several renditions of one picture the first of these is the picture's address: what a reader would be shown.
_RENDITIONS: Final = ("web", "highRes", "baseImage", "viewImage", "original", "print", "preview", "thumbnail")


def body_in(content_set: etree._Element, *, generator: str | None, profile: str | None) -> Body:
    """Read the body of a text item. `generator` and `profile` are those of its itemMeta.

    Of renditions that say as much the first wins. Ours do: there it is enough to read the first or, where our profile
    says that the XHTML is flattened, the last.
    """
    if generator == OWN_GENERATOR:
        repeats = profile == REPEATING_PROFILE
        contents = list(content_set)
        bodies = _bodies(contents[-1:] if repeats else contents[:1], repeats=repeats)
    else:
        bodies = _bodies(content_set, repeats=False)
    return max(bodies, key=Body.size, default=Body())


def _bodies(content_set: Iterable[etree._Element], *, repeats: bool) -> Iterator[Body]:
    for content in content_set:
        match local(content):
            case "inlineXML":
                roots = [child for child in content if local(child)]
                if roots:
                    yield _read(roots[0], repeats=repeats)
            case "inlineData":
                yield _read_data(content)


def _read(root: etree._Element, *, repeats: bool) -> Body:
    contents = [found for found in root.iter() if local(found) == "body.content"] if local(root) == "nitf" else []
    body = Body()
    for content in contents or [root]:
        body.extend(body_of(content, repeats=repeats))
    return body


def _read_data(content: etree._Element) -> Body:
    text = _decoded(content)
    kind = (content.get("contenttype") or "").partition(";")[0].strip().lower()
    if "html" not in kind and not text.lstrip().startswith("<"):
        return plain_body(text)
    try:
        # As bytes, because lxml refuses a string that begins with an XML declaration.
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # there is no element in it
        return Body()
    _make_legal(root)
    return body_of(root)


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


def pictures_in(content_set: etree._Element) -> list[str]:
    """Return the addresses of the pictures in a contentSet: one for each that is there, best rendition first."""
    found: dict[str, tuple[int, str]] = {}
    for number, content in enumerate(content_set):
        href = address(content.get("href")) if local(content) == "remoteContent" else None
        kind = content.get("contenttype") or "image/"
        if href is None or not kind.startswith(("image/", "application/octet-stream")):
            continue
        rendition = after_scheme(content.get("rendition") or content.get("renditionuri") or "")
        rank = _RENDITIONS.index(rendition) if rendition in _RENDITIONS else len(_RENDITIONS)
        # Renditions of one picture have a name each; without names each address is a picture of its own.
        found[rendition or f"\0{number}"] = (rank, href)
    if all(name.startswith("\0") for name in found):
        return [href for _, href in found.values()]
    return [min(found.values(), key=lambda pair: pair[0])[1]]
