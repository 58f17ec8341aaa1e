"""The ledger: one row an input, in SQLite. It knows what was done, so that a run can be killed and started again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from convert.diagnostics import MachineError, diagnostic

VERSION: Final = 1
FOLDER: Final = ".newsconvert"
NAME: Final = "ledger.sqlite"

_SCHEMA: Final = """
create table if not exists documents (
    key text primary key, sha256 text not null, job text not null, status text not null,
    guid text, version integer, code text, message text, size integer, modified integer, shard text, confidence real
) without rowid;
create table if not exists containers (
    key text primary key, size integer not null, modified integer not null, job text not null, members integer not null
) without rowid;
"""
_COLUMNS: Final = "key, sha256, job, status, guid, version, code, message, size, modified, shard, confidence"
_LOOK_UP: Final = 500
"""Keys in one query: below the smallest limit of variables that SQLite was ever built with (999)."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one input.

    `code` and `message` are those of its worst diagnostic. `size` (bytes) and `modified` (nanoseconds) are the file's
    when it was read: while both are the same, it need not be read again. `shard` names the file that holds its outputs
    where they were packed.
    """

    key: str
    sha256: str
    job: str
    status: str
    guid: str | None = None
    version: int | None = None
    code: str | None = None
    message: str | None = None
    size: int | None = None
    modified: int | None = None
    shard: str | None = None
    confidence: float | None = None


class Ledger:
    """An open ledger. One process writes it; any may read it meanwhile (write-ahead log)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, keys: Sequence[str]) -> dict[str, Row]:
        """Return the rows of those keys that have one."""
        found: dict[str, Row] = {}
        for start in range(0, len(keys), _LOOK_UP):
            some = keys[start : start + _LOOK_UP]
            marks = ",".join("?" * len(some))
            query = f"select {_COLUMNS} from documents where key in ({marks})"
            found |= {row[0]: Row(*row) for row in self._connection.execute(query, some)}
        return found

    def record(self, rows: Iterable[Row]) -> None:
        """Set rows, all or none."""
        marks = ",".join("?" * (_COLUMNS.count(",") + 1))
        statement = f"insert or replace into documents ({_COLUMNS}) values ({marks})"
        with self._connection:
            self._connection.executemany(statement, map(astuple, rows))

    def container(self, key: str, size: int, modified: int, job: str) -> int | None:
        """Return how many members a container has that was converted whole and has not changed, else None."""
        query = "select members from containers where key = ? and size = ? and modified = ? and job = ?"
        row = self._connection.execute(query, (key, size, modified, job)).fetchone()
        return None if row is None else int(row[0])

    def record_container(self, key: str, size: int, modified: int, job: str, members: int) -> None:
        """Note that every member of a container has been converted."""
        with self._connection:
            values = (key, size, modified, job, members)
            self._connection.execute("insert or replace into containers values (?, ?, ?, ?, ?)", values)

    def counts(self) -> dict[str, int]:
        """Return how many inputs ended how, by status."""
        return dict(self._connection.execute("select status, count(*) from documents group by status order by status"))

    def shards(self) -> int:
        """Return how many shards there are."""
        return int(self._connection.execute("select count(distinct shard) from documents").fetchone()[0])

    def reasons(self) -> list[tuple[str, str, int, str]]:
        """Return (status, code, number, one key) of all inputs that have a diagnostic, commonest first."""
        query = (
            "select status, code, count(*), min(key) from documents where code is not null "
            "group by status, code order by status, count(*) desc, code"
        )
        return list(self._connection.execute(query))

    def with_status(self, *statuses: str) -> Iterator[Row]:
        """Iterate over the rows of some statuses, in the order of their keys."""
        marks = ",".join("?" * len(statuses))
        query = f"select {_COLUMNS} from documents where status in ({marks}) order by key"
        return (Row(*row) for row in self._connection.execute(query, statuses))


@contextmanager
def opened(out: Path, *, create: bool = True) -> Iterator[Ledger]:
    """Open the ledger of an output folder. Raises MachineError when that is not possible, or it is a newer one."""
    path = out / FOLDER / NAME
    if not create and not path.is_file():
        raise MachineError(diagnostic("machine.ledger", f"{out} has none: no run wrote there"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(diagnostic("machine.not-writable", f"{out}: {error.strerror}")) from error
    connection = None
    try:
        connection = sqlite3.connect(path)
        _prepare(connection, path)
        yield Ledger(connection)
    except sqlite3.OperationalError as error:
        code = "machine.not-writable" if "readonly" in str(error) or "full" in str(error) else "machine.ledger"
        raise MachineError(diagnostic(code, str(error))) from error
    except sqlite3.DatabaseError as error:
        raise MachineError(diagnostic("machine.ledger", str(error))) from error
    finally:
        if connection is not None:
            connection.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > VERSION:
        detail = f"{path.name} was written by a newer version ({version}, this one knows {VERSION})"
        raise MachineError(diagnostic("machine.ledger", detail))
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.executescript(_SCHEMA)
    connection.execute(f"pragma user_version = {VERSION}")
