"""Files and renames made to last: what was synchronised survives a loss of power.

On Linux a batch is one `syncfs`: 192 files took 2 microseconds of processor time each, where `fsync` in threads took
123, and half of the wall time. It waits for what others write to the same file system as well; where that takes long,
files are synchronised one by one for a while.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final

_FEW: Final = 16
"""Up to so many files or folders, each is synchronised by itself."""

_THREADS: Final = 16
"""Files that are synchronised at a time: the journal takes them together. 192 files took 0.7 of the time of one after
the other; 4 to 32 were tried."""

_SLOW: Final = 1.0
"""Seconds: a `syncfs` that takes longer waits for somebody else's data."""

_SPARED: Final = 100
"""Batches that are synchronised file by file after that."""

_UNSUPPORTED: Final = {errno.ENOSYS, errno.EPERM, errno.EINVAL, errno.EOPNOTSUPP}
"""What a sandbox or a file system answers that knows no `syncfs`: then each file is synchronised."""

_REPORTS: Final = (5, 8)
"""The Linux from which `syncfs` says what could not be written; before it, a full disk would pass for a success."""

_spare = 0


def files(paths: Sequence[str]) -> None:
    """Make the contents of files last. Raises OSError."""
    if len(paths) <= _FEW:
        for path in paths:
            _one(path)
    elif not _at_once(os.path.dirname(path) for path in paths):  # noqa: PTH120 - strings: this runs once a file
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(_one, paths))


def folders(paths: Iterable[str | Path]) -> None:
    """Make the names in folders last. Raises OSError where a folder cannot be opened."""
    different = sorted({os.fspath(path) for path in paths})
    if len(different) > _FEW and _at_once(different):
        return
    for folder in different:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError:
            continue  # some file systems cannot synchronise a folder, and lose nothing by it
        finally:
            os.close(descriptor)


def _one(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _at_once(paths: Iterable[str]) -> bool:
    """Synchronise the file systems that folders lie on; return whether that was done. Raises OSError."""
    global _spare  # noqa: PLW0603 - how busy the disk is holds for the process
    call = _syncfs()
    if call is None:
        return False
    if _spare > 0:
        _spare -= 1
        return False
    start = time.monotonic()
    seen: set[int] = set()
    for folder in sorted(set(paths)):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            device = os.fstat(descriptor).st_dev
            if device not in seen:
                call(descriptor)
                seen.add(device)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            _spare = _SPARED
            return False
        finally:
            os.close(descriptor)
    if time.monotonic() - start > _SLOW:
        _spare = _SPARED
    return True


def _linux(release: str) -> tuple[int, ...]:
    """Return major and minor number of a release of Linux, nothing for one that is written otherwise."""
    return tuple(map(int, re.findall(r"\d+", release)[:2]))


@cache
def _syncfs() -> Callable[[int], None] | None:
    """Return the call, None where the system has none, or one that does not say what could not be written."""
    if sys.platform != "linux" or _linux(os.uname().release) < _REPORTS:
        return None
    function = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if function is None:
        return None

    def call(descriptor: int) -> None:
        if function(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    return call
