"""Article to ninjs 3.1, IPTC's news in JSON.

Times that ninjs states have a full date, a time and a zone; what is known less exactly it has no place for. A picture
is an association: its words, and a rendition where its address is known.

Variant `nobody` leaves out the bodies, and says that it is partial.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from convert.article import Article, Author, AuthorKind, Caption, Party
from convert.diagnostics import UsageError, diagnostic
from convert.writers import markup, words
from convert.writers.parts import guid_of_part, media_type
from convert.writers.plain import running_text
from convert.writers.times import instant
from convert.writers.values import addresses, email, iri, language, line, lines, stated, text, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable

VARIANTS: Final = frozenset({"nobody"})

_STANDARD: Final = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
_DIGITAL_SOURCE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_PLAIN: Final = "text/plain"
_LAYOUT: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write(article: Article, variant: str | None = None) -> bytes:
    """Return the article as ninjs 3.1: UTF-8, two blanks of indent, a final newline.

    Raises UsageError when `variant` is not among `VARIANTS`.
    """
    if variant and variant not in VARIANTS:
        detail = f"ninjs has no variant {variant}; it has {', '.join(sorted(VARIANTS))}"
        raise UsageError(diagnostic("usage.unknown-format", detail))
    return orjson.dumps(news_object(article, with_bodies=variant != "nobody"), option=_LAYOUT)


def news_object(article: Article, *, with_bodies: bool = True) -> dict[str, Any]:
    """Return the news object: what is known, in a fixed order, and nothing else."""
    dateline = article.dateline
    place = line(dateline.place) if dateline else None
    return stated(
        {
            **_identity(article, with_bodies=with_bodies),
            **_rights(article),
            "edNote": "\n".join(filter(None, map(text, article.notes))) or None,
            "language": language(article.language),
            "headlines": _headlines(article),
            "descriptions": _descriptions(article),
            "bodies": _bodies(article) if with_bodies else None,
            "by": text(article.byline),
            "slugline": line(article.slugline),
            "people": _people(article.authors),
            "organisations": _organisations(article.authors),
            "places": [{"name": place, "rel": "located"}] if place else None,
            "located": place,
            "subjects": _subjects(article),
            "genres": [{"name": genre}] if (genre := line(article.genre)) else None,
            "infoSources": _sources(article),
            "associations": [*_pictures(article), *_sources_of(article)] or None,
            "standard": _STANDARD,
        }
    )


def _identity(article: Article, *, with_bodies: bool) -> dict[str, Any]:
    source = article.digital_source_type
    return stated(
        {
            "uri": article.identity.guid,
            "type": "text",
            "representationType": "full" if with_bodies else "partial",
            "version": str(article.identity.version),
            "firstCreated": _first_created(article),
            "versionCreated": instant(article.issued),
            "contentCreated": instant(article.published),
            "embargoedUntil": instant(article.embargoed),
            "pubStatus": article.status.value,
            "urgency": article.urgency,
            "digitalSourceType": {"uri": _DIGITAL_SOURCE + source} if source else None,
        }
    )


def _first_created(article: Article) -> str | None:
    """Return the time of publication, unless this version claims to be older: no first version is younger."""
    published, issued = article.published, article.issued
    if not isinstance(published, datetime) or published.utcoffset() is None:
        return None
    return instant(published) if issued is None or published <= issued else None


def _rights(article: Article) -> dict[str, Any]:
    publication = article.publication
    holder, licence = publication.copyright_holder, web_address(publication.licence)
    return stated(
        {
            "copyrightHolder": line(holder.name) if holder else None,
            "copyrightNotice": text(publication.copyright_notice),
            "usageTerms": text(publication.usage_terms),
            "rightsInfo": {"linkedRights": licence} if licence else None,
        }
    )


def _headlines(article: Article) -> list[dict[str, str]] | None:
    main = _described(line(article.headline), "main") or []
    return [*main, *(_described(line(article.alternative_headline), "alternative") or ())] or None


def _descriptions(article: Article) -> list[dict[str, str]] | None:
    """Return the standfirst and the literal dateline, which has no property of its own."""
    summary = _described(text(article.standfirst), "summary") or []
    dateline = _described(text(article.dateline.text), "dateline") if article.dateline else None
    return [*summary, *(dateline or ())] or None


def _described(value: str | None, role: str) -> list[dict[str, str]] | None:
    return [{"role": role, "contentType": _PLAIN, "value": value}] if value else None


def _bodies(article: Article) -> list[dict[str, Any]] | None:
    """Return the running text as JSON-LD has it, then the whole body with its crossheads as HTML."""
    plain, html = running_text(article), markup.blocks(article.body)
    counts = {"charCount": len(plain), "wordCount": words.count(article.body)} if plain else {}
    bodies: list[dict[str, Any]] = []
    if plain:
        bodies.append({"role": "main", "contentType": _PLAIN, **counts, "value": plain})
    if html:
        bodies.append({"role": "main", "contentType": "text/html", "value": html})
    return bodies or None


def _people(authors: Iterable[Author]) -> list[dict[str, Any]] | None:
    return [_creator(author) for author in authors if _is_named(author, AuthorKind.PERSON)] or None


def _organisations(authors: tuple[Author, ...]) -> list[dict[str, Any]] | None:
    creators = [_creator(author) for author in authors if _is_named(author, AuthorKind.ORGANISATION)]
    houses = lines(author.organisation for author in authors if author.organisation)
    return [*creators, *({"name": house, "rel": "affiliation"} for house in houses)] or None


def _is_named(author: Author, kind: AuthorKind) -> bool:
    return author.kind is kind and line(author.name) is not None


def _creator(author: Author) -> dict[str, Any]:
    """Return an author. A role has no place in ninjs but the literal byline."""
    address = email(author.email)
    contact = [{"type": "email", "value": address}] if address else None
    return stated({"name": line(author.name), "rel": "creator", "contactInfo": contact})


def _subjects(article: Article) -> list[dict[str, str]] | None:
    section = line(article.section)
    sections = [{"name": section, "rel": "section"}] if section else []
    return [*sections, *({"name": keyword, "rel": "keyword"} for keyword in lines(article.keywords))] or None


def _sources(article: Article) -> list[dict[str, str]] | None:
    sources: list[dict[str, str]] = []
    if provider := _provider(article.publication.provider):
        sources.append(provider)
    sources += [{"name": agency, "role": "source"} for agency in lines(article.agencies)]
    if credit := line(article.publication.creditline):
        sources.append({"name": credit, "role": "creditline"})
    return sources or None


def _provider(party: Party | None) -> dict[str, str] | None:
    known = stated({"name": line(party.name), "uri": iri(party.uri), "literal": party.qcode}) if party else {}
    return {**known, "role": "provider"} if known else None


def _sources_of(article: Article) -> list[dict[str, str]]:
    """Return the works that the article is based on."""
    found = enumerate(addresses(article.based_on), 1)
    return [{"name": f"source-{number}", "uri": address, "rel": "derivedFrom"} for number, address in found]


def _pictures(article: Article) -> list[dict[str, Any]]:
    found = (_picture(article, number, caption) for number, caption in enumerate(article.captions, 1))
    return list(filter(None, found))


def _picture(article: Article, number: int, caption: Caption) -> dict[str, Any] | None:
    """Return a picture; its `uri` is the guid that its item has in NewsML-G2. None where nothing is known of it."""
    address = web_address(caption.url)
    spoken = [*(_described(text(caption.text), "caption") or ()), *(_described(text(caption.alt), "altText") or ())]
    known = stated(
        {
            "descriptions": spoken or None,
            "by": line(caption.credit),
            "renditions": [{"name": "web", "href": address, "contentType": media_type(address)}] if address else None,
        }
    )
    name = f"picture-{number}"
    uri = guid_of_part(article.identity.guid, name)
    return {"name": name, "uri": uri, "type": "picture", **known} if known else None
