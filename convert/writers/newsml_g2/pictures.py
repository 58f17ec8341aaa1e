"""Pictures whose address is known: an item each, and the package that binds them to the text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from convert.article import Article, Caption
from convert.writers.newsml_g2.item import item, management, scheme
from convert.writers.newsml_g2.markup import Nodes, branch, empty, known
from convert.writers.newsml_g2.meta import caption_words
from convert.writers.newsml_g2.names import GROUP_ROLE, GROUP_ROLE_URI, NEWS_ITEM_TYPE
from convert.writers.newsml_g2.values import line, picture_address
from convert.writers.parts import guid_of_part, media_type


def located(article: Article) -> tuple[tuple[int, Caption], ...]:
    """Return the captions whose picture has an address, each with its place among all captions (from 1)."""
    return tuple(pair for pair in enumerate(article.captions, 1) if picture_address(pair[1].url))


def picture_item(article: Article, number: int, caption: Caption) -> Nodes:
    """Return the newsItem of one picture. Its content is nothing but the picture's address.

    It states no rights: the publisher's profile does not say whose the pictures are.
    """
    address = picture_address(caption.url) or ""
    content = empty("remoteContent", href=address, rendition="rnd:web", contenttype=media_type(address))
    children = [
        *management(article, "ninat:picture"),
        *branch("contentMeta", caption_words(caption)),
        *branch("contentSet", [content]),
    ]
    return item("newsItem", article, _part(number), children)


def package_item(article: Article, pictures: Sequence[tuple[int, Caption]]) -> Nodes:
    """Return the packageItem: one group that holds the text and its pictures, in reading order."""
    headline = known("headline", line(article.headline))
    references = _reference(article, "", "ninat:text", headline)
    for number, _ in pictures:
        references += _reference(article, _part(number), "ninat:picture", [])
    # An XML ID is unique in the whole document, and a bundle holds many packages, some of them versions of one item.
    named = f"{article.identity.guid}\n{article.identity.version}"
    group = "group-" + hashlib.sha256(named.encode()).hexdigest()[:16]
    children = [
        *scheme(GROUP_ROLE, GROUP_ROLE_URI),
        *management(article, "ninat:composite"),
        *branch("contentMeta", headline),
        *branch("groupSet", branch("group", references, id=group, role=f"{GROUP_ROLE}:main"), root=group),
    ]
    return item("packageItem", article, "package", children)


def _part(number: int) -> str:
    return f"picture-{number}"


def _reference(article: Article, part: str, item_class: str, headline: Nodes) -> Nodes:
    return branch(
        "itemRef",
        [empty("itemClass", qcode=item_class), *headline],
        residref=guid_of_part(article.identity.guid, part),
        version=str(article.identity.version),
        contenttype=NEWS_ITEM_TYPE,
    )
