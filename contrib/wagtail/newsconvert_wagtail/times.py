"""Times: an article states them as far as it knows them, Wagtail stores instants."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from django.utils import timezone


class Shown(NamedTuple):
    """A time for a page: as people read it, and for machines."""

    text: str
    stated: str


def stated(when: date | None) -> str:
    """Return a day or an instant as ISO 8601, as far as it is known."""
    return "" if when is None else when.isoformat()


def instant(when: str) -> datetime | None:
    """Return the instant of a stated time; the site's zone and midnight stand for what is not stated."""
    if not when:
        return None
    moment = datetime.fromisoformat(when) if "T" in when else datetime.combine(date.fromisoformat(when), time())
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def shown(moment: datetime | None, as_stated: str) -> Shown | None:
    """Return a time as the article states it; where an editor has set another since, that one."""
    if moment is None:
        return None
    known = as_stated if as_stated and instant(as_stated) == moment else timezone.localtime(moment).isoformat()
    day, clock, zone = known[:10], known[11:16], known[19:].lstrip(".0123456789")
    return Shown(" ".join(filter(None, (day, clock, zone))), known)
