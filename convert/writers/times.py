"""Times as ISO 8601 and XML Schema both spell them: the same string in every format."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

_LONGEST_ZONE: Final = 14 * 60


def moment(when: datetime) -> str:
    """Return an instant in its own zone where the formats have it, else in UTC; without a zone where none is known.

    The formats know zones of whole minutes up to 14 hours. Local mean times of old dates are no such zones; where UTC
    has no such year either (0 or 10000), the time is taken for UTC.
    """
    offset = when.utcoffset()
    minutes, rest = divmod(offset.total_seconds(), 60) if offset is not None else (0, 0)
    if rest or abs(minutes) > _LONGEST_ZONE:
        try:
            when = when.astimezone(UTC)
        except OverflowError:
            when = when.replace(tzinfo=UTC)
    return when.isoformat().replace("+00:00", "Z")


def truncated(when: datetime | date | None) -> str | None:
    """Return what is known of a time: a day, or an instant with the zone that was stated, or with none."""
    if when is None:
        return None
    return moment(when) if isinstance(when, datetime) else when.isoformat()


def instant(when: datetime | date | None) -> str | None:
    """Return a time that is known to the hour and with its zone; None for every other."""
    return moment(when) if isinstance(when, datetime) and when.utcoffset() is not None else None
