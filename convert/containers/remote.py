"""Inputs that lie elsewhere: `s3://…`, `https://…`, whatever fsspec knows, which is the extra `remote`.

A Remote is to the engine what a Path is: it can be opened, has a name, a size and a time, and crosses to a worker.
"""

from __future__ import annotations

import errno
import hashlib
import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias
from urllib.parse import urlsplit
from urllib.request import url2pathname

from convert.diagnostics import MachineError, diagnostic

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+://")
_LOCAL: Final = ("file://", "local://")
_TIMES: Final = ("mtime", "LastModified", "last_modified", "Last-Modified", "updated", "modified", "created")
"""What the file systems of fsspec call the time of a file."""

_TAGS: Final = ("ETag", "etag", "ETAG", "md5Hash", "checksum")
_SHORT: Final = 16


def is_remote(place: str) -> bool:
    """Tell an address from a path; `C:/` is a path."""
    return _SCHEME.match(place) is not None


@dataclass(frozen=True, slots=True)
class Remote:
    """A file, or what files lie under, by its address. What goes wrong with it is an OSError."""

    address: str

    def __str__(self) -> str:
        """Return the address without what may be secret."""
        return _shown(self.address)

    @property
    def name(self) -> str:
        """The last part of the address."""
        return self.address.partition("?")[0].rstrip("/").rpartition("/")[2]

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open it for reading; it is read as it is needed. Raises OSError."""
        system, path = self._system()
        with _faults():
            return io.BufferedReader(_Reading(system.open(path, mode)))

    def size(self) -> int:
        """Return how many bytes it has, 0 where nobody says. Raises OSError."""
        return int(self._facts().get("size") or 0)

    def modified(self) -> datetime | None:
        """Return when it was changed, None where nobody says. Raises OSError."""
        return _modified(self._facts())

    def mark(self) -> str:
        """Say how it looks without reading it; never twice the same where nobody says more than the size."""
        facts = self._facts()
        said = [str(facts[name]) for name in (*_TIMES, *_TAGS) if facts.get(name)]  # times to the last digit
        known = " ".join(said or [str(time.time_ns())]).encode()
        return f"{facts.get('size')}:{hashlib.sha256(known).hexdigest()[:_SHORT]}"

    def files(self, failed: Callable[[str, str], None]) -> Iterator[tuple[str, str]]:
        """Yield (address, path relative to this one) of the files under it; of a file its own. Raises OSError.

        `failed` is told of what could not be listed below it, and why.
        """
        system, path = self._system()
        with _faults():
            if system.isfile(path):
                yield self.address, self.name
                return
            if not system.isdir(path):
                raise FileNotFoundError(errno.ENOENT, "it does not exist")
        start, waiting = len(path.rstrip("/")) + 1, [path]
        while waiting:
            folder = waiting.pop()
            try:
                for name, kind in _listed(system, folder):
                    if name == folder:
                        failed(f"{name[start:]}//", "a part of its name is empty")
                    elif kind == "directory":
                        waiting.append(name)
                    else:
                        yield str(system.unstrip_protocol(name)), name[start:]
            except OSError as error:
                if folder == path:
                    raise
                failed(f"{folder[start:]}/", error.strerror or str(error))

    def _facts(self) -> dict[str, Any]:
        system, path = self._system()
        with _faults():
            return dict(system.info(path))

    def _system(self) -> tuple[Any, str]:
        """Return the file system and the path in it. Raises MachineError where what speaks to it is not installed."""
        try:
            from fsspec.core import url_to_fs

            system, path = url_to_fs(self.address)
        except ImportError as error:
            detail = f"{self}: it needs the extra remote: pip install newsconvert[remote] ({error})"
            raise MachineError(diagnostic("machine.extra", detail)) from None
        except ValueError as error:
            raise OSError(errno.EINVAL, _shown(str(error))) from error
        return system, path


def _listed(system: Any, folder: str) -> list[tuple[str, str]]:
    """Return (name, kind) of what lies in a folder of a store; of what has no name in it, its own. Raises OSError."""
    with _faults():
        entries = system.ls(folder, detail=True)
    found = []
    for entry in entries:
        name = entry["name"].rstrip("/")
        if name != folder.rstrip("/"):
            found.append((f"{folder.rstrip('/')}/{name.rpartition('/')[2]}", str(entry["type"])))
        elif entry["type"] == "directory" or entry["size"]:  # else an empty object that stands for the folder
            found.append((folder, str(entry["type"])))
    return found


Place: TypeAlias = Path | Remote
"""Where an input is."""


def place(name: str) -> Place:
    """Return what a path or an address stands for; `file://…` is a path: links and --out are seen to there."""
    if name.startswith(_LOCAL):
        return Path(url2pathname(urlsplit(name).path))
    return Remote(name) if is_remote(name) else Path(name)


def size(one: Place) -> int:
    """Return how many bytes an input has, 0 where nobody says. Raises OSError."""
    return one.size() if isinstance(one, Remote) else one.stat().st_size


def modified(one: Place) -> datetime | None:
    """Return when an input was changed, to the second. Raises OSError."""
    if isinstance(one, Remote):
        return one.modified()
    return datetime.fromtimestamp(int(one.stat().st_mtime), UTC)


class _faults:  # noqa: N801 - it reads as a statement
    """Make what a store's own library raises an OSError."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: object) -> None:
        if isinstance(error, FileNotFoundError):
            raise FileNotFoundError(errno.ENOENT, "it does not exist") from error
        if isinstance(error, Exception) and not (isinstance(error, OSError) and error.strerror):
            raise OSError(errno.EIO, _shown(f"{type(error).__name__}: {error}")) from error


class _Reading(io.RawIOBase):
    """A file of a store, read forwards, whose faults are those of a file."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def readable(self) -> bool:
        """Say that it can be read, as io.BufferedReader asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer; return the number of bytes. Raises OSError."""
        with _faults():
            data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it."""
        if not self.closed:
            self._inner.close()
        super().close()


def _shown(text: str) -> str:
    """Return a text without what may be secret in the addresses in it: a name and password, and a query."""
    return re.sub(r"(://)(?:[^/\s@]*@)?([^\s?'\"]*)(?:\?[^\s'\"]*)?", r"\1\2", text)


def _modified(facts: dict[str, Any]) -> datetime | None:
    found = next((facts[name] for name in _TIMES if facts.get(name)), None)
    try:
        if isinstance(found, str):
            found = datetime.fromisoformat(found) if found[:1].isdigit() else parsedate_to_datetime(found)
        if isinstance(found, datetime):
            return found.replace(microsecond=0, tzinfo=found.tzinfo or UTC)
        return None if found is None else datetime.fromtimestamp(int(found), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
