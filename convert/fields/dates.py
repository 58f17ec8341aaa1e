"""Days in a line of text: the absolute dates of some fifty languages, found over its tokens.

A grammar of its own, because the general date libraries guess: what is not certain here is not a date. The order of
day and month is told by the number itself, the language, the weekday or the profile; else the date is ambiguous.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from convert.fields import calendar, words
from convert.fields.lexer import Token
from convert.profile import DateOrder

_FIRST_YEAR, _LAST_YEAR = 1600, 2199
"""The years of news. Anything else is a number that looks like a year."""

_BUDDHIST_ERA: Final = 543
_PIVOT: Final = 70
"""Two digits from here on are of the twentieth century: no newsroom's archive of them is older than 1970."""

_LONGEST_YEAR: Final = 6
"""Digits of a year with the next date's day glued to it."""

_SEPARATORS: Final = frozenset("./-‐‑–．／")
_DOTS: Final = frozenset(".．")


class Day(NamedTuple):
    """A date as stated: `year` None where none is given. `first` and `last` are the tokens it spans, last excluded.

    `ambiguous`: day and month could be the other way round, and nothing tells.
    """

    year: int | None
    month: int
    day: int
    first: int
    last: int
    ambiguous: bool = False

    def exists(self) -> bool:
        """Tell whether the calendar has this day (29 February counts where the year is unknown)."""
        try:
            date(self.year or 2000, self.month, self.day)
        except ValueError:
            return False
        return self.year is None or _FIRST_YEAR <= self.year <= _LAST_YEAR


class Context(NamedTuple):
    """What helps to read a date: the language of the text (primary subtag), its full tag, the profile's order."""

    language: str | None = None
    tag: str | None = None
    order: DateOrder | None = None


@cache
def _links() -> tuple[frozenset[str], frozenset[str]]:
    table = words.file("dates")
    return words.fold_all(table["ordinals"]), words.fold_all(table["links"])


@cache
def _orders() -> tuple[frozenset[str], frozenset[str]]:
    table = words.file("dates")
    return frozenset(table["month_first"]), frozenset(table["day_first"])


@cache
def _month_words() -> frozenset[str]:
    """Return the words that stand beside the number of a month: `tháng 3`, `3 сарын`."""
    return words.fold_all(words.file("dates")["numbered_months"])


def order_of(context: Context) -> DateOrder | None:
    """Return the order that the profile states, or of the countries that write the language with slashes.

    None: unknown. German and its like write dots: what has slashes there was set by a foreign program.
    """
    if context.order is not None:
        return context.order
    month_first, day_first = _orders()
    for name in (context.tag, context.language):
        if name in month_first:
            return DateOrder.MONTH_DAY
        if name in day_first:
            return DateOrder.DAY_MONTH
    return None


def _kind(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""


def _skip(tokens: Sequence[Token], at: int, signs: str, linking: bool = True) -> int:
    """Step over signs and linking words: `3. de marzo de 2024`."""
    links = _links()[1]
    while (_kind(tokens, at) == "p" and tokens[at].word in signs) or (
        linking and _kind(tokens, at) == "w" and tokens[at].word in links
    ):
        at += 1
    return at


def _month_at(tokens: Sequence[Token], at: int, context: Context) -> tuple[int, int] | None:
    """Read the name of a month; return it and the next token. Arabic has names of two words, Thai short ones of two."""
    if _kind(tokens, at) != "w":
        return None
    if calendar.of_two_words(tokens[at].word):
        second = at + 1 + (_word(tokens, at + 1) == ".")
        found = calendar.month(f"{tokens[at].word} {_word(tokens, second)}", context.language)
        if found:
            return found, second + 1
    found = calendar.month(tokens[at].word, context.language)
    return (found, at + 1) if found else None


def _year_at(tokens: Sequence[Token], at: int, context: Context) -> tuple[int, int] | None:
    """Read a year of four digits, or of two after an apostrophe; the Buddhist era in Thai."""
    if _word(tokens, at) in ("'", "’") and _kind(tokens, at + 1) == "n" and tokens[at + 1].digits == 2:  # noqa: PLR2004 - digits of a year
        return _century(tokens[at + 1].number), at + 2
    year = _glued_year(tokens[at]) if _kind(tokens, at) == "n" and tokens[at].digits > 2 else None  # noqa: PLR2004 - digits of a year
    if year is None:
        return None
    if context.language == "th" and year > _LAST_YEAR:
        year -= _BUDDHIST_ERA
    return (year, at + 1) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _century(year: int) -> int:
    return year + (1900 if year >= _PIVOT else 2000)


def _is_day(token: Token) -> bool:
    return token.kind == "n" and token.digits <= 2 and 1 <= token.number <= 31  # noqa: PLR2004 - days of a month


def _east_asian(tokens: Sequence[Token], at: int) -> Day | None:
    """Read `2024年4月24日`, `4月24日` and their Korean kin."""
    year: int | None = None
    start = at
    if _kind(tokens, at) == "n" and tokens[at].digits == 4 and _word(tokens, at + 1) in ("年", "년"):  # noqa: PLR2004 - digits of a year
        year, at = tokens[at].number, at + 2
    if (
        _kind(tokens, at) == "n"
        and _word(tokens, at + 1) in ("月", "월")
        and _kind(tokens, at + 2) == "n"
        and _word(tokens, at + 3) in ("日", "일", "號", "号")
    ):
        return Day(year, tokens[at].number, tokens[at + 2].number, start, at + 4)
    return None


def _numeric_year_first(tokens: Sequence[Token], at: int) -> Day | None:
    """Read `2024-04-28`, `2024/4/28`, `2024. 4. 28.`."""
    if _kind(tokens, at) != "n" or tokens[at].digits != 4:  # noqa: PLR2004 - digits of a year
        return None
    sign = _word(tokens, at + 1)
    if (
        sign in _SEPARATORS
        and _kind(tokens, at + 2) == "n"
        and _word(tokens, at + 3) == sign
        and _kind(tokens, at + 4) == "n"
        and tokens[at + 4].digits <= 2  # noqa: PLR2004 - digits of a day
    ):
        return Day(tokens[at].number, tokens[at + 2].number, tokens[at + 4].number, at, at + 5)
    return None


def _basic(tokens: Sequence[Token], at: int) -> Day | None:
    """Read the date of `20240303T140500Z`: without a time behind it, a number of eight digits is any number."""
    token = tokens[at]
    if token.digits != 8 or _word(tokens, at + 1) != "t" or _kind(tokens, at + 2) != "n":  # noqa: PLR2004 - yyyymmdd
        return None
    return Day(token.number // 10_000, token.number // 100 % 100, token.number % 100, at, at + 1)


def _glued_year(token: Token) -> int | None:
    """Read the year of a number of two, four, or of four glued to the next date's day (`30.01.202430. Januar`)."""
    if token.digits == 4:  # noqa: PLR2004 - digits of a year
        return token.number
    if token.digits == 2:  # noqa: PLR2004 - digits of a short year
        return _century(token.number)
    return int(token.word[:4]) if token.digits in (5, 6) else None


def _numeric(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `28.04.2024`, `28/04/24`, `04-28-2024`."""
    if not _is_day(tokens[at]) or at + 4 >= len(tokens):
        return None
    sign = tokens[at + 1].word
    if sign not in _SEPARATORS or tokens[at + 3].word != sign:
        return None
    if not _is_day(tokens[at + 2]) or tokens[at + 4].kind != "n":
        return None
    year = _glued_year(tokens[at + 4])
    if year is None:
        return None
    return _ordered(tokens[at].number, tokens[at + 2].number, year, sign, (at, at + 5), context)


def _ordered(one: int, two: int, year: int, sign: str, span: tuple[int, int], context: Context) -> Day:
    """Tell day from month: by the numbers, by the dot (only day-first languages write it), by language or profile."""
    day_first = Day(year, two, one, *span)
    month_first = Day(year, one, two, *span)
    if one > 12:  # noqa: PLR2004 - months of a year
        return day_first
    if two > 12:  # noqa: PLR2004 - months of a year
        return month_first
    order = context.order or (DateOrder.DAY_MONTH if sign in _DOTS else order_of(context))
    if order is None and one != two:
        return day_first._replace(ambiguous=True)
    return month_first if order is DateOrder.MONTH_DAY else day_first


def _day_first(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `3. März 2024`, `3 de marzo de 2024`, `3rd of March, 2024`, `ngày 3 tháng 3 năm 2024`."""
    if not _is_day(tokens[at]):
        return None
    after = at + 1
    if _kind(tokens, after) == "p" and tokens[after].word in "-‑" and _kind(tokens, after + 1) == "w":
        after += 1
    if _kind(tokens, after) == "w" and tokens[after].word in _links()[0] and not _month_at(tokens, after, context):
        after += 1
    after = _skip(tokens, after, ".ºª°/-’'")
    if _word(tokens, after) in _month_words() and _kind(tokens, after + 1) == "n":
        month: tuple[int, int] | None = (tokens[after + 1].number, after + 2)
    else:
        month = _month_at(tokens, after, context)
    if month is None:
        return None
    if _word(tokens, month[1]) == "/" and (twin := _month_at(tokens, month[1] + 1, context)):
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
    if after >= len(tokens) or not _is_day(tokens[after]):
        return None
    day, after = tokens[after].number, after + 1
    if _word(tokens, after) in _links()[0]:
        after += 1
    year = _year_at(tokens, _skip(tokens, after, ".,"), context)
    if year is None:
        return None if _word(tokens, after) in (":", "h") else Day(None, month[0], day, at, after)
    return Day(year[0], month[0], day, at, year[1])


def _year_first(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `2024. március 3.`, `2024 m. kovo 3 d.`, `2024. gada 3. martā`, `2024ko martxoaren 3a`."""
    year = _year_at(tokens, at, context)
    if year is None:
        return None
    after = _skip(tokens, year[1], ".,")
    if _word(tokens, after) == "-" and _word(tokens, after + 1) in _links()[1]:
        after = _skip(tokens, after + 1, ".,")
    if _word(tokens, after + 1) in _month_words() and _is_day(tokens[after]) and _kind(tokens, after + 2) == "n":
        return Day(year[0], tokens[after].number, tokens[after + 2].number, at, after + 3)
    if after < len(tokens) and _is_day(tokens[after]):
        month = _month_at(tokens, _skip(tokens, after + 1, ".-", linking=False), context)
        return Day(year[0], month[0], tokens[after].number, at, month[1]) if month else None
    month = _month_at(tokens, after, context)
    if month is None or month[1] >= len(tokens) or not _is_day(tokens[month[1]]):
        return None
    return Day(year[0], month[0], tokens[month[1]].number, at, month[1] + 1)


def _day_at(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    token = tokens[at]
    if token.kind == "w":
        return _month_first(tokens, at, context)
    if token.kind != "n" or token.digits > _LONGEST_YEAR:
        return _basic(tokens, at) if token.kind == "n" else None
    unit = _kind(tokens, at + 1) == "c" and _east_asian(tokens, at)
    if token.digits <= 2:  # noqa: PLR2004 - digits of a day
        return unit or _numeric(tokens, at, context) or _day_first(tokens, at, context)
    return unit or _numeric_year_first(tokens, at) or _year_first(tokens, at, context)


def _by_weekday(found: Day, tokens: Sequence[Token], context: Context) -> Day:
    """Settle the order of an ambiguous date by the weekday in front of it."""
    if not found.ambiguous or found.year is None:
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


def find(tokens: Sequence[Token], context: Context) -> list[Day]:
    """Return the dates in a line, from left to right, none overlapping. Impossible days are no dates."""
    found: list[Day] = []
    at = 0
    while at < len(tokens):
        day = _day_at(tokens, at, context) if tokens[at].kind in "nw" else None
        if day is not None and day.exists():
            found.append(_by_weekday(day, tokens, context))
            at = day.last
        else:
            at += 1
    return found
