"""Dates in digits: `2024-04-28`, `28/04/24`, `2024年4月28日`.

Which number is the day is told by the numbers themselves, by the dots between them, by the language or the profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from convert.fields import words
from convert.fields.days import Context, Day, glued_year, is_day, kind, order_of, word
from convert.fields.lexer import Token
from convert.profile import DateOrder

SEPARATORS: Final = frozenset("./-‐‑–．／")
_DOTS: Final = frozenset(".．")
_DASHES: Final = frozenset("-‐‑–")


def east_asian(tokens: Sequence[Token], at: int) -> Day | None:
    """Read `2024年4月24日`, `4月24日` and their Korean kin."""
    year: int | None = None
    start = at
    if kind(tokens, at) == "n" and tokens[at].digits == 4 and word(tokens, at + 1) in ("年", "년"):  # noqa: PLR2004 - digits of a year
        year, at = tokens[at].number, at + 2
    if (
        kind(tokens, at) == "n"
        and word(tokens, at + 1) in ("月", "월")
        and kind(tokens, at + 2) == "n"
        and word(tokens, at + 3) in ("日", "일", "號", "号")
    ):
        return Day(year, tokens[at].number, tokens[at + 2].number, start, at + 4)
    return None


def year_first(tokens: Sequence[Token], at: int) -> Day | None:
    """Read `2024-04-28`, `2024/4/28`, `2024. 4. 28.`."""
    if kind(tokens, at) != "n" or tokens[at].digits != 4:  # noqa: PLR2004 - digits of a year
        return None
    sign = word(tokens, at + 1)
    if (
        sign in SEPARATORS
        and kind(tokens, at + 2) == "n"
        and word(tokens, at + 3) == sign
        and kind(tokens, at + 4) == "n"
        and tokens[at + 4].digits <= 2  # noqa: PLR2004 - digits of a day
    ):
        return Day(tokens[at].number, tokens[at + 2].number, tokens[at + 4].number, at, at + 5)
    return None


def basic(tokens: Sequence[Token], at: int) -> Day | None:
    """Read the date of `20240303T140500Z`: without a time behind it, a number of eight digits is any number."""
    token = tokens[at]
    if token.digits != 8 or word(tokens, at + 1) != "t" or kind(tokens, at + 2) != "n":  # noqa: PLR2004 - yyyymmdd
        return None
    return Day(token.number // 10_000, token.number // 100 % 100, token.number % 100, at, at + 1)


def any_order(tokens: Sequence[Token], at: int, context: Context) -> Day | None:
    """Read `28.04.2024`, `28/04/24`, `04-28-2024`."""
    if not is_day(tokens[at]) or at + 4 >= len(tokens):
        return None
    sign = tokens[at + 1].word
    if sign not in SEPARATORS or tokens[at + 3].word != sign:
        return None
    if not is_day(tokens[at + 2]) or tokens[at + 4].kind != "n":
        return None
    year = glued_year(tokens[at + 4])
    if year is None:
        return None
    return _ordered(tokens[at].number, tokens[at + 2].number, year, sign, (at, at + 5), context)


def _order_by_sign(sign: str, context: Context) -> DateOrder | None:
    """Return the order that goes with a sign: dots are written day first, but in English by either country."""
    dotted = sign in _DOTS and context.language != "en"
    dashed = sign in _DASHES and context.language in _dashed_day_first()
    return DateOrder.DAY_MONTH if dotted or dashed else None


@cache
def _dashed_day_first() -> frozenset[str]:
    return frozenset(words.file("dates")["day_first_with_dashes"])


def _ordered(one: int, two: int, year: int, sign: str, span: tuple[int, int], context: Context) -> Day:
    """Tell day from month: by the numbers, by the dot (only day-first languages write it), by language or profile."""
    if one > 12:  # noqa: PLR2004 - months of a year
        return Day(year, two, one, *span)
    if two > 12:  # noqa: PLR2004 - months of a year
        return Day(year, one, two, *span)
    order = context.order or _order_by_sign(sign, context) or order_of(context)
    if order is DateOrder.MONTH_DAY:
        return Day(year, one, two, *span)
    return Day(year, two, one, *span, ambiguous=order is None and one != two)
