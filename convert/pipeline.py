"""The one line that every conversion takes: record, segmentation, article, outputs, validation, account.

Pure: it reads no disk and no clock, and a bad input is an `Outcome`, never an exception. The batch engine, the facade
and every other runner call it.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import orjson

from convert import fields, resources, stamp, writers
from convert.account import SUFFIX, account
from convert.article import Article, OriginSource, Segmentation
from convert.diagnostics import Diagnostic, Severity, diagnostic, worst_first
from convert.metadata import Source
from convert.profile import DEFAULT, Profile
from convert.readers import Record, Refusal
from convert.readers.text import Text
from convert.segment.confidence import LOW
from convert.segment.tagger import segment_many
from convert.validate.formats import examine
from convert.validate.own import judges, own


class Status(StrEnum):
    """How one input ended."""

    CONVERTED = "converted"
    WARNED = "warned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for, the same for every input of a run.

    `timestamp` is what the user set; it outranks the inputs' own stamps. `run` is the last resort, for inputs that
    have none.
    """

    formats: tuple[str, ...]
    profile: Profile = DEFAULT
    timestamp: stamp.Stamp | None = None
    run: stamp.Stamp | None = None

    def fingerprint(self) -> str:
        """Return the SHA-256 of all that the outputs depend on beside the input: equal means equal bytes."""
        parts = {
            "package": package_version(),
            "model": hashlib.sha256(resources.model().read_bytes()).hexdigest(),
            "formats": self.formats,
            "profile": self.profile.fingerprint(),
            "timestamp": self.timestamp.time.isoformat() if self.timestamp else None,
            "epoch": self.run.time.isoformat() if self.run and self.run.source is OriginSource.OPTION else None,
            "judges": {name: judges(name) for name in self.formats},
        }
        return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Output:
    """One finished file of one article: what replaces the input's suffix, and the bytes."""

    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input. `outputs` is empty, and `article` None, exactly when it was rejected."""

    key: str
    sha256: str
    status: Status
    diagnostics: tuple[Diagnostic, ...]
    outputs: tuple[Output, ...] = ()
    guid: str | None = None
    version: int | None = None
    confidence: float | None = field(default=None, compare=False)
    article: Article | None = field(default=None, compare=False)

    @property
    def reason(self) -> Diagnostic | None:
        """The diagnostic that a rejection is counted by: its first error."""
        return next((found for found in self.diagnostics if found.severity is Severity.ERROR), None)


UNKNOWN: Final = "0"


def package_version() -> str:
    """Return the version of the installed distribution."""
    try:
        return version("newsconvert")
    except PackageNotFoundError:
        return UNKNOWN


def convert_records(records: Sequence[Record | Refusal], job: Job) -> list[Outcome]:
    """Convert records to outcomes, in their order. Texts are segmented together, which does not change their labels."""
    texts = {
        number: record.content.text
        for number, record in enumerate(records)
        if isinstance(record, Record) and isinstance(record.content, Text)
    }
    segmentations = dict(zip(texts, _segment_all(list(texts.values()), job), strict=True))
    return [_outcome(record, segmentations.get(number), job) for number, record in enumerate(records)]


def _segment_all(texts: list[str], job: Job) -> list[Segmentation | Diagnostic]:
    """Segment a batch; where one text breaks it, each alone, so that only the guilty one is lost."""
    try:
        return list(segment_many(texts, house=job.profile.words))
    except Exception as error:  # noqa: BLE001 - a bug on one text must not stop a run
        if len(texts) == 1:
            return [crash(error)]
        return [_segment_all([text], job)[0] for text in texts]


def _outcome(record: Record | Refusal, segmentation: Segmentation | Diagnostic | None, job: Job) -> Outcome:
    if isinstance(record, Refusal):
        return _rejected(record, record.diagnostics)
    if isinstance(segmentation, Diagnostic):
        return _rejected(record, (*record.diagnostics, segmentation))
    try:
        return _converted(record, segmentation, job)
    except Exception as error:  # noqa: BLE001 - a bug on one input must not stop a run
        return _rejected(record, (*record.diagnostics, crash(error)))


def _converted(record: Record, segmentation: Segmentation | None, job: Job) -> Outcome:
    article, found = _article(record, segmentation, job)
    diagnostics = (*record.diagnostics, *found)
    if article is None:
        return _rejected(record, diagnostics)
    outputs: list[Output] = []
    validated_by: list[tuple[str, Sequence[str]]] = []
    for name in job.formats:
        data = writers.write(article, name)
        faults = _faults(data, name)
        if faults is not None:
            return _rejected(record, (*diagnostics, faults))
        outputs.append(Output(writers.suffix(name), data))
        validated_by.append((name, judges(name)))
    diagnostics = worst_first(diagnostics)
    outputs.append(Output(SUFFIX, account(record, segmentation, article, diagnostics, validated_by)))
    warned = any(one.severity is Severity.WARNING for one in diagnostics)
    return Outcome(
        record.key,
        record.sha256,
        Status.WARNED if warned else Status.CONVERTED,
        diagnostics,
        tuple(outputs),
        article.identity.guid,
        article.identity.version,
        None if segmentation is None else segmentation.confidence,
        article,
    )


def _article(
    record: Record, segmentation: Segmentation | None, job: Job
) -> tuple[Article | None, tuple[Diagnostic, ...]]:
    found: tuple[Diagnostic, ...] = ()
    if segmentation is None:
        if not isinstance(record.content, Article):
            raise TypeError("a text record has a segmentation")
        article: Article | None = record.content
    else:
        built = fields.build(segmentation, Source(record.key, record.sha256), job.profile, record.metadata)
        article, found = built.article, built.diagnostics
        if segmentation.confidence < LOW:
            found += (diagnostic("segment.low-confidence", f"{segmentation.confidence:.2f}"),)
    if article is None:
        return None, found
    own = None if record.stamp is None else stamp.Stamp(record.stamp, OriginSource.INPUT)
    issued, more = stamp.issue(article, job.timestamp, own, job.run)
    return issued, (*found, *more)


def _faults(data: bytes, name: str) -> Diagnostic | None:
    """Judge our own output, by what makes a document invalid: that it has no warning either is what tests show."""
    findings = examine(data, own(name), Severity.ERROR).findings
    first = next((found for found in findings if found.severity is Severity.ERROR), None)
    if first is None:
        return None
    return diagnostic("write.invalid", f"{name}: {first.message} [{first.code}]", path=first.path)


def crash(error: Exception) -> Diagnostic:
    """Return the diagnostic of a bug: its type and the line of ours that it came through last; no absolute path."""
    place = next(
        (frame for frame in reversed(traceback.extract_tb(error.__traceback__)) if "convert" in frame.filename), None
    )
    where = f" in {place.name}, line {place.lineno}" if place else ""
    return diagnostic("batch.crash", f"{type(error).__name__}: {error}{where}")


def _rejected(record: Record | Refusal, diagnostics: Sequence[Diagnostic]) -> Outcome:
    return Outcome(record.key, record.sha256, Status.REJECTED, worst_first(diagnostics))
