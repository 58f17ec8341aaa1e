"""Rules on the contentSet: that there is content, that it is of the item's class, and that files can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from lxml.etree import _Element

_CLASS: Final = "NewsML-G2 XML Schema, itemClass: in accordance with the structure of the content"
_PICTURE: Final = '<itemClass qcode="ninat:picture"/>'


def _picture(remote: str) -> dict[str, str]:
    return {"itemClass": _PICTURE, "contentSet": f"<contentSet>{remote}</contentSet>"}


_FILE: Final = '<remoteContent rendition="rnd:web" contenttype="image/jpeg" href="https://example.com/1.jpg"/>'


@rule(
    "G2651",
    INFO,
    "The news item has no content",
    on="*item",
    why="Importers refuse it; an item without content is right only for a withdrawal or a message about another item.",
    source="Superdesk: raises without contentSet; Rewpert-G2: content is required",
    mend="Write the contentSet.",
    bad={"contentSet": ""},
    good={"contentSet": "", "pubStatus": '<pubStatus qcode="stat:canceled"/>'},
)
def content_absent(item: Item, element: _Element) -> Iterator[Found]:
    if item.kind == "newsItem" and item.content_set is None and item.status != "canceled":
        yield Found("The newsItem has no contentSet", element)


@rule(
    "G2652",
    WARNING,
    "The contentSet is empty",
    on="contentSet",
    why="Importers look for the first rendition in it and end with an error, or import an empty article.",
    source="NewsML-G2 XML Schema, contentSet; Superdesk, pyconverters-newsml",
    mend="Write the content, or leave contentSet out.",
    bad={"xhtml": "", "nitf": ""},
    good={"xhtml": ""},
)
def content_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not any(isinstance(child.tag, str) for child in element):
        yield Found("contentSet is empty", element)


@rule(
    "G2653",
    WARNING,
    "The content is not of the item's class",
    on="*item",
    why="Receivers sort by itemClass: a text item without text, or a picture item without file, is handled as what it "
    "is not.",
    source=_CLASS,
    mend="Correct itemClass, or the content.",
    bad={"itemClass": _PICTURE},
    good=_picture(_FILE),
)
def class_content(item: Item, element: _Element) -> Iterator[Found]:
    if item.content_set is None or item.nature is None or item.kind != "newsItem":
        return
    inline = [c for c in item.content_set if c.tag in (NAR + "inlineXML", NAR + "inlineData")]
    remote = [c for c in item.content_set if c.tag == NAR + "remoteContent"]
    if item.nature in ("picture", "graphic", "video", "audio", "animated") and inline and not remote:
        yield Found(f"itemClass says {item.nature}, the content is inline and no file", inline[0])
    elif item.nature == "text" and remote and not inline and all(_is_media(r) for r in remote):
        yield Found("itemClass says text, the content is a picture, sound or video", remote[0])


def _is_media(remote: _Element) -> bool:
    return (remote.get("contenttype") or "").partition("/")[0] in ("image", "video", "audio")


_MEDIA: Final = {
    "picture": frozenset({"image", "application"}),
    "graphic": frozenset({"image", "application", "text"}),
    "video": frozenset({"video", "image", "application", "audio"}),
    "audio": frozenset({"audio", "application", "image"}),
}


@rule(
    "G2654",
    WARNING,
    "The file is not of the item's class",
    on="remoteContent",
    why="A video in a picture item is opened as a picture, and fails.",
    source=_CLASS,
    mend="Correct contenttype or itemClass.",
    bad=_picture('<remoteContent rendition="rnd:web" contenttype="video/mp4" href="https://example.com/1.mp4"/>'),
    good=_picture(_FILE),
)
def class_media(item: Item, element: _Element) -> Iterator[Found]:
    kind = (element.get("contenttype") or "").partition("/")[0].strip().lower()
    allowed = _MEDIA.get(item.nature or "")
    if kind in ("image", "video", "audio", "text") and allowed and kind not in allowed:
        yield Found(
            f"itemClass says {item.nature}, the file is {clip(element.get('contenttype', ''))}", element, "contenttype"
        )


@rule(
    "G2655",
    WARNING,
    "A file without address",
    on="remoteContent",
    why="There is nothing to fetch.",
    source="NewsML-G2 XML Schema, remoteContent: href or residref",
    mend="Write href or residref.",
    bad=_picture('<remoteContent rendition="rnd:web" contenttype="image/jpeg"/>'),
    good=_picture(_FILE),
)
def no_address(item: Item, element: _Element) -> Iterator[Found]:
    if not any((element.get(name) or "").strip() for name in ("href", "residref")):
        yield Found("remoteContent has neither href nor residref", element)


@rule(
    "G2656",
    WARNING,
    "One rendition twice",
    on="contentSet",
    why="A receiver that asks for the web rendition finds two: it takes the first, or the last wins.",
    source="NewsML-G2 Guidelines, renditions of a picture",
    mend="Give each its own rendition.",
    bad=_picture(_FILE + _FILE.replace("1.jpg", "2.jpg")),
    good=_picture(_FILE + _FILE.replace("1.jpg", "2.jpg").replace("rnd:web", "rnd:highRes")),
)
def rendition_twice(item: Item, element: _Element) -> Iterator[Found]:
    seen: set[tuple[str, str]] = set()
    for child in element.iterchildren(NAR + "remoteContent"):
        rendition = child.get("rendition") or child.get("renditionuri")
        key = (rendition or "", child.get("contenttype", ""))
        if rendition and key in seen:
            yield Found(f"The rendition {clip(rendition)} stands twice", child, "rendition")
        seen.add(key)


@rule(
    "G2657",
    WARNING,
    "A file without a rendition",
    on="remoteContent",
    why="The sizes of a picture are told apart by it: Superdesk refuses an item with a file that has none.",
    source="Superdesk, generic NewsML-G2 parser: rendition with a colon",
    mend='Write rendition, such as "rnd:highRes".',
    bad=_picture('<remoteContent contenttype="image/jpeg" href="https://example.com/1.jpg"/>'),
    good=_picture(_FILE),
)
def no_rendition(item: Item, element: _Element) -> Iterator[Found]:
    if element.getparent() is item.content_set and not element.get("rendition"):
        yield Found("remoteContent has no rendition", element)


@rule(
    "G2658",
    WARNING,
    "A size that no picture has",
    on=("remoteContent", "icon"),
    why="Layouts reserve room by width and height; nothing fits into none.",
    source="NewsML-G2 XML Schema, width and height",
    mend="Write the size in pixels, or leave it out.",
    bad=_picture(_FILE.replace("/>", ' width="0" height="480"/>')),
    good=_picture(_FILE.replace("/>", ' width="640" height="480"/>')),
)
def no_size(item: Item, element: _Element) -> Iterator[Found]:
    for name in ("width", "height", "size"):
        if (element.get(name) or "1").strip().lstrip("0") == "":
            yield Found(f"{name} is 0", element, name)
