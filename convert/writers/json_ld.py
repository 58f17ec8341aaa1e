"""Article to JSON-LD: one NewsArticle of schema.org.

Variants, joined by `+` where several are wanted:

- `graph`: an `@graph` in which every party that has an identifier is a node of its own, stated once and referred to;
- `html`: the `<script type="application/ld+json">` element for a page, safe whatever the text holds;
- `nobody`: without `articleBody`, for pages that carry the text already. `wordCount` stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from convert.article import Article, Signal, Status
from convert.diagnostics import UsageError, diagnostic
from convert.writers import schema_org, words
from convert.writers.genres import article_type
from convert.writers.plain import running_text
from convert.writers.times import truncated
from convert.writers.values import addresses, iri, language, line, lines, stated, text

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT: Final = "https://schema.org"
VARIANTS: Final = frozenset({"graph", "html", "nobody"})

_LAYOUT: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE

# Inside <script>, HTML looks for "</script" and "<!--" only; the others are what JavaScript and XML parsers trip over.
_HTML_SAFE: Final = (
    (b"<", b"\\u003c"),
    (b">", b"\\u003e"),
    (b"&", b"\\u0026"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)


def write(article: Article, variant: str | None = None) -> bytes:
    """Return the article as JSON-LD: UTF-8, two blanks of indent, a final newline.

    Raises UsageError when `variant` names what is not among `VARIANTS`.
    """
    chosen = options(variant)
    node = article_node(article, with_body="nobody" not in chosen)
    document = as_graph(node) if "graph" in chosen else {"@context": CONTEXT, **node}
    data = orjson.dumps(document, option=_LAYOUT)
    return embedded(data) if "html" in chosen else data


def options(variant: str | None) -> frozenset[str]:
    """Return the parts of a variant. Raises UsageError naming those that do not exist."""
    chosen = frozenset(variant.split("+")) if variant else frozenset()
    if unknown := sorted(chosen - VARIANTS):
        detail = f"json-ld has no variant {', '.join(unknown)}; it has {', '.join(sorted(VARIANTS))}"
        raise UsageError(diagnostic("usage.unknown-format", detail))
    return chosen


def embedded(data: bytes) -> bytes:
    """Return JSON as a script element. Its meaning is the same, and no text in it can end the element."""
    for character, escape in _HTML_SAFE:
        data = data.replace(character, escape)
    return b'<script type="application/ld+json">\n' + data + b"</script>\n"


def as_graph(node: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose graph is the article, then the parties that have an `@id`, by their first mention.

    Where two mentions of a party contradict each other, the later one stays where it is, whole.
    """
    parties: dict[str, dict[str, Any]] = {}
    linked = {name: _linked(value, parties) for name, value in node.items()}
    return {"@context": CONTEXT, "@graph": [linked, *parties.values()]}


def _linked(value: Any, parties: dict[str, dict[str, Any]]) -> Any:
    if not isinstance(value, dict) or "@id" not in value:
        return value
    identifier = value["@id"]
    known = parties.get(identifier, {})
    if any(known.get(name, said) != said for name, said in value.items() if name != "@type"):
        return value
    parties[identifier] = {**value, **known}
    return {"@id": identifier}


def article_node(article: Article, *, with_body: bool = True) -> dict[str, Any]:
    """Return the article's node: what is known, in a fixed order, and nothing else."""
    dateline = article.dateline
    return stated(
        {
            "@type": article_type(article.genre),
            "@id": iri(article.identity.guid),
            "identifier": article.identity.guid,
            "version": article.identity.version,
            "headline": line(article.headline),
            "alternativeHeadline": line(article.alternative_headline),
            "description": text(article.standfirst),
            "author": _several([schema_org.author(author) for author in article.authors]),
            "datePublished": truncated(article.published),
            "dateModified": truncated(article.modified),
            "dateCreated": truncated(dateline.date) if dateline else None,
            "dateline": text(dateline.text) if dateline else None,
            "locationCreated": schema_org.place(dateline.place) if dateline else None,
            "inLanguage": language(article.language),
            "articleSection": line(article.section),
            "genre": line(article.genre),
            "keywords": lines(article.keywords) or None,
            **_rights(article),
            "correction": _correction(article),
            "isBasedOn": addresses(article.based_on) or None,
            "digitalSourceType": schema_org.digital_source(article.digital_source_type),
            "creativeWorkStatus": None if article.status is Status.USABLE else article.status.value,
            "image": _several([schema_org.image(caption) for caption in article.captions]),
            "hasPart": _several([schema_org.picture_words(caption) for caption in article.captions]),
            "wordCount": words.count(article.body),
            "articleBody": running_text(article) if with_body else None,
        }
    )


def _rights(article: Article) -> dict[str, Any]:
    publication = article.publication
    return stated(
        {
            "publisher": schema_org.publisher(publication.provider),
            "sourceOrganization": _several([schema_org.organisation(name) for name in lines(article.agencies)]),
            "copyrightHolder": schema_org.party(publication.copyright_holder),
            "copyrightNotice": text(publication.copyright_notice),
            "copyrightYear": schema_org.copyright_year(publication.copyright_notice),
            "creditText": line(publication.creditline),
            "license": schema_org.terms(publication.licence),
            "usageInfo": schema_org.terms(publication.usage_terms),
        }
    )


def _correction(article: Article) -> str | None:
    if Signal.CORRECTION not in article.signals:
        return None
    return "\n".join(filter(None, map(text, article.notes))) or None


def _several(nodes: Sequence[dict[str, Any] | None]) -> list[dict[str, Any]] | None:
    return [node for node in nodes if node] or None
