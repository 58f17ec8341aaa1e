"""Items to articles: each text with the pictures that a package binds to it, wherever in the message they stand."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final

from lxml import etree
from pydantic import ValidationError

from convert.article import Article, Caption, Identity
from convert.diagnostics import Diagnostic, Severity, diagnostic
from convert.readers.newsml_g2 import values
from convert.readers.newsml_g2.blocks import Body
from convert.readers.newsml_g2.content import body_in, pictures_in
from convert.readers.newsml_g2.head import read_head
from convert.readers.newsml_g2.item import caption_of, fields_of, item_class, made_by, part_captions
from convert.readers.newsml_g2.stream import elements, line_of, local
from convert.readers.newsml_g2.words import after_scheme

_MOST_WAITING: Final = 64
_MOST_KNOWN: Final = 4096
"""How many texts wait for their package, how many pictures and packages for their text: memory has to end somewhere.
Agencies' messages hold one text, or a handful."""

_MOST_CHARACTERS: Final = 1 << 24
"""Characters of all the bodies that wait, for the same reason."""

_PICTURES: Final = frozenset(("picture", "graphic", "graphics", "image", "photo"))


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item: an article, or the reason why there is none; and the remarks on it."""

    article: Article | None
    guid: str
    sha256: str
    findings: tuple[Diagnostic, ...]

    @property
    def is_refused(self) -> bool:
        """True when an error stands among the findings."""
        return any(found.severity is Severity.ERROR for found in self.findings)

    def noting(self, remarks: tuple[Diagnostic, ...]) -> Item:
        """Return the item with more remarks on it."""
        return replace(self, findings=(*self.findings, *remarks)) if remarks else self


@dataclass(slots=True)
class _Text:
    """A text that waits for its pictures. `pictures`: the guids its package names, None as long as there is none."""

    fields: dict[str, Any]
    findings: list[Diagnostic]
    placed: list[tuple[int | None, Caption]]
    guid: str
    sha256: str
    size: int
    pictures: tuple[str, ...] | None = None


@dataclass(slots=True)
class _Desk:
    """Where the parts of a message meet."""

    waiting: deque[_Text] = field(default_factory=deque)
    pictures: dict[str, Caption] = field(default_factory=dict)
    packages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    alone: int = 0
    texts: int = 0

    def is_full(self) -> bool:
        """Say whether more texts wait than memory is meant for."""
        return len(self.waiting) > _MOST_WAITING or sum(text.size for text in self.waiting) > _MOST_CHARACTERS

    def keep_picture(self, guid: str, caption: Caption) -> None:
        """Keep a picture for the texts of its package; of too many the oldest goes."""
        if len(self.pictures) >= _MOST_KNOWN:
            oldest = next(iter(self.pictures))
            del self.pictures[oldest]
            self.alone += oldest not in self.bound
            self.bound.discard(oldest)
        self.pictures[guid] = caption

    def keep_package(self, text: str, pictures: tuple[str, ...]) -> None:
        """Keep what a package says of a text, for the text that waits and for the one still to come."""
        if len(self.packages) >= _MOST_KNOWN:
            del self.packages[next(iter(self.packages))]
        self.packages[text] = pictures
        for waiting in self.waiting:
            if waiting.guid == text:
                waiting.pictures = pictures


def items(source: bytes | BinaryIO) -> Iterator[Item]:
    """Yield what a document holds, in the order of its texts; what cannot be read comes as a refused item."""
    desk = _Desk()
    for element in elements(source):
        if isinstance(element, Diagnostic):
            yield from _finished(desk, at_end=True)
            yield Item(None, "", "", (element,))
            return
        left_out = _take(desk, element)
        if left_out is not None:
            yield left_out
        yield from _finished(desk)
    yield from _finished(desk, at_end=True)
    if not desk.texts:
        yield Item(None, "", "", (diagnostic("read.no-item"),))
    elif alone := desk.alone + len(desk.pictures.keys() - desk.bound):
        yield Item(None, "", "", (diagnostic("read.picture-alone", f"{alone} of them"),))


def _take(desk: _Desk, element: etree._Element) -> Item | None:
    """Put an item where it belongs; return what is left out instead."""
    kind = item_class(element)
    guid = values.guid(element.get("guid") or "")
    if local(element) == "packageItem":
        _take_package(desk, element)
        return None
    content_set = element.find("{*}contentSet")
    if local(element) == "newsItem" and kind in _PICTURES:
        urls = [] if content_set is None else pictures_in(content_set)
        meta = element.find("{*}contentMeta")
        caption = caption_of(element if meta is None else meta, urls[0] if urls else None)
        desk.keep_picture(guid, caption)
        return None
    if local(element) == "newsItem" and kind in ("text", None):
        desk.texts += 1
        return _take_text(desk, element, content_set)
    detail = f"{local(element)} of class {kind}" if kind else local(element)
    return Item(None, guid, "", (diagnostic("read.item-class", detail, line=line_of(element)),))


def _take_text(desk: _Desk, element: etree._Element, content_set: etree._Element | None) -> Item | None:
    sha256 = hashlib.sha256(etree.tostring(element, encoding="utf-8", with_tail=False)).hexdigest()
    fields = fields_of(element)
    generator, profile = made_by(element)
    body = Body() if content_set is None else body_in(content_set, generator=generator, profile=profile)
    if content_set is not None:
        read_head(fields, body, content_set)
    stated = (element.get("guid") or "").strip()
    guid = values.guid(stated or sha256)
    findings = [*fields.all_findings(), *_doubts(element, stated)]
    if not body.blocks:
        return Item(None, guid, sha256, (diagnostic("read.no-text", line=line_of(element)), *findings))
    version = values.number(element.get("version")) or 1
    fields.values["identity"] = Identity(guid=guid, version=version, source_key=stated or guid, source_sha256=sha256)
    fields.values["body"] = tuple(body.blocks)
    placed = part_captions(element)
    beside = [Caption(url=url) for url in pictures_in(content_set)] if content_set is not None else []
    placed += [(None, caption) for caption in (*body.captions, *beside)]
    text = _Text(fields.values, findings, placed, guid, sha256, body.size(), desk.packages.get(guid))
    desk.waiting.append(text)
    return None


def _doubts(element: etree._Element, guid: str) -> Iterator[Diagnostic]:
    if not guid:
        yield diagnostic("read.value", "the item has no guid; one was made of its content", line=line_of(element))
    elif values.guid(guid) != guid:
        yield diagnostic("read.value", f"guid {guid!r} is no URI; one was made of it", line=line_of(element))
    if item_class(element) is None:
        yield diagnostic("read.value", "the item has no class; it was taken for a text", line=line_of(element))


def _take_package(desk: _Desk, element: etree._Element) -> None:
    """Bind the pictures of each group to the texts in it, and of all groups where no group has both."""
    groups = [_references(group) for group in element.iterfind("{*}groupSet/{*}group")]
    if not any(texts and pictures for texts, pictures in groups):
        groups = [([text for texts, _ in groups for text in texts], [one for _, ones in groups for one in ones])]
    for texts, pictures in groups:
        for guid in texts:
            desk.keep_package(guid, tuple(pictures))


def _references(group: etree._Element) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    pictures: list[str] = []
    for reference in group.iterfind("{*}itemRef"):
        guid = values.guid(reference.get("residref") or reference.get("href") or "")
        kind = next((child.get("qcode") or "" for child in reference.iterfind("{*}itemClass")), "")
        (pictures if after_scheme(kind).lower() in _PICTURES else texts).append(guid)
    return texts, pictures


def _finished(desk: _Desk, *, at_end: bool = False) -> Iterator[Item]:
    """Yield the texts, in their order, that wait for nothing more."""
    if at_end and desk.texts == 1 and desk.waiting and desk.waiting[0].pictures is None:
        desk.waiting[0].pictures = tuple(desk.pictures)
    while desk.waiting:
        text = desk.waiting[0]
        complete = text.pictures is not None and all(guid in desk.pictures for guid in text.pictures)
        if not (complete or at_end or desk.is_full()):
            return
        yield _article(desk.waiting.popleft(), desk)


def _article(text: _Text, desk: _Desk) -> Item:
    bound = [guid for guid in text.pictures or () if guid in desk.pictures]
    missing = len(text.pictures or ()) - len(bound)
    if missing:
        text.findings.append(diagnostic("read.value", f"{missing} pictures of its package are not in the document"))
    desk.bound.update(bound)
    captions = _in_place(text.placed, [desk.pictures[guid] for guid in bound])
    if captions:
        text.fields["captions"] = tuple(captions)
    article = _built(text.fields, text.findings)
    return Item(article, text.guid, text.sha256, tuple(text.findings))


def _in_place(placed: list[tuple[int | None, Caption]], pictures: list[Caption]) -> list[Caption]:
    """Merge captions that have a place into the others, which follow in their order.

    A picture that the body shows too is there once, with the words of its own item.
    """
    fixed: dict[int, Caption] = {}
    known = {caption.url for caption in pictures}
    rest = deque(caption for caption in pictures if caption != Caption())
    for number, caption in placed:
        if number and number not in fixed:
            fixed[number] = caption
        elif caption.url is None or caption.url not in known:
            rest.append(caption)
    merged: list[Caption] = []
    while fixed or rest:
        place = len(merged) + 1
        if place in fixed or not rest:
            merged.append(fixed.pop(place if place in fixed else min(fixed)))
        else:
            merged.append(rest.popleft())
    return merged


def _built(fields: dict[str, Any], findings: list[Diagnostic]) -> Article:
    """Make the article; a field that the model refuses is left out and reported.

    Identity and body are parts of the model already, so that they cannot be among them.
    """
    try:
        return Article(**fields)
    except ValidationError as error:
        refused = {str(fault["loc"][0]) for fault in error.errors(include_url=False)}
    findings.extend(diagnostic("read.value", f"{name} was refused", path=name) for name in sorted(refused))
    return Article(**{name: value for name, value in fields.items() if name not in refused})
