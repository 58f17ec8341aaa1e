"""Names of months, weekdays and half-days in some eighty languages, from CLDR."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypedDict

from convert import resources
from convert.fields.lexer import fold

_SHORT: Final = 4
_STEM: Final = 3
"""Letters that an abbreviation of a month has at least."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Folded names to numbers: months 1 to 12, weekdays 0 (Monday) to 6; `wide` are the names that are not cut."""

    months: dict[str, int]
    weekdays: dict[str, int]
    wide: tuple[tuple[str, int], ...]


def _bare(name: str) -> str:
    return " ".join(fold(name).replace(".", " ").replace("॰", " ").split())


def _invert(rows: list[list[str]], first: int) -> dict[str, int]:
    names: dict[str, int] = {}
    for number, row in enumerate(rows, first):
        for name in row:
            names.setdefault(_bare(name), number)
    return names


class _Entry(TypedDict):
    """A language's names: of each month and weekday its forms, of each half of the day too."""

    months: list[list[str]]
    weekdays: list[list[str]]
    am: list[str]
    pm: list[str]


@cache
def _file() -> dict[str, _Entry]:
    table = json.loads(resources.data("fields", "calendar.json").read_text(encoding="utf-8"))
    languages: dict[str, _Entry] = table["languages"]
    return languages


@cache
def of(language: str) -> Calendar:
    """Return the calendar of a language (its primary subtag); an unknown language has an empty one."""
    entry = _file().get(language)
    if entry is None:
        return Calendar({}, {}, ())
    months = _invert(entry["months"], 1)
    wide = tuple((_bare(name), number) for number, row in enumerate(entry["months"], 1) for name in row[:1])
    return Calendar(months, _invert(entry["weekdays"], 0), wide)


@cache
def _of_all() -> Calendar:
    """Names that mean the same month, or weekday, in every language that has them."""
    months = [of(language).months for language in _file()]
    weekdays = [of(language).weekdays for language in _file()]
    return Calendar(_agreed(months), _agreed(weekdays), ())


def _agreed(tables: list[dict[str, int]]) -> dict[str, int]:
    """Return the names that mean one thing in all tables, without what is short and stands in one only.

    `now`, `few` and `gun` are months somewhere: such a word counts in its own language, and not in all others.
    """
    meanings: dict[str, set[int]] = {}
    known = Counter(name for table in tables for name in table)
    for table in tables:
        for name, number in table.items():
            meanings.setdefault(name, set()).add(number)
    return {
        name: numbers.pop()
        for name, numbers in meanings.items()
        if len(numbers) == 1 and (len(name) > _SHORT or known[name] > 1 or not name.isascii())
    }


def _abbreviated(word: str, language: str) -> int | None:
    """Read a word as the beginning of exactly one month's name."""
    if len(word) < _STEM:
        return None
    found = {number for name, number in of(language).wide if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _candidates(word: str, language: str | None) -> tuple[str, ...]:
    """Return the word, and without what Hebrew writes in front of it and Basque behind it."""
    if language == "eu":
        return (word, word.removesuffix("ren"))
    return (word, word[1:]) if word.startswith("ב") and len(word) > _STEM else (word,)


@lru_cache(maxsize=4096)
def month(word: str, language: str | None) -> int | None:
    """Return the month a folded word names: in the text's language, else in English, else in whatever has it.

    A name that means different months in different languages is read only in the text's own.
    """
    for name in _candidates(word, language):
        for tongue in (language or "en", "en"):
            found = of(tongue).months.get(name) or _abbreviated(name, tongue)
            if found:
                return found
        found = _of_all().months.get(name)
        if found and len(name) >= _STEM and weekday(name, language) is None:
            return found
    return None


@cache
def _openers() -> frozenset[str]:
    rows = [row for language in _file().values() for row in language["months"]]
    names = [_bare(name) for row in rows for name in row]
    return frozenset(name.partition(" ")[0] for name in names if " " in name)


def of_two_words(word: str) -> bool:
    """Tell whether a folded word begins a month's name of two words."""
    return word in _openers()


@lru_cache(maxsize=4096)
def weekday(word: str, language: str | None) -> int | None:
    """Return the weekday (Monday is 0) that a folded word names, in the text's language, in English, or in any."""
    for tongue in (language or "en", "en"):
        found = of(tongue).weekdays.get(word)
        if found is not None:
            return found
    return _of_all().weekdays.get(word) if len(word) >= _STEM else None


@cache
def half_days(language: str | None) -> dict[str, str]:
    """Return the folded words for before ("am") and after ("pm") noon, of the text's language and of English."""
    words = {"a m": "am", "p m": "pm"}
    for tongue in (language or "en", "en"):
        entry = _file().get(tongue)
        named = {"am": entry["am"], "pm": entry["pm"]} if entry else {}
        for half, names in named.items():
            for name in names:
                words.setdefault(_bare(name), half)
    return words
