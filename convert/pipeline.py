"""The one line that every conversion takes: record, segmentation, article, outputs, validation, account.

Pure: it reads no disk and no clock, and a bad input is an `Outcome`, never an exception. The batch engine, the facade
and every other runner call it.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import orjson

from convert import fields, plugins, resources, stamp, writers
from convert.account import SUFFIX, account
from convert.article import Article, OriginSource, Segmentation
from convert.diagnostics import Diagnostic, Rejected, Severity, diagnostic, worst_first
from convert.metadata import Source
from convert.plugins import Kind
from convert.profile import DEFAULT, Profile
from convert.readers import Record, Refusal
from convert.readers.text import Text
from convert.segment.confidence import LOW
from convert.segment.evidence import Evidence
from convert.segment.given import corrected
from convert.segment.tagger import segment_many
from convert.validate.examined import Examined
from convert.validate.formats import examine_own
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
    have none. `evidence`: the lines that recur in the archive.
    """

    formats: tuple[str, ...]
    profile: Profile = DEFAULT
    timestamp: stamp.Stamp | None = None
    run: stamp.Stamp | None = None
    evidence: Evidence | None = None

    def fingerprint(self) -> str:
        """Return the SHA-256 of all that the outputs depend on beside the input: equal means equal bytes."""
        parts = {
            "package": package_version(),
            "model": hashlib.sha256(resources.model().read_bytes()).hexdigest(),
            "formats": self.formats,
            "profile": self.profile.fingerprint(),
            "timestamp": self.timestamp.time.isoformat() if self.timestamp else None,
            "epoch": self.run.time.isoformat() if self.run and self.run.source is OriginSource.OPTION else None,
            "evidence": self.evidence.digest if self.evidence else None,
            "plugins": [one.title for kind in (Kind.READER, Kind.WRITER) for one in plugins.ready(kind).values()],
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
    """Convert records to outcomes, in their order. Texts are segmented together, which does not change their labels.

    Each step is taken for all records before the next one: the code and tables of one step stay in the processor's
    cache. 64 articles took 0.8 of the time that they took one after the other.
    """
    works = [_Work(record, list(record.diagnostics), is_over=isinstance(record, Refusal)) for record in records]
    _segment(works, job)
    _build(works, job)
    for name in job.formats:
        _each(works, partial(_write, name=name))
        if judges(name):
            _judge(works, name)
    _each(works, partial(_account, validated_by=[(name, judges(name)) for name in job.formats]))
    return [work.outcome() for work in works]


@dataclass(slots=True)
class _Work:
    """One record on its way. `is_over`: it is rejected, by an error among the diagnostics."""

    record: Record | Refusal
    diagnostics: list[Diagnostic]
    is_over: bool = False
    segmentation: Segmentation | None = None
    article: Article | None = None
    outputs: list[Output] = field(default_factory=list)

    def reject(self, *found: Diagnostic) -> None:
        self.is_over = True
        self.diagnostics.extend(found)

    def outcome(self) -> Outcome:
        diagnostics = worst_first(self.diagnostics)
        if self.is_over or self.article is None:
            return Outcome(self.record.key, self.record.sha256, Status.REJECTED, diagnostics)
        warned = any(one.severity is Severity.WARNING for one in diagnostics)
        return Outcome(
            self.record.key,
            self.record.sha256,
            Status.WARNED if warned else Status.CONVERTED,
            diagnostics,
            tuple(self.outputs),
            self.article.identity.guid,
            self.article.identity.version,
            None if self.segmentation is None else self.segmentation.confidence,
            self.article,
        )


def _each(works: Sequence[_Work], step: Callable[[_Work], None]) -> None:
    for work in works:
        if not work.is_over:
            _take(step, work)


def _take(step: Callable[[_Work], None], work: _Work) -> None:
    try:
        step(work)
    except Rejected as error:
        work.reject(error.diagnostic)
    except Exception as error:  # noqa: BLE001 - a bug on one input must not stop a run
        work.reject(crash(error))


def _segment(works: Sequence[_Work], job: Job) -> None:
    for work, one in zip(works, segment_records([work.record for work in works], job), strict=True):
        if isinstance(one, Diagnostic):
            work.reject(one)
        else:
            work.segmentation = one


def segment_records(records: Sequence[Record | Refusal], job: Job) -> list[Segmentation | Diagnostic | None]:
    """Label the lines of records, in their order, as their metadata say and else as the model does.

    None for a record that is no text; a Diagnostic where that failed, or where the given labels do not fit.
    """
    texts = {
        number: record.content.text
        for number, record in enumerate(records)
        if isinstance(record, Record) and isinstance(record.content, Text)
    }
    found = dict(zip(texts, _segment_all(list(texts.values()), job), strict=True))
    return [_as_given(record, found.get(number)) for number, record in enumerate(records)]


def _as_given(
    record: Record | Refusal, segmentation: Segmentation | Diagnostic | None
) -> Segmentation | Diagnostic | None:
    if isinstance(record, Refusal) or not isinstance(segmentation, Segmentation) or not record.metadata.labels:
        return segmentation
    return corrected(segmentation, record.metadata.labels)


def _segment_all(texts: list[str], job: Job) -> list[Segmentation | Diagnostic]:
    """Segment a batch; where one text breaks it, each alone, so that only the guilty one is lost."""
    try:
        return list(segment_many(texts, house=job.profile.words, evidence=job.evidence))
    except Exception as error:  # noqa: BLE001 - a bug on one text must not stop a run
        if len(texts) == 1:
            return [crash(error)]
        return [_segment_all([text], job)[0] for text in texts]


def _build(works: Sequence[_Work], job: Job) -> None:
    """Make the articles of labelled lines, take those that were read, and stamp them."""
    labelled = [work for work in works if not work.is_over and work.segmentation is not None]
    for work, built in zip(labelled, _build_all([_labelled(work, job) for work in labelled]), strict=True):
        if isinstance(built, Diagnostic):
            work.reject(built)
            continue
        work.article = built.article
        work.diagnostics.extend(built.diagnostics)
        if work.segmentation is not None and work.segmentation.confidence < LOW:
            work.diagnostics.append(diagnostic("segment.low-confidence", f"{work.segmentation.confidence:.2f}"))
    _each(works, partial(_stamp, job=job))


def _labelled(work: _Work, job: Job) -> fields.Labelled:
    record = work.record
    if isinstance(record, Refusal) or work.segmentation is None:
        raise TypeError("only a text has labelled lines")
    return fields.Labelled(work.segmentation, Source(record.key, record.sha256), job.profile, record.metadata)


def _build_all(texts: list[fields.Labelled]) -> list[fields.Built | Diagnostic]:
    """Make a batch of articles; where one text breaks it, each alone, so that only the guilty one is lost."""
    try:
        return list(fields.build_many(texts))
    except Exception as error:  # noqa: BLE001 - a bug on one text must not stop a run
        if len(texts) == 1:
            return [crash(error)]
        return [_build_all([text])[0] for text in texts]


def _stamp(work: _Work, job: Job) -> None:
    """Stamp the article that was made, or read."""
    record = work.record
    if isinstance(record, Refusal):
        raise TypeError("a refusal is over from the start")
    article = record.content if isinstance(record.content, Article) else work.article
    if article is None:
        work.is_over = True
        return
    own = None if record.stamp is None else stamp.Stamp(record.stamp, OriginSource.INPUT)
    work.article, found = stamp.issue(article, job.timestamp, own, job.run)
    work.diagnostics.extend(found)


def _write(work: _Work, name: str) -> None:
    if work.article is None:
        raise TypeError("nothing was built")
    work.outputs.append(Output(writers.suffix(name), writers.write(work.article, name)))


_JUDGED: Final = 16
"""Outputs that are judged together: trees of more than that leave the processor's cache. 4 to 64 were tried: 8 and 16
are alike, at 64 nothing is gained."""

_JUDGED_BYTES: Final = 500_000
"""Bytes of them from which none joins them: a tree takes ten times as much memory."""


def _judge(works: Sequence[_Work], name: str) -> None:
    """Reject what has an output that is not valid."""
    for some in _groups(work for work in works if not work.is_over):
        for work, judged in zip(some, _judged([work.outputs[-1].data for work in some], own(name)), strict=True):
            fault = judged if isinstance(judged, Diagnostic) else _fault(judged, name)
            if fault is not None:
                work.reject(fault)


def _judged(outputs: list[bytes], name: str) -> list[Examined | Diagnostic]:
    """Judge outputs together; where one breaks that, each alone, so that only the guilty one is lost."""
    try:
        return list(examine_own(outputs, name))
    except Exception as error:  # noqa: BLE001 - a bug on one input must not stop a run
        if len(outputs) == 1:
            return [crash(error)]
        return [_judged([output], name)[0] for output in outputs]


def _fault(judged: Examined, name: str) -> Diagnostic | None:
    """Return what makes our own output invalid: that it has no warning either is what tests show."""
    first = next((found for found in judged.findings if found.severity is Severity.ERROR), None)
    return first and diagnostic("write.invalid", f"{name}: {first.message} [{first.code}]", path=first.path)


def _groups(works: Iterable[_Work]) -> Iterator[list[_Work]]:
    some: list[_Work] = []
    size = 0
    for work in works:
        some.append(work)
        size += len(work.outputs[-1].data)
        if len(some) == _JUDGED or size >= _JUDGED_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _account(work: _Work, validated_by: Sequence[tuple[str, Sequence[str]]]) -> None:
    if work.article is None or isinstance(work.record, Refusal):
        raise TypeError("nothing was built")
    found = worst_first(work.diagnostics)
    work.outputs.append(Output(SUFFIX, account(work.record, work.segmentation, work.article, found, validated_by)))


def crash(error: Exception) -> Diagnostic:
    """Return the diagnostic of a bug: its type and the line of ours that it came through last; no absolute path."""
    place = next(
        (frame for frame in reversed(traceback.extract_tb(error.__traceback__)) if "convert" in frame.filename), None
    )
    where = f" in {place.name}, line {place.lineno}" if place else ""
    return diagnostic("batch.crash", f"{type(error).__name__}: {error}{where}")
