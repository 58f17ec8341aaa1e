"""An article as plain text, alike in all formats: its title, and its running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convert.article import Article
from convert.writers import words
from convert.writers.values import text

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTH: Final = 80


def title(article: Article, line: Callable[[str | None], str | None]) -> str:
    """Return the headline, else the slugline, else the first 80 characters of the text.

    `line` is how the format spells a text of one line.
    """
    known = line(article.headline) or line(article.slugline)
    return known or next(filter(None, (line(block.text) for block in article.body)), "")[:_LENGTH].rstrip()


def running_text(article: Article) -> str | None:
    """Return the running text: blocks parted by a blank line, the items of a list by a line break."""
    found = map(text, words.running(article.body))
    return "\n\n".join(filter(None, found)) or None
