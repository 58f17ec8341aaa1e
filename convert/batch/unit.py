"""One unit of work: some inputs read, converted together, and stored. What a worker process does.

Safe to do twice: it reads its inputs and writes their outputs, whole or not at all, and nothing else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import orjson

from convert import metadata as facts
from convert import writers
from convert.account import SUFFIX
from convert.article import Signal
from convert.batch import store
from convert.batch.ledger import Row
from convert.batch.plan import Input
from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import NONE, Metadata
from convert.pipeline import Job, Outcome, Status, convert_records
from convert.readers import Raw, Record, Refusal, read

SKIPPED: Final = "skipped"
"""How an input ends that was converted before and has not changed."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Inputs that are converted together, with what the ledger knows of them. `format` None: each is sniffed."""

    inputs: tuple[Input, ...]
    known: dict[str, Row]
    job: Job
    fingerprint: str
    out: Path
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How one input ended in this run. An input that was skipped keeps the row it had."""

    row: Row
    status: str
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One input in memory. `sha256` covers the sidecar as well: when either changes, the input has changed."""

    one: Input
    raw: Raw
    sha256: str
    diagnostics: tuple[Diagnostic, ...]


def process(unit: Unit) -> list[Ended]:
    """Convert one unit and write its outputs; return how each input ended, in their order."""
    ended: dict[str, Ended] = {}
    todo: list[_Loaded] = []
    for one in unit.inputs:
        loaded = _load(one, unit)
        if isinstance(loaded, Diagnostic):
            ended[one.key] = refused(one, loaded, unit.fingerprint, unit.known.get(one.key))
        elif _is_done(loaded, unit):
            ended[one.key] = Ended(unit.known[one.key], SKIPPED)
        else:
            todo.append(loaded)
    outcomes = convert_records([_record(loaded, unit) for loaded in todo], unit.job)
    for loaded, outcome in zip(todo, outcomes, strict=True):
        ended[loaded.one.key] = _stored(loaded, outcome, unit)
    store.synchronise({(unit.out / loaded.one.stem).parent for loaded in todo})
    return [ended[one.key] for one in unit.inputs]


def refused(one: Input, why: Diagnostic, fingerprint: str, known: Row | None = None) -> Ended:
    """Return how an input ends that was not even read."""
    guid, version = (known.guid, known.version) if known is not None else (None, None)
    row = Row(one.key, "", fingerprint, Status.REJECTED, guid, version, why.code, why.message)
    return Ended(row, Status.REJECTED, (why,))


def _load(one: Input, unit: Unit) -> _Loaded | Diagnostic:
    data = _bytes(one.path, unit.job.profile.limits.max_bytes)
    if isinstance(data, Diagnostic):
        return data
    metadata, found, beside = _metadata(one, unit.job.profile.limits.max_bytes)
    digest = hashlib.sha256(data)
    if beside:
        digest.update(b"\0" + beside)
    sha256 = digest.hexdigest()
    stamp = datetime.fromtimestamp(int(one.path.stat().st_mtime), UTC)
    raw = Raw(one.key, data, _versioned(metadata, unit.known.get(one.key), sha256), stamp)
    return _Loaded(one, raw, sha256, found)


def _bytes(path: Path, most: int) -> bytes | Diagnostic:
    """Read a file, and no more of it than may be."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        return diagnostic("read.unreadable", error.strerror or type(error).__name__)
    return diagnostic("read.too-large", f"more than {most} bytes") if len(data) > most else data


def _metadata(one: Input, most: int) -> tuple[Metadata, tuple[Diagnostic, ...], bytes]:
    if one.sidecar is None:
        return NONE, (), b""
    beside = _bytes(one.sidecar, most)
    if isinstance(beside, Diagnostic):
        return NONE, (diagnostic("read.metadata", f"{one.sidecar.name}: {beside.message}"),), b""
    try:
        values = orjson.loads(beside)
    except orjson.JSONDecodeError as error:
        return NONE, (diagnostic("read.metadata", f"{one.sidecar.name}: {error}"),), beside
    if not isinstance(values, dict):
        return NONE, (diagnostic("read.metadata", f"{one.sidecar.name}: no object"),), beside
    metadata, found = facts.parse(values)
    return metadata, found, beside


def _versioned(metadata: Metadata, known: Row | None, sha256: str) -> Metadata:
    """Make the same source, changed, the next version of the same item, and say that it is an update."""
    if known is None or known.version is None or metadata.version is not None:
        return metadata
    if known.sha256 == sha256 and known.status != Status.REJECTED:
        return metadata.model_copy(update={"version": known.version})
    signals = metadata.signals or (Signal.UPDATE,)
    return metadata.model_copy(update={"version": known.version + 1, "signals": signals})


def _is_done(loaded: _Loaded, unit: Unit) -> bool:
    known = unit.known.get(loaded.one.key)
    if known is None or known.status == Status.REJECTED:
        return False
    if (known.sha256, known.job) != (loaded.sha256, unit.fingerprint):
        return False
    base = unit.out / loaded.one.stem
    suffixes = [*(writers.suffix(name) for name in unit.job.formats), SUFFIX]
    return all(base.with_name(base.name + suffix).is_file() for suffix in suffixes)


def _record(loaded: _Loaded, unit: Unit) -> Record | Refusal:
    """Read the one article of a file; a file that holds another number of them is refused."""
    records = list(read(loaded.raw, unit.job.profile, unit.format))
    if len(records) != 1:
        return Refusal(loaded.raw.key, loaded.sha256, (diagnostic("read.not-one", f"{len(records)} articles"),))
    record = records[0]
    if isinstance(record, Refusal) or not loaded.diagnostics:
        return record
    return Record(
        record.key,
        record.content,
        record.metadata,
        record.sha256,
        record.stamp,
        (*record.diagnostics, *loaded.diagnostics),
    )


def _stored(loaded: _Loaded, outcome: Outcome, unit: Unit) -> Ended:
    one, found, status = loaded.one, outcome.diagnostics, outcome.status
    if status is not Status.REJECTED:
        failed = store.write(unit.out, one.stem, outcome.outputs)
        if failed is not None:
            found, status = (failed, *found), Status.REJECTED
    known = unit.known.get(one.key)
    guid = outcome.guid or (known.guid if known else None)
    version = outcome.version or (known.version if known else None)
    worst = found[0] if found else None
    code, message = (worst.code, worst.message) if worst else (None, None)
    return Ended(Row(one.key, loaded.sha256, unit.fingerprint, status, guid, version, code, message), status, found)
