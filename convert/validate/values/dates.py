"""Dates as the formats write them, compared without guessing a zone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

WHEN: Final = re.compile(
    r"(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)(?P<time>T\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?)?(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)?"
)
"""ISO 8601, extended form, truncated from the right or whole."""


def instant(text: str | None) -> datetime | None:
    """Return a whole date with time; None for anything less or that does not exist."""
    if not text or "T" not in text:
        return None
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def later(one: str | None, other: str | None) -> bool:
    """Tell whether one date is certainly later than the other.

    Never True where the zones leave it open: of dates without time or zone only what lies two days apart counts.
    """
    first, second = instant(one), instant(other)
    if first is not None and second is not None and (first.tzinfo is None) == (second.tzinfo is None):
        return first > second
    days = _day(one), _day(other)
    return None not in days and (days[0] or 0) - (days[1] or 0) >= _APART


def later_part(one: str, other: str) -> bool:
    """Tell whether one date is later than the other as far as both are known: 1970-05 than 1969, not than 1970.

    Of two whole days never: that is for `later`, which knows about zones.
    """
    first, second = (WHEN.fullmatch(text.strip()) for text in (one, other))
    if first is None or second is None:
        return False
    parts = [tuple(map(int, match["date"].split("-"))) for match in (first, second)]
    known = min(map(len, parts))
    return known < _WHOLE and parts[0][:known] > parts[1][:known]


_WHOLE: Final = 3
"""Numbers of a day: year, month, day."""

_APART: Final = 2
"""Days. Zones reach from -12 to +14 hours, so two stated days that differ by one may be the same moment."""


def _day(text: str | None) -> int | None:
    match = re.match(r"\s*(\d{4}-\d\d-\d\d)", text or "")
    if match is None:
        return None
    try:
        return datetime.fromisoformat(match.group(1)).toordinal()
    except ValueError:
        return None


def zoneless(text: str | None) -> bool:
    """Tell whether a text is a date with time that states no zone."""
    match = WHEN.fullmatch((text or "").strip())
    return match is not None and match["time"] is not None and match["zone"] is None


_UNSET: Final = re.compile(r"\s*(?:1970-01-01|0001-01-01)T00:00(?::00(?:[.,]0+)?)?(?:Z|[+-]00:?00)?\s*")


def unset_clock(text: str | None) -> bool:
    """Tell whether a text is the moment that programs write where they know no date: 1970 or the year 1, midnight."""
    return text is not None and text.lstrip()[:4] in ("1970", "0001") and _UNSET.fullmatch(text) is not None
