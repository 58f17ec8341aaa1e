"""The functions of the Python API that take one article through the line, or a part of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from convert import fields, stamp, writers
from convert import metadata as facts
from convert import profile as profiles
from convert.article import Article, Segmentation
from convert.diagnostics import Diagnostic, Rejected, Severity, UsageError, diagnostic
from convert.metadata import Metadata, Source
from convert.profile import Profile
from convert.readers import Raw, Record, Refusal
from convert.readers import read as read_records
from convert.segment.given import corrected
from convert.segment.tagger import segment_many


def to_article(
    text_or_segmentation: str | Segmentation,
    profile: Profile | Path | str | Mapping[str, Any] | None = None,
    metadata: Metadata | Mapping[str, Any] | None = None,
) -> Article:
    """Make the article of a text, or of a segmentation (whose labels may have been corrected).

    `profile` is a Profile, the path of a TOML file or a table; `metadata` is a Metadata or a mapping of its keys. The
    article's `issued` is the best of its dates, else SOURCE_DATE_EPOCH, else the present time. Raises Rejected with
    `segment.no-body` when no line is body text, and UsageError when profile or metadata are wrong; keys of the metadata
    that mean nothing here are passed over.
    """
    if not isinstance(text_or_segmentation, str | Segmentation):
        raise TypeError(f"a text or a segmentation is wanted, not {type(text_or_segmentation).__name__}")
    known = _metadata(metadata)
    chosen = _profile(profile)
    segmentation = (
        text_or_segmentation
        if isinstance(text_or_segmentation, Segmentation)
        else segment_many([text_or_segmentation], house=chosen.words)[0]
    )
    if known.labels:
        given = corrected(segmentation, known.labels)
        if isinstance(given, Diagnostic):
            raise Rejected(given)
        segmentation = given
    digest = hashlib.sha256(segmentation.text.encode("utf-8", "surrogatepass")).hexdigest()
    built = fields.build(segmentation, Source(known.id or digest, digest), chosen, known)
    if built.article is None:
        raise Rejected(_first_error(built.diagnostics))
    return stamp.issue(built.article, stamp.of_run())[0]


def write(article: Article, format: str) -> bytes:
    """Write an article in a format, such as `newsml-g2`, `newsml-g2:superdesk` or `json-ld`.

    Raises UsageError for a format that is not known and for an article without a stamp.
    """
    return writers.write(article, format)


def read_many(data: bytes, format: str) -> Iterator[Article]:
    """Iterate over the articles in a document of a format. Raises Rejected at an item that cannot be read."""
    digest = hashlib.sha256(data).hexdigest()
    for record in read_records(Raw(digest, data, facts.NONE), profiles.DEFAULT, format):
        yield _article(record)


def read(data: bytes, format: str) -> Article:
    """Return the one article in a document. Raises Rejected when it holds none, or more than one."""
    found = list(read_many(data, format))
    if len(found) != 1:
        raise Rejected(diagnostic("read.not-one", f"{len(found)} articles; use read_many"))
    return found[0]


def _article(record: Record | Refusal) -> Article:
    if isinstance(record, Refusal):
        raise Rejected(_first_error(record.diagnostics))
    if isinstance(record.content, Article):
        return record.content
    return to_article(record.content.text, metadata=record.metadata)


def _first_error(diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    return next(found for found in diagnostics if found.severity is Severity.ERROR)


def _profile(value: Profile | Path | str | Mapping[str, Any] | None) -> Profile:
    if value is None:
        return profiles.DEFAULT
    if isinstance(value, Profile):
        return value
    if isinstance(value, Mapping):
        return profiles.from_table(dict(value))
    return profiles.load(Path(value))


def _metadata(value: Metadata | Mapping[str, Any] | None) -> Metadata:
    if value is None:
        return facts.NONE
    if isinstance(value, Metadata):
        return value
    parsed, found = facts.parse(value)
    wrong = next((one for one in found if one.severity is not Severity.INFO), None)
    if wrong is not None:
        raise UsageError(wrong)
    return parsed
