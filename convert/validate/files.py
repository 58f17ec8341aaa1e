"""Documents in files: what is no document ends in a finding, whatever the path leads to."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from convert.validate.examined import Examined, diagnostics
from convert.validate.formats import STREAMED, examine
from convert.validate.rule import Found

LARGEST: Final = 256_000_000
"""Bytes of one file. More than any feed needs as one newsMessage; a slip such as a log file is refused at once."""


def unreadable(path: Path, largest: int = LARGEST) -> Examined | None:
    """Return the finding for what is no regular file of a fair size; it is not opened, so a pipe does not block."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        return refuse(f"It cannot be read: {getattr(error, 'strerror', None) or error}", "DOC001")
    if not stat.S_ISREG(status.st_mode):
        return refuse(f"It is {_kind(status.st_mode)}, no regular file", "DOC001")
    if status.st_size > largest:
        return refuse(f"It has {status.st_size} bytes, the limit is {largest}", "DOC002")
    return None


def examine_file(
    path: Path,
    format: str | None = None,
    largest: int = LARGEST,
) -> tuple[bytes, Examined]:
    """Judge the document in a file; return its bytes too, or none where it was judged without reading it whole.

    A folder, a pipe, a device, a file that cannot be read: each is a finding.
    """
    problem = unreadable(path, largest)
    if problem is not None:
        return b"", problem
    try:
        if path.stat().st_size >= STREAMED:
            from convert.validate.stream import examine_large

            judged = examine_large(lambda: path.open("rb"), format)
            if judged is not None:
                return b"", judged
        data = path.read_bytes()
    except OSError as error:
        return b"", refuse(f"It cannot be read: {error.strerror}", "DOC001")
    return data, examine(data, format)


def refuse(message: str, code: str) -> Examined:
    """Return the one finding of a document that is not read."""
    return Examined(diagnostics([Found(message, code=code)]))


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((name for test, name in kinds if test(mode)), "a device")
