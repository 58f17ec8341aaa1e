"""Writes an article as plain text: headline, byline, blocks."""

from convert.article import Article
from convert.writers import Writer

FORMAT = Writer("plain", ".plain.txt", "text/plain", "newsconvert_example.writer:write", ("shouted",), api=1)


def write(article: Article, variant: str | None) -> bytes:
    """Return the bytes of the document; the same article gives the same bytes."""
    headline = article.headline or ""
    parts = [headline.upper() if variant == "shouted" else headline, article.byline or ""]
    parts += [block.text for block in article.body]
    return ("\n\n".join(filter(None, parts)) + "\n").encode()
