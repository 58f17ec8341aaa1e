"""What lies in an inbox, and which of it is whole.

A file is whole when its size and time have not changed for a while, as this process has seen it: clocks of file servers
differ, and many programs give a copy the time of the original. Or when the sender says so, with a marker beside it.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from convert.batch.plan import SIDECAR
from convert.intake.watch.names import articles_by_stem, is_input, is_sidecar, stem

Look = tuple[int, int, int]
"""Size, time in nanoseconds and number of a file: it is being written while one of them changes."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A whole file, by its path in the inbox, with its metadata and marker where there are any."""

    path: str
    time: int
    sidecar: str | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look at the inbox showed: whole files, oldest first, and in how many seconds the next may be whole.

    `soon` is None where there is none that has not changed since it came: no end of it can be foreseen. `closed` says
    of folders in the inbox why they could not be looked into.
    """

    whole: tuple[Arrival, ...]
    soon: float | None = None
    closed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    look: Look
    since: float
    has_changed: bool = False


class Inbox:
    """A folder into which others put files. `settle`: seconds; `marker`: the suffix of markers instead of them.

    `apart` are the folders in it that hold no inputs.
    """

    def __init__(
        self,
        folder: Path,
        settle: float,
        marker: str | None = None,
        *,
        recursive: bool = False,
        apart: tuple[Path, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder
        self._settle = settle
        self._marker = marker
        self._recursive = recursive
        # The same folder has many spellings, and what is made in it must never be taken for an input.
        self._root = os.path.realpath(folder)
        self._apart = {os.path.realpath(path) for path in apart}
        self._clock = clock
        self._seen: dict[str, _Seen] = {}
        self._closed: list[str] = []

    def look(self) -> Sight:
        """Look at every file. Raises OSError where the folder cannot be read."""
        self._closed = []
        there = dict(self._files())
        now = self._clock()
        self._seen = {path: self._noted(path, look, now) for path, look in there.items()}
        articles = articles_by_stem(there)
        inputs = [path for path in there if is_input(path, self._marker) and not self._is_held(path, articles)]
        whole: list[Arrival] = []
        soon: list[float] = []
        for path in inputs:
            sidecar = stem(path) + SIDECAR
            beside = sidecar if sidecar in there and sidecar != path else None
            if self._marker is not None:
                marker = next((name for name in self._markers(path) if name in there), None)
                if marker is not None:
                    whole.append(Arrival(path, there[path][1], beside, marker))
                continue
            left = max(self._left(path, now), self._left(beside, now) if beside else 0.0)
            if left <= 0:
                whole.append(Arrival(path, there[path][1], beside))
            elif not self._seen[path].has_changed:
                soon.append(left)
        whole.sort(key=lambda one: (one.time, one.path))
        return Sight(tuple(whole), min(soon, default=None), tuple(self._closed))

    def _markers(self, path: str) -> tuple[str, str]:
        return f"{path}{self._marker}", f"{stem(path)}{self._marker}"

    @staticmethod
    def _is_held(path: str, articles: dict[str, list[str]]) -> bool:
        """Tell metadata whose article is there, or is just being written."""
        return is_sidecar(path) and stem(path) in articles

    def _left(self, path: str, now: float) -> float:
        return self._settle - (now - self._seen[path].since)

    def _noted(self, path: str, look: Look, now: float) -> _Seen:
        before = self._seen.get(path)
        if before is None:
            return _Seen(look, now)
        return before if before.look == look else _Seen(look, now, has_changed=True)

    def _files(self) -> Iterator[tuple[str, Look]]:
        """Yield the regular files: a link may lead anywhere, and is not followed."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            for entry in self._entries(folder):
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if self._recursive and not entry.name.startswith(".") and self._holds_inputs(path):
                        waiting.append(f"{path}/")
                elif (found := _looked(entry)) is not None:
                    yield path, found

    def _holds_inputs(self, path: str) -> bool:
        """Tell a folder of inputs from one that is made beside them."""
        return os.path.join(self._root, path) not in self._apart  # noqa: PTH118 - strings: once a folder and look

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return what is in a folder; one in the inbox that is closed to us, or has just gone, hides no other."""
        try:
            with os.scandir(os.path.join(self.folder, folder)) as entries:  # noqa: PTH118 - as above
                return list(entries)
        except FileNotFoundError:
            if not folder:
                raise
        except OSError as error:
            if not folder:
                raise
            self._closed.append(f"{folder!r} cannot be read: {error.strerror or error}")
        return []


def _looked(entry: os.DirEntry[str]) -> Look | None:
    """Return how a regular file looks; None for anything else, and for one that has just gone."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None
