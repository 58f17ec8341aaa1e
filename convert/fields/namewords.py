"""What a piece of a byline can be, and the words that tell: roles, particles, words of newsrooms, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from convert.fields import words
from convert.fields.lexer import fold

_SHORT_END: Final = re.compile(r"\b\w{1,2}$")
_EDGE: Final = " \t.,;:|/•·–—-()[]{}<>*_&＝＝、，：。\u3000\u00ad\u200b\u200e\u200f\ufeff"


class Kind(StrEnum):
    """What a piece of a byline is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ROLE = "role"
    CODE = "code"
    NOTHING = "nothing"


class Piece(NamedTuple):
    """A judged piece of a byline; `name` is bare, `role` and `organisation` were written together with it."""

    kind: Kind
    name: str = ""
    role: str | None = None
    organisation: str | None = None


NOTHING: Final = Piece(Kind.NOTHING)


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of bylines, folded: one field each list of the data."""

    roles: frozenset[str]
    modifiers: frozenset[str]
    organisations: frozenset[str]
    articles: frozenset[str]
    short_articles: frozenset[str]
    endings: tuple[str, ...]
    particles: frozenset[str]
    titles: frozenset[str]
    not_names: frozenset[str]
    eastern_not_names: frozenset[str]
    after: tuple[str, ...]
    inside: frozenset[str]
    on_behalf: frozenset[str]
    following: frozenset[str]
    possessives: frozenset[str]
    town_heads: frozenset[str]
    initials: frozenset[str]
    houses: frozenset[str]
    roles_before: tuple[str, ...]
    reporting_from: tuple[str, ...]
    recordings: frozenset[str]


@cache
def listed() -> Lists:
    """Return the lists; they are read once."""
    table = words.file("bylines")
    return Lists(
        roles=words.fold_all(words.flat(table["roles"])),
        modifiers=words.fold_all(table["modifiers"]),
        organisations=words.fold_all(table["organisations"]),
        articles=words.fold_all(table["articles"]),
        short_articles=words.fold_all(table["short_articles"]),
        endings=tuple(table["organisation_endings"]),
        particles=words.fold_all(table["particles"]),
        titles=words.fold_all(table["titles"]),
        not_names=words.fold_all(table["not_names"]),
        eastern_not_names=frozenset(table["eastern_not_names"]),
        after=tuple(table["after"]),
        inside=words.fold_all(table["in"]),
        on_behalf=words.fold_all(table["for"]),
        following=words.fold_all([*table["in"], *table["for"]]),
        possessives=words.fold_all(table["possessives"]),
        town_heads=words.fold_all(table["town_heads"]),
        initials=words.fold_all(table["initials"]),
        houses=words.fold_all(table["houses"]),
        roles_before=tuple(table["roles_before"]),
        reporting_from=tuple(table["reporting_from"]),
        recordings=words.fold_all(table["recordings"]),
    )


def strip(text: str) -> str:
    """Strip blanks and signs from both ends, but not the dot of an initial or of `Jr.`."""
    stripped = text.strip(_EDGE)
    behind = text[text.find(stripped) + len(stripped) :] if stripped and "." in text else ""
    if behind.startswith(".") and _SHORT_END.search(stripped):
        return stripped + "."
    return stripped


def is_particle(word: str) -> bool:
    """Tell whether a word in small letters is one that stands inside names: `de`, `van`, `bin`."""
    return word.islower() and fold(word.rstrip(".")) in listed().particles
