"""One run at a time on an output folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from convert.batch.ledger import FOLDER
from convert.diagnostics import MachineError, diagnostic


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder. The lock goes with the process, however it ends. Raises MachineError `machine.busy`."""
    path = out / FOLDER / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise MachineError(diagnostic("machine.not-writable", f"{out}: {error.strerror}")) from error
    try:
        _lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise MachineError(diagnostic("machine.busy", str(out))) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
