"""Where a file goes when it is done with: among what is done, or among what failed with the reason beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import orjson

from convert.batch.plan import portable
from convert.diagnostics import Severity, UsageError, diagnostic
from convert.intake.watch.names import ERROR, stem

FORMAT: Final = "newsconvert-error/1"

_PART: Final = ".newsconvert.part"
"""The name of a reason while it is written: one at a time is."""

_LONGEST: Final = 230
_LONGEST_STEM: Final = 200
"""Bytes of a name and of what stands before its suffix: with a number and `.error.json` it stays below 255, which is
all that most file systems have room for."""

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
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except FileExistsError:
                raise UsageError(diagnostic("usage.invalid", f"{folder} is no folder", path=str(folder))) from None
            if folder.stat().st_dev != inbox.stat().st_dev:
                why = f"{folder} is not on the file system of {inbox}, so that no file can be moved at once"
                raise UsageError(diagnostic("usage.invalid", why))
        if self.done.samefile(self.failed) or inbox.resolve() in (self.done.resolve(), self.failed.resolve()):
            why = "the inbox, the folder of what is done and that of what failed have to be three"
            raise UsageError(diagnostic("usage.invalid", why))

    def move_done(self, taken: Path, path: str, sidecar: str | None) -> Path:
        """Move an article that is stored; what told of an earlier failure of it goes."""
        if not os.path.lexists(self.failed / path):
            # A name that is too long, or below a file, is that of no reason.
            with suppress(OSError):
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
    parent = _made(folder, os.path.dirname(path))  # noqa: PTH120 - strings, as the paths of what is taken are
    name = _fitting(path, path)
    beside = None if sidecar is None else _fitting(sidecar, path)
    number = next(n for n in count() if not _is_there(parent, (name, beside), n))
    place = parent / _numbered(name, number)
    if error is not None:
        part = parent / _PART
        part.write_bytes(error)
        part.replace(parent / (place.name + ERROR))
    (taken / path).rename(place)
    if sidecar is not None and beside is not None:
        (taken / sidecar).rename(parent / _numbered(beside, number))
    return place


def _made(folder: Path, within: str) -> Path:
    """Make the folder of a file; where a file has its name, or that of one above it, that folder gets a number."""
    for part in Path(within).parts:
        numbered = (folder / (f"{part}.{n}" if n else part) for n in count())
        folder = next(one for one in numbered if one.is_dir() or not os.path.lexists(one))
        folder.mkdir(exist_ok=True)
    return folder


def _fitting(path: str, article: str) -> str:
    """Return the name of a file, shortened where that of its article leaves no room for a number and a reason."""
    name = Path(path).name
    if len(os.fsencode(Path(article).name)) <= _LONGEST:
        return name
    base, suffix = os.path.splitext(name)  # noqa: PTH122 - as above
    return _cut(base, _LONGEST_STEM) + _cut(suffix, _LONGEST - _LONGEST_STEM)


def _cut(text: str, most: int) -> str:
    """Take the beginning of a name, of so many bytes at the most, and no half of a character."""
    return next(text[:end] for end in range(len(text), -1, -1) if len(os.fsencode(text[:end])) <= most)


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
