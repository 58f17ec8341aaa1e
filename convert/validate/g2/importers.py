"""Rules on what real importers lose of this very file. Each says which one, and all were measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.content import _TEXT, _xhtml
from convert.validate.g2.model import NITF, XHTML, Item, local, text_of
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found

if TYPE_CHECKING:
    from lxml.etree import _Element

_SUPERDESK: Final = (
    "Superdesk, generic NewsML-G2 parser: takes the direct text of each child of the last rendition's body"
)
_MESSAGE: Final = "Superdesk's XHTML reader"


def _read_as_xhtml(item: Item) -> _Element | None:
    """Return the XHTML body that Superdesk reads: that of the last rendition, if it is XHTML."""
    if not item.bodies or item.bodies[-1][0] != "xhtml":
        return None
    return item.bodies[-1][1].find(XHTML + "body")


def _nitf_only(content: str) -> str:
    return (
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
        f"<body><body.content>{content}</body.content></body></nitf></inlineXML>"
    )


@rule(
    "G2701",
    WARNING,
    "Inline markup cuts paragraphs short",
    on="*item",
    why="The importer takes a paragraph up to its first element: what follows a link or an emphasis is lost, and a "
    "paragraph that begins with one is lost whole. Nothing is reported.",
    source=_SUPERDESK,
    mend="Add NITF with body.content/block as the last rendition, or write paragraphs without markup.",
    bad={"xhtml": _xhtml(_TEXT.replace("outer islands", "<b>outer</b> islands")), "nitf": ""},
    good={"xhtml": _xhtml(_TEXT.replace("outer islands", "<b>outer</b> islands"))},
)
def inline_markup(item: Item, element: _Element) -> Iterator[Found]:
    body = _read_as_xhtml(item)
    cut = [block for block in (() if body is None else body) if _is_cut(block)]
    if cut:
        more = f"; {len(cut)} blocks in all" if len(cut) > 1 else ""
        yield Found(f"<{local(cut[0])}> has markup inside, and {_MESSAGE} stops there{more}", cut[0])


_TEXT_BLOCKS: Final = frozenset(XHTML + name for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address"))


def _is_cut(block: _Element) -> bool:
    return block.tag in _TEXT_BLOCKS and len(block) > 0 and len(text_of(block)) > len((block.text or "").strip())


@rule(
    "G2702",
    WARNING,
    "Lists, quotes or wrappers in the body are not read",
    on="*item",
    why="The importer takes the direct text of the body's children: sections, divs, lists, quotes, figures have none, "
    "and vanish with all that is in them.",
    source=_SUPERDESK,
    mend="Put paragraphs directly into body, or add NITF with body.content/block as the last rendition.",
    bad={"xhtml": _xhtml(f"<section>{_TEXT}</section>"), "nitf": ""},
    good={"xhtml": _xhtml(f"<section>{_TEXT}</section>")},
)
def wrappers(item: Item, element: _Element) -> Iterator[Found]:
    body = _read_as_xhtml(item)
    lost = [
        b
        for b in (() if body is None else body)
        if isinstance(b.tag, str) and b.tag not in _TEXT_BLOCKS and len(b) and text_of(b)
    ]
    if lost:
        more = f", and {len(lost) - 1} more" if len(lost) > 1 else ""
        yield Found(
            f"<{local(lost[0])}> has its text in inner elements, which {_MESSAGE} does not look into{more}", lost[0]
        )


@rule(
    "G2703",
    WARNING,
    "Text directly in the body",
    on="*xhtml",
    why="Readers take the body's children: words that stand between them are lost.",
    source=_SUPERDESK,
    mend="Put the words into a paragraph.",
    bad={"xhtml": _xhtml(_TEXT.replace("<p>", "").replace("</p>", " "))},
    good={"xhtml": _xhtml(_TEXT)},
)
def bare_text(item: Item, root: _Element) -> Iterator[Found]:
    body = root.find(XHTML + "body")
    if body is None:
        return
    if (body.text or "").strip():
        yield Found("Text stands directly in body", body)
        return
    for child in body:
        if (child.tail or "").strip():
            yield Found(f"Text stands directly in body, after <{local(child)}>", child)
            return


@rule(
    "G2704",
    WARNING,
    "NITF whose paragraphs are in no block",
    on="*item",
    why="The importer reads body.content/block/*: paragraphs directly in body.content give an empty article.",
    source="Superdesk, generic NewsML-G2 parser: body.content/block",
    mend="Wrap the paragraphs into one block.",
    bad={"xhtml": "", "nitf": _nitf_only(_TEXT)},
    good={"xhtml": "", "nitf": _nitf_only(f"<block>{_TEXT}</block>")},
)
def nitf_no_block(item: Item, element: _Element) -> Iterator[Found]:
    if not item.bodies or item.bodies[-1][0] != "nitf":
        return
    content = item.bodies[-1][1].find(f"{NITF}body/{NITF}body.content")
    outside = [
        child
        for child in (() if content is None else content)
        if isinstance(child.tag, str) and child.tag != NITF + "block"
    ]
    lost = [child for child in outside if text_of(child)]
    if lost:
        yield Found(f"<{local(lost[0])}> stands in body.content and in no block", lost[0])


@rule(
    "G2705",
    WARNING,
    "NITF stands before XHTML",
    on="*item",
    why="One importer lets the last rendition win, others take the first: so each gets the one it reads worse, "
    "and up to all words are lost.",
    source="Superdesk: last inlineXML; pyconverters-newsml: first",
    mend="Put XHTML first and NITF last.",
    bad={"xhtml": _nitf_only(f"<block>{_TEXT}</block>"), "nitf": _xhtml(_TEXT)},
    good={"xhtml": _xhtml(_TEXT), "nitf": _nitf_only(f"<block>{_TEXT}</block>")},
)
def order(item: Item, element: _Element) -> Iterator[Found]:
    kinds = [kind for kind, _ in item.bodies]
    if "nitf" in kinds and "xhtml" in kinds[kinds.index("nitf") :]:
        yield Found("NITF stands before XHTML in the contentSet", item.bodies[kinds.index("nitf")][1])


@rule(
    "G2706",
    INFO,
    "Text as XHTML only",
    on="*item",
    why="NITF with body.content/block as the last rendition is what Superdesk reads whole; XHTML it reads in part.",
    source=_SUPERDESK,
    mend="Add NITF as the last rendition.",
    bad={"nitf": ""},
    good={"nitf": _nitf_only(f"<block>{_TEXT}</block>")},
)
def no_nitf(item: Item, element: _Element) -> Iterator[Found]:
    if item.bodies and _is_plain_xhtml(item):
        yield Found("The text has no rendition in NITF", item.bodies[0][1])


def _is_plain_xhtml(item: Item) -> bool:
    body = _read_as_xhtml(item)
    if body is None or any(kind == "nitf" for kind, _ in item.bodies):
        return False
    return bool(item.words_of(item.bodies[-1][1]).text) and not any(len(block) for block in body)


_SHARE: Final = 0.95
"""Share of the longer rendition's words that the shorter one has to have; crossheads and credits differ by less."""


@rule(
    "G2707",
    WARNING,
    "One rendition has fewer words than the other",
    on="*item",
    why="Each importer reads one rendition: those that read the shorter one get part of the article.",
    source="NewsML-G2 XML Schema, contentSet: alternate renditions of the content",
    mend="Put the whole text into both.",
    bad={
        "nitf": _nitf_only("<block><p>The ferry to the outer islands runs again after nine days of storm.</p></block>")
    },
    good={"nitf": _nitf_only(f"<block>{_TEXT}</block>")},
)
def renditions_differ(item: Item, element: _Element) -> Iterator[Found]:
    if len(item.bodies) != 2 or {kind for kind, _ in item.bodies} != {"xhtml", "nitf"}:  # noqa: PLR2004 - a pair
        return
    words = {kind: item.words_of(root) for kind, root in item.bodies}
    if all(one.spaced for one in words.values()):
        sizes = {kind: one.count for kind, one in words.items()}
    else:
        sizes = {kind: len("".join(one.text.split())) for kind, one in words.items()}
    few = min(sizes, key=lambda kind: (sizes[kind], kind))
    many = "nitf" if few == "xhtml" else "xhtml"
    if sizes[few] < _SHARE * sizes[many]:
        root = next(root for kind, root in item.bodies if kind == few)
        yield Found(f"The {_NAMES[few]} has {sizes[few]} words, the {_NAMES[many]} {sizes[many]}", root)


_NAMES: Final = {"xhtml": "XHTML", "nitf": "NITF"}


@rule(
    "G2708",
    WARNING,
    "A file beside the text in one contentSet",
    on="*item",
    why="A contentSet holds renditions of one content. An importer that finds a picture beside text drops the article; "
    "another makes a picture without a caption of it.",
    source="Rewpert-G2: contains no newsItems; NewsML-G2 Guidelines: a news item conveys one piece of content",
    mend="Give the picture a newsItem of its own, and tie both in a packageItem.",
    bad={"xhtml": '<remoteContent rendition="rnd:web" contenttype="image/jpeg" href="https://example.com/1.jpg"/>'},
    good={"xhtml": ""},
)
def remote_beside_text(item: Item, element: _Element) -> Iterator[Found]:
    if not item.bodies or item.content_set is None:
        return
    for remote in item.content_set.iterchildren(NAR + "remoteContent"):
        kind = (remote.get("contenttype") or "").partition("/")[0]
        if kind in ("image", "video", "audio", ""):
            yield Found("remoteContent stands beside the text", remote)
            return


@rule(
    "G2709",
    WARNING,
    "A break between words in NITF",
    on="*nitf",
    why="The importer drops br and puts nothing in its place: the words before and after it become one.",
    source="Superdesk, generic NewsML-G2 parser: elements of NITF that it keeps",
    mend="Put a blank before the break, or begin a new paragraph.",
    bad={
        "xhtml": "",
        "nitf": _nitf_only(
            "<block><p>The ferry to the outer islands<br/>runs again after nine days of storm.</p></block>"
        ),
    },
    good={
        "xhtml": "",
        "nitf": _nitf_only(
            "<block><p>The ferry to the outer islands <br/>runs again after nine days of storm.</p></block>"
        ),
    },
)
def glued(item: Item, root: _Element) -> Iterator[Found]:
    for node in item.by.get(NITF + "br") or ():
        parent, previous = node.getparent(), node.getprevious()
        if parent is None:
            continue
        before = parent.text if previous is None else previous.tail
        after = node.tail or ""
        if before and after and not before[-1].isspace() and not after[0].isspace():
            yield Found("br stands between two words, without a blank", node)
            return
