"""Rules on dates: their form, their zones and their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from convert.validate.ld.model import Document, Node
from convert.validate.ld.table import rule
from convert.validate.ld.vocabulary import bare, vocabulary
from convert.validate.rule import ERROR, INFO, WARNING, Found, clip
from convert.validate.values.dates import WHEN, later, later_part, unset_clock, zoneless

_ISO: Final = "ISO 8601; schema.org, Date and DateTime"


@rule(
    "LD101",
    ERROR,
    "The date is not ISO 8601",
    on="*date",
    why="No reader parses it: the article has no date, and sorts last.",
    source=_ISO + "; Google, Article structured data",
    mend="Write 2024-05-02T08:30:00+02:00, or as much of it as is known.",
    bad={"datePublished": '"datePublished": "02/05/2024 08:30"'},
    good={"datePublished": '"datePublished": "2024-05-02"'},
)
def date_form(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (number or (isinstance(value, str) and value.strip() and not _is_date(value.strip()))) and _only_dates(key):
        yield Found(f"{bare(key)} {clip(str(value))} is no ISO 8601 date", pointer)


def _only_dates(key: str) -> bool:
    return vocabulary().properties[bare(key)].ranges <= {"Date", "DateTime", "Time"}


def _is_date(text: str) -> bool:
    match = WHEN.fullmatch(text)
    if match is None:
        return bool(re.fullmatch(r"\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?", text))
    year, month, day = [*(int(part) for part in match["date"].split("-")), 1, 1][:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    hour, minute, second = (int(part) for part in (re.findall(r"\d\d", match["time"] or "") + ["00"] * 3)[:3])
    away = (re.findall(r"\d\d", match["zone"] or "") + ["00"] * 2)[:2]
    return hour <= 24 and max(minute, second - 1) < _SIXTY and int(away[0]) <= _FARTHEST and int(away[1]) < _SIXTY  # noqa: PLR2004 - ISO 8601 has 24:00


_SIXTY: Final = 60
"""Minutes begin before it; a second may be the leap second 60."""
_FARTHEST: Final = 14
"""Hours from UTC: Kiribati is the farthest."""


@rule(
    "LD102",
    INFO,
    "A time without a zone",
    on="*date",
    why="Readers add a zone of their own, mostly that of the crawler.",
    source="Google, Article structured data: time zone recommended",
    mend="Write the zone, such as +02:00 or Z.",
    bad={"dateModified": '"dateModified": "2024-05-02T09:00:00"'},
    good={"dateModified": '"dateModified": "2024-05-02T09:00:00+02:00"'},
)
def date_zone(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and zoneless(value):
        yield Found(f"{bare(key)} {clip(value)} states no zone", pointer)


_PAIRS: Final = (("datePublished", "dateModified"), ("dateCreated", "dateModified"))


@rule(
    "LD103",
    WARNING,
    "Modified before it was published",
    on="CreativeWork",
    why="One of the two dates is wrong; search engines then trust neither.",
    source="schema.org, dateModified and datePublished",
    mend="Correct one of the two.",
    bad={"dateModified": '"dateModified": "2024-05-01T09:00:00+02:00"'},
    good={"dateModified": '"dateModified": "2024-05-02T08:30:00+02:00"'},
)
def date_order(document: Document, node: Node) -> Iterator[Found]:
    for early, late in _PAIRS:
        first, second = node.value.get(early), node.value.get(late)
        if isinstance(first, str) and isinstance(second, str) and later(first, second):
            yield Found(f"{late} {clip(second)} is earlier than {early} {clip(first)}", f"{node.pointer}/{late}")
            return


_SPANS: Final = (
    *(("datePublished", "expires"), ("startDate", "endDate"), ("birthDate", "deathDate")),
    *(("foundingDate", "dissolutionDate"), ("coverageStartTime", "coverageEndTime"), ("validFrom", "validThrough")),
)
"""Properties that begin something, and those that end it."""


@rule(
    "LD110",
    WARNING,
    "Something ends before it begins",
    on="Thing",
    why="An event, a life, or the time in which an offer or article holds, is over before it starts: readers drop it.",
    source="schema.org, the two properties",
    mend="Correct one of the two dates.",
    bad={"more": '"expires": "2024-04-02T08:30:00+02:00"'},
    good={"more": '"expires": "2025-05-02T08:30:00+02:00"'},
)
def ends_first(document: Document, node: Node) -> Iterator[Found]:
    for begins, ends in _SPANS:
        first, last = node.value.get(begins), node.value.get(ends)
        if isinstance(first, str) and isinstance(last, str) and (later(first, last) or later_part(first, last)):
            yield Found(f"{ends} {clip(last)} is earlier than {begins} {clip(first)}", f"{node.pointer}/{ends}")


@rule(
    "LD111",
    INFO,
    "The date of a clock that was never set",
    on="*date",
    why="The first second of 1970 or of the year 1 is what programs write for no date at all; the article sorts last.",
    source="POSIX: the epoch; this validator",
    mend="Write the date, or leave the property out.",
    bad={"datePublished": '"datePublished": "1970-01-01T00:00:00Z"'},
    good={"datePublished": '"datePublished": "1970-01-01"'},
)
def clock_unset(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and unset_clock(value):
        yield Found(f"{bare(key)} is {clip(value)}", pointer)


_DURATION: Final = re.compile(r"[+-]?P(?=[\dT])(?:\d+(?:[.,]\d+)?[YMWD])*(?:T(?:\d+(?:[.,]\d+)?[HMS])+)?")


@rule(
    "LD116",
    WARNING,
    "The duration is not ISO 8601",
    on=("@timeRequired", "@duration"),
    why="No reader parses it.",
    source="ISO 8601; schema.org, Duration",
    mend="Write PT5M for five minutes, PT1H30M for an hour and a half.",
    bad={"more": '"timeRequired": "5 minutes"'},
    good={"more": '"timeRequired": "PT5M"'},
)
def duration_form(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and value.strip() and not _DURATION.fullmatch(value.strip()):
        yield Found(f"{bare(key)} {clip(value)} is no ISO 8601 duration", pointer)
