"""OUT/rejected/: a copy of each input that was not converted, and the reason beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import orjson

from convert.batch.ledger import FAILED, Row
from convert.batch.store import machine, of_the_name
from convert.batch.unit import Ended, Item, Task
from convert.containers import safe_part

FOLDER: Final = "rejected"
_REASON: Final = ".reason.json"


class Rejects:
    """The folder of a run. Raises MachineError for a disk that takes no more."""

    def __init__(self, task: Task) -> None:
        self._folder = task.out / FOLDER
        self._most = task.job.profile.limits.max_bytes

    def keep(self, ended: Ended, item: Item | None) -> None:
        """Copy an input, where it can be read and is no larger than an article may be, and write why."""
        path = self._path(ended.row.key)
        reason = {"key": ended.row.key, "diagnostics": orjson.loads(ended.row.found or b"[]")}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(path.name + _REASON).write_bytes(orjson.dumps(reason, option=orjson.OPT_INDENT_2) + b"\n")
            data = None if item is None else self._bytes(item)
            if data is not None:
                path.write_bytes(data)
        except OSError as error:
            if not of_the_name(error):
                raise machine(error) from error

    def mended(self, key: str) -> None:
        """Remove what was kept of an input that has been converted now."""
        path = self._path(key)
        for old in (path, path.with_name(path.name + _REASON)):
            if os.path.lexists(old) and not old.is_dir():  # a folder: members of a container that had this name
                old.unlink()

    def has(self, key: str) -> bool:
        """Tell whether an input and its reason are kept."""
        path = self._path(key)
        return path.with_name(path.name + _REASON).is_file()

    def _path(self, key: str) -> Path:
        return self._folder.joinpath(*(safe_part(part) for part in key.replace("!", "/").split("/") if part))

    def _bytes(self, item: Item) -> bytes | None:
        """Return what is to be copied; None where it is too large, or cannot be read (any more)."""
        if item.member is not None:
            return item.member.data
        place = item.path
        if place is None:
            return None
        try:
            with place.open("rb") as file:
                data = file.read(self._most + 1)
        except OSError:
            return None
        return data if len(data) <= self._most else None


def is_missing(row: Row, task: Task) -> bool:
    """Tell whether an input was rejected and its copy, which is asked for, is not there."""
    return task.rejects and row.status in FAILED and not Rejects(task).has(row.key)
