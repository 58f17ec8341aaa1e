"""OUT/rejected/: a copy of each input that was not converted, and the reason beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import orjson

from convert.batch.store import machine, of_the_name
from convert.batch.unit import Ended, Item
from convert.containers import Remote, safe_part

FOLDER: Final = "rejected"
_REASON: Final = ".reason.json"


class Rejects:
    """The folder of a run. Raises MachineError for a disk that takes no more."""

    def __init__(self, out: Path, most: int) -> None:
        self._folder = out / FOLDER
        self._most = most

    def keep(self, ended: Ended, item: Item | None) -> None:
        """Copy an input, where it can be read and is no larger than an article may be, and write why."""
        path = self._path(ended.row.key)
        reason = {"key": ended.row.key, "diagnostics": orjson.loads(ended.row.found or b"[]")}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(path.name + _REASON).write_bytes(orjson.dumps(reason, option=orjson.OPT_INDENT_2) + b"\n")
            if item is not None:
                self._copy(item, path)
        except OSError as error:
            if not of_the_name(error):
                raise machine(error) from error

    def mended(self, key: str) -> None:
        """Remove what was kept of an input that has been converted now."""
        path = self._path(key)
        for old in (path, path.with_name(path.name + _REASON)):
            if os.path.lexists(old):
                old.unlink()

    def _path(self, key: str) -> Path:
        return self._folder.joinpath(*(safe_part(part) for part in key.replace("!", "/").split("/") if part))

    def _copy(self, item: Item, path: Path) -> None:
        if item.member is not None:
            path.write_bytes(item.member.data)
            return
        place = item.path
        if isinstance(place, Path) and _size(place) <= self._most:
            shutil.copyfile(place, path)
        elif isinstance(place, Remote) and place.size() <= self._most:
            with place.open() as file:
                path.write_bytes(file.read(self._most))


def _size(path: Path) -> float:
    try:
        return path.stat().st_size if os.access(path, os.R_OK) else float("inf")
    except OSError:
        return float("inf")
