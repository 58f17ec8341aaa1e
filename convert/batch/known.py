"""What the ledger knows of an input, against what the disk says now: whether anything is to be done."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from convert import writers
from convert.account import SUFFIX
from convert.article import Signal
from convert.batch.ledger import FAILED, Row
from convert.batch.plan import Input
from convert.batch.unit import SKIPPED, Task
from convert.containers import Place, Remote, is_remote
from convert.metadata import NONE, Metadata

_SHORT: Final = 16


def mark(path: str | Place, sidecar: str | Place | None = None, metadata: Metadata = NONE) -> str:
    """Say how a file looks without reading it: size and time, those of its sidecar, and what a manifest says of it.

    Raises OSError.
    """
    text = _look(path) if sidecar is None else f"{_look(path)}:{_look(sidecar)}"
    if metadata is not NONE and metadata != NONE:  # in a worker the empty metadata is a copy
        text += f":{hashlib.sha256(metadata.model_dump_json().encode()).hexdigest()[:_SHORT]}"
    return text


def _look(path: str | Place) -> str:
    if isinstance(path, Remote):
        return path.mark()
    if isinstance(path, str) and is_remote(path):
        return Remote(path).mark()
    found = os.stat(path)  # noqa: PTH116 - this runs for each of a million files
    return f"{found.st_size}:{found.st_mtime_ns}"


def unchanged(one: Input, metadata: Metadata, known: Row, task: Task, *, retry: bool) -> bool:
    """Tell from the looks of a file that it need not be read: as the ledger has it, and its outputs there.

    What was rejected is done again only with `retry`.
    """
    if known.mark is None or known.job != task.fingerprint:
        return False
    failed = known.status in FAILED
    if failed and retry:
        return False
    try:
        same = mark(one.place, one.beside, metadata) == known.mark
    except OSError:
        return False
    return same and (failed or outputs_exist(known, task))


def is_done(known: Row | None, sha256: str, task: Task, *, retry: bool) -> bool:
    """Tell by its digest that an input ended before as it would now."""
    if known is None or (known.sha256, known.job) != (sha256, task.fingerprint):
        return False
    return not retry if known.status in FAILED else outputs_exist(known, task)


def outputs_exist(known: Row, task: Task) -> bool:
    """Tell whether everything that was made of an input is still there, or was and has been taken."""
    if known.status == SKIPPED:
        return True
    if known.shard is not None:
        return os.access(os.path.join(task.out, known.shard), os.F_OK)  # noqa: PTH118 - as above
    if known.stem is None or task.consumed:
        return known.stem is not None
    base = _inside(task.out) + known.stem
    for suffix in _encoded(task.job.formats):  # noqa: SIM110 - a generator costs as much as what it asks
        if not os.access(base + suffix, os.F_OK):
            return False
    return True


@lru_cache(maxsize=8)
def _inside(out: Path) -> bytes:
    """Return what stands before the names in a folder."""
    return os.fsencode(out / "_")[:-1]


@lru_cache(maxsize=8)
def _encoded(formats: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(os.fsencode, suffixes(formats)))


@lru_cache(maxsize=8)
def suffixes(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Return what ends the names of an article's files, the account's first."""
    return (SUFFIX, *map(writers.suffix, formats))


def versioned(metadata: Metadata, known: Row | None, sha256: str) -> Metadata:
    """Make the same source, changed, the next version of the same item, and say that it is an update."""
    if known is None or known.version is None or metadata.version is not None:
        return metadata
    if known.converted == sha256:
        return metadata.model_copy(update={"version": known.version})
    signals = metadata.signals or (Signal.UPDATE,)
    return metadata.model_copy(update={"version": known.version + 1, "signals": signals})
