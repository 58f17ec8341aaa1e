"""The whole document: items in a message, one article at a time or many in a bundle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from convert.article import Article
from convert.diagnostics import UsageError, diagnostic
from convert.writers.newsml_g2.body import content_set
from convert.writers.newsml_g2.item import item, rights, scheme, stamp, text_management
from convert.writers.newsml_g2.markup import Nodes, branch, document, known
from convert.writers.newsml_g2.meta import alternative_headline, content_meta, part_metas
from convert.writers.newsml_g2.names import HEADLINE_ROLE, HEADLINE_ROLE_URI, NAR
from convert.writers.newsml_g2.pictures import located, package_item, picture_item
from convert.writers.newsml_g2.values import line
from convert.writers.newsml_g2.variants import Package, Variant, named
from convert.writers.times import moment

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_END: Final = b"  </itemSet>\n</newsMessage>\n"
_OWN_MESSAGE: Final = re.compile(
    rb"<\?xml[^>]*>\n<newsMessage[^>]*>\n  <header>\n    (?P<sent><sent>[^<]*</sent>)\n"
    rb"(?:    (?P<sender><sender>[^<]*</sender>)\n)?(?:    <transmitId>[^<]*</transmitId>\n)?  </header>\n"
    rb"  <itemSet>\n(?P<items>.*)  </itemSet>\n</newsMessage>\n",
    re.DOTALL,
)
_FIRST_ITEM: Final = re.compile(rb' *<\w+ guid="(?P<guid>[^"]*)" version="(?P<version>\d+)"')


def write(article: Article, variant: str | None = None) -> bytes:
    """Write an article as one NewsML-G2 document in UTF-8.

    Raises UsageError: `write.no-stamp` where `article.issued` is None, `usage.unknown-format` for an unknown variant.
    """
    chosen = named(variant)
    if not chosen.message:
        return document([_DECLARATION, *_text_item(article, chosen, set(), NAR)])
    identity = article.identity
    header = _header(article, stamp(article), f"{identity.guid}:{identity.version}")
    message = [*header, *branch("itemSet", _items(article, chosen))]
    return document([_DECLARATION, *branch("newsMessage", message, xmlns=NAR)])


def bundle(articles: Iterable[Article], variant: str | None = None, sent: datetime | None = None) -> Iterator[bytes]:
    """Write many articles as one newsMessage, chunk by chunk: memory holds one article at a time, and all their guids.

    `sent` is the time in the header, that of the first article where it is None. Without an article nothing is
    written. Raises UsageError as `write` does, and for the variant `newsitem`, which has no message; ValueError for a
    version of an item that is in the message already.
    """
    chosen = named(variant)
    if not chosen.message:
        raise UsageError(diagnostic("usage.unknown-format", f"newsml-g2:{variant} cannot hold several articles"))
    begun = False
    seen: set[tuple[str, str]] = set()
    for article in articles:
        _claim(seen, article.identity.guid, str(article.identity.version))
        if not begun:
            yield _start(_header(article, sent or stamp(article)))
            begun = True
        yield document(_items(article, chosen), depth=2)
    if begun:
        yield _END


def join(documents: Iterable[bytes], sent: datetime | None = None) -> Iterator[bytes]:
    """Join documents that `write` made into one newsMessage, byte for byte what `bundle` makes of their articles.

    For articles that were written and judged one by one. Raises ValueError for what `write` did not make, for the
    variant `newsitem`, and for a version of an item that is in the message already.
    """
    begun = False
    seen: set[tuple[str, str]] = set()
    for data in documents:
        message = _OWN_MESSAGE.fullmatch(data)
        if message is None:
            raise ValueError("not a newsMessage of newsconvert")
        if item := _FIRST_ITEM.match(message["items"]):
            _claim(seen, item["guid"].decode(), item["version"].decode())
        if not begun:
            time = f"<sent>{moment(sent)}</sent>" if sent else message["sent"].decode()
            sender = [message["sender"].decode()] if message["sender"] else []
            yield _start(branch("header", [time, *sender]))
            begun = True
        yield message["items"]
    if begun:
        yield _END


def _claim(seen: set[tuple[str, str]], guid: str, version: str) -> None:
    """Refuse what a receiver could not tell apart: guid and version together are the identity of an item."""
    if (guid, version) in seen:
        raise ValueError(f"version {version} of {guid} is in the message already")
    seen.add((guid, version))


def _start(header: Nodes) -> bytes:
    return document([_DECLARATION, f'<newsMessage xmlns="{NAR}">', [*header, "<itemSet>"]])


def _header(article: Article, sent: datetime, transmission: str | None = None) -> Nodes:
    provider = article.publication.provider
    sender = line(provider.name) or line(provider.uri) or line(provider.qcode) if provider else None
    children = known("sent", moment(sent)) + known("sender", sender)
    if sender is not None:
        children += known("transmitId", transmission)
    return branch("header", children)


def _items(article: Article, variant: Variant) -> Nodes:
    pictures = located(article)
    text = _text_item(article, variant, {number for number, _ in pictures})
    for number, caption in pictures:
        text += picture_item(article, number, caption)
    if variant.package is Package.FIRST_ALWAYS:
        return package_item(article, pictures) + text
    return text + package_item(article, pictures) if pictures else text


def _text_item(article: Article, variant: Variant, elsewhere: set[int], namespace: str | None = None) -> Nodes:
    """Return the item of the text; the captions whose numbers are `elsewhere` have items of their own."""
    captions = (pair for pair in enumerate(article.captions, 1) if pair[0] not in elsewhere)
    children = [
        *(scheme(HEADLINE_ROLE, HEADLINE_ROLE_URI) if alternative_headline(article) else []),
        *rights(article.publication),
        *text_management(article, variant.profile),
        *content_meta(article),
        *part_metas(captions),
        *content_set(article, variant),
    ]
    return item("newsItem", article, "", children, namespace)
