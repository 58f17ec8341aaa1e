"""Archives as tests pack them, and what is in them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import zstandard

from convert import profile as profiles
from convert.containers import Fault, Member, members

TEXT = b"Council approves bridge\n\nThe council voted on Tuesday to repair the old bridge.\n"
SMALL = profiles.from_table({"limits": {"max_bytes": 1000}})
STAMP = (2024, 3, 9, 14, 5, 6)


def opened(path: Path, profile=profiles.DEFAULT, source=None) -> list[Member | Fault]:
    return list(members(path, profile, source))


def names(found) -> list[str]:
    return [one.name for one in found]


def codes(found) -> list[str]:
    return [one.found.code for one in found if isinstance(one, Fault)]


def zipped(path: Path, entries) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(
                zipfile.ZipInfo(name, STAMP) if isinstance(name, str) else name, data, zipfile.ZIP_DEFLATED
            )
    return path


def tar_bytes(entries, mode="w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, data in entries:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_710_000_000
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


PACKERS = {
    "tar": lambda data: data,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": zstandard.compress,
}
