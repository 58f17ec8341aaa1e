"""Where a file goes when it is done with: among what is done, or among what failed with the reason beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import orjson

from convert.batch.plan import portable
from convert.diagnostics import Severity, UsageError, diagnostic
from convert.intake.watch.names import ERROR, stem

FORMAT: Final = "newsconvert-error/1"

MOST: Final = 1000
"""Members of a container that are named in its error file; `status` names them all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one input: its key, and its diagnostics ready for JSON, worst first."""

    key: str
    diagnostics: Sequence[dict[str, Any]]


class Ends:
    """The two folders. Nothing in them is overwritten: a name that is there gets a number."""

    def __init__(self, inbox: Path, done: str, failed: str) -> None:
        self.done = inbox / done
        self.failed = inbox / failed
        for folder in (self.done, self.failed):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_dev != inbox.stat().st_dev:
                why = f"{folder} is not on the file system of {inbox}, so that no file can be moved at once"
                raise UsageError(diagnostic("usage.invalid", why))
        if self.done.samefile(self.failed) or inbox.resolve() in (self.done.resolve(), self.failed.resolve()):
            why = "the inbox, the folder of what is done and that of what failed have to be three"
            raise UsageError(diagnostic("usage.invalid", why))

    def move_done(self, taken: Path, path: str, sidecar: str | None) -> Path:
        """Move an article that is stored; what told of an earlier failure of it goes."""
        if not os.path.lexists(self.failed / path):
            (self.failed / (path + ERROR)).unlink(missing_ok=True)
        return _moved(taken, self.done, path, sidecar, None)

    def move_failed(self, taken: Path, path: str, sidecar: str | None, why: bytes) -> Path:
        """Move an article that was not stored, or not all of it, and say why beside it."""
        return _moved(taken, self.failed, path, sidecar, why)

    def follow(self, taken: Path, sidecar: str, *, failed: bool) -> None:
        """Move metadata whose article went before."""
        _moved(taken, self.failed if failed else self.done, sidecar, None, None)


def _moved(taken: Path, folder: Path, path: str, sidecar: str | None, error: bytes | None) -> Path:
    """Move an article, and its metadata after it: the ledger knows metadata that was left behind."""
    number = next(n for n in count() if not _is_there(folder, (path, sidecar), n))
    place = folder / _numbered(path, number)
    place.parent.mkdir(parents=True, exist_ok=True)
    if error is not None:
        beside = place.with_name(place.name + ERROR)
        part = place.with_name(f".{beside.name}.part")
        part.write_bytes(error)
        part.replace(beside)
    (taken / path).rename(place)
    if sidecar is not None:
        (taken / sidecar).rename(folder / _numbered(sidecar, number))
    return place


def _is_there(folder: Path, paths: Iterable[str | None], number: int) -> bool:
    return any(path is not None and os.path.lexists(folder / _numbered(path, number)) for path in paths)


def _numbered(path: str, number: int) -> str:
    """Put a number ahead of the last suffix, which tells programs what the file is."""
    return f"{stem(path)}.{number}{path[len(stem(path)) :]}" if number else path


def error_file(path: str, failures: Sequence[Failure], number: int) -> bytes:
    """Say what went wrong: the worst of it first, then each input that failed. `number`: how many those are in all."""
    first = failures[0]
    worst = next((one for one in first.diagnostics if one.get("severity") == Severity.ERROR), first.diagnostics[0])
    told: dict[str, Any] = {"format": FORMAT, "name": portable(path)}
    told |= {name: worst[name] for name in ("code", "message", "line", "column", "path") if name in worst}
    if "fix" in worst:
        told["remedy"] = worst["fix"]
    told["failed"] = number
    told["inputs"] = [{"key": one.key, "diagnostics": list(one.diagnostics)} for one in failures]
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
