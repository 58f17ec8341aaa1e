"""Outputs onto the disk: all the files of an article or none, each complete or not there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from convert.diagnostics import Diagnostic, MachineError, diagnostic
from convert.pipeline import Output

_OF_THE_NAME: Final = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}
"""What is wrong with one name, and not with the disk: it costs one input, not the run."""


def write(out: Path, stem: str, outputs: Sequence[Output]) -> Diagnostic | None:
    """Write the files of one article: each under a temporary name in its folder, synchronised, then all renamed.

    Returns a diagnostic when this article's names cannot be used. Raises MachineError for a full or read-only disk.
    """
    base = out / stem
    pairs = [(base.with_name(f".{base.name}{o.suffix}.part"), base.with_name(base.name + o.suffix)) for o in outputs]
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        for (part, _), output in zip(pairs, outputs, strict=True):
            _synchronised(part, output.data)
        for part, final in pairs:
            part.replace(final)
    except OSError as error:
        _forget(part for part, _ in pairs)
        if error.errno in _OF_THE_NAME:
            return diagnostic("write.failed", f"{error.strerror}: {base.name!r}")
        raise MachineError(diagnostic("machine.not-writable", f"{error.strerror}: {error.filename}")) from error
    return None


def synchronise(folders: Iterable[Path]) -> None:
    """Make renames in these folders last: once a batch, since it costs as much as a file."""
    for folder in sorted(set(folders)):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError:  # some file systems cannot synchronise a folder, and lose nothing by it
            continue
        finally:
            os.close(descriptor)


def _synchronised(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _forget(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:  # what could not be written cannot always be removed
            continue
