"""What to judge: files, folders, globs, members of zip archives, standard input. Found one by one, in a fixed order."""

from __future__ import annotations

import fnmatch
import glob
import os
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from convert.diagnostics import worst_first
from convert.validate.examined import Examined, diagnostics
from convert.validate.files import examine_file, refuse
from convert.validate.formats import examine
from convert.validate.rule import Found

SUFFIXES: Final = frozenset({".xml", ".nml", ".newsml", ".g2", ".json", ".jsonld", ".ninjs", ".html", ".htm", ".xhtml"})
"""Suffixes that are taken from folders and archives. A file that is named is taken whatever its suffix."""

MOST_MEMBERS: Final = 100_000
"""Members of one archive that are looked at."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to judge: a file, a member of an archive, or standard input (`path` None).

    `member` is the number of the member in the archive's table; `again` tells that an earlier one has its name.
    """

    name: str
    path: Path | None
    member: int | None = None
    problem: str | None = None
    again: bool = False


STDIN: Final = "<stdin>"
"""The name of standard input in reports."""


def readable(name: str) -> str:
    """Return a file name that is Unicode: bytes of another encoding in it become their numbers, as in \\xe9."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


_ACCOUNT: Final = (".segments.json", ".reason.json")
"""What our conversion lays beside its outputs: no document, though it is JSON. Named by itself it is judged."""

_LEDGER: Final = ".newsconvert"
"""The folder in the output folder of a conversion, where an account for people and refused inputs lie as well."""


def expand(paths: Iterable[str], exclude: tuple[str, ...] = ()) -> Iterator[Source]:
    """Yield the documents that the arguments name. What names none is yielded with its `problem`."""
    for name in paths:
        for source in _one(name):
            if not any(fnmatch.fnmatch(source.name, pattern) for pattern in exclude):
                yield source


def _one(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source(STDIN, None)
        return
    path = Path(name)
    if os.path.lexists(path) or not any(mark in name for mark in "*?["):
        yield from _path(path, name)
        return
    matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - an absolute pattern is legal here
    for match in matches:
        yield from _path(Path(match), match)
    if not matches:
        yield Source(name, path, problem="No file matches")


def _path(path: Path, name: str) -> Iterator[Source]:
    if path.is_dir():
        found = False
        for inner in _folder(path):
            found = True
            yield from _file(inner, str(inner))
        if not found:
            yield Source(name, path, problem="It is a folder, and there is no document in it")
    elif not os.path.lexists(path):
        yield Source(name, path, problem="There is no such file")
    else:
        yield from _file(path, name)


def _folder(path: Path) -> Iterator[Path]:
    """Yield the documents below a folder by name. Links to folders are not followed, hidden ones not entered."""
    for here, folders, files in os.walk(path):
        if _LEDGER in folders:
            folders[:] = [name for name in folders if name != "rejected"]
            files[:] = [name for name in files if name != "report.html"]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if (
                not name.startswith(".")
                and not name.endswith(_ACCOUNT)
                and (Path(name).suffix.lower() in SUFFIXES or name.lower().endswith(".zip"))
            ):
                yield Path(here, name)


def _file(path: Path, name: str) -> Iterator[Source]:
    if path.suffix.lower() != ".zip" or not path.is_file():
        yield Source(name, path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted((info.filename, number) for number, info in enumerate(archive.infolist()[:MOST_MEMBERS]))
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        yield Source(name, path, problem=f"The archive cannot be read: {error}")
        return
    wanted = [one for one in members if Path(one[0]).suffix.lower() in SUFFIXES and not one[0].endswith(_ACCOUNT)]
    times = Counter[str]()
    for member, number in wanted:
        times[member] += 1
        again = times[member] > 1
        yield Source(f"{name}!{member}{f'[{times[member]}]' if again else ''}", path, number, again=again)
    if not wanted:
        yield Source(name, path, problem="There is no document in the archive")


def read(source: Source, largest: int) -> bytes | Examined:
    """Return the bytes of what is no file of its own, or the finding that says why there are none."""
    if source.problem is not None:
        return refuse(source.problem, "DOC001")
    if source.path is None:
        found = _stdin(largest)
        if isinstance(found, Examined):
            return found
        data = found
    elif source.member is not None:
        found = _member(source.path, source.member, largest)
        if isinstance(found, Examined):
            return found
        data = found
    else:
        raise ValueError("a file is judged by its path")
    return data if len(data) <= largest else refuse(f"It has more than {largest} bytes", "DOC002")


def _stdin(largest: int) -> bytes | Examined:
    if sys.stdin is None:
        return refuse("Standard input is closed", "DOC001")
    try:
        return sys.stdin.buffer.read(largest + 1)
    except (OSError, ValueError) as error:
        return refuse(f"Standard input cannot be read: {getattr(error, 'strerror', None) or error}", "DOC001")


def _member(path: Path, member: int, largest: int) -> bytes | Examined:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(archive.infolist()[member]) as stream:
            return stream.read(largest + 1)
    except Exception as error:  # noqa: BLE001 - decompressors raise errors of their own classes
        return refuse(f"The member cannot be read: {error}", "DOC001")


def judge(source: Source, format: str | None, largest: int) -> tuple[bytes, Examined]:
    """Return the bytes of a document (empty where they were not read whole) and what was found in it."""
    if source.problem is None and source.path is not None and source.member is None:
        return examine_file(source.path, format, largest)
    data = read(source, largest)
    if isinstance(data, Examined):
        return b"", data
    examined = examine(data, format)
    return data, _told_again(examined) if source.again else examined


def _told_again(examined: Examined) -> Examined:
    again = Found("The archive has a member of this name already", code="DOC014")
    return replace(examined, findings=worst_first((*examined.findings, *diagnostics([again]))))
