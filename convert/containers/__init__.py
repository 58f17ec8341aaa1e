"""Files that hold many inputs: archives, compressed files, records. Each gives its members one by one.

What a file is, its first bytes say, never its name. Members are streamed: a container of any size takes the memory of
one member. All of it is hostile: names that climb out of the folder, links, bombs, damage half-way through.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from convert.containers import archives, compressed, records
from convert.containers.archives import BROKEN, Part
from convert.containers.bounds import BombError, Budget, Counted
from convert.containers.compressed import Stream
from convert.containers.members import Fault, Member, safe_part
from convert.diagnostics import Diagnostic, diagnostic
from convert.profile import Profile

__all__ = ["HEAD", "Fault", "Member", "holds_inputs", "is_container", "members", "safe_part"]

HEAD: Final = 8192
"""Bytes from the start of a file that tell whether it is a container."""

_DEEPEST: Final = 2
"""Containers that lie one in another and are opened: an archive in an archive, and no further."""

_IN_MEMORY: Final = 16_000_000
"""An inner zip up to this size is held in memory while it is read, a larger one in a temporary file."""


def is_container(head: bytes, profile: Profile) -> bool:
    """Tell from its first bytes whether a file holds inputs rather than being one."""
    return (
        compressed.is_compressed(head)
        or archives.is_zip(head)
        or archives.is_tar(head)
        or records.is_jsonl(head)
        or records.delimiter(head, profile.fields) is not None
    )


def holds_inputs(path: Path, profile: Profile) -> bool:
    """Tell whether a file is a container; one that cannot be read is none."""
    try:
        with path.open("rb") as file:
            return is_container(file.read(HEAD), profile)
    except OSError:
        return False


def members(path: Path, profile: Profile) -> Iterator[Member | Fault]:
    """Yield what a container holds, in its order. What is wrong with it is a Fault; nothing is raised."""
    try:
        with path.open("rb") as file:
            yield from _Opener(profile, Budget(path.stat().st_size)).opened(file, path.name, 1)
    except OSError as error:
        yield Fault("", diagnostic("read.unreadable", error.strerror or str(error)))


class _Opener:
    """Opens one container and those in it, under one budget."""

    def __init__(self, profile: Profile, budget: Budget) -> None:
        self._profile = profile
        self._most = profile.limits.max_bytes
        self._budget = budget

    def opened(self, file: Stream, name: str, depth: int) -> Iterator[Member | Fault]:
        """Take compression off, then open what lies under it; what is only compressed is its own one member."""
        try:
            bare = compressed.uncompressed(file)
            stream: Stream = file if bare is file else io.BufferedReader(Counted(bare, self._budget))
            head = stream.peek(HEAD)[:HEAD]
        except BROKEN as error:
            yield Fault("", _damage(error))
            return
        mark = records.delimiter(head, self._profile.fields)
        if archives.is_zip(head):
            yield from self._zip(stream, depth)
        elif archives.is_tar(head):
            yield from self._parts(archives.in_tar(stream), depth)
        elif records.is_jsonl(head):
            yield from records.in_jsonl(stream, self._most, self._profile.fields)
        elif mark is not None:
            yield from records.in_table(stream, mark, self._most, self._profile.fields)
        else:
            yield self._member(Part("", stream, None), Path(name).stem)

    def _zip(self, stream: Stream, depth: int) -> Iterator[Member | Fault]:
        """Open a zip, which is read from its end: one that cannot be sought in is copied first."""
        if isinstance(stream.raw, io.FileIO):
            yield from self._parts(archives.in_zip(stream), depth)
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            try:
                shutil.copyfileobj(stream, copy)
            except BROKEN as error:
                yield Fault("", _damage(error))
                return
            yield from self._parts(archives.in_zip(cast("BinaryIO", copy)), depth)

    def _parts(self, parts: Iterator[Part | Fault], depth: int) -> Iterator[Member | Fault]:
        """Open the parts that are containers themselves; those too deep are refused, not unpacked."""
        for part in parts:
            if isinstance(part, Fault):
                yield part
                continue
            counted = Part(part.name, io.BufferedReader(Counted(part.stream, self._budget)), part.stamp)
            try:
                head = counted.stream.peek(HEAD)[:HEAD]
            except BROKEN as error:
                yield Fault(part.name, _damage(error))
                continue
            if not is_container(head, self._profile):
                yield self._member(counted, part.name)
            elif depth >= _DEEPEST:
                yield Fault(part.name, diagnostic("read.too-deep", f"{_DEEPEST} levels are opened"))
            else:
                inner = self.opened(counted.stream, part.name.rpartition("/")[2], depth + 1)
                yield from (_within(part.name, member) for member in inner)

    def _member(self, part: Part, name: str) -> Member | Fault:
        try:
            data = part.stream.read(self._most + 1)
        except BROKEN as error:
            return Fault(part.name, _damage(error))
        if len(data) > self._most:
            return Fault(part.name, diagnostic("read.too-large", f"more than {self._most} bytes"))
        return Member(part.name, os.path.splitext(name)[0], data, part.stamp)  # noqa: PTH122 - a name, not a path


def _damage(error: Exception) -> Diagnostic:
    return diagnostic("read.bomb" if isinstance(error, BombError) else "read.damaged", str(error))


def _within(outer: str, member: Member | Fault) -> Member | Fault:
    name = f"{outer}!{member.name}" if member.name else outer
    if isinstance(member, Fault):
        return Fault(name, member.found)
    stem = f"{outer}/{member.stem}" if member.name else os.path.splitext(outer)[0]  # noqa: PTH122
    return Member(name, stem, member.data, member.stamp, member.metadata, member.diagnostics)
