"""Moments: dates with the times and zones that belong to them, and what a publication line says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from convert.fields import calendar, clock, dates, words
from convert.fields.clock import Time
from convert.fields.days import Context, Day
from convert.fields.lexer import LONGEST, Token, flat, fold, lex

_GAP: Final = 6
"""Tokens between a date and its time: `15 oct 2024 - 08:22`, `25 de mayo de 2025 a las 16:51`."""


_BEHIND: Final = 24
"""Characters behind a date in which a word may say what it is the date of."""

_WORD: Final = re.compile(r"\w+")
_GLUING: Final = re.compile("[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_CUE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGIT: Final = re.compile(r"\d")
_GAPS: Final = re.compile(r"[\s:|(]+")


class Event(StrEnum):
    """What happened at a moment, by the words beside it."""

    PUBLISHED = "published"
    MODIFIED = "modified"
    UNSAID = "unsaid"


class Moment(NamedTuple):
    """A date, with its time where one stands beside it. `start` and `end`: code points of the line it spans."""

    day: Day
    time: Time | None
    start: int
    end: int
    event: Event = Event.UNSAID

    def value(self, zone: str | None = None, year: int | None = None) -> datetime | date | None:
        """Return the moment as far as it is known: None without a year or where the date is ambiguous.

        `zone` (IANA) is that of times that state none; without it they stay naive. `year` fills in a missing one.
        """
        known = self.day.year or year
        if known is None or self.day.ambiguous:
            return None
        try:
            day = date(known, self.day.month, self.day.day)
        except ValueError:
            return None
        if self.time is None:
            return day
        naive = datetime(day.year, day.month, day.day, self.time.hour, self.time.minute, self.time.second)  # noqa: DTZ001 - its zone comes next
        return _zoned(naive, self.time, zone)


def _zoned(naive: datetime, time: Time, zone: str | None) -> datetime:
    """Give a time the zone that is stated, or the profile's; else none."""
    if time.offset is not None:
        return naive.replace(tzinfo=timezone(timedelta(minutes=time.offset)))
    if time.zone is not None:
        if "/" in time.zone:
            return fixed(naive, time.zone)
        if zone is None or naive.replace(tzinfo=ZoneInfo(zone)).tzname() != time.zone:
            return naive
    return fixed(naive, zone) if zone else naive


def fixed(naive: datetime, zone: str) -> datetime:
    """Return a local time of an IANA zone with the offset that was in force."""
    local = naive.replace(tzinfo=ZoneInfo(zone))
    return naive.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


@cache
def _joiners() -> frozenset[str]:
    return words.fold_all(words.file("dates")["joiners"])


@cache
def cue_pattern(event: Event) -> re.Pattern[str]:
    """Return the pattern of the words, folded, that announce a publication or a change."""
    return re.compile(words.alternatives(words.flat(words.file("dates")[event.value])))


def _joined(tokens: Sequence[Token], first: int, last: int, context: Context) -> bool:
    """Tell whether only signs, joining words and weekdays stand between two tokens."""
    if not 0 <= last - first <= _GAP:
        return False
    return all(
        token.kind in "pc"
        or token.word in _joiners()
        or token.word in calendar.half_days(context.language)
        or calendar.weekday(token.word, context.language) is not None
        for token in tokens[first:last]
    )


def _pair(days: Sequence[Day], times: list[Time], tokens: Sequence[Token], context: Context) -> list[Time | None]:
    """Give each date the time right behind it, else the one right before it; no time twice."""
    found: list[Time | None] = [None] * len(days)
    for forward in (True, False):
        for number, day in enumerate(days):
            if found[number] is not None:
                continue
            for time in times:
                span = (day.last, time.first) if forward else (time.last, day.first)
                if _joined(tokens, *span, context):
                    found[number] = time
                    times.remove(time)
                    break
    return found


def has_digit(text: str) -> bool:
    """Tell whether a text has a digit: one without states no moment."""
    return _DIGIT.search(text) is not None


def find(text: str, context: Context) -> tuple[Moment, ...]:
    """Return the dates of a line with their times, left to right, and what the words beside them say of each."""
    return _find(text[: LONGEST + _BEHIND], context) if _DIGIT.search(text, 0, LONGEST) else ()


@lru_cache(maxsize=8)
def _find(text: str, context: Context) -> tuple[Moment, ...]:
    """Find the moments of a line. The last few are remembered: place, authors and times are read from one line."""
    tokens = lex(text)
    days = dates.find(tokens, context)
    if not days:
        return ()
    times = clock.find(tokens, text, context.language, [(day.first, day.last) for day in days])
    paired = _pair(days, times, tokens, context)
    found: list[Moment] = []
    before = 0
    for day, time in zip(days, paired, strict=True):
        first = min(day.first, time.first) if time else day.first
        last = max(day.last, time.last) if time else day.last
        start, end = tokens[first].start, tokens[last - 1].end
        behind = _behind(text, end)
        event, before_next = behind or (_event(text[before:start]), end)
        found.append(Moment(day, time, start, end, event))
        before = before_next
    return tuple(found)


def lead_in(text: str, moment: Moment, context: Context) -> int:
    """Return where what announces a moment begins: `on Thu, ` before `Nov 9, 2023`, `Zuletzt geändert am `."""
    start = moment.start
    for token in reversed(lex(text[: moment.start])):
        small = token.kind == "p" and token.word in ",:-–("
        if not small and token.word not in _joiners() and calendar.weekday(token.word, context.language) is None:
            break
        start = token.start
    return _cue_before(text[:start]) if moment.event is not Event.UNSAID else start


def behind(text: str, moment: Moment) -> int:
    """Return where what belongs to a moment ends: behind the `Uhr` of `9:40 Uhr`."""
    word = _WORD.match(text, moment.end + 1)
    return word.end() if word and fold(word[0]) in _clock_words() else moment.end


@cache
def _clock_words() -> frozenset[str]:
    return words.fold_all(words.file("dates")["clock_words"])


def _cue_before(text: str) -> int:
    """Return where the cue begins that a text ends with; else its end."""
    folded = flat(text).rstrip(" :|(-–—")
    for event in (Event.PUBLISHED, Event.MODIFIED):
        for cue in cue_pattern(event).finditer(folded):
            if cue.end() == len(folded):
                return cue.start()
    return len(text)


def _behind(text: str, end: int) -> tuple[Event, int] | None:
    """Read a cue right behind a moment, `11時25分更新`, or one that ends the line; return it and where it ends."""
    tail = text[end : end + _BEHIND]
    if not tail.strip(" .)）") or not _may_say(_folded(tail)):
        return None
    for event in (Event.PUBLISHED, Event.MODIFIED):
        cue = cue_pattern(event).match(tail)
        if cue and not cue[0].isascii() and _UNSPACED_CUE.match(tail):
            return event, end + cue.end()
        if len(text) - end < len(tail) + 1 and cue_pattern(event).fullmatch(_folded(tail.strip(" .)）"))):
            return event, len(text)
    return None


@cache
def _heads() -> frozenset[str]:
    """Return the first words of all cues of scripts that write words apart."""
    table = words.file("dates")
    cues = [words.fold_text(cue) for event in ("published", "modified") for cue in words.flat(table[event])]
    return frozenset(_WORD.findall(cue)[0] for cue in cues)


def _may_say(folded: str) -> bool:
    """Tell whether a folded text can hold a cue at all: cheaper than looking for all of them."""
    if not folded.isascii() and _GLUING.search(folded):
        return True
    return not _heads().isdisjoint(_WORD.findall(folded))


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in _GAPS.split(text) if word)


def _event(lead: str) -> Event:
    """Read the words in front of a moment; of several the last counts."""
    folded = _folded(lead) if lead else ""
    if not folded or not _may_say(folded):
        return Event.UNSAID
    places = {
        event: max((match.end() for match in cue_pattern(event).finditer(folded)), default=-1)
        for event in (Event.PUBLISHED, Event.MODIFIED)
    }
    event = max(places, key=lambda name: places[name])
    return event if places[event] >= 0 else Event.UNSAID


@cache
def _relative() -> tuple[dict[str, str], re.Pattern[str], frozenset[str], frozenset[str]]:
    table = words.file("dates")
    units = {fold(word): unit for unit, names in table["units"].items() for word in names}
    ago = re.compile(words.alternatives(table["ago"]))
    return units, ago, words.fold_all(table["today"]), words.fold_all(table["yesterday"])


def relative(text: str) -> tuple[int, str] | None:
    """Read `5 hours ago`, `vor 3 Stunden`, `昨日`: how many of which unit, or None. Today is 0 days."""
    units, ago, today, yesterday = _relative()
    folded = words.fold_text(text[:80])
    for count, phrases in ((0, today), (1, yesterday)):
        if any(re.match(rf"{re.escape(phrase)}(?!\w)", folded) for phrase in phrases):
            return count, "day"
    if not ago.search(folded):
        return None
    for token in lex(folded):
        unit = _unit(folded[token.end :].lstrip(), units) if token.kind == "n" else None
        if unit and 0 <= token.number < 1000:  # noqa: PLR2004 - no newsroom counts further back
            return token.number, unit
    return None


def _unit(rest: str, units: dict[str, str]) -> str | None:
    """Read the unit of time that a text begins with; in unspaced scripts the next word may follow at once."""
    word = re.match(r"\w+", rest)
    if word is None:
        return None
    if word[0] in units:
        return units[word[0]]
    heads = [name for name in units if not name.isascii() and rest.startswith(name)]
    return units[max(heads, key=len)] if heads else None


_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def resolve(text: str, reference: datetime) -> datetime | date | None:
    """Resolve a relative time against the caller's reference; a unit of days or longer gives a day.

    Months and years are too coarse for a date: None. Nothing here ever asks the clock.
    """
    found = relative(text)
    if found is None or found[1] not in _SECONDS:
        return None
    moment = reference - timedelta(seconds=found[0] * _SECONDS[found[1]])
    return moment.date() if found[1] in ("day", "week") else moment
