"""Outputs onto the disk: all the files of an article or none, each complete or not there.

In two steps. A worker writes the files of its unit under temporary names. The parent makes them last (synchronises the
files, renames them, synchronises their folders) while the workers go on computing, and only then enters the rows.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from convert.diagnostics import Diagnostic, MachineError, diagnostic
from convert.pipeline import Output

_OF_THE_NAME: Final = {
    errno.ENAMETOOLONG,
    errno.EINVAL,
    errno.EILSEQ,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.ENOTEMPTY,
}
"""What is wrong with one name, and not with the disk: it costs one input, not the run."""

_THREADS: Final = 16
"""Files that are synchronised at a time: the journal takes them together. 192 files took 0.7 of the time of one after
the other; 4 to 32 were tried."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file under its temporary name, and the name that it is to have."""

    part: str
    final: str


def write(out: Path, stem: str, outputs: Sequence[Output]) -> tuple[Part, ...] | Diagnostic:
    """Write the files of one article under temporary names, in the folder that they belong to.

    Returns a diagnostic when this article's names cannot be used. Raises MachineError for a full or read-only disk.
    """
    base = out / stem
    folder = os.fspath(base.parent)
    parts = tuple(
        Part(os.path.join(folder, f".{base.name}{o.suffix}.part"), os.path.join(folder, base.name + o.suffix))  # noqa: PTH118 - strings cross to the parent
        for o in outputs
    )
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        for part, output in zip(parts, outputs, strict=True):
            with open(part.part, "wb") as file:  # noqa: PTH123
                file.write(output.data)
    except OSError as error:
        forget(parts)
        return _failed(error, base.name)
    return parts


def settle(articles: Sequence[Sequence[Part]]) -> list[Diagnostic | None]:
    """Make the files of some articles last; return for each what is wrong with its names, or None.

    Raises MachineError for a disk that gives up.
    """
    parts = [part.part for article in articles for part in article]
    if not parts:
        return [None] * len(articles)
    try:
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(_synchronise_file, parts))
        found = [_rename(article) for article in articles]
        synchronise_folders(os.path.dirname(part) for part in parts)  # noqa: PTH120
    except OSError as error:
        for article in articles:
            forget(article)
        raise machine(error) from error
    return found


def _rename(article: Sequence[Part]) -> Diagnostic | None:
    try:
        for part in article:
            os.replace(part.part, part.final)  # noqa: PTH105 - this runs three times an article
    except OSError as error:
        forget(article)
        return _failed(error, os.path.basename(article[0].final))  # noqa: PTH119
    return None


def _failed(error: OSError, name: str) -> Diagnostic:
    if of_the_name(error):
        return diagnostic("write.failed", f"{error.strerror}: {name!r}")
    raise machine(error) from error


def of_the_name(error: OSError) -> bool:
    """Tell an error that is one name's from one that is the disk's."""
    return error.errno in _OF_THE_NAME


def machine(error: OSError) -> MachineError:
    """Return the exception for a disk that takes no more; no absolute path is in it."""
    return MachineError(diagnostic("machine.not-writable", f"{error.strerror}: {error.filename}"))


def _synchronise_file(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def synchronise_folders(folders: Iterable[str | Path]) -> None:
    """Make renames in these folders last: once a unit, since it costs as much as a file."""
    for folder in sorted({os.fspath(folder) for folder in folders}):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError:
            continue  # some file systems cannot synchronise a folder, and lose nothing by it
        finally:
            os.close(descriptor)


def forget(parts: Iterable[Part]) -> None:
    """Remove temporary files; what cannot be removed stays under its hidden name."""
    for part in parts:
        try:
            os.unlink(part.part)  # noqa: PTH108
        except OSError:
            continue
