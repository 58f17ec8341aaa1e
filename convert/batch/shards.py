"""Packed outputs: shards of many articles instead of three files for each.

A shard is whole or not there: it is written under a temporary name, synchronised, renamed, and only then do the rows
of its inputs enter the ledger. A run that is killed does the unfinished shard again, from the same inputs in the same
order, and makes the same bytes. Beside each shard lies an index, a JSON line an article: key, guid, version, names.
"""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import orjson
import zstandard

from convert.batch.store import synchronise_folders
from convert.batch.unit import Ended
from convert.diagnostics import MachineError, diagnostic

ARTICLES: Final = 10_000
"""Articles a shard."""

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Shard(Protocol):
    """An open shard: files go in, in order."""

    def add(self, name: str, data: bytes) -> None:
        """Append one file."""

    def close(self) -> None:
        """Finish the shard."""


class _Zip:
    def __init__(self, file: io.BufferedWriter) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def add(self, name: str, data: bytes) -> None:
        info = zipfile.ZipInfo(name, _ZIP_EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._archive.writestr(info, data)

    def close(self) -> None:
        self._archive.close()


class _Tar:
    def __init__(self, file: io.BufferedWriter) -> None:
        self._archive: tarfile.TarFile = tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed below

    def add(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        self._archive.addfile(info, io.BytesIO(data))

    def close(self) -> None:
        self._archive.close()


class _Lines:
    """JSON lines: each output as text, compressed as one stream."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._stream = zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False)

    def add(self, name: str, data: bytes) -> None:
        self._stream.write(orjson.dumps({"name": name, "data": data.decode()}) + b"\n")

    def close(self) -> None:
        self._stream.close()  # type: ignore[no-untyped-call] # the package leaves it untyped


DAMAGE: Final = (zipfile.BadZipFile, tarfile.TarError, zstandard.ZstdError, KeyError, ValueError)
"""What `member` raises where a shard is not as it was written."""


def member(path: Path, name: str) -> bytes | None:
    """Return one file of a shard, None where it has none of that name. Raises OSError, or what DAMAGE lists."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    if path.suffix == ".tar":
        with tarfile.open(path) as archive:
            found = archive.extractfile(name)
            return None if found is None else found.read()
    wanted = orjson.dumps({"name": name})[:-1] + b","
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
        for line in io.BufferedReader(stream, 1 << 20):
            if line.startswith(wanted):
                return str(orjson.loads(line)["data"]).encode()
    return None


_KINDS: Final[dict[str, Callable[[io.BufferedWriter], Shard]]] = {"zip": _Zip, "tar": _Tar, "jsonl.zst": _Lines}
KINDS: Final = tuple(_KINDS)


class Shards:
    """The shards of a run, one open at a time."""

    def __init__(self, out: Path, kind: str, first: int) -> None:
        self._out = out
        self._kind = kind
        self._number = first
        self._shard: Shard | None = None
        self._file: io.BufferedWriter | None = None
        self._index: list[bytes] = []

    @property
    def name(self) -> str:
        """The file name of the shard that is open, or comes next."""
        return f"articles-{self._number:06}.{self._kind}"

    def add(self, one: Ended) -> bool:
        """Append what was made of one input; return whether the shard is full and has to be committed."""
        self._append(one)
        return len(self._index) >= ARTICLES

    def _append(self, one: Ended) -> None:
        stem = one.stem.replace(os.sep, "/")
        names = [f"{stem}{output.suffix}" for output in one.outputs]
        try:
            shard = self._shard or self._opened()
            for name, output in zip(names, one.outputs, strict=True):
                shard.add(name, output.data)
        except OSError as error:
            raise self._failed(error) from error
        row = {"key": one.row.key, "guid": one.row.guid, "version": one.row.version, "names": names}
        self._index.append(orjson.dumps(row) + b"\n")

    def _opened(self) -> Shard:
        self._out.mkdir(parents=True, exist_ok=True)
        self._file = self._part(self.name).open("wb")
        shard: Shard = _KINDS[self._kind](self._file)
        self._shard = shard
        return shard

    def commit(self) -> str | None:
        """Finish the open shard and its index; return its name, None where nothing was added to it."""
        if self._shard is None or self._file is None:
            return None
        name = self.name
        index = f"articles-{self._number:06}.index.jsonl"
        try:
            self._shard.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            with self._part(index).open("wb") as file:
                file.writelines(self._index)
                file.flush()
                os.fsync(file.fileno())
            self._part(index).replace(self._out / index)
            self._part(name).replace(self._out / name)
            synchronise_folders([self._out])
        except OSError as error:
            raise self._failed(error) from error
        self._shard, self._file, self._index = None, None, []
        self._number += 1
        return name

    def abandon(self) -> None:
        """Throw the unfinished shard away."""
        for one in (self._shard, self._file):
            with suppress(OSError, ValueError):  # a disk that is full is why it is thrown away
                if one is not None:
                    one.close()
        if self._file is not None:
            self._part(self.name).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self._out / f".{name}.part"

    @staticmethod
    def _failed(error: OSError) -> MachineError:
        return MachineError(diagnostic("machine.not-writable", f"{error.strerror}: {error.filename}"))
