"""A body in XHTML, HTML or NITF to blocks and captions. One walk serves all three: their names do not clash."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from convert.article import Block, BlockKind, Caption
from convert.readers.newsml_g2.stream import local
from convert.readers.newsml_g2.words import flowing, text_of

_CROSSHEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"))
_LISTS: Final = frozenset(("ul", "ol", "dl"))
_ENTRIES: Final = frozenset(("li", "dt", "dd"))
_QUOTES: Final = frozenset(("blockquote", "bq"))
_PICTURES: Final = frozenset(("figure", "media"))
_LEFT_OUT: Final = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "body.head", "body.end", "colgroup", "col")
)
_BLOCKS: Final = (
    _CROSSHEADS
    | _LISTS
    | _ENTRIES
    | _QUOTES
    | _PICTURES
    | frozenset(
        (
            "p", "pre", "table", "nitf-table", "tr", "tbody", "thead", "tfoot", "div", "section", "article", "main",
            "header", "footer", "aside", "nav", "address", "hr", "form", "fieldset", "details", "center", "block",
            "body", "body.content", "note", "fn", "abstract", "hedline", "html", "nitf",
        )
    )
)  # fmt: skip
_BREAK: Final = "\0"  # a <br/> until the paragraph is cut: no XML text can hold it
_PARAGRAPHS: Final = re.compile(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*|\n[ \t]*\n\s*")
_TWO_BREAKS: Final = re.compile(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*")
_ADDRESS: Final = re.compile(r"https?://\S+")


@dataclass(slots=True)
class Body:
    """What a body holds, in reading order."""

    blocks: list[Block] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)

    def extend(self, other: Body) -> None:
        """Append what another body holds."""
        self.blocks += other.blocks
        self.captions += other.captions

    def size(self) -> int:
        """Count the characters of the blocks."""
        return sum(len(block.text) for block in self.blocks)

    def add(self, kind: BlockKind, text: str) -> None:
        """Append a block, unless there is nothing in it."""
        if text:
            self.blocks.append(Block(kind=kind, text=text))

    def add_caption(self, caption: Caption) -> None:
        """Append a caption, unless there is nothing in it or the body has it already."""
        if caption != Caption() and caption not in self.captions:
            self.captions.append(caption)


def body_of(root: etree._Element, *, repeats: bool = False) -> Body:
    """Read a body. With `repeats`, paragraphs that are marked as repeating the metadata stay out."""
    body = Body()
    _walk(root, body, BlockKind.PARAGRAPH, repeats=repeats)
    return body


def plain_body(text: str) -> Body:
    """Read a body of plain text: paragraphs between blank lines, or a paragraph a line where there are none."""
    body = Body()
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = re.split(r"\n[ \t]*\n\s*", text)
    for part in parts if len(parts) > 1 else text.split("\n"):
        body.add(BlockKind.PARAGRAPH, flowing(part))
    return body


def address(value: str | None) -> str | None:
    """Return an absolute web address; None for anything else."""
    value = (value or "").strip()
    return value if _ADDRESS.fullmatch(value) else None


def _walk(element: etree._Element, body: Body, kind: BlockKind, *, repeats: bool) -> None:
    """Read the children of a container; text that stands in it directly is paragraphs too."""
    loose = [element.text or ""]
    for child in element:
        if _is_inline(child):
            loose.append(_inline(child, body))
        elif local(child):
            _add_paragraphs(loose, body, kind)
            loose = []
            if not (repeats and child.get("class") in ("standfirst", "caption")):
                _add_block(child, body, kind, repeats=repeats)
        loose.append(child.tail or "")
    _add_paragraphs(loose, body, kind)


def _add_block(element: etree._Element, body: Body, kind: BlockKind, *, repeats: bool) -> None:
    name = local(element)
    if name in _LEFT_OUT:
        return
    if name in _CROSSHEADS:
        body.add(BlockKind.CROSSHEAD, flowing(_content(element, body).replace(_BREAK, " ")))
    elif name in _LISTS:
        _add_list(element, body)
    elif name in _PICTURES:
        body.add_caption(_caption(element))
    elif name == "tr":
        cells = [flowing(_content(cell, body).replace(_BREAK, " ")) for cell in element if local(cell)]
        body.add(kind, "\t".join(filter(None, cells)))
    elif name == "pre":
        _add_paragraphs([_content(element, body)], body, kind, _PARAGRAPHS)
    else:
        _walk(element, body, BlockKind.QUOTE if name in _QUOTES else kind, repeats=repeats)


def _add_paragraphs(pieces: list[str], body: Body, kind: BlockKind, between: re.Pattern[str] = _TWO_BREAKS) -> None:
    text = "".join(pieces)
    for part in between.split(text) if _BREAK in text or between is _PARAGRAPHS else (text,):
        body.add(kind, flowing(part.replace(_BREAK, "\n")))


def _add_list(element: etree._Element, body: Body) -> None:
    entries = [_entry(entry, body) for entry in element.iter() if local(entry) in _ENTRIES]
    body.add(BlockKind.LIST, "\n".join(filter(None, entries)))


def _entry(element: etree._Element, body: Body) -> str:
    """Return the text of an entry without that of a list inside it, whose entries come by themselves."""
    pieces = [element.text or ""]
    for child in element:
        if local(child) not in _LISTS:
            pieces += ("", _inline(child, body), "") if _is_inline(child) else ("\n", _content(child, body), "\n")
        pieces.append(child.tail or "")
    return flowing("".join(pieces).replace(_BREAK, "\n"))


def _is_inline(element: etree._Element) -> bool:
    name = local(element)
    if not name or name in _BLOCKS or name in _LEFT_OUT:
        return False
    return not any(local(found) in _BLOCKS for found in element.iterdescendants())


def _inline(element: etree._Element, body: Body) -> str:
    name = local(element)
    if name == "br":
        return _BREAK
    if name == "img":
        body.add_caption(Caption(alt=_known(element.get("alt")), url=address(element.get("src"))))
        return ""
    return _content(element, body)


def _content(element: etree._Element, body: Body) -> str:
    pieces = [element.text or ""]
    for child in element:
        if local(child) in _BLOCKS:
            pieces += ("\n", _content(child, body), "\n")
        elif local(child) and local(child) not in _LEFT_OUT:
            pieces.append(_inline(child, body))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _caption(element: etree._Element) -> Caption:
    found = {local(child): child for child in reversed(list(element.iterdescendants()))}
    image, reference = found.get("img"), found.get("media-reference")
    words = found.get("figcaption")
    return Caption(
        text=text_of(words if words is not None else found.get("media-caption")),
        alt=_known((image.get("alt") if image is not None else None) or _attribute(reference, "alternate-text")),
        credit=text_of(found.get("media-producer")),
        url=address(_attribute(image, "src") or _attribute(reference, "source")),
    )


def _attribute(element: etree._Element | None, name: str) -> str | None:
    return None if element is None else element.get(name)


def _known(text: str | None) -> str | None:
    return flowing(text or "") or None
