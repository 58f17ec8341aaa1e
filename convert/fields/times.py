"""Publication and update times of an article, from the lines that state them.

The first date announced as a publication is the publication; failing that, the first that is announced as nothing.
A date announced as an update is never a publication; a later one that stands before an announced publication is the
update. A day without a year is no date, unless the metadata gives the year or the publication bounds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from convert.article import Line
from convert.fields import moments
from convert.fields.days import Context
from convert.fields.moments import Event, Moment


class Stated(NamedTuple):
    """A time as a line states it, and the numbers of the lines it was read from."""

    value: datetime | date
    lines: tuple[int, ...]
    text: str


class Times(NamedTuple):
    """What the lines say; `ambiguous` quotes a date whose day and month nothing tells apart.

    `announced`: a word says that the publication is one.
    """

    published: Stated | None = None
    modified: Stated | None = None
    ambiguous: Stated | None = None
    announced: bool = False


def runs(numbers: Iterable[int], reach: int = 1) -> list[list[int]]:
    """Gather line numbers that follow one another, or are at most `reach` apart: cue and time often stand on two."""
    gathered: list[list[int]] = []
    for number in numbers:
        if gathered and number - gathered[-1][-1] <= reach:
            gathered[-1].append(number)
        else:
            gathered.append([number])
    return gathered


def day_of(value: datetime | date) -> date:
    """Return the calendar day of a value."""
    return value.date() if isinstance(value, datetime) else value


def _moments(lines: Sequence[Line], numbers: Iterable[int], context: Context) -> list[tuple[Moment, list[int], str]]:
    found: list[tuple[Moment, list[int], str]] = []
    for run in runs(numbers):
        text = " ".join(lines[number].text for number in run)
        found.extend((moment, run, text[moment.start : moment.end]) for moment in moments.find(text, context))
    return found


def _bounded(moment: Moment, published: date | None, zone: str | None) -> datetime | date | None:
    """Read an update without a year as of the publication's year, where it is then not before the publication."""
    if published is None:
        return None
    value = moment.value(zone, published.year)
    return value if value is not None and day_of(value) >= published else None


def read(
    lines: Sequence[Line], numbers: Iterable[int], context: Context, zone: str | None = None, year: int | None = None
) -> Times:
    """Read the times of the lines `numbers`. `zone`: the profile's; `year`: one that the metadata gives."""
    published: Stated | None = None
    unsaid: Stated | None = None
    ambiguous: Stated | None = None
    announced: bool = False
    late: list[tuple[Moment, list[int], str]] = []
    for moment, run, text in _moments(lines, numbers, context):
        if moment.event is Event.MODIFIED:
            late.append((moment, run, text))
            continue
        value = moment.value(zone, year)
        if value is None:
            if moment.day.ambiguous and moment.day.year is not None and ambiguous is None:
                ambiguous = Stated(date(moment.day.year, moment.day.month, moment.day.day), tuple(run), text)
            continue
        stated = Stated(value, tuple(run), text)
        if moment.event is Event.PUBLISHED:
            published = published or stated
        elif published is None:
            unsaid = unsaid or stated
    modified = None
    if published and unsaid and _later(unsaid.value, published.value):
        modified = unsaid
    announced = published is not None
    published = published or (None if ambiguous else unsaid)
    late_one = _latest(late, published, zone, year) or modified
    return Times(published, late_one, None if published else ambiguous, announced)


def earlier(one: datetime | date, two: datetime | date) -> bool:
    """Tell whether a time is certainly before another: days that no zone tells apart, only where two lie between."""
    if isinstance(one, datetime) and isinstance(two, datetime) and (one.tzinfo is None) == (two.tzinfo is None):
        return one < two
    return (day_of(two) - day_of(one)).days > 1


def _later(one: datetime | date, two: datetime | date) -> bool:
    """Tell whether a time is after another, where both are as exact and both or none have a zone."""
    if isinstance(one, datetime) and isinstance(two, datetime):
        return (one.tzinfo is None) == (two.tzinfo is None) and one > two
    return not isinstance(one, datetime) and not isinstance(two, datetime) and one > two


def _latest(
    late: Sequence[tuple[Moment, list[int], str]], published: Stated | None, zone: str | None, year: int | None
) -> Stated | None:
    """Return the first update that is fully known."""
    for moment, run, text in late:
        value = moment.value(zone, year)
        if value is None and moment.day.year is None:
            value = _bounded(moment, day_of(published.value) if published else None, zone)
        if value is not None:
            return Stated(value, tuple(run), text)
    return None
