"""An article as the values of its page: plain data, equal when the page would be equal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.utils.text import slugify

from convert.article import Article, Author, Block, BlockKind, Caption
from convert.writers.html import title
from convert.writers.values import web_address
from newsconvert_wagtail.times import stated

_SLUG: Final = 80
"""Characters of a slug before its digest: a title's worth of words, and an address that can be read."""
_DIGEST: Final = 10


def page_values(article: Article) -> dict[str, Any]:
    """Return what a page keeps of an article, by the names of its fields; texts, numbers and lists alone."""
    return {
        "title": title(article),
        "standfirst": article.standfirst or "",
        "byline": article.byline or "",
        "authors": [{"type": "author", "value": _author(author)} for author in article.authors],
        "dateline": article.dateline.text if article.dateline else "",
        "published_stated": stated(article.published),
        "modified_stated": stated(article.modified),
        "language": article.language or "",
        "body": [*map(_block, article.body), *_captions(article.captions)],
        "status": article.status.value,
        "embargoed": stated(article.embargoed),
    }


def slug(article: Article) -> str:
    """Return the slug of a new page: words of its title, and a digest of its guid that no other article has."""
    words = slugify(title(article), allow_unicode=getattr(settings, "WAGTAIL_ALLOW_UNICODE_SLUGS", True))
    mark = hashlib.sha256(article.identity.guid.encode()).hexdigest()[:_DIGEST]
    return "-".join(filter(None, (words[:_SLUG].strip("-_"), mark)))


def _author(author: Author) -> dict[str, str]:
    return {
        "name": author.name,
        "kind": author.kind.value,
        "role": author.role or "",
        "organisation": author.organisation or "",
        "email": author.email or "",
    }


def _block(block: Block) -> dict[str, Any]:
    if block.kind is BlockKind.LIST:
        return {"type": "list", "value": [item.strip() for item in block.text.split("\n") if item.strip()]}
    return {"type": block.kind.value, "value": block.text}


def _captions(captions: tuple[Caption, ...]) -> Iterator[dict[str, Any]]:
    for caption in captions:
        value = {
            "text": caption.text or "",
            "alt": caption.alt or "",
            "credit": caption.credit or "",
            "url": web_address(caption.url) or "",
        }
        if any(value.values()):
            yield {"type": "caption", "value": value}
