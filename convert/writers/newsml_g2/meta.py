"""What an article is about and who made it: contentMeta, and the partMeta of its captions.

The order of the elements is the one that the XSD and every importer take.
"""

from __future__ import annotations

from collections.abc import Iterable

from convert.article import Article, Author, AuthorKind, Caption
from convert.writers.newsml_g2.item import language
from convert.writers.newsml_g2.markup import Nodes, branch, empty, known, leaf
from convert.writers.newsml_g2.names import HEADLINE_ROLE
from convert.writers.newsml_g2.values import line, lines, picture_address
from convert.writers.times import truncated


def content_meta(article: Article) -> Nodes:
    """Return the contentMeta of the text."""
    return branch("contentMeta", [*_times(article), *_makers(article), *_descriptive(article)])


def _times(article: Article) -> Nodes:
    children: Nodes = [] if article.urgency is None else [leaf("urgency", str(article.urgency))]
    children += known("contentCreated", truncated(article.published))
    children += known("contentModified", truncated(article.modified))
    if article.digital_source_type:
        children.append(empty("digitalSourceType", qcode=f"digsrctype:{article.digital_source_type}"))
    return children


def _makers(article: Article) -> Nodes:
    children = _named("located", line(article.dateline.place)) if article.dateline else []
    for author in article.authors:
        children += _creator(author)
    for agency in article.agencies:
        children += _named("infoSource", line(agency))
    return children


def _creator(author: Author) -> Nodes:
    name = line(author.name)
    if name is None:
        return []
    person = author.kind is AuthorKind.PERSON
    contact = _named("affiliation", line(author.organisation))
    if email := line(author.email):
        contact += branch("contactInfo", [leaf("email", email)])
    children = [leaf("name", name), *known("definition", lines(author.role))]
    if contact:
        children += branch("personDetails" if person else "organisationDetails", contact)
    return branch("creator", children, literal=name, type="cpnat:person" if person else "cpnat:organisation")


def _descriptive(article: Article) -> Nodes:
    tag = language(article)
    children: Nodes = [empty("language", tag=tag)] if tag else []
    children += _named("genre", line(article.genre))
    for keyword in article.keywords:
        children += known("keyword", line(keyword))
    children += _named("subject", line(article.section), type="cpnat:abstract")
    children += known("slugline", line(article.slugline))
    children += known("headline", line(article.headline))
    children += known("headline", alternative_headline(article), role=f"{HEADLINE_ROLE}:alternative")
    children += known("dateline", lines(article.dateline.text if article.dateline else None))
    children += known("by", lines(article.byline))
    children += known("creditline", line(article.publication.creditline))
    children += known("description", lines(article.standfirst), role="drol:summary")
    return children


def alternative_headline(article: Article) -> str | None:
    """Return the second headline; None beside no main one, because importers take the first headline they find."""
    return line(article.alternative_headline) if line(article.headline) else None


def _named(element: str, label: str | None, /, **attributes: str) -> Nodes:
    """Return a concept that has no code: its name as the literal, and as its name."""
    if label is None:
        return []
    return branch(element, [leaf("name", label)], **attributes, literal=label)


def part_metas(captions: Iterable[tuple[int, Caption]]) -> Nodes:
    """Return a partMeta for each caption; the number is its place among all captions of the article."""
    children = []
    for number, caption in captions:
        words = caption_words(caption)
        if address := picture_address(caption.url):
            words.append(empty("link", rel="irel:seeAlso", href=address))
        if words:
            children += branch("partMeta", words, seq=str(number))
    return children


def caption_words(caption: Caption) -> Nodes:
    """Return the words of a picture: credit, caption, alternative text."""
    return [
        *known("creditline", line(caption.credit)),
        *known("description", lines(caption.text), role="drol:caption"),
        *known("description", lines(caption.alt), role="drol:altText"),
    ]
