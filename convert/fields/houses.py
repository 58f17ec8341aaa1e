"""The names of houses: agencies, newsrooms, papers, known by a list or told by a word in them."""

from __future__ import annotations

import re
from typing import Final

from convert.fields import agencies
from convert.fields.lexer import fold
from convert.fields.namewords import listed

_HOST: Final = re.compile(
    r"[\w-]+(\.[\w-]+)*\.(com|org|net|de|ch|at|co|uk|fr|es|it|nl|be|info|tv|eu|cz|pl|se|no|dk|ca|au)", re.I
)
_CAMEL: Final = re.compile(r"[a-z][A-Z]{2,}")


def is_newsroom(tokens: list[str]) -> bool:
    """Tell `La rédaction` and its kin: an article, and a word for a newsroom in small letters."""
    lists = listed()
    return (
        len(tokens) == 2  # noqa: PLR2004 - an article and a word
        and fold(tokens[0]) in lists.articles | lists.short_articles
        and fold(tokens[1]) in lists.organisations
    )


def is_organisation(text: str, tokens: list[str]) -> bool:
    """Tell whether a text, cut into tokens, names an organisation."""
    lists = listed()
    if agencies.news(text) or _HOST.fullmatch(text):
        return True
    folded = [fold(token.strip(".,()'")) for token in tokens]
    alone = len(tokens) == 2 and folded[0] in lists.short_articles  # noqa: PLR2004 - an article and a name
    if tokens[0][0].isupper() and len(tokens) > 1 and (folded[0] in lists.articles or alone):
        return True
    if any(word in lists.organisations or word.rpartition("-")[2] in lists.organisations for word in folded):
        return not _CAMEL.search(text)
    return len(tokens) == 1 and text.isupper() and 2 <= len(text) <= 5 and text.isalpha()  # noqa: PLR2004 - initials
