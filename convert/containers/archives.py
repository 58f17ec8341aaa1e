"""Archives: zip and tar, part by part, in bounded memory."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Final, cast

from convert.containers.compressed import DAMAGE, Stream, peekable
from convert.containers.members import Fault, fault_in_name, normal
from convert.diagnostics import diagnostic

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip with members, and one without any."""

_TAR_MARK: Final = b"ustar"
_TAR_OFFSET: Final = 257
_FIRST_ZIP_YEAR: Final = 1980
_END_OF_9999: Final = 253_402_300_799
_FILE_TYPE: Final = 0o170000
_LINK: Final = 0o120000
_ENCRYPTED: Final = 1
_LARGEST_HEADER: Final = 1 << 20
"""Bytes of one extended header of a tar (a long name, PAX records), which is read into memory whole."""

BROKEN: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    zlib.error,
    tarfile.TarError,
    *DAMAGE,
)
"""What reading a damaged or unknown archive raises."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file in an archive: its name, its stamp, and its bytes, to be read before the next part is asked for."""

    name: str
    stream: Stream
    stamp: datetime | None


def is_zip(head: bytes) -> bool:
    """Tell a zip archive by its first bytes."""
    return head.startswith(_ZIP)


def is_tar(head: bytes) -> bool:
    """Tell a tar archive by the mark in its first header (POSIX.1-1988)."""
    return head[_TAR_OFFSET : _TAR_OFFSET + len(_TAR_MARK)] == _TAR_MARK


def in_zip(file: BinaryIO) -> Iterator[Part | Fault]:
    """Yield the parts of a zip archive that can be sought in."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        yield Fault("", diagnostic("read.damaged", f"zip: {error}"))
        return
    with archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield _zipped(archive, info)


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part | Fault:
    name = normal(info.filename)
    unsafe = fault_in_name(name)
    if unsafe is not None:
        return Fault(name, unsafe)
    if (info.external_attr >> 16) & _FILE_TYPE == _LINK:
        return Fault(name, diagnostic("read.no-file", "it is a link"))
    if info.flag_bits & _ENCRYPTED:
        return Fault(name, diagnostic("read.damaged", "it is encrypted"))
    try:
        opened = archive.open(info)
    except BROKEN as error:
        return Fault(name, diagnostic("read.damaged", str(error)))
    return Part(name, peekable(cast("BinaryIO", opened)), _zip_stamp(info))


def _zip_stamp(info: zipfile.ZipInfo) -> datetime | None:
    """Return the time that a zip gives: no zone is stored, so it is read as UTC; its first year means unknown."""
    try:
        stamp = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return None if stamp.year <= _FIRST_ZIP_YEAR else stamp


class _Info(tarfile.TarInfo):
    """A header that does not ask for more memory than a header may."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Info:
        """Read a header. Raises tarfile.ReadError for one that asks for too much."""
        info = super().frombuf(buf, encoding, errors)
        if info.type in _HEADERS and info.size > _LARGEST_HEADER:
            raise tarfile.ReadError(f"an extended header of {info.size} bytes")
        return info


_HEADERS: Final = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def in_tar(stream: BinaryIO) -> Iterator[Part | Fault]:
    """Yield the parts of a tar archive as they come in the stream."""
    name = ""
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Info, errorlevel=1) as archive:
            for info in archive:
                name = normal(info.name)
                if not info.isdir():
                    yield _tarred(archive, info, name)
                archive.members = []  # type: ignore[attr-defined] # else the list of all members grows with the archive
    except BROKEN as error:
        yield Fault("", diagnostic("read.damaged", f"tar, after {name!r}: {error}" if name else f"tar: {error}"))


def _tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str) -> Part | Fault:
    unsafe = fault_in_name(name)
    if unsafe is not None:
        return Fault(name, unsafe)
    opened = archive.extractfile(info) if info.isfile() else None
    if opened is None:
        return Fault(name, diagnostic("read.no-file", "it is a link or a device"))
    stamp = datetime.fromtimestamp(int(info.mtime), UTC) if 0 < info.mtime < _END_OF_9999 else None
    return Part(name, peekable(cast("BinaryIO", opened)), stamp)
