"""Items to articles: each text with the pictures that a package binds to it, wherever in the message they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

from lxml import etree
from pydantic import ValidationError

from convert.article import Article, Block, BlockKind, Caption, Identity
from convert.diagnostics import Diagnostic, Severity, diagnostic
from convert.readers.newsml_g2 import values
from convert.readers.newsml_g2.body import Body
from convert.readers.newsml_g2.content import body_in, pictures_in
from convert.readers.newsml_g2.desk import Desk, Waiting
from convert.readers.newsml_g2.head import read_head
from convert.readers.newsml_g2.item import caption_of, fields_of, item_class, language_of, made_by, part_captions
from convert.readers.newsml_g2.packages import PICTURES, bindings
from convert.readers.newsml_g2.stream import elements, is_ours, line_of, local, namespace


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item: an article, or the reason why there is none; and the remarks on it."""

    article: Article | None
    guid: str
    version: int
    sha256: str
    findings: tuple[Diagnostic, ...]

    @property
    def is_refused(self) -> bool:
        """True when an error stands among the findings."""
        return any(found.severity is Severity.ERROR for found in self.findings)

    def noting(self, remarks: tuple[Diagnostic, ...]) -> Item:
        """Return the item with more remarks on it."""
        return replace(self, findings=(*self.findings, *remarks)) if remarks else self


def items(source: bytes | BinaryIO) -> Iterator[Item]:
    """Yield what a document holds, in the order of its texts; what cannot be read comes as a refused item."""
    desk = Desk()
    for element in elements(source):
        if isinstance(element, Diagnostic):
            yield from _finished(desk, at_end=True)
            yield Item(None, "", 1, "", (element,))
            return
        left_out = _take(desk, element)
        if left_out is not None:
            yield left_out
        yield from _finished(desk)
    yield from _finished(desk, at_end=True)
    if not desk.texts:
        yield Item(None, "", 1, "", (diagnostic("read.no-item"),))
    elif alone := desk.alone():
        yield Item(None, "", 1, "", (diagnostic("read.picture-alone", f"{alone} of them"),))


def _take(desk: Desk, element: etree._Element) -> Item | None:
    """Put an item where it belongs; return what is left out instead."""
    if not is_ours(element):
        detail = f"{local(element)} of the namespace {namespace(element)}"
        return Item(None, "", 1, "", (diagnostic("read.item-class", detail, line=line_of(element)),))
    kind = item_class(element)
    if local(element) == "packageItem":
        for text, bound in bindings(element):
            desk.add_package(text, bound)
        return None
    content_set = element.find("{*}contentSet")
    if local(element) == "newsItem" and kind in PICTURES:
        _take_picture(desk, element, content_set)
        return None
    if local(element) == "newsItem" and kind in ("text", None):
        desk.texts += 1
        return _take_text(desk, element, content_set)
    detail = f"{local(element)} of class {kind}" if kind else local(element)
    return Item(None, "", 1, "", (diagnostic("read.item-class", detail, line=line_of(element)),))


def _take_picture(desk: Desk, element: etree._Element, content_set: etree._Element | None) -> None:
    urls = [] if content_set is None else pictures_in(content_set, language_of(element))
    meta = element.find("{*}contentMeta")
    caption = caption_of(element if meta is None else meta, urls[0] if urls else None)
    desk.add_picture(values.guid(element.get("guid") or ""), values.number(element.get("version")) or 1, caption)


def _take_text(desk: Desk, element: etree._Element, content_set: etree._Element | None) -> Item | None:
    sha256 = hashlib.sha256(etree.tostring(element, encoding="utf-8", with_tail=False)).hexdigest()
    fields = fields_of(element)
    tongue = fields.values.get("language")
    generator, profile = made_by(element)
    body = Body() if content_set is None else body_in(content_set, generator=generator, profile=profile, tongue=tongue)
    left = [*_left_behind(body, element)]
    size = body.size()
    if content_set is not None:
        read_head(fields, body, content_set)
    stated = (element.get("guid") or "").strip()
    guid = values.guid(stated or sha256)
    version = values.number(element.get("version")) or 1
    findings = [*fields.all_findings(), *left, *_doubts(element, stated)]
    if not body.blocks:
        found = (diagnostic("read.no-text", line=line_of(element)), *findings)
        return Item(None, guid, version, sha256, found)
    fields.values["identity"] = Identity(guid=guid, version=version, source_key=stated or guid, source_sha256=sha256)
    fields.values["body"] = tuple(body.blocks)
    placed = part_captions(element)
    beside = pictures_in(content_set, tongue, beside_text=True) if content_set is not None else []
    placed += [(None, caption) for caption in (*body.captions, *(Caption(url=url) for url in beside))]
    desk.add_text(Waiting(fields.values, findings, placed, body.repeated, guid, version, sha256, size))
    return None


def _left_behind(body: Body, element: etree._Element) -> Iterator[Diagnostic]:
    """Say what of the content is in no field: counted, so that nothing is lost unsaid."""
    if missing := body.missing():
        yield diagnostic("read.not-carried", f"{missing} characters of the body", line=line_of(element), path="body")
    if body.too_deep:
        detail = "what follows in the body is nested too deep"
        yield diagnostic("read.not-carried", detail, line=line_of(element), path="body")
    if body.foreign:
        detail = f"{body.foreign} renditions in other languages"
        yield diagnostic("read.not-carried", detail, line=line_of(element), path="body")


def _doubts(element: etree._Element, guid: str) -> Iterator[Diagnostic]:
    if not guid:
        yield diagnostic("read.value", "the item has no guid; one was made of its content", line=line_of(element))
    elif values.guid(guid) != guid:
        yield diagnostic("read.value", f"guid {guid!r} is no URI; one was made of it", line=line_of(element))
    version = element.get("version")
    if version is not None and values.number(version) is None:
        yield diagnostic("read.value", f"version {version[:40]!r} was read as 1", line=line_of(element))
    if item_class(element) is None:
        yield diagnostic("read.value", "the item has no class; it was taken for a text", line=line_of(element))


def _finished(desk: Desk, *, at_end: bool = False) -> Iterator[Item]:
    """Yield the texts, in their order, that wait for nothing more."""
    for text in desk.finished(at_end=at_end):
        pictures, missing = desk.pictures_of(text)
        if missing:
            text.findings.append(diagnostic("read.value", f"{missing} pictures of its package are not in the document"))
        captions, lost = _in_place(text.placed, pictures)
        if lost:
            text.findings.append(diagnostic("read.not-carried", f"{lost} other captions of its pictures"))
        if captions:
            text.fields["captions"] = tuple(captions)
        _put_back(text)
        article = _built(text.fields, text.findings)
        yield Item(article, text.guid, text.version, text.sha256, tuple(text.findings))


def _put_back(text: Waiting) -> None:
    """Put into the body what is marked as repeating the metadata and is not there."""
    said = {_folded(line) for line in (text.fields.get("standfirst") or "").split("\n")}
    for caption in text.fields.get("captions", ()):
        said.add(_folded(f"{caption.text or caption.alt or ''} {caption.credit or ''}"))
    first: list[Block] = []
    last: list[Block] = []
    for mark, words in text.repeated:
        if _folded(words) not in said:
            (first if mark == "standfirst" else last).append(Block(kind=BlockKind.PARAGRAPH, text=words))
    if first or last:
        text.fields["body"] = (*first, *text.fields["body"], *last)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _in_place(placed: list[tuple[int | None, Caption]], pictures: list[Caption]) -> tuple[list[Caption], int]:
    """Merge captions that have a place into the others, which follow in their order.

    A picture that the body shows too is there once, with the words of its own item; what that does not say the body
    does. Also return how many captions had words that are then in no field.
    """
    fixed: dict[int, Caption] = {}
    rest = [caption for caption in pictures if caption != Caption()]
    known = {caption.url: number for number, caption in enumerate(rest) if caption.url}
    lost = 0
    for number, caption in placed:
        if number and number not in fixed:
            fixed[number] = caption
        elif caption.url in known:
            picture = rest[known[caption.url]]
            rest[known[caption.url]] = picture.model_copy(update=_more(picture, caption))
            lost += not _says(picture, caption)
        else:
            rest.append(caption)
    merged: list[Caption] = []
    unplaced = iter(rest)
    for number in sorted(fixed):
        merged += islice(unplaced, max(number - 1 - len(merged), 0))
        merged.append(fixed[number])
    merged += unplaced
    return merged, lost


def _more(picture: Caption, caption: Caption) -> dict[str, str]:
    """Return what a caption says that its picture's own item does not."""
    names = ("text", "alt", "credit")
    return {name: getattr(caption, name) for name in names if not getattr(picture, name) and getattr(caption, name)}


def _says(picture: Caption, caption: Caption) -> bool:
    said = {_folded(text) for text in (picture.text, picture.alt, picture.credit) if text}
    return not picture.text or not caption.text or _folded(caption.text) in said


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
