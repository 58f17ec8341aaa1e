"""The store of official schemas: IPTC's own files in the user's data folder, known by their SHA-256.

The package ships none of them. `install` takes them from IPTC's address, from a folder or from another address, checks
each against the table of hashes that we ship, and puts them in place whole or not at all. Nothing else in validation
ever reads from a network.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from convert import resources
from convert.diagnostics import Diagnostic, MachineError, diagnostic

NEWEST: Final = "2.35"
"""The version of NewsML-G2 that we write, and that judges where a document's own version is not installed."""

LARGEST: Final = 8_000_000
"""Bytes that a schema may have. The largest official one has 331 kB."""

TIMEOUT: Final = 30.0
"""Seconds to wait for an answer of a server."""


@dataclass(frozen=True, slots=True)
class Official:
    """A file that we know: which standard and version it defines, its SHA-256, where it is published."""

    standard: str
    version: str
    file: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class Installed:
    """The outcome for one file. `path` is None where it was not installed; `finding` says why, or what is odd."""

    official: Official
    path: Path | None
    finding: Diagnostic | None = None


@cache
def known() -> tuple[Official, ...]:
    """Return the table of files that we know, oldest version first."""
    text = resources.schema("official.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    return tuple(Official(*row) for row in rows[1:])


def folder() -> Path:
    """Return the folder of the installed schemas. It need not exist."""
    return resources.user_data() / "schemas"


def installed() -> dict[str, Path]:
    """Return the installed files, name to path, in the order of the table."""
    place = folder()
    return {row.file: place / row.file for row in known() if (place / row.file).is_file()}


def newsml_versions() -> tuple[str, ...]:
    """Return the versions of NewsML-G2 whose schema can be used, oldest first."""
    there = installed()
    if "xml.xsd" not in there:
        return ()
    return tuple(row.version for row in known() if row.standard == "newsml-g2" and row.file in there)


def find(standard: str, version: str) -> Path | None:
    """Return the main schema file of a standard's version, or None where it is not installed."""
    for row in known():
        if (row.standard, row.version) == (standard, version):
            path = folder() / row.file
            return path if path.is_file() else None
    return None


def install(
    source: str | None = None, *, accept_changed: bool = False, everything: bool = False
) -> tuple[Installed, ...]:
    """Fetch official files and put them into the store; return one outcome a file.

    `source` is a folder with the files in it or one level below, or the address of one; None is IPTC's own. Wanted
    are NewsML-G2 2.35, xml.xsd, NITF 3.6 and ninjs 3.1; `everything` adds each older NewsML-G2. A file whose hash
    differs from ours is a finding and is only installed with `accept_changed`. Raises MachineError
    `schema.unreachable` when a file that validation needs cannot be fetched, `machine.not-writable` when the store
    cannot be written.
    """
    wanted = [row for row in known() if everything or row.standard != "newsml-g2" or row.version == NEWEST]
    return tuple(_install(row, source, accept_changed=accept_changed) for row in wanted)


def _install(row: Official, source: str | None, *, accept_changed: bool) -> Installed:
    try:
        data = _fetch(row, source)
    except (OSError, ValueError) as error:
        found = diagnostic("schema.unreachable", f"{row.file}: {_reason(error)}", path=row.file)
        if _needed(row):
            raise MachineError(found) from error
        return Installed(row, None, found)
    digest = hashlib.sha256(data).hexdigest()
    if digest == row.sha256:
        return Installed(row, _put(row.file, data))
    changed = diagnostic("schema.hash", f"{row.file} has SHA-256 {digest}, we know {row.sha256}", path=row.file)
    return Installed(row, _put(row.file, data) if accept_changed else None, changed)


def _needed(row: Official) -> bool:
    return (row.standard, row.version) == ("newsml-g2", NEWEST) or row.file == "xml.xsd"


def _reason(error: Exception) -> str:
    if isinstance(getattr(error, "code", None), int):
        return str(error)  # an answer of the server, with its number
    return str(getattr(error, "reason", None) or getattr(error, "strerror", None) or error)


def _fetch(row: Official, source: str | None) -> bytes:
    if source is None:
        return _download(row.address)
    if "://" in source:
        return _download(f"{source.rstrip('/')}/{row.file}")
    path = next(filter(Path.is_file, (Path(source) / row.file, *sorted(Path(source).glob(f"*/{row.file}")))), None)
    if path is None:
        raise ValueError(f"there is no such file in {source}")
    with path.open("rb") as stream:
        return _bounded(stream.read(LARGEST + 1))


def _download(address: str) -> bytes:
    from http.client import HTTPException
    from urllib.request import urlopen

    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address} is no http address")
    try:
        with urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 - the scheme is checked above
            return _bounded(answer.read(LARGEST + 1))
    except HTTPException as error:
        raise ValueError(f"{address} answers with no HTTP: {error!r}") from error


def _bounded(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST} bytes")
    return data


def _put(name: str, data: bytes) -> Path:
    """Write a file so that a reader sees the old or the new one, never half of it."""
    path = folder() / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MachineError(diagnostic("machine.not-writable", f"{path.parent}: {error.strerror}")) from error
    return path
