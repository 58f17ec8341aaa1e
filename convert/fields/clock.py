"""Times of day and their zones in a line of text.

A zone is read, never supposed: an abbreviation that several zones share (IST, CST) counts only where the language of
the text or the profile's zone tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from convert.fields import calendar, words
from convert.fields.lexer import Token

_SIGNS: Final = frozenset(":.h時时点點시")
_MINUTE_UNITS: Final = frozenset("分분")
_HOUR_UNITS: Final = frozenset("時时点點시")
_OFFSET: Final = re.compile(r"[+−-](\d{1,2})(?::?(\d{2}))?(?!\d)")
_FARTHEST: Final = 14 * 60
"""Minutes by which a zone differs from UTC at most: `14:05 +45` says something else."""


class Time(NamedTuple):
    """A time of day as stated. `offset`: minutes east of UTC; `zone`: what stands for a zone and has no one offset."""

    hour: int
    minute: int
    second: int
    first: int
    last: int
    offset: int | None = None
    zone: str | None = None


@cache
def _tables() -> tuple[dict[str, int], dict[str, str], frozenset[str], dict[str, dict[str, int]]]:
    table = words.file("dates")
    return table["zones"], table["places"], words.fold_all(table["clock_words"]), table["shared"]


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _number(tokens: Sequence[Token], at: int, limit: int) -> int | None:
    """Return a number of at most two digits below `limit`."""
    if at < len(tokens) and tokens[at].kind == "n" and tokens[at].digits <= 2 and tokens[at].number < limit:  # noqa: PLR2004 - digits of an hour or minute
        return tokens[at].number
    return None


def _half_at(tokens: Sequence[Token], at: int, language: str | None) -> tuple[str | None, int]:
    """Read `am`, `p.m.`, `μ.μ.` or their kin; return the half and the next token."""
    halves = calendar.half_days(language)
    word = _word(tokens, at)
    if word in halves and (len(word) > 1 or word in ("f", "e")):
        return halves[word], at + (2 if _word(tokens, at + 1) == "." else 1)
    if _word(tokens, at + 1) == "." and (pair := f"{word} {_word(tokens, at + 2)}") in halves:
        return halves[pair], at + (4 if _word(tokens, at + 3) == "." else 3)
    return None, at


def _certain(tokens: Sequence[Token], first: int, after: int, half: str | None) -> bool:
    """Tell whether `12.42` is a time: a word about time, or a zone, stands beside it."""
    zones, places, clock_words, shared = _tables()
    beside = (_word(tokens, after), _word(tokens, first - 1), _word(tokens, first - 2))
    return (
        half is not None
        or any(w in clock_words for w in beside)
        or beside[0] in zones.keys() | places.keys() | shared.keys()
    )


def _bare_hour(hour: int, tokens: Sequence[Token], at: int, language: str | None) -> Time | None:
    """Read `5 AM`, `16h`, `20時`, `18 Uhr`."""
    half, after = _half_at(tokens, at + 1, language)
    if half is None:
        unit, after = _word(tokens, at + 1), at + 2
        if unit not in ("h", "uhr", "uur", "hrs") and unit not in _HOUR_UNITS:
            return None
    hour = _of_day(hour, half)
    return Time(hour, 0, 0, at, after) if hour < 24 else None  # noqa: PLR2004 - hours of a day


def _of_day(hour: int, half: str | None) -> int:
    """Turn an hour of the twelve into one of the twenty-four; from 24 on no clock shows it."""
    if half == "pm" and hour < 12:  # noqa: PLR2004 - hours of half a day
        return hour + 12
    return 0 if half == "am" and hour == 12 else hour  # noqa: PLR2004 - hours of half a day


def _basic(tokens: Sequence[Token], at: int) -> Time | None:
    """Read the time of `20240303T140500Z`."""
    token = tokens[at]
    if token.digits not in (4, 6) or _word(tokens, at - 1) != "t":
        return None
    digits = token.word.ljust(6, "0")
    hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    return Time(hour, minute, second, at, at + 1) if hour < 24 and minute < 60 and second < 60 else None  # noqa: PLR2004 - a day's


def _time_at(tokens: Sequence[Token], at: int, language: str | None) -> Time | None:
    hour = _number(tokens, at, 25)
    if hour is None:
        return _basic(tokens, at)
    sign = _word(tokens, at + 1)
    minute = _number(tokens, at + 2, 60) if sign in _SIGNS else None
    if minute is None or tokens[at + 2].digits != 2:  # noqa: PLR2004 - digits of a minute
        return _bare_hour(hour, tokens, at, language)
    after, second = at + 3, 0
    if _word(tokens, after) in _MINUTE_UNITS:
        after += 1
    if _word(tokens, after) in (":", ".") and _word(tokens, after) == sign:
        seconds = _number(tokens, after + 1, 60)
        if seconds is not None and tokens[after + 1].digits == 2:  # noqa: PLR2004 - digits of a minute
            second, after = seconds, after + 2
            if _word(tokens, after) == "." and _number(tokens, after + 1, 10**9) is None and sign == ":":
                after += 2 if after + 1 < len(tokens) and tokens[after + 1].kind == "n" else 0
    half, after = _half_at(tokens, after, language)
    if half is None and len(before := _word(tokens, at - 1)) > 1:
        half = calendar.half_days(language).get(before)
    if sign == "." and not _certain(tokens, at, after, half):
        return None
    hour = _of_day(hour, half)
    return Time(hour, minute, second, at, after) if hour < 24 else None  # noqa: PLR2004 - hours of a day


def _with_zone(time: Time, tokens: Sequence[Token], text: str, language: str | None) -> Time:
    """Read the zone behind a time: an abbreviation, UTC and an offset, an offset alone."""
    at = time.last
    if at >= len(tokens):
        return time
    zones, places, clock_words, shared = _tables()
    while _word(tokens, at) in ("(", ",") or _word(tokens, at) in clock_words:
        if _word(tokens, at) in zones:
            break
        at += 1
    word = _word(tokens, at)
    raw = text[tokens[at].start : tokens[at].end] if at < len(tokens) else ""
    if word in zones and (raw.isupper() or word == "z"):
        signed = _offset_at(text, tokens[at].end + (text[tokens[at].end : tokens[at].end + 1] == " "))
        offset = zones[word] + (_minutes(signed) if signed and word in ("utc", "gmt") else 0)
        return time._replace(offset=offset, last=at + 1)
    if raw.isupper() and (word in places or word in shared):
        offset_of = shared.get(word, {}).get(language or "")
        zone = places.get(word, raw) if offset_of is None else None
        return time._replace(offset=offset_of, zone=zone, last=at + 1)
    if at == time.last and word in ("+", "-", "−"):
        signed = _offset_at(text, tokens[at].start)
        if signed and (signed[2] or word == "+"):
            return time._replace(offset=_minutes(signed), last=at + 2)
    return time


def _offset_at(text: str, at: int) -> re.Match[str] | None:
    """Match an offset that some zone has."""
    signed = _OFFSET.match(text, at)
    return signed if signed and abs(_minutes(signed)) <= _FARTHEST else None


def _minutes(signed: re.Match[str]) -> int:
    minutes = int(signed[1]) * 60 + int(signed[2] or 0)
    return minutes if signed[0][0] == "+" else -minutes


def find(tokens: Sequence[Token], text: str, language: str | None, taken: Sequence[tuple[int, int]]) -> list[Time]:
    """Return the times in a line, from left to right; tokens inside the spans `taken` (dates) are left alone."""
    inside = {at for first, last in taken for at in range(first, last)}
    found: list[Time] = []
    free = 0
    for at, token in enumerate(tokens):
        if token.kind != "n" or at < free or at in inside:
            continue
        time = _time_at(tokens, at, language)
        if time is not None:
            time = _with_zone(time, tokens, text, language)
            found.append(time)
            free = time.last
    return found
