"""Metadata made ready: what a caller wrote as people write it, in the form that the article wants."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from convert.article import Author, AuthorKind
from convert.fields import byline
from convert.fields.days import Context
from convert.metadata import Metadata


def zoned(metadata: Metadata, zone: str | None) -> Metadata:
    """Give the times that state no zone the profile's, as a text's own times get it."""
    if zone is None:
        return metadata
    times = {"published": metadata.published, "modified": metadata.modified}
    changed = {name: _in_zone(value, zone) for name, value in times.items() if _lacks_zone(value)}
    return metadata.model_copy(update=changed) if changed else metadata


def bare(authors: tuple[Author, ...], context: Context) -> tuple[Author, ...]:
    """Take `By`, roles and second names out of names that came as one text: `By John Smith, Editor`."""
    return tuple(one for author in authors for one in _read(author, context))


def _read(author: Author, context: Context) -> tuple[Author, ...]:
    """Read a name as a byline where that changes it for certain: every name in it has at least two words."""
    if author.kind is not AuthorKind.PERSON or author.role or author.organisation:
        return (author,)
    read = byline.parse([author.name], context).authors
    sure = read and all(len(one.name.split()) > 1 for one in read)
    if not sure or [one.name for one in read] == [author.name]:
        return (author,)
    return tuple(one.model_copy(update={"email": one.email or author.email}) for one in read)


def _lacks_zone(value: datetime | date | None) -> bool:
    return isinstance(value, datetime) and value.tzinfo is None


def _in_zone(value: datetime | date | None, zone: str) -> datetime | date | None:
    return value.replace(tzinfo=ZoneInfo(zone)) if isinstance(value, datetime) else value
