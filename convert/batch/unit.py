"""One unit of work: some inputs read, converted together, and stored. What a worker process does.

Safe to do twice: it reads its inputs and writes their outputs, whole or not at all, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from convert import readers, sidecar, writers
from convert.account import SUFFIX
from convert.article import Signal
from convert.batch import store
from convert.batch.ledger import Row
from convert.batch.limits import OutOfTimeError, within
from convert.containers import HEAD, Member, is_container
from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import NONE, Metadata
from convert.pipeline import Job, Outcome, Output, Status, convert_records
from convert.readers import Raw, Record, Refusal

SKIPPED: Final = "skipped"
"""How an input ends that was converted before and has not changed."""

POISON: Final = "poison"
"""How an input ends that killed the process that worked on it."""

CONTAINER: Final = "container"
"""What an input turned out to be, which holds inputs and is none."""


@dataclass(frozen=True, slots=True)
class Item:
    """One input of a unit: a file that the unit reads, or a member of a container that was read for it."""

    key: str
    stem: str
    path: Path | None = None
    sidecar: Path | None = None
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What holds for every unit of a run. `pack`: outputs are returned, not written. `seconds`: for one input."""

    job: Job
    fingerprint: str
    out: Path
    format: str | None = None
    pack: bool = False
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Unit:
    """Inputs that are converted together, with what the ledger knows of them."""

    items: tuple[Item, ...]
    known: dict[str, Row]
    task: Task

    def part(self, items: tuple[Item, ...]) -> Unit:
        """Return a smaller unit."""
        return replace(self, items=items)


@dataclass(frozen=True, slots=True)
class Ended:
    """How one input ended in this run. An input that was skipped keeps the row it had.

    What was made of it is either in `parts`, files that wait to be settled, or in `outputs`, to be packed.
    """

    row: Row
    status: str
    diagnostics: tuple[Diagnostic, ...] = ()
    stem: str = ""
    outputs: tuple[Output, ...] = ()
    parts: tuple[store.Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One input in memory. `sha256` covers the metadata beside it as well: when either changes, the input has."""

    item: Item
    raw: Raw
    sha256: str
    size: int | None
    modified: int | None
    diagnostics: tuple[Diagnostic, ...]


def process(unit: Unit) -> list[Ended]:
    """Convert one unit and write its outputs, to be settled; return how each input ended, in their order."""
    ended: dict[str, Ended] = {}
    todo: list[_Loaded] = []
    for item in unit.items:
        loaded = _load(item, unit)
        if isinstance(loaded, Ended):
            ended[item.key] = loaded
        elif _is_done(loaded, unit):
            row = replace(unit.known[item.key], size=loaded.size, modified=loaded.modified)
            ended[item.key] = Ended(row, SKIPPED)
        else:
            todo.append(loaded)
    for loaded, outcome in zip(todo, _outcomes(todo, unit), strict=True):
        ended[loaded.item.key] = _stored(loaded, outcome, unit)
    return [ended[item.key] for item in unit.items]


def rejected(
    key: str, why: Diagnostic, fingerprint: str, known: Row | None = None, status: str = Status.REJECTED
) -> Ended:
    """Return how an input ends that was not converted.

    Its last converted version, with the digest of that, lives on: mended, the input is that one or the next.
    """
    last = known or Row(key, "", fingerprint, status)
    row = Row(key, last.sha256, fingerprint, status, last.guid, last.version, why.code, why.message)
    return Ended(row, status, (why,))


def unchanged(item: Item, known: Row, task: Task, *, retry: bool) -> bool:
    """Tell from a file's size and time alone that it need not be read: as the ledger has them, and its outputs there.

    What was rejected is done again only with `retry`.
    """
    if item.path is None or item.sidecar is not None or known.modified is None or known.job != task.fingerprint:
        return False
    failed = known.status in (Status.REJECTED, POISON)
    if failed and retry:
        return False
    try:
        found = os.stat(item.path)  # noqa: PTH116 - this runs for each of a million files
    except OSError:
        return False
    same = (found.st_size, found.st_mtime_ns) == (known.size, known.modified)
    return same and (failed or outputs_exist(item.stem, known, task))


def outputs_exist(stem: str, known: Row, task: Task) -> bool:
    """Tell whether everything that was made of an input is still there."""
    if known.shard is not None:
        return os.path.exists(os.path.join(task.out, known.shard))  # noqa: PTH110, PTH118 - as above
    base = os.path.join(task.out, stem)  # noqa: PTH118
    return all(os.path.exists(base + suffix) for suffix in _suffixes(task.job.formats))  # noqa: PTH110


def _suffixes(formats: tuple[str, ...]) -> Iterator[str]:
    yield SUFFIX
    for name in formats:
        yield writers.suffix(name)


def _load(item: Item, unit: Unit) -> _Loaded | Ended:
    known = unit.known.get(item.key)
    if item.member is not None:
        return _member(item, item.member, known)
    try:
        return _file(item, unit, known)
    except OSError as error:
        why = diagnostic("read.unreadable", error.strerror or type(error).__name__)
        return rejected(item.key, why, unit.task.fingerprint, known)


def _member(item: Item, member: Member, known: Row | None) -> _Loaded:
    digest = hashlib.sha256(member.data)
    if member.metadata != NONE:
        digest.update(b"\0" + member.metadata.model_dump_json().encode())
    sha256 = digest.hexdigest()
    raw = Raw(item.key, member.data, _versioned(member.metadata, known, sha256), member.stamp)
    return _Loaded(item, raw, sha256, None, None, member.diagnostics)


def _file(item: Item, unit: Unit, known: Row | None) -> _Loaded | Ended:
    """Read a file, no more of it than may be, and its sidecar. A container is handed back unread."""
    profile = unit.task.job.profile
    most = profile.limits.max_bytes
    if item.path is None:
        raise TypeError("an item is a file or a member")
    with item.path.open("rb") as file:
        status = os.fstat(file.fileno())
        data = file.read(HEAD)
        if unit.task.format is None and is_container(data, profile):
            return Ended(Row(item.key, "", "", CONTAINER), CONTAINER, stem=item.stem)
        data += file.read(most + 1 - len(data))
    if len(data) > most:
        why = diagnostic("read.too-large", f"more than {most} bytes")
        return rejected(item.key, why, unit.task.fingerprint, known)
    metadata, found, beside = _sidecar(item, unit)
    digest = hashlib.sha256(data)
    if beside:
        digest.update(b"\0" + beside)
    sha256 = digest.hexdigest()
    stamp = datetime.fromtimestamp(int(status.st_mtime), UTC)
    raw = Raw(item.key, data, _versioned(metadata, known, sha256), stamp)
    return _Loaded(item, raw, sha256, status.st_size, status.st_mtime_ns, found)


def _sidecar(item: Item, unit: Unit) -> tuple[Metadata, tuple[Diagnostic, ...], bytes]:
    if item.sidecar is None:
        return NONE, (), b""
    with item.sidecar.open("rb") as file:
        beside = file.read(unit.task.job.profile.limits.max_bytes)
    metadata, found = sidecar.parse(beside, unit.task.job.profile.fields)
    return metadata, found, beside


def _versioned(metadata: Metadata, known: Row | None, sha256: str) -> Metadata:
    """Make the same source, changed, the next version of the same item, and say that it is an update."""
    if known is None or known.version is None or metadata.version is not None:
        return metadata
    if known.sha256 == sha256:
        return metadata.model_copy(update={"version": known.version})
    signals = metadata.signals or (Signal.UPDATE,)
    return metadata.model_copy(update={"version": known.version + 1, "signals": signals})


def _is_done(loaded: _Loaded, unit: Unit) -> bool:
    known = unit.known.get(loaded.item.key)
    if known is None or known.status in (Status.REJECTED, POISON):
        return False
    same = (known.sha256, known.job) == (loaded.sha256, unit.task.fingerprint)
    return same and outputs_exist(loaded.item.stem, known, unit.task)


def _outcomes(todo: list[_Loaded], unit: Unit) -> list[Outcome]:
    """Convert together; where that takes longer than all may, each alone, so that only the slow one is lost."""
    job, seconds = unit.task.job, unit.task.seconds
    try:
        with within(seconds * max(len(todo), 1)):
            return convert_records([_record(loaded, unit) for loaded in todo], job)
    except OutOfTimeError:
        return [_alone(loaded, unit) for loaded in todo]


def _alone(loaded: _Loaded, unit: Unit) -> Outcome:
    try:
        with within(unit.task.seconds):
            return convert_records([_record(loaded, unit)], unit.task.job)[0]
    except OutOfTimeError:
        why = diagnostic("batch.timeout", f"more than {unit.task.seconds:g} seconds")
        return Outcome(loaded.item.key, loaded.sha256, Status.REJECTED, (why,))


def _record(loaded: _Loaded, unit: Unit) -> Record | Refusal:
    """Read the one article of an input; an input that holds another number of them is refused."""
    records = list(readers.read(loaded.raw, unit.task.job.profile, unit.task.format))
    if len(records) != 1:
        return Refusal(loaded.raw.key, loaded.sha256, (diagnostic("read.not-one", f"{len(records)} articles"),))
    record = records[0]
    if isinstance(record, Refusal):
        return record
    return replace(record, diagnostics=(*record.diagnostics, *loaded.diagnostics))


def _stored(loaded: _Loaded, outcome: Outcome, unit: Unit) -> Ended:
    item, found, known = loaded.item, outcome.diagnostics, unit.known.get(loaded.item.key)
    parts: tuple[store.Part, ...] = ()
    if outcome.reason is None and not unit.task.pack:
        written = store.write(unit.task.out, item.stem, outcome.outputs)
        if isinstance(written, Diagnostic):
            found = (written, *found)
        else:
            parts = written
    reason = next((one for one in found if one.severity == "error"), None)
    if reason is not None:
        ended = rejected(item.key, reason, unit.task.fingerprint, known)
        return replace(ended, row=replace(ended.row, size=loaded.size, modified=loaded.modified), diagnostics=found)
    worst = found[0] if found else None
    row = Row(
        item.key,
        loaded.sha256,
        unit.task.fingerprint,
        outcome.status,
        outcome.guid,
        outcome.version,
        None if worst is None else worst.code,
        None if worst is None else worst.message,
        loaded.size,
        loaded.modified,
        None,
        outcome.confidence,
    )
    return Ended(row, outcome.status, found, item.stem, outcome.outputs if unit.task.pack else (), parts)
