"""Article to a page for people: one self-contained HTML file with the JSON-LD in it.

It loads nothing and runs nothing: a picture whose address is known is a link. It has no variants.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from convert.article import Article, Caption, Status
from convert.diagnostics import UsageError, diagnostic
from convert.writers import json_ld, plain, words
from convert.writers.direction import direction
from convert.writers.markup import blocks, element, safe
from convert.writers.stylesheet import POLICY, STYLESHEET
from convert.writers.times import truncated
from convert.writers.values import language, line, lines, text, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIANTS: Final[frozenset[str]] = frozenset()


def write(article: Article, variant: str | None = None) -> bytes:
    """Return the article as an HTML page in UTF-8. Raises UsageError for any variant: it has none."""
    if variant:
        raise UsageError(diagnostic("usage.unknown-format", f"html has no variant {variant}"))
    parts = (
        "<!doctype html>",
        f'<html lang="{language(article.language) or ""}" dir="{_direction(article)}">',
        _head(article),
        "<body>",
        "<main>",
        _article(article),
        "</main>",
        "</body>",
        "</html>",
        "",
    )
    return "\n".join(parts).encode()


def title(article: Article) -> str:
    """Return the headline, else the slugline, else the first 80 characters of the text."""
    return plain.title(article, line)


def _direction(article: Article) -> str:
    return direction(block.text for block in article.body)


def _head(article: Article) -> str:
    standfirst = line(article.standfirst)
    summary = f'<meta name="description" content="{safe(standfirst)}">\n' if standfirst else ""
    return (
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<link rel="icon" href="data:,">\n'
        f"{element('title', safe(title(article)))}\n{summary}"
        f"<style>{STYLESHEET}</style>\n"
        f"{json_ld.write(article, 'html').decode()}</head>"
    )


def _article(article: Article) -> str:
    parts = (
        _header(article),
        blocks(article.body, marked="marked"),
        _pictures(article.captions),
        _footer(article),
    )
    content = "\n".join(filter(None, parts))
    return element("article", f"\n{content}\n", aria_label=title(article) or None)


def _header(article: Article) -> str:
    parts = (
        _status(article),
        _paragraph("section", " · ".join(lines(filter(None, (article.section, article.genre))))),
        element("h1", safe(headline)) if (headline := line(article.headline)) else "",
        *(_paragraph("standfirst", part) for part in (article.standfirst or "").split("\n")),
        *(_paragraph("byline", part) for part in _byline(article).split("\n")),
        _paragraph("byline", article.dateline.text if article.dateline else ""),
        _times(article),
    )
    content = "\n".join(filter(None, parts))
    return element("header", f"\n{content}\n") if content else ""


def _status(article: Article) -> str:
    embargo = f"embargoed until {_shown(article.embargoed)}" if article.embargoed else ""
    status = "" if article.status is Status.USABLE else article.status.value
    notice = ", ".join(filter(None, (status, embargo)))
    return element("p", safe(notice), class_="notice", lang="en") if notice else ""


def _paragraph(name: str, content: str) -> str:
    known = text(content)
    return element("p", safe(known), class_=name) if known else ""


def _byline(article: Article) -> str:
    """Return the literal byline; where there is none, the names of the authors that the metadata gave."""
    return text(article.byline) or ", ".join(lines(author.name for author in article.authors))


def _times(article: Article) -> str:
    known = (("Published", article.published), ("Updated", article.modified))
    shown = [
        element("bdi", f"{label} {element('time', _shown(when), datetime=truncated(when))}", lang="en", dir="ltr")
        for label, when in known
        if when is not None
    ]
    return element("p", " · ".join(shown), class_="times") if shown else ""


def _shown(when: datetime | date) -> str:
    """Return a time as people of every language read it: 2024-05-03 17:47 +02:00."""
    stamp = truncated(when) or ""
    day, clock, zone = stamp[:10], stamp[11:16], stamp[19:].lstrip(".0123456789")
    return " ".join(filter(None, (day, clock, zone)))


def _pictures(captions: Iterable[Caption]) -> str:
    figures = "\n".join(filter(None, map(_figure, captions)))
    return element("section", f"\n{figures}\n", class_="pictures", aria_label="Pictures") if figures else ""


def _figure(caption: Caption) -> str:
    address = web_address(caption.url)
    spoken = dict.fromkeys(filter(None, map(text, (caption.text, caption.alt))))
    parts = (
        *(element("p", safe(each)) for each in spoken),
        _paragraph("credit", caption.credit or ""),
        element("p", element("a", safe(address), href=address)) if address else "",
    )
    content = "".join(filter(None, parts))
    return element("figure", element("figcaption", content)) if content else ""


def _footer(article: Article) -> str:
    rows = "\n".join(
        f"{element('dt', label, lang='en')}{element('dd', element('bdi', safe(value)))}"
        for label, value in _facts(article)
        if value
    )
    return element("footer", element("dl", f"\n{rows}\n"))


def _facts(article: Article) -> Iterator[tuple[str, str | None]]:
    publication = article.publication
    provider, holder = publication.provider, publication.copyright_holder
    yield "Provider", line(provider.name) if provider else None
    yield "Source", ", ".join(lines(article.agencies))
    yield "Credit", line(publication.creditline)
    yield "Rights holder", line(holder.name) if holder else None
    yield "Copyright", text(publication.copyright_notice)
    yield "Terms", text(publication.usage_terms)
    yield "Licence", text(publication.licence)
    yield "Keywords", ", ".join(lines(article.keywords))
    yield "Note", "\n".join(filter(None, map(text, article.notes)))
    yield "Words", str(words.count(article.body))
    yield "Identifier", article.identity.guid
    yield "Version", str(article.identity.version)
