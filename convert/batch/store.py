"""Outputs onto the disk: all the files of an article or none, each complete or not there.

In two steps. A worker writes the files of its unit under temporary names. The parent makes them last (synchronises the
files, renames them, synchronises their folders) while the workers go on computing, and only then enters the rows.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from convert.batch import durable
from convert.diagnostics import Diagnostic, MachineError, diagnostic
from convert.pipeline import Output

_OF_THE_NAME: Final = {
    errno.ENAMETOOLONG,
    errno.EINVAL,
    errno.EILSEQ,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.ELOOP,
    errno.ENOTEMPTY,
}
"""What is wrong with one name, and not with the disk: it costs one input, not the run."""


class Part(NamedTuple):
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
        _make_folder(folder)
        for part, output in zip(parts, outputs, strict=True):
            _write(part.part, output.data)
    except OSError as error:
        forget(parts)
        return _failed(error, base.name)
    return parts


def _make_folder(folder: str) -> None:
    if not os.path.isdir(folder):  # noqa: PTH112 - it is there already for all but the first of its articles
        Path(folder).mkdir(parents=True, exist_ok=True)


def _write(path: str, data: bytes) -> None:
    """Write a file without the layers of `open`, which took a third of the time."""
    descriptor = os.open(path, _NEW, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def settle(articles: Sequence[Sequence[Part]]) -> list[Diagnostic | None]:
    """Make the files of some articles last; return for each what is wrong with its names, or None.

    Raises MachineError for a disk that gives up.
    """
    parts = [part.part for article in articles for part in article]
    if not parts:
        return [None] * len(articles)
    try:
        durable.files(parts)
        found = [_rename(article) for article in articles]
        durable.folders(os.path.dirname(part) for part in parts)  # noqa: PTH120 - as above
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
        return _failed(error, os.path.basename(article[0].final))  # noqa: PTH119 - as above
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


def move(pairs: Iterable[tuple[Path, Path]]) -> None:
    """Rename finished files, those that are there, and make that last. Raises MachineError."""
    folders: set[Path] = set()
    try:
        for before, after in pairs:
            after.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # a kill came after this step and before it was recorded
                before.replace(after)
            folders |= {before.parent, after.parent}
        durable.folders(folder for folder in folders if folder.is_dir())
    except OSError as error:
        raise machine(error) from error


def remove(paths: Iterable[Path]) -> None:
    """Remove finished files, those that are there."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


def forget(parts: Iterable[Part]) -> None:
    """Remove temporary files; what cannot be removed stays under its hidden name."""
    for part in parts:
        try:
            os.unlink(part.part)  # noqa: PTH108 - as above
        except OSError:
            continue
