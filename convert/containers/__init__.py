"""Files that hold many inputs: archives, compressed files, records, feeds. Each gives its members one by one.

What a file is, its first bytes say, never its name. Members are streamed: a container of any size takes the memory of
one member. All of it is hostile: names that climb out of the folder, links, bombs, damage half-way through.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import IO, BinaryIO, Final, cast

from convert import readers
from convert.containers import archives, compressed, parquet, records
from convert.containers.archives import BROKEN, Part
from convert.containers.bounds import BombError, Budget, Counted
from convert.containers.compressed import Stream, peekable
from convert.containers.members import Fault, Member, fault_in_name, normal, safe_part, safe_stem
from convert.containers.remote import Place, Remote, is_remote, modified, place, size
from convert.diagnostics import Diagnostic, MachineError, diagnostic
from convert.metadata import NONE
from convert.profile import Profile
from convert.readers import HEAD_BYTES, Hint, Raw, Record, Refusal, newsml_g2

__all__ = [
    "HEAD",
    "Fault",
    "Member",
    "Place",
    "Remote",
    "fault_in_name",
    "holds_inputs",
    "is_container",
    "is_feed",
    "is_remote",
    "members",
    "modified",
    "normal",
    "of_document",
    "place",
    "safe_part",
    "size",
    "within",
]

HEAD: Final = 8192
"""Bytes from the start of a file that tell whether it is a container."""

_FEED: Final = "newsml-g2"
"""The one format whose documents hold any number of articles."""

_DEEPEST: Final = 2
"""Containers that lie one in another and are opened: an archive in an archive, and no further."""

_IN_MEMORY: Final = 16_000_000
"""An inner zip up to this size is held in memory while it is read, a larger one in a temporary file."""

_PIECE: Final = 1 << 20
"""Bytes of it that are copied at a time."""


def is_container(head: bytes, profile: Profile, format: str | None = None) -> bool:
    """Tell from its first bytes whether a file holds inputs rather than being one.

    `format` is what the user says that the inputs are: then only archives and compressed files are containers.
    """
    packed = compressed.is_compressed(head) or archives.is_zip(head) or archives.is_tar(head)
    packed = packed or parquet.is_parquet(head)
    return packed or (format is None and _holds_records(head, profile))


def _holds_records(head: bytes, profile: Profile) -> bool:
    return records.is_jsonl(head) or records.delimiter(head, profile.fields) is not None


def is_feed(head: bytes, format: str | None = None) -> bool:
    """Tell whether a document may hold many articles."""
    return format == _FEED or (format is None and newsml_g2.sniff(head[:HEAD_BYTES], Hint()) > 0)


def holds_inputs(path: Place, profile: Profile) -> bool:
    """Tell whether the outputs of a file lie in a folder of their own; what is one input, packed or not, has none."""
    try:
        with path.open("rb") as file:
            head = compressed.uncompressed(peekable(file)).peek(HEAD)[:HEAD]
    except BROKEN:
        return False
    packed = archives.is_zip(head) or archives.is_tar(head) or parquet.is_parquet(head)
    return packed or _holds_records(head, profile)


def members(path: Place, profile: Profile, format: str | None = None) -> Iterator[Member | Fault]:
    """Yield what a container holds, in its order. What is wrong with it is a Fault.

    Raises MachineError where this machine has no room, or lacks what it takes to read it.
    """
    try:
        with path.open("rb") as file:
            yield from _Opener(profile, format, Budget(size(path))).opened(peekable(file), path.name, 1)
    except MachineError:
        raise
    except OSError as error:
        yield Fault("", diagnostic("read.unreadable", error.strerror or str(error)))
    except Exception as error:  # noqa: BLE001 - what a library does with a broken container must not stop a run
        yield Fault("", diagnostic("read.damaged", f"{type(error).__name__}: {error}"))


def of_document(raw: Raw, profile: Profile, format: str | None = None) -> Iterator[Member | Fault]:
    """Yield the articles of a document that holds several, as members that are read already."""
    return _articles(raw, readers.read(raw, profile, format))


def _articles(raw: Raw, found: Iterator[Record | Refusal]) -> Iterator[Member | Fault]:
    for number, record in enumerate(found, 1):
        name = record.key.removeprefix(raw.key).removeprefix("!")
        name = safe_part(name) if name or number == 1 else records.numbered(number)
        yield Member(name, name, b"", record.stamp if isinstance(record, Record) else None, record=record)


class _Opener:
    """Opens one container and those in it, under one budget."""

    def __init__(self, profile: Profile, format: str | None, budget: Budget) -> None:
        self._profile = profile
        self._most = profile.limits.max_bytes
        self._format = format
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
        if archives.is_zip(head):
            yield from self._sought(stream, lambda whole: self._parts(archives.in_zip(whole), depth))
        elif parquet.is_parquet(head):
            yield from self._sought(stream, self._parquet)
        elif archives.is_tar(head):
            yield from self._parts(archives.in_tar(stream), depth)
        elif is_feed(head, self._format):
            yield from self._feed(stream, name)
        elif is_container(head, self._profile, self._format) and not compressed.is_compressed(head):
            yield from self._records(stream, head)
        else:
            yield self._member(Part("", stream, None), name.rpartition(".")[0] or name)

    def _records(self, stream: Stream, head: bytes) -> Iterator[Member | Fault]:
        if records.is_jsonl(head):
            return records.in_jsonl(stream, self._most, self._profile.fields)
        return records.in_table(stream, cast("str", records.delimiter(head, self._profile.fields)), self._profile)

    def _feed(self, stream: Stream, name: str) -> Iterator[Member | Fault]:
        raw = Raw("", b"", NONE)
        try:
            for member in _articles(raw, newsml_g2.read_stream(raw, stream)):
                yield member if member.name else _only(member, name)
        except BROKEN as error:
            yield Fault("", _damage(error))

    def _parquet(self, whole: BinaryIO) -> Iterator[Member | Fault]:
        return parquet.in_parquet(whole, self._most, self._profile.fields, self._budget)

    def _sought(
        self, stream: Stream, opened: Callable[[BinaryIO], Iterator[Member | Fault]]
    ) -> Iterator[Member | Fault]:
        """Open what is read from its end: a stream that cannot be sought in is copied first. Raises MachineError."""
        if isinstance(stream.raw, io.FileIO):
            yield from opened(stream)
            return
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed below, whatever the disk says
        try:
            damage = _copied(stream, copy)
            yield from opened(cast("BinaryIO", copy)) if damage is None else [damage]
        finally:
            with suppress(OSError):  # what could not be written is tried once more
                copy.close()

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
            if not is_container(head, self._profile, self._format):
                yield self._member(counted, part.name)
            elif depth >= _DEEPEST:
                yield Fault(part.name, diagnostic("read.too-deep", f"{_DEEPEST} levels are opened"))
            else:
                inner = self.opened(counted.stream, part.name.rpartition("/")[2], depth + 1)
                yield from (within(part, member) for member in inner)

    def _member(self, part: Part, stem: str) -> Member | Fault:
        try:
            data = part.stream.read(self._most + 1)
        except BROKEN as error:
            return Fault(part.name, _damage(error))
        if len(data) > self._most:
            return Fault(part.name, diagnostic("read.too-large", f"more than {self._most} bytes"))
        return Member(part.name, safe_stem(stem) if part.name else stem, data, part.stamp)


def _only(member: Member | Fault, name: str) -> Member | Fault:
    """Name the one article of a feed as its file is named."""
    return member if isinstance(member, Fault) else replace(member, stem=name.rpartition(".")[0] or name)


def within(outer: Part | Member, member: Member | Fault) -> Member | Fault:
    """Name a member after what it lies in."""
    name = f"{outer.name}!{member.name}" if member.name else outer.name
    if isinstance(member, Fault):
        return Fault(name, member.found)
    folder = "/".join(map(safe_part, outer.name.split("/")))
    stem = f"{folder}/{member.stem}" if member.name else safe_stem(outer.name)
    return replace(member, name=name, stem=stem, stamp=member.stamp or outer.stamp)


def _copied(stream: Stream, copy: IO[bytes]) -> Fault | None:
    """Copy what is read only once; return what is wrong with it. Raises MachineError."""
    try:
        for piece in iter(partial(stream.read, _PIECE), b""):
            _keep(copy, piece)
    except BROKEN as error:
        return Fault("", _damage(error))
    return None


def _keep(copy: IO[bytes], piece: bytes) -> None:
    """Write to a temporary file. A disk that takes no more is not the container's fault: raises MachineError."""
    try:
        copy.write(piece)
        copy.flush()
    except OSError as error:
        raise MachineError(diagnostic("machine.temporary", error.strerror or str(error))) from error


def _damage(error: Exception) -> Diagnostic:
    return diagnostic("read.bomb" if isinstance(error, BombError) else "read.damaged", str(error))
