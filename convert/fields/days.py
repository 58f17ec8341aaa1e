"""What a date is: a day as stated, what helps to read it, and what its tokens can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from convert.fields import words
from convert.fields.lexer import Token
from convert.profile import DateOrder

FIRST_YEAR, LAST_YEAR = 1600, 2199
"""The years of news. Anything else is a number that looks like a year."""

_PIVOT: Final = 70
"""Two digits from here on are of the twentieth century: no newsroom's archive of them is older than 1970."""


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
        return self.year is None or FIRST_YEAR <= self.year <= LAST_YEAR


class Context(NamedTuple):
    """What helps to read a date: the language of the text (primary subtag), its full tag, the profile's order."""

    language: str | None = None
    tag: str | None = None
    order: DateOrder | None = None


@cache
def _orders() -> tuple[frozenset[str], frozenset[str]]:
    table = words.file("dates")
    return frozenset(table["month_first"]), frozenset(table["day_first"])


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


def kind(tokens: Sequence[Token], at: int) -> str:
    """Return the kind of a token, nothing behind the last."""
    return tokens[at].kind if at < len(tokens) else ""


def word(tokens: Sequence[Token], at: int) -> str:
    """Return the folded word of a token, nothing behind the last."""
    return tokens[at].word if at < len(tokens) else ""


def is_day(token: Token) -> bool:
    """Tell whether a number may be a day of a month."""
    return token.kind == "n" and token.digits <= 2 and 1 <= token.number <= 31  # noqa: PLR2004 - days of a month


def century(year: int) -> int:
    """Return the year that two digits mean."""
    return year + (1900 if year >= _PIVOT else 2000)


def glued_year(token: Token) -> int | None:
    """Read the year of a number of two, four, or of four glued to the next date's day (`30.01.202430. Januar`)."""
    if token.digits == 4:  # noqa: PLR2004 - digits of a year
        return token.number
    if token.digits == 2:  # noqa: PLR2004 - digits of a short year
        return century(token.number)
    return int(token.word[:4]) if token.digits in (5, 6) else None
