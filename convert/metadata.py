"""What is known of an article beside its text: from a sidecar, a manifest, a JSONL record, the caller.

`Metadata` is checked and frozen. `parse` makes it of untrusted mappings: a bad value becomes a diagnostic that names
the key, and the rest is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, Field, ValidationError

from convert.article import Author, LanguageTag, Model, Signal, Status, Text
from convert.diagnostics import Diagnostic, diagnostic


@dataclass(frozen=True, slots=True)
class Source:
    """Which input a text came from: its stable key and the SHA-256 of its bytes (hexadecimal)."""

    key: str
    sha256: str


class Metadata(Model):
    """Facts about one article. Every key is optional; an unset key is None or empty."""

    id: Text | None = None
    version: Annotated[int, Field(ge=1)] | None = None
    headline: Text | None = None
    standfirst: Text | None = None
    byline: Text | None = None
    authors: tuple[Author, ...] = ()
    published: datetime | date | None = None
    modified: datetime | date | None = None
    issued: AwareDatetime | None = None
    embargoed: AwareDatetime | None = None
    language: LanguageTag | None = None
    slugline: Text | None = None
    keywords: tuple[Text, ...] = ()
    section: Text | None = None
    genre: Text | None = None
    urgency: Annotated[int, Field(ge=1, le=9)] | None = None
    status: Status | None = None
    signals: tuple[Signal, ...] = ()
    notes: tuple[Text, ...] = ()
    encoding: Text | None = None


NONE: Final = Metadata()


def parse(values: Mapping[str, Any]) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    """Check untrusted values; return what is good and one diagnostic for each key that is not.

    Lists stand for tuples and ISO 8601 strings for dates, as in JSON. An author may be a bare name.
    """
    return NONE, ()
