"""The vocabulary of schema.org 30: which types and properties there are, and which belong together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import orjson

from convert import resources

DATA_TYPES: Final = frozenset({"Text", "URL", "Number", "Integer", "Float", "Boolean", "Date", "DateTime", "Time"})

NAMESPACES: Final = ("http://schema.org/", "https://schema.org/", "schema:")


@dataclass(frozen=True, slots=True)
class Property:
    """A property: the types it belongs to, what it takes, and the property that replaced it."""

    domains: frozenset[str]
    ranges: frozenset[str]
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole vocabulary: parents by type, successors by type, properties, members of enumerations."""

    parents: dict[str, tuple[str, ...]]
    superseded: dict[str, str]
    properties: dict[str, Property]
    members: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    table = orjson.loads(resources.schema("schemaorg-30.json").read_bytes())
    return Vocabulary(
        {name: tuple(row[0]) for name, row in table["types"].items()},
        {name: row[1] for name, row in table["types"].items() if len(row) > 1},
        {name: Property(frozenset(row[0]), frozenset(row[1]), *row[2:3]) for name, row in table["properties"].items()},
        {name: tuple(kinds) for name, kinds in table["members"].items()},
    )


@lru_cache(maxsize=4_096)
def ancestors(name: str) -> frozenset[str]:
    """Return a type and all above it; empty for a type that does not exist."""
    parents = vocabulary().parents
    if name not in parents:
        return frozenset()
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += parents.get(one, ())
    return frozenset(found)


def bare(name: str) -> str:
    """Return a name without the namespace of schema.org."""
    for start in NAMESPACES:
        if name.startswith(start):
            return name[len(start) :]
    return name


def is_article(types: tuple[str, ...]) -> bool:
    """Tell whether one of the types is an Article, or of a kind of it."""
    return any("Article" in ancestors(name) for name in types)
