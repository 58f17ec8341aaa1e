"""Days in a line of text: the absolute dates of some fifty languages, found over its tokens.

A grammar of its own, because the general date libraries guess: what is not certain here is not a date. The order of
day and month is told by the number itself, the language, the weekday or the profile; else the date is ambiguous.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

from convert.fields import calendar, numbered, words
from convert.fields.days import FIRST_YEAR, LAST_YEAR, Context, Day, century, glued_year, is_day, kind, word
from convert.fields.lexer import Token

_BUDDHIST_ERA: Final = 543
_LONGEST_YEAR: Final = 6
"""Digits of a year with the next date's day glued to it."""

_BEHIND_DAY: Final = ".ºª°/-’'"
_BEHIND_YEAR: Final = ".,"
_INSIDE: Final = frozenset({*_BEHIND_DAY, *_BEHIND_YEAR}) | numbered.SEPARATORS
"""Signs behind the first number of a date; a test tries all others."""


@cache
def _links() -> tuple[frozenset[str], frozenset[str]]:
    table = words.file("dates")
    return words.fold_all(table["ordinals"]), words.fold_all(table["links"])


@cache
def _month_words() -> frozenset[str]:
    """Return the words that stand beside the number of a month: `tháng 3`, `3 сарын`."""
    return words.fold_all(words.file("dates")["numbered_months"])


def _skip(tokens: Sequence[Token], at: int, signs: str, linking: bool = True) -> int:
    """Step over signs and linking words: `3. de marzo de 2024`."""
    links = _links()[1]
    while (kind(tokens, at) == "p" and tokens[at].word in signs) or (
        linking and kind(tokens, at) == "w" and tokens[at].word in links
    ):
        at += 1
    return at


def _month_at(tokens: Sequence[Token], at: int, context: Context) -> tuple[int, int] | None:
    """Read the name of a month; return it and the next token. Arabic has names of two words, Thai short ones of two."""
    if kind(tokens, at) != "w":
        return None
    if calendar.of_two_words(tokens[at].word):
        second = at + 1 + (word(tokens, at + 1) == ".")
        found = calendar.month(f"{tokens[at].word} {word(tokens, second)}", context.language)
        if found:
            return found, second + 1
    found = calendar.month(tokens[at].word, context.language)
    return (found, at + 1) if found else None


def _year_at(tokens: Sequence[Token], at: int, context: Context) -> tuple[int, int] | None:
    """Read a year of four digits, or of two after an apostrophe; the Buddhist era in Thai."""
    if word(tokens, at) in ("'", "’") and kind(tokens, at + 1) == "n" and tokens[at + 1].digits == 2:  # noqa: PLR2004 - digits of a year
        return century(tokens[at + 1].number), at + 2
    year = glued_year(tokens[at]) if kind(tokens, at) == "n" and tokens[at].digits > 2 else None  # noqa: PLR2004 - digits of a year
    if year is None:
        return None
    if context.language == "th" and year > LAST_YEAR:
        year -= _BUDDHIST_ERA
    return (year, at + 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def _day_first(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `3. März 2024`, `3 de marzo de 2024`, `3rd of March, 2024`, `ngày 3 tháng 3 năm 2024`."""
    if not is_day(tokens[at]):
        return None
    after = at + 1
    if kind(tokens, after) == "p" and tokens[after].word in "-‑" and kind(tokens, after + 1) == "w":
        after += 1
    if kind(tokens, after) == "w" and tokens[after].word in _links()[0] and not _month_at(tokens, after, context):
        after += 1
    after = _skip(tokens, after, _BEHIND_DAY)
    if word(tokens, after) in _month_words() and kind(tokens, after + 1) == "n":
        month: tuple[int, int] | None = (tokens[after + 1].number, after + 2)
    else:
        month = _month_at(tokens, after, context)
    if month is None:
        return None
    if word(tokens, month[1]) == "/" and (twin := _month_at(tokens, month[1] + 1, context)):
        month = twin
    year = _year_at(tokens, _skip(tokens, month[1], ".,/-"), context)
    if year is None:
        return Day(None, month[0], tokens[at].number, at, month[1])
    return Day(year[0], month[0], tokens[at].number, at, year[1])


def _month_first(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `March 3, 2024`, `Mar. 3rd 2024`."""
    month = _month_at(tokens, at, context)
    if month is None:
        return None
    after = _skip(tokens, month[1], ".", linking=False)
    if after >= len(tokens) or not is_day(tokens[after]):
        return None
    day, after = tokens[after].number, after + 1
    if word(tokens, after) in _links()[0]:
        after += 1
    year = _year_at(tokens, _skip(tokens, after, ".,"), context)
    if year is None:
        return None if word(tokens, after) in (":", "h") else Day(None, month[0], day, at, after)
    return Day(year[0], month[0], day, at, year[1])


def _year_first(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `2024. március 3.`, `2024 m. kovo 3 d.`, `2024. gada 3. martā`, `2024ko martxoaren 3a`."""
    year = _year_at(tokens, at, context)
    if year is None:
        return None
    after = _skip(tokens, year[1], _BEHIND_YEAR)
    if word(tokens, after) == "-" and word(tokens, after + 1) in _links()[1]:
        after = _skip(tokens, after + 1, _BEHIND_YEAR)
    if word(tokens, after + 1) in _month_words() and is_day(tokens[after]) and kind(tokens, after + 2) == "n":
        return Day(year[0], tokens[after].number, tokens[after + 2].number, at, after + 3)
    if after < len(tokens) and is_day(tokens[after]):
        month = _month_at(tokens, _skip(tokens, after + 1, ".-", linking=False), context)
        return Day(year[0], month[0], tokens[after].number, at, month[1]) if month else None
    month = _month_at(tokens, after, context)
    if month is None or month[1] >= len(tokens) or not is_day(tokens[month[1]]):
        return None
    return Day(year[0], month[0], tokens[month[1]].number, at, month[1] + 1)


def _day_at(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    token = tokens[at]
    if token.kind == "w":
        return _month_first(tokens, at, context)
    if token.digits > _LONGEST_YEAR:
        return numbered.basic(tokens, at)
    unit = kind(tokens, at + 1) == "c" and numbered.east_asian(tokens, at)
    if token.digits <= 2:  # noqa: PLR2004 - digits of a day
        if at > 1 and tokens[at - 1].word == ":" and tokens[at - 2].kind == "n":
            return None  # the minutes of `09:31 August 20, 2019`
        return unit or numbered.any_order(tokens, at, context) or _day_first(tokens, at, context)
    return unit or numbered.year_first(tokens, at) or _year_first(tokens, at, context)


def _by_weekday(found: Day, tokens: Sequence[Token], context: Context) -> Day:
    """Settle the order of an ambiguous date by the weekday in front of it."""
    if found.year is None:
        return found
    for at in range(max(found.first - 3, 0), found.first):
        named = calendar.weekday(tokens[at].word, context.language) if tokens[at].kind == "w" else None
        if named is None:
            continue
        readings = (found, found._replace(month=found.day, day=found.month))
        right = [r for r in readings if date(found.year, r.month, r.day).weekday() == named]
        if len(right) == 1:
            return right[0]._replace(ambiguous=False)
    return found


def _may_begin(token: Token, following: Token) -> bool:
    """Tell by two tokens whether a date can begin at all.

    Behind the name of a month stands its dot, its second word or the day; behind a number a word, a unit or one of few
    signs.
    """
    if token.kind == "w":
        return following.kind == "n" or following.word == "." or calendar.of_two_words(token.word)
    return token.kind == "n" and (following.kind != "p" or following.word in _INSIDE)


def find(tokens: Sequence[Token], context: Context) -> list[Day]:
    """Return the dates in a line, from left to right, none overlapping. Impossible days are no dates."""
    found: list[Day] = []
    free = 0
    for at, (token, following) in enumerate(pairwise(tokens)):  # the last token alone is no date
        if at < free or not _may_begin(token, following):
            continue
        day = _day_at(tokens, at, context)
        if day is not None and day.exists():
            found.append(_by_weekday(day, tokens, context) if day.ambiguous else day)
            free = day.last
    return found
