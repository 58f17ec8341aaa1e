"""NewsML-G2 back to articles: ours and other producers', item by item, whatever size the message has.

Tolerant: what can be read is read, and what is off is reported beside it. Safe: a document type declaration is
refused, no entity is expanded and nothing is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from convert.article import Article
from convert.diagnostics import Diagnostic, diagnostic
from convert.profile import Profile
from convert.readers import Hint, Raw, Record, Refusal

if TYPE_CHECKING:
    from convert.readers.newsml_g2.assembly import Item

_NAMESPACE: Final = b"http://iptc.org/std/nar/2006-10-01/"
_ROOTS: Final = (b"<newsMessage", b"<newsItem", b"<packageItem", b":newsMessage", b":newsItem", b":packageItem")

_MOST_REMARKS: Final = 100
"""Remarks on items that are left out between two articles: a feed of pictures and videos alone may have any number."""


def sniff(head: bytes, hint: Hint) -> float:
    """Recognise the namespace of NewsML-G2, or one of its roots, at the start of an XML document."""
    start = head.replace(b"\0", b"")  # so that UTF-16 is recognised too
    if not start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return 0.0
    known_root = any(root in start for root in _ROOTS)
    return (0.5 if known_root else 0.0) + (0.5 if known_root and _NAMESPACE in start else 0.0)


def read(raw: Raw, profile: Profile) -> Iterator[Record | Refusal]:
    """Yield the articles of a document, and the text items that cannot be read.

    The record of an only article has the input's key; of several, each has its guid after it, and from the second
    version on that too. What concerns no article (an item that is neither text nor picture) is reported beside the last
    one before it, or the first one.
    """
    most = profile.limits.max_bytes
    for record in _records(raw, raw.data):
        yield _within(record, most) if isinstance(record, Record) else record


def read_stream(raw: Raw, file: BinaryIO) -> Iterator[Record | Refusal]:
    """Yield what a document of any size holds, as `read` does; `raw` says all about it but its bytes.

    Raises OSError when the file cannot be read on.
    """
    yield from _records(raw, file)


def _records(raw: Raw, source: bytes | BinaryIO) -> Iterator[Record | Refusal]:
    from convert.readers.newsml_g2.assembly import items

    last: Item | None = None
    several = False
    for item in _with_remarks(items(source)):
        if last is not None:
            several = True
            yield _record(raw, last, _key(raw, last))
        last = item
    if last is not None:
        yield _record(raw, last, _key(raw, last) if several else raw.key)


def _within(record: Record, most: int) -> Record | Refusal:
    """Refuse an article that is larger than one may be. Its document may be larger: it holds each text twice."""
    blocks = record.content.body if isinstance(record.content, Article) else ()
    size = sum(len(block.text.encode()) for block in blocks)
    if size <= most:
        return record
    found = diagnostic("read.too-large", f"a body of {size} bytes, at most {most}")
    return Refusal(record.key, record.sha256, (found, *record.diagnostics))


def _key(raw: Raw, item: Item) -> str:
    """Return the key of one of several items: from the second version on the version is part of it.

    It says the same wherever in the feed the item stands, and beside whatever other versions of it.
    """
    return f"{raw.key}!{item.guid}" if item.version == 1 else f"{raw.key}!{item.guid}@{item.version}"


def articles(source: bytes | BinaryIO) -> Iterator[Article | Diagnostic]:
    """Yield the articles of a document, each after what is to be said about it.

    A binary file is read as far as the articles are asked for; memory holds a few items at a time.
    """
    from convert.readers.newsml_g2.assembly import items

    for item in items(source):
        yield from item.findings
        if item.article is not None:
            yield item.article


def _with_remarks(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items that became an article or were refused, the remarks on all others added to their neighbours'."""
    held: Item | None = None
    remarks: list[Diagnostic] = []
    unsaid = 0
    for item in items:
        if item.article is None and not item.is_refused:
            unsaid += max(len(remarks) + len(item.findings) - _MOST_REMARKS, 0)
            remarks += item.findings[: _MOST_REMARKS - len(remarks)]
            continue
        if held is not None:
            yield held.noting(_closed(remarks, unsaid))
            remarks, unsaid = [], 0
        held = item
    if held is not None:
        yield held.noting(_closed(remarks, unsaid))


def _closed(remarks: list[Diagnostic], unsaid: int) -> tuple[Diagnostic, ...]:
    if not unsaid:
        return tuple(remarks)
    return (*remarks, diagnostic("read.item-class", f"and {unsaid} more remarks on items that were left out"))


def _record(raw: Raw, item: Item, key: str) -> Record | Refusal:
    if item.article is None:
        return Refusal(key, item.sha256 or hashlib.sha256(raw.data).hexdigest(), item.findings)
    return Record(key, item.article, raw.metadata, item.sha256, raw.stamp, item.findings)
