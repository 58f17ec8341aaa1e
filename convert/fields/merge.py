"""One order of precedence, for every field: metadata, then text, then the path, then the profile's defaults.

What the profile states of all texts (`text.language`, `text.zone`, `text.date_order`) is a fact, not a default, and
stands before the text. Where metadata and text differ the metadata is taken and the difference is a diagnostic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from convert.article import Origin, OriginSource
from convert.diagnostics import Diagnostic, diagnostic
from convert.fields.characters import same
from convert.fields.times import day_of
from convert.metadata import Metadata
from convert.profile import Profile

_DEFAULTED: Final = ("section", "genre", "urgency", "keywords")
_REST: Final = (
    *("alternative_headline", "slugline", "notes", "signals", "embargoed", "digital_source_type", "based_on"),
    *_DEFAULTED,
)

GIVEN: Final = Origin(source=OriginSource.METADATA)
BY_PROFILE: Final = Origin(source=OriginSource.PROFILE)
BY_PATH: Final = Origin(source=OriginSource.INPUT, note="path")
DERIVED: Final = Origin(source=OriginSource.DERIVED)
_UNSTATED: Final = Origin(source=OriginSource.DERIVED, note="default")


Facts = dict[str, Any]
"""What an `Origin` or another part of the article says, before it is one: all parts are made at once with the article,
in a fifth of the time that they take one by one."""


def read_from(
    lines: Sequence[int], confidence: float, note: str | None = None, source: OriginSource = OriginSource.TEXT
) -> Facts:
    """Return the origin of what was read from some lines."""
    sure = round(confidence if 0.0 <= confidence <= 1.0 else float(confidence > 0.0), 3)
    return {"source": source, "lines": tuple(lines), "confidence": sure, "note": note}


class FromText(NamedTuple):
    """A value read from the text: its lines, how sure it is, and what to say about it."""

    value: Any
    lines: Sequence[int] = ()
    confidence: float = 1.0
    note: str | None = None
    source: OriginSource = OriginSource.TEXT

    def origin(self) -> Facts:
        """Return the origin that the article records."""
        return read_from(self.lines, self.confidence, self.note, self.source)


@dataclass(slots=True)
class Values:
    """The fields of the article to be, their origins, and what was noticed on the way."""

    metadata: Metadata
    path: Metadata
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin | Facts] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def put(self, name: str, value: Any, origin: Origin | Facts) -> None:
        """Set a field and where it came from."""
        self.values[name] = value
        self.origins[name] = origin

    def choose(self, name: str, read: FromText | None, differ: Callable[[Any, Any], bool]) -> None:
        """Set a field by the order of precedence; report where metadata and text differ."""
        given = vars(self.metadata).get(name)
        if given:
            if read is not None and differ(given, read.value):
                self.conflict(name, given, read.value)
            self.put(name, given, GIVEN)
        elif read is not None:
            self.put(name, read.value, read.origin())
        elif path := vars(self.path).get(name):
            self.put(name, path, BY_PATH)

    def conflict(self, name: str, given: Any, read: Any) -> None:
        """Report that the text says something else than the metadata."""
        detail = f"{name} is {_shown(given)} in the metadata, {_shown(read)} in the text"
        self.diagnostics.append(diagnostic("fields.metadata-conflict", detail, path=name))

    def rest(self, profile: Profile) -> None:
        """Set what texts do not say: from metadata, path or the profile's defaults."""
        stated, path, defaults = vars(self.metadata), vars(self.path), vars(profile.defaults)
        for name in _REST:
            if given := stated[name]:
                self.put(name, given, GIVEN)
            elif found := path[name]:
                self.put(name, found, BY_PATH)
            elif name in _DEFAULTED and (default := defaults[name]):
                self.put(name, default, BY_PROFILE)
        if self.metadata.status is not None:
            self.put("status", self.metadata.status, GIVEN)
        else:
            self.origins["status"] = _UNSTATED


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(repr(author.name) for author in value)
    return value.isoformat() if isinstance(value, date) else repr(str(value)[:80])


def texts_differ(given: str, read: str) -> bool:
    """Tell whether two texts say different things: case, quotes, signs and blanks do not count."""
    return same(given) != same(read)


def times_differ(given: datetime | date, read: datetime | date) -> bool:
    """Tell whether two times cannot both be true, as far as both are known.

    Days of two zones may differ by one; two instants with zones must be within the minute that bylines are exact to.
    """
    if isinstance(given, datetime) and isinstance(read, datetime) and given.tzinfo and read.tzinfo:
        return abs((given - read).total_seconds()) >= 60  # noqa: PLR2004 - seconds of a minute
    zoned = isinstance(given, datetime) and given.tzinfo is not None
    return abs((day_of(given) - day_of(read)).days) > (1 if zoned else 0)


def languages_differ(given: str, read: str) -> bool:
    """Tell whether two tags are of different languages; region and script do not count."""
    return given.partition("-")[0].lower() != read.partition("-")[0].lower()


def authors_differ(given: Sequence[Any], read: Sequence[Any]) -> bool:
    """Tell whether the text names an author that the metadata lacks, or the other way round."""
    return {same(author.name) for author in given} != {same(author.name) for author in read}
