"""Documents in files: what is no document ends in a finding, whatever the path leads to."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from convert.validate.examined import Examined, diagnostics
from convert.validate.formats import examine
from convert.validate.rule import Found

LARGEST: Final = 256_000_000
"""Bytes of one file. The largest agency feed that was seen as one newsMessage has 90 MB."""

STREAMED: Final = 8_000_000
"""Bytes from which a newsMessage is judged item by item, so that its tree need not fit into memory."""


def examine_file(path: Path, format: str | None = None, largest: int = LARGEST) -> Examined:  # noqa: A002
    """Judge the document in a file. A folder, a pipe, a device, a file that cannot be read: each is a finding."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return refuse(f"It is {_kind(status.st_mode)}, no regular file", "DOC001")
        if status.st_size > largest:
            return refuse(f"It has {status.st_size} bytes, the limit is {largest}", "DOC002")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return refuse(f"It cannot be read: {getattr(error, 'strerror', None) or error}", "DOC001")
    return examine(data, format)


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
