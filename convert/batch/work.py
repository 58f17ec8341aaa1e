"""What a worker does with a unit: read its inputs, convert them together, write what was made of them.

Safe to do twice: it reads its inputs and writes their outputs under temporary names, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from convert import readers, sidecar
from convert.article import Article
from convert.batch import known, store
from convert.batch.ledger import FAILED, Row
from convert.batch.likeness import sketch
from convert.batch.limits import OutOfTimeError, within
from convert.batch.unit import CONTAINER, SKIPPED, Ended, Item, Task, Unit, as_json, rejected
from convert.containers import HEAD, is_container, is_feed, modified
from convert.diagnostics import ConvertError, Diagnostic, MachineError, diagnostic
from convert.metadata import NONE, Metadata
from convert.pipeline import Outcome, Status, convert_records, crash
from convert.readers import Raw, Record, Refusal
from convert.writers.words import count

REVIEW: Final = "review"
"""The folder in OUT of articles that a person should see."""

LARGE: Final = 8_000_000
"""Bytes of inputs that are converted together at the most: bounds the memory of a worker."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One input in memory. `sha256` covers what is known beside it as well: when either changes, the input has."""

    item: Item
    raw: Raw
    sha256: str
    mark: str | None = None
    remarks: tuple[Diagnostic, ...] = ()


def process(unit: Unit) -> list[Ended]:
    """Convert one unit and write its outputs, to be settled; return how each input ended, in their order.

    Raises MachineError for a disk that gives up; nothing of the unit stays on it then.
    """
    ended: list[Ended | None] = [None] * len(unit.items)
    try:
        for batch in _batches(unit, ended):
            for number, done in zip(batch, _converted(list(batch.values()), unit), strict=True):
                ended[number] = done
    except MachineError:
        store.forget(part for done in ended if done is not None for part in done.parts)
        raise
    return [done for done in ended if done is not None]


def _batches(unit: Unit, ended: list[Ended | None]) -> Iterator[dict[int, _Loaded]]:
    """Load inputs, as many as may be in memory together; those that end without a conversion are noted."""
    batch: dict[int, _Loaded] = {}
    size = 0
    for number, item in enumerate(unit.items):
        loaded = _load(item, unit)
        if isinstance(loaded, Ended):
            ended[number] = loaded
            continue
        batch[number] = loaded
        size += len(loaded.raw.data)
        if size >= LARGE:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _load(item: Item, unit: Unit) -> _Loaded | Ended:
    before = unit.known.get(item.key)
    try:
        loaded = _member(item, before) if item.member is not None else _file(item, unit, before)
    except OSError as error:
        why = diagnostic("read.unreadable", error.strerror or type(error).__name__)
        return rejected(item.key, (why,), unit.task, before)
    if isinstance(loaded, Ended) or before is None:
        return loaded
    if not known.is_done(before, loaded.sha256, unit.task, retry=unit.task.retry):
        return loaded
    row = before._replace(mark=loaded.mark)
    status = row.status if row.status in FAILED else SKIPPED
    return Ended(row, status, is_new=row != before)


def _member(item: Item, before: Row | None) -> _Loaded:
    member = item.member
    if member is None:
        raise TypeError("an item is a file or a member")
    metadata = _merged(item.metadata, member.metadata)
    if member.record is not None:
        return _Loaded(item, Raw(item.key, b"", metadata, member.stamp), member.record.sha256)
    remarks = (*member.diagnostics, *item.remarks)
    sha256 = digest(member.data, metadata, remarks)
    raw = Raw(item.key, member.data, known.versioned(metadata, before, sha256), member.stamp)
    return _Loaded(item, raw, sha256, None, remarks)


def _file(item: Item, unit: Unit, before: Row | None) -> _Loaded | Ended:
    """Read a file, no more of it than may be, and its sidecar. A container is handed back unread."""
    profile, source = unit.task.job.profile, unit.task.format
    most = profile.limits.max_bytes
    path = item.path
    if path is None:
        raise TypeError("an item is a file or a member")
    mark = known.mark(path, item.sidecar, item.metadata)
    with path.open("rb") as file:
        data = file.read(HEAD)
        if is_container(data, profile, source):
            return _container(item)
        head = data
        data += file.read(max(most + 1 - len(data), 0))
    if len(data) > most:
        if is_feed(head, source):
            return _container(item)
        why = diagnostic("read.too-large", f"more than {most} bytes")
        ended = rejected(item.key, (why,), unit.task, before)
        return ended._replace(row=ended.row._replace(mark=mark))
    metadata, found = _beside(item, unit)
    remarks = (*found, *item.remarks)
    sha256 = digest(data, metadata, remarks)
    raw = Raw(item.key, data, known.versioned(metadata, before, sha256), modified(path))
    return _Loaded(item, raw, sha256, mark, remarks)


def _container(item: Item) -> Ended:
    return Ended(Row(item.key, "", "", CONTAINER), CONTAINER, is_new=False)


def digest(data: bytes, metadata: Metadata, remarks: tuple[Diagnostic, ...]) -> str:
    """Return the SHA-256 of an input: its bytes, what is known beside them and what was wrong with that."""
    found = hashlib.sha256(data)
    if remarks or metadata != NONE:
        found.update(b"\0" + metadata.model_dump_json().encode() + (as_json(remarks) or b""))
    return found.hexdigest()


def _beside(item: Item, unit: Unit) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    """Return what the sidecar says, and where it says nothing, what the manifest does."""
    place = item.sidecar
    if place is None:
        return item.metadata, ()
    with place.open("rb") as file:
        beside = file.read(unit.task.job.profile.limits.max_bytes)
    metadata, found = sidecar.parse(beside, unit.task.job.profile.fields)
    return _merged(item.metadata, metadata), found


def _merged(base: Metadata, closer: Metadata) -> Metadata:
    """Lay the facts that lie closer to the text over the others."""
    if base is NONE or base == NONE:
        return closer
    return base.model_copy(update={name: getattr(closer, name) for name in closer.model_fields_set})


def _converted(batch: list[_Loaded], unit: Unit) -> Iterator[Ended]:
    """Convert together; where that takes longer than one may, each alone, so that only the slow one is lost."""
    try:
        with within(unit.task.seconds):
            records = [_records(loaded, unit) for loaded in batch]
            single = [found for found in records if found is not None]
            converted = iter(convert_records(single, unit.task.job))
    except OutOfTimeError:
        yield from (_alone(loaded, unit) for loaded in batch)
        return
    for loaded, found in zip(batch, records, strict=True):
        yield _container(loaded.item) if found is None else _stored(loaded, next(converted), unit)


def _alone(loaded: _Loaded, unit: Unit) -> Ended:
    try:
        with within(unit.task.seconds):
            record = _records(loaded, unit)
            if record is None:
                return _container(loaded.item)
            outcome = convert_records([record], unit.task.job)[0]
    except OutOfTimeError:
        why = diagnostic("batch.timeout", f"more than {unit.task.seconds:g} seconds")
        outcome = Outcome(loaded.item.key, loaded.sha256, Status.REJECTED, (why,))
    return _stored(loaded, outcome, unit)


def _records(loaded: _Loaded, unit: Unit) -> Record | Refusal | None:
    """Read the one article of an input; None for an input that holds several."""
    if loaded.item.member is not None and loaded.item.member.record is not None:
        return replace(loaded.item.member.record, key=loaded.item.key)
    try:
        found = list(islice(readers.read(loaded.raw, unit.task.job.profile, unit.task.format), 2))
    except ConvertError:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's bug, ours or a stranger's, must not stop a run
        return Refusal(loaded.raw.key, loaded.sha256, (crash(error),))
    if len(found) > 1:
        return None
    if not found:
        return Refusal(loaded.raw.key, loaded.sha256, (diagnostic("read.not-one", "no article"),))
    record = found[0]
    if isinstance(record, Refusal):
        return record
    return replace(record, diagnostics=(*record.diagnostics, *loaded.remarks))


def _stored(loaded: _Loaded, outcome: Outcome, unit: Unit) -> Ended:
    """Write the outputs, or keep them to be packed, and make the row."""
    item, task, found = loaded.item, unit.task, outcome.diagnostics
    stem = item.stem
    if task.review is not None and outcome.confidence is not None and outcome.confidence < task.review:
        stem = f"{REVIEW}/{stem}"
    before = unit.known.get(item.key)
    parts: tuple[store.Part, ...] = ()
    if outcome.reason is None and task.is_loose:
        written = store.write(task.out, stem, outcome.outputs)
        if isinstance(written, Diagnostic):
            found = (written, *found)
        else:
            parts = written
    if any(one.severity == "error" for one in found):
        ended = rejected(item.key, found, task, before)
        return ended._replace(row=ended.row._replace(sha256=loaded.sha256, mark=loaded.mark))
    row = _row(loaded, outcome, unit, stem)
    pieces = task.packing.pieces(stem, outcome.outputs) if task.packing is not None else ()
    outputs = outcome.outputs if task.returned else ()
    article = outcome.article if task.articles else None
    former = _elsewhere(before, row, task) if parts else ()
    return Ended(row, outcome.status, found, outputs, parts, pieces, article, former)


def _elsewhere(before: Row | None, row: Row, task: Task) -> tuple[tuple[Path, Path | None], ...]:
    """Return the files that an earlier run made of an input and put among what is to be reviewed, or was merged.

    With each comes where it belongs now, None for one that has been made anew.
    """
    if before is None or before.shard is not None or before.stem == row.stem:
        return ()
    anew = known.suffixes(task.job.formats)
    goals = {suffix: None if suffix in anew else task.out / name for suffix, name in row.files().items()}
    return tuple((task.out / name, goals[suffix]) for suffix, name in before.files().items())


def _row(loaded: _Loaded, outcome: Outcome, unit: Unit, stem: str) -> Row:
    worst = outcome.diagnostics[0] if outcome.diagnostics else None
    row = Row(
        loaded.item.key,
        loaded.sha256,
        unit.task.fingerprint,
        outcome.status,
        guid=outcome.guid,
        version=outcome.version,
        converted=loaded.sha256,
        mark=loaded.mark,
        stem=os.fsencode(stem),
        made="\n".join(known.suffixes(unit.task.job.formats)),
        earlier="\n".join(_earlier(unit.known.get(loaded.item.key), unit.task)) or None,
        found=as_json(outcome.diagnostics),
        code=None if worst is None else worst.code,
        message=None if worst is None else worst.message,
        confidence=outcome.confidence,
    )
    return row if outcome.article is None else _with_facts(row, outcome.article)


def _earlier(before: Row | None, task: Task) -> tuple[str, ...]:
    """Return the suffixes of loose files in other formats, of earlier runs: they stay, and may be of other versions."""
    if before is None or before.shard is not None or not task.is_loose:
        return ()
    anew = known.suffixes(task.job.formats)
    return tuple(suffix for suffix in before.files() if suffix not in anew)


def _with_facts(row: Row, article: Article) -> Row:
    """Add what the account shows of an article."""
    dated = article.published or article.modified
    return row._replace(
        words=count(article.body),
        dated=None if dated is None else dated.isoformat(),
        modified=None if article.modified is None else article.modified.isoformat(),
        language=article.language,
        authors="\n".join(author.name for author in article.authors) or None,
        sketch=sketch(article.body),
    )
