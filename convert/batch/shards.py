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
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import orjson
import zstandard

from convert.batch import durable
from convert.batch.store import machine
from convert.batch.unit import Ended

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


class _Message:
    """One newsMessage of many items: what stands in the itemSet of each article's own message, under one header."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self._begun = False

    def add(self, name: str, data: bytes) -> None:
        head, begin, rest = data.partition(_BEGIN)
        items, end, _ = rest.rpartition(_END)
        if not begin or not end:
            raise ValueError(f"{name} is no newsMessage of ours")
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
    "zip": _Zip,
    "tar": _Tar,
    "jsonl.zst": _Lines,
    "newsml.xml": _Message,
}


@dataclass(frozen=True, slots=True)
class Packing:
    """How articles are packed: `kind` of the shards, `articles` in each.

    `bundle`: NewsML-G2 goes into a newsMessage beside each shard.
    """

    kind: str
    articles: int = ARTICLES
    bundle: bool = False

    def kind_of(self, name: str) -> str:
        """Return the kind of the shard that a file goes into."""
        return _MESSAGES if self.bundle and name.endswith(f".{_MESSAGES}") else self.kind


_MESSAGES: Final = "newsml.xml"


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
        stem = one.stem.replace(os.sep, "/")
        names = [f"{stem}{output.suffix}" for output in one.outputs]
        try:
            for name, output in zip(names, one.outputs, strict=True):
                self._shard(self._packing.kind_of(name)).add(name, output.data)
        except OSError as error:
            raise machine(error) from error
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
