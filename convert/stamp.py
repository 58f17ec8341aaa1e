"""The time stamp of an item (`article.issued`): where it comes from when the article itself is not dated.

It says when this version of the item came to be. It never becomes a date of the content, and no writer reads a clock:
the stamp is set once, here, by the command line and the facade.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from convert.article import Article, Origin, OriginSource
from convert.diagnostics import Diagnostic, UsageError, diagnostic


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time with its zone, and where it came from."""

    time: datetime
    source: OriginSource


def of_run(environ: Mapping[str, str] | None = None) -> Stamp:
    """Return SOURCE_DATE_EPOCH where it is set, else the time of the run, to the second.

    Raises UsageError when SOURCE_DATE_EPOCH is no whole number of seconds.
    """
    epoch = (os.environ if environ is None else environ).get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return Stamp(datetime.now(UTC).replace(microsecond=0), OriginSource.CLOCK)
    try:
        return Stamp(datetime.fromtimestamp(int(epoch), UTC), OriginSource.OPTION)
    except (ValueError, OverflowError, OSError):
        detail = f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds"
        raise UsageError(diagnostic("usage.invalid", detail)) from None


def of_option(value: str) -> Stamp:
    """Read the value of --timestamp: ISO 8601 with a zone. Raises UsageError otherwise."""
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        detail = f"--timestamp {value!r} is no time with a zone; write it like 2026-03-01T12:00:00Z"
        raise UsageError(diagnostic("usage.invalid", detail))
    return Stamp(time, OriginSource.OPTION)


def issue(article: Article, *candidates: Stamp | None) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Give an article without a stamp the first candidate there is; one that has a stamp keeps it.

    Only now is it known whether an embargo is over: one that was when the item was made is left out, and said.
    """
    issued, found = _stamped(article, candidates)
    if issued.issued is None or issued.embargoed is None or issued.embargoed >= issued.issued:
        return issued, found
    origins = {name: origin for name, origin in issued.origins.items() if name != "embargoed"}
    detail = f"embargoed until {issued.embargoed.isoformat()}, made {issued.issued.isoformat()}"
    freed = issued.model_copy(update={"embargoed": None, "origins": origins})
    return freed, (*found, diagnostic("fields.embargo-over", detail))


def _stamped(article: Article, candidates: Sequence[Stamp | None]) -> tuple[Article, tuple[Diagnostic, ...]]:
    if article.issued is not None:
        return article, ()
    stamp = next((candidate for candidate in candidates if candidate is not None), None)
    if stamp is None:
        return article, ()
    origins = {**article.origins, "issued": Origin(source=stamp.source)}
    issued = article.model_copy(update={"issued": stamp.time, "origins": origins})
    found = (diagnostic("fields.stamp-clock"),) if stamp.source is OriginSource.CLOCK else ()
    return issued, found
