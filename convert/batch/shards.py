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
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import orjson
import zstandard

from convert.batch import durable
from convert.batch.packing import LINES, MESSAGE, TAR, ZIP, Packing, Piece
from convert.batch.store import machine
from convert.batch.unit import Ended

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Shard(Protocol):
    """An open shard: pieces go in, in order."""

    def add(self, piece: Piece) -> None:
        """Append one file."""

    def close(self) -> None:
        """Finish the shard."""


class _Zip:
    """Members come deflated; `zipfile` writes their headers and, at the end, the directory."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self._archive = zipfile.ZipFile(file, "w")

    def add(self, piece: Piece) -> None:
        info = zipfile.ZipInfo(piece.name, _ZIP_EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        info.CRC, info.file_size, info.compress_size = piece.crc, piece.size, len(piece.data)
        info.header_offset = self._file.tell()
        self._file.write(info.FileHeader(zip64=False))
        self._file.write(piece.data)
        self._archive.filelist.append(info)

    def close(self) -> None:
        self._archive.start_dir = self._file.tell()  # where the directory goes
        self._archive.close()


class _Tar:
    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file

    def add(self, piece: Piece) -> None:
        self._file.write(piece.data)

    def close(self) -> None:
        self._file.write(bytes(2 * tarfile.BLOCKSIZE))
        self._file.write(bytes(-self._file.tell() % tarfile.RECORDSIZE))


class _Lines:
    """JSON lines: each output as text, compressed as one stream."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._stream = zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False)

    def add(self, piece: Piece) -> None:
        self._stream.write(piece.data)

    def close(self) -> None:
        self._stream.close()  # type: ignore[no-untyped-call] # the package leaves it untyped


DAMAGE: Final = (zipfile.BadZipFile, tarfile.TarError, zstandard.ZstdError, zlib.error, EOFError, KeyError, ValueError)
"""What `files` raises where a shard is not as it was written."""


def files(path: Path, names: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield those files that a shard has, in one pass over it. Raises OSError, or what DAMAGE lists."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist() if name in names)
    elif path.suffix == ".tar":
        with tarfile.open(path) as archive:
            for info in archive:
                found = archive.extractfile(info) if info.name in names else None
                if found is not None:
                    yield info.name, found.read()
    else:
        yield from _lines(path, names)


def _lines(path: Path, names: set[str]) -> Iterator[tuple[str, bytes]]:
    """Find the lines by how they begin, and parse no other."""
    wanted = {orjson.dumps({"name": name})[:-1]: name for name in names}
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
        for line in io.BufferedReader(stream, 1 << 20):
            name = wanted.get(line.partition(b',"data":')[0])
            if name is not None:
                yield name, str(orjson.loads(line)["data"]).encode()


class _Message:
    """One newsMessage of many items: what stands in the itemSet of each article's own message, under one header."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self._begun = False

    def add(self, piece: Piece) -> None:
        head, begin, rest = piece.data.partition(_BEGIN)
        items, end, _ = rest.rpartition(_END)
        if not begin or not end:
            raise ValueError(f"{piece.name} is no newsMessage of ours")
        if not self._begun:
            lines = head.split(b"\n")
            self._file.write(b"\n".join(line for line in lines if not line.startswith(_TRANSMISSION)) + begin)
            self._begun = True
        self._file.write(items + b"\n")

    def close(self) -> None:
        if self._begun:
            self._file.write(_END.removeprefix(b"\n"))


_BEGIN: Final = b"\n  <itemSet>\n"
_END: Final = b"\n  </itemSet>\n</newsMessage>\n"
_TRANSMISSION: Final = b"    <transmitId>"
"""How our messages are laid out; the text of an article cannot hold a tag. A transmitId names one item."""

_KINDS: Final[dict[str, Callable[[io.BufferedWriter], Shard]]] = {
    ZIP: _Zip,
    TAR: _Tar,
    LINES: _Lines,
    MESSAGE: _Message,
}


class Shards:
    """The shards of a run, one number open at a time."""

    def __init__(self, out: Path, packing: Packing, first: int) -> None:
        self._out = out
        self._packing = packing
        self._number = first
        self._open: dict[str, tuple[io.BufferedWriter, Shard]] = {}
        self._index: list[bytes] = []
        self._items: set[tuple[str | None, int | None]] = set()

    def _name(self, kind: str) -> str:
        return f"articles-{self._number:06}.{kind}"

    def has_item_of(self, one: Ended) -> bool:
        """Tell whether the open message has an item of this guid and version: it must not have two."""
        return self._packing.bundle and (one.row.guid, one.row.version) in self._items

    def add(self, one: Ended) -> bool:
        """Append what was made of one input; return whether the shard is full and has to be committed."""
        try:
            for piece in one.pieces:
                self._shard(piece.kind).add(piece)
        except OSError as error:
            raise machine(error) from error
        names = [piece.name for piece in one.pieces]
        row = {"key": one.row.key, "guid": one.row.guid, "version": one.row.version, "names": names}
        self._index.append(orjson.dumps(row) + b"\n")
        self._items.add((one.row.guid, one.row.version))
        return len(self._index) >= self._packing.articles

    def _shard(self, kind: str) -> Shard:
        if kind not in self._open:
            self._out.mkdir(parents=True, exist_ok=True)
            file = self._part(self._name(kind)).open("wb")
            self._open[kind] = file, _KINDS[kind](file)
        return self._open[kind][1]

    def commit(self) -> str | None:
        """Finish the open shard and its index; return its name, None where nothing was added to it."""
        if not self._open:
            return None
        names = [self._name("index.jsonl"), *map(self._name, self._open)]
        try:
            for file, shard in self._open.values():
                shard.close()
                _synchronised(file)
            with self._part(names[0]).open("wb") as file:
                file.writelines(self._index)
                _synchronised(file)
            for name in names:
                self._part(name).replace(self._out / name)
            durable.folders([self._out])
        except OSError as error:
            raise machine(error) from error
        self._open, self._index, self._items = {}, [], set()
        self._number += 1
        return next(name for name in names if name.endswith(f".{self._packing.kind}"))

    def abandon(self) -> None:
        """Throw the unfinished shard away."""
        for kind, (file, shard) in self._open.items():
            for one in (shard, file):
                with suppress(OSError, ValueError):  # a disk that is full is why it is thrown away
                    one.close()
            self._part(self._name(kind)).unlink(missing_ok=True)
        if self._open:
            self._part(self._name("index.jsonl")).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self._out / f".{name}.part"


def _synchronised(file: io.BufferedWriter) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
