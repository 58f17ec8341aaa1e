"""One walk over a body, from its first character to its last, in time linear in its size and at any depth.

Text goes into a buffer, which is emptied at each boundary of a block. An element that becomes one text of its own (a
crosshead, a list, a row of a table, the words of a picture) opens a frame; while it is open, boundaries within it are
blanks, entries or cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from convert.article import BlockKind, Caption
from convert.readers.newsml_g2 import names
from convert.readers.newsml_g2.body import Body
from convert.readers.newsml_g2.stream import local
from convert.readers.newsml_g2.words import flowing, solid

_BREAK: Final = "\0"  # a <br/> until the paragraph is cut: no XML text can hold it
_TWO_BREAKS: Final = re.compile(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*")
_BLANK_LINES: Final = re.compile(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*|\n[ \t]*\n\s*")
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S+")
_RAISED: Final = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
"""Plain digits would say something else: ten to the sixth is not 106."""

_LAID_OUT: Final = frozenset(("rt", "frac-den"))
_REPEATING: Final = frozenset(("standfirst", "caption"))


def body_of(root: etree._Element, *, repeats: bool = False) -> Body:
    """Read a body. With `repeats`, paragraphs that are marked as repeating the metadata are kept apart."""
    walk = _Walk(root, repeats=repeats)
    walk.run()
    return walk.body


@dataclass(slots=True)
class _Frame:
    """An element that becomes one text; `texts` are the entries or cells in it, `outer` is the buffer around it."""

    element: etree._Element
    name: str
    outer: list[str]
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Figure:
    """A picture whose words are being read."""

    element: etree._Element
    text: list[str] = field(default_factory=list)
    credit: list[str] = field(default_factory=list)
    alt: str | None = None
    url: str | None = None
    has_image: bool = False


class _Walk:
    def __init__(self, root: etree._Element, *, repeats: bool) -> None:
        self.body = Body()
        self._root = root
        self._repeats = repeats
        self._buffer: list[str] = []
        self._frames: list[_Frame] = []
        self._figures: list[_Figure] = []
        self._with_image = _around_images(root)
        self._quotes = 0
        self._preformatted = 0

    def run(self) -> None:
        walk = etree.iterwalk(self._root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            name = local(element)
            if event == "start":
                if name in names.NOT_TEXT or name in names.LEFT_OUT or name == names.HEAD_OF_NITF:
                    self._pass_over(name, element)
                    walk.skip_subtree()
                    continue
                self._start(name, element)
            elif event == "end":
                self._end(name, element)
            if event != "start" and element is not self._root and element.tail:
                self._buffer.append(element.tail)
        self._flush()
        self.body.count(self._root)

    def _pass_over(self, name: str, element: etree._Element) -> None:
        if name in names.BLOCKS:
            self._boundary(name)
        if name not in names.LEFT_OUT:
            self.body.beside += solid("".join(map(str, element.itertext())))

    def _start(self, name: str, element: etree._Element) -> None:
        text = element.text or ""
        if name in names.BLOCKS:
            self._boundary(name)
            self._open(name, element)
        elif name in names.IMAGES:
            self._see(element)
        elif name == "br":
            self._buffer.append(_BREAK)
        elif name in ("sup", "sub") and text and len(element) == 0:
            text = _shifted(text, _RAISED if name == "sup" else _LOWERED)
        elif name in _LAID_OUT:
            self._insert(_opening(name, element))
        if text:
            self._buffer.append(text)

    def _end(self, name: str, element: etree._Element) -> None:
        if self._frames and self._frames[-1].element is element:
            self._close(self._frames.pop())
        elif name in names.BLOCKS:
            self._boundary(name)
        elif name == "rt" and _opening(name, element):
            self._insert(")")
        if name in names.QUOTES:
            self._quotes -= 1
        elif name == "pre":
            self._preformatted -= 1
        elif self._figures and self._figures[-1].element is element:
            self._show(self._figures.pop())

    def _open(self, name: str, element: etree._Element) -> None:
        if name in names.QUOTES:
            self._quotes += 1
        elif name == "pre":
            self._preformatted += 1
        elif name in names.FIGURES and element in self._with_image:
            self._figures.append(_Figure(element))
        is_whole = name in names.CROSSHEADS or name in names.LISTS or name == "tr" or self._is_repeating(element)
        is_words = self._figures and (name in names.CAPTIONS or name in names.CREDITS)
        if is_words or (is_whole and not self._frames):
            self._frames.append(_Frame(element, name, self._buffer))
            self._buffer = []

    def _is_repeating(self, element: etree._Element) -> bool:
        return self._repeats and element.get("class") in _REPEATING

    def _boundary(self, name: str) -> None:
        """Keep apart what stands before and after the edge of a block."""
        if not self._frames:
            self._flush()
            return
        frame = self._frames[-1]
        parts = frame.name in names.LISTS and (name in names.ENTRIES or name in names.LISTS)
        if parts or (frame.name == "tr" and name in names.CELLS):
            frame.texts.append(self._taken())
        else:
            self._buffer.append("\n")

    def _close(self, frame: _Frame) -> None:
        frame.texts.append(self._taken())
        self._buffer = frame.outer
        texts = list(filter(None, frame.texts))
        if self._figures and frame.name in names.CAPTIONS:
            self._figures[-1].text += texts
        elif self._figures and frame.name in names.CREDITS:
            self._figures[-1].credit += texts
        elif frame.name in names.LISTS:
            self.body.add(BlockKind.LIST, "\n".join(texts))
        elif frame.name in names.CROSSHEADS:
            self.body.add(BlockKind.CROSSHEAD, " ".join(texts))
        elif self._is_repeating(frame.element):
            self.body.repeated += [(str(frame.element.get("class")), text) for text in texts]
        else:
            self.body.add(self._kind(), "\t".join(texts))

    def _taken(self) -> str:
        text = flowing("".join(self._buffer).replace(_BREAK, "\n"))
        self._buffer = []
        return text

    def _kind(self) -> BlockKind:
        return BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH

    def _flush(self) -> None:
        """Make paragraphs of the buffer: two line breaks end one, in preformatted text a blank line does."""
        text = "".join(self._buffer)
        self._buffer = []
        if not text or text.isspace():
            return
        if self._preformatted:
            parts = _BLANK_LINES.split(text)
        else:
            parts = _TWO_BREAKS.split(text) if _BREAK in text else [text]
        for part in parts:
            self.body.add(self._kind(), flowing(part.replace(_BREAK, "\n")))

    def _insert(self, text: str) -> None:
        self._buffer.append(text)
        self.body.added += len(text)

    def _see(self, element: etree._Element) -> None:
        """Read a picture; the first one in a figure is what the figure's words belong to."""
        url, alt = _source(element), _known(element.get("alt") or element.get("alternate-text"))
        figure = self._figures[-1] if self._figures else None
        if figure is None or (figure.has_image and local(element) != "media-reference"):
            self.body.add_caption(Caption(alt=alt, url=url))
            return
        figure.has_image = True
        figure.alt, figure.url = figure.alt or alt, figure.url or url

    def _show(self, figure: _Figure) -> None:
        text, credit = " ".join(figure.text) or None, " ".join(figure.credit) or None
        self.body.add_caption(Caption(text=text, alt=figure.alt, credit=credit, url=figure.url))


def _around_images(root: etree._Element) -> set[etree._Element]:
    """Return the elements that hold an image. Each is come upon once, whatever number of images it holds."""
    found: set[etree._Element] = set()
    for image in root.iter(*(f"{{*}}{name}" for name in names.IMAGES)):
        around = image.getparent()
        while around is not None and around not in found:
            found.add(around)
            around = around.getparent()
    return found


def _opening(name: str, element: etree._Element) -> str:
    """Return what stands for the layout of ruby and of fractions, where the text does not say it itself."""
    before = element.getprevious()
    if name == "rt" and (before is None or local(before) != "rp"):
        return "("
    if name == "frac-den" and not (before is not None and local(before) == "frac-sep" and (before.text or "").strip()):
        return "/"
    return ""


def _shifted(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if all(ord(letter) in table for letter in text.strip()) else text


def _source(element: etree._Element) -> str | None:
    """Return the address of a picture; None for one without, and for a video or a sound."""
    kinds = (element.get("mime-type") or "image", _parent_type(element) or "image")
    if not all(kind.lower().startswith("image") for kind in kinds):
        return None
    named = (element.get(name) for name in ("src", "source", "data-src"))
    return next((found for value in named if value and (found := _address(value))), None)


def _parent_type(element: etree._Element) -> str | None:
    parent = element.getparent()
    return parent.get("media-type") if parent is not None and local(element) == "media-reference" else None


def _address(value: str) -> str | None:
    value = value.strip()
    return value if _ADDRESS.fullmatch(value) else None


def _known(text: str | None) -> str | None:
    return flowing(text or "") or None
