"""News and picture agencies: which words name one."""

from __future__ import annotations

from functools import cache
from typing import Final

from convert.fields import words

LONGEST: Final = 48
"""Characters of the longest name of an agency, and some to spare; a test holds the lists to it."""

_INITIALS: Final = 5
"""Letters up to which a name of an agency may be initials."""


def key(text: str) -> str:
    """Fold a name for look-up: case, blanks, and the dots of an abbreviation."""
    return words.fold_text(text.replace(".", " "))


@cache
def _news() -> dict[str, str]:
    table = words.file("agencies")["news"]
    return {key(form): name for name, forms in table.items() for form in (name, *forms)}


@cache
def _pictures() -> frozenset[str]:
    return frozenset(key(name) for name in words.file("agencies")["picture"])


@cache
def last_words() -> frozenset[str]:
    """Return the last words of the names of news agencies, folded."""
    return frozenset(name.rpartition(" ")[2] for name in _news() if name)


@cache
def _short() -> frozenset[str]:
    """Forms that are also words or initials: they count only when written in capitals, or as their agency does."""
    table = words.file("agencies")["news"]
    return frozenset(form for forms in table.values() for form in forms if form.isascii() and len(form) <= _INITIALS)


def news(text: str) -> str | None:
    """Return the usual name of the news agency that `text` is the name of, else None."""
    return _named(text, key(text)) if len(text) <= LONGEST else None


def _named(text: str, folded: str) -> str | None:
    name = _news().get(folded)
    if name is None:
        return None
    if text.isascii() and len(text) <= _INITIALS and text not in _short() and not text.isupper():
        return name if text.lower() == text and name.lower() != name and len(text) > 2 else None  # noqa: PLR2004 - `ap`
    return name


def picture(text: str) -> bool:
    """Tell whether `text` is the name of an agency or a source that picture credits name."""
    if len(text) > LONGEST:
        return False
    folded = key(text)
    return folded in _pictures() or _named(text, folded) is not None
