"""The ledger: one row an input, in SQLite. It knows what was done, so that a run can be killed and started again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from convert.diagnostics import MachineError, UsageError, diagnostic
from convert.pipeline import Status

VERSION: Final = 6
FOLDER: Final = ".newsconvert"
NAME: Final = "ledger.sqlite"

FAILED: Final = (Status.REJECTED.value, "poison")
"""The statuses of inputs that were not converted."""

_SCHEMA: Final = """
create table if not exists documents (
    key text primary key, sha256 text not null, job text not null, status text not null,
    guid text, version integer, converted text, mark text, stem blob, made text, earlier text, shard text,
    found blob,
    code text, message text, confidence real, words integer, dated text, modified text, language text,
    authors text, sketch blob
) without rowid;
create index if not exists by_status on documents (status);
create table if not exists containers (key text primary key, mark text not null, job text not null) without rowid;
create table if not exists shards (number integer primary key, name text not null);
create table if not exists state (reported integer not null);
insert into state select 0 where not exists (select 1 from state);
"""
LOOK_UP: Final = 500
"""Keys in one query: below the smallest limit of variables that SQLite was ever built with (999)."""


class Row(NamedTuple):
    """What became of one input.

    `sha256` is the digest of the input as it was last seen, `converted` that of its last version that was converted:
    `version`. `mark` says how the file looked then (see `known.mark`): while it looks so, it need not be read again.
    `stem` is the path of what was made of that version, without suffixes, as the file system has it; `made` are the
    suffixes, one a line, and `earlier` those of files that lie beside them since earlier runs asked for other formats:
    they may hold earlier versions. `shard` names the file that holds what was made where it was packed. `found` is
    the JSON of its diagnostics; `code` and `message` are the worst's.
    The rest are facts of the article, for the account: `dated` its date in ISO 8601, `modified` when it says that it
    was last changed, `authors` one a line, `sketch` what its likeness to others is told by.
    """

    key: str
    sha256: str
    job: str
    status: str
    guid: str | None = None
    version: int | None = None
    converted: str | None = None
    mark: str | None = None
    stem: bytes | None = None
    made: str | None = None
    earlier: str | None = None
    shard: str | None = None
    found: bytes | None = None
    code: str | None = None
    message: str | None = None
    confidence: float | None = None
    words: int | None = None
    dated: str | None = None
    modified: str | None = None
    language: str | None = None
    authors: str | None = None
    sketch: bytes | None = None

    @property
    def is_converted(self) -> bool:
        """Tell whether it was converted as it was last seen; else what was made is of an earlier version, if any."""
        return self.stem is not None and self.status not in FAILED

    def files(self) -> dict[str, str]:
        """Return the names, in the output folder or the shard, of all that runs made of it, by their suffixes."""
        return self._named(self.made) | self._named(self.earlier)

    def outputs(self) -> list[str]:
        """Return the names of what was made of the input as it was last seen."""
        return list(self._named(self.made).values()) if self.is_converted else []

    def former(self) -> list[str]:
        """Return the names of loose files of earlier versions or formats, which lie there still."""
        if self.shard is not None:
            return []
        return list((self._named(self.earlier) if self.is_converted else self.files()).values())

    def _named(self, suffixes: str | None) -> dict[str, str]:
        if self.stem is None or not suffixes:
            return {}
        stem = os.fsdecode(self.stem)
        return {suffix: stem + suffix for suffix in suffixes.split("\n")}


_NAMES: Final = Row._fields
_COLUMNS: Final = ", ".join(_NAMES)
_LEFT_OUT: Final = {"found", "confidence", "words", "dated", "modified", "language", "authors", "sketch"}
_LOOKS: Final = ", ".join("null" if name in _LEFT_OUT else name for name in _NAMES)


class Ledger:
    """An open ledger. One process writes it; any may read it meanwhile (write-ahead log)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def is_empty(self) -> bool:
        """Tell whether there is no row yet."""
        return self._connection.execute("select 1 from documents limit 1").fetchone() is None

    def rows(self, keys: Sequence[str]) -> dict[str, Row]:
        """Return the rows of those keys that have one."""
        return self._rows(_COLUMNS, keys)

    def looks(self, keys: Sequence[str]) -> dict[str, Row]:
        """Return those rows without what only the account shows: all that tells whether something is to be done."""
        return self._rows(_LOOKS, keys)

    def _rows(self, columns: str, keys: Sequence[str]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for start in range(0, len(keys), LOOK_UP):
            some = keys[start : start + LOOK_UP]
            marks = ",".join("?" * len(some))
            query = f"select {columns} from documents where key in ({marks})"
            found |= {row[0]: Row._make(row) for row in self._connection.execute(query, some)}
        return found

    def beside(self, stem: str) -> Iterator[Row]:
        """Iterate over the rows of files whose name is this, or this with a suffix."""
        query = f"select {_COLUMNS} from documents where key = ? or (key > ? and key < ?) order by key"
        return (Row(*row) for row in self._connection.execute(query, (stem, f"{stem}.", f"{stem}/")))  # "." before "/"

    def made_under(self, folder: str) -> str | None:
        """Return the key of a converted input that lies in a folder of this name, None where none does."""
        query = "select key from documents where key like ? and stem is not null and status not in (?, ?) limit 1"
        found = self._connection.execute(query, (f"{folder}/%", *FAILED)).fetchone()
        return None if found is None else str(found[0])

    def holds(self) -> tuple[bool, str | None]:
        """Tell whether anything has been made, and the name of the first shard that holds it, None for loose files."""
        found = self._connection.execute("select shard from documents where stem is not null limit 1").fetchone()
        return (False, None) if found is None else (True, found[0])

    def record(self, rows: Iterable[Row], shard: str | None = None) -> None:
        """Set rows, all or none; with them the shard that holds their outputs."""
        marks = ",".join("?" * len(_NAMES))
        with self._connection:
            self._connection.executemany(f"insert or replace into documents ({_COLUMNS}) values ({marks})", rows)
            if shard is not None:
                self._connection.execute("insert into shards (name) values (?)", (shard,))
            self._connection.execute("update state set reported = 0")

    def has_container(self, key: str, mark: str, job: str) -> bool:
        """Tell whether a container was worked through to its end, and has not changed since."""
        query = "select 1 from containers where key = ? and mark = ? and job = ?"
        return self._connection.execute(query, (key, mark, job)).fetchone() is not None

    def record_container(self, key: str, mark: str, job: str) -> None:
        """Note that every member of a container has a row."""
        with self._connection:
            self._connection.execute("insert or replace into containers values (?, ?, ?)", (key, mark, job))

    def members(self, key: str) -> Iterator[Row]:
        """Iterate over the rows of a container: its members, and itself where it breaks off."""
        query = f"select {_COLUMNS} from documents where key = ? or (key > ? and key < ?) order by key"
        return (Row._make(row) for row in self._connection.execute(query, (key, f"{key}!", f'{key}"')))

    def leave_behind(self, key: str, is_given: Callable[[str], bool]) -> None:
        """Note what a container that was worked through has no more: failures are forgotten, what was made stays.

        It stays as what was made of a file that is gone does, and is of no job: it is none of the container's inputs.
        """
        self._connection.create_function("is_given", 1, is_given)
        gone = "(key = ? or (key > ? and key < ?)) and not is_given(key)"
        names = (key, f"{key}!", f'{key}"')
        with self._connection:
            left = self._connection.execute(f"delete from documents where stem is null and {gone}", names).rowcount
            self._connection.execute(f"update documents set job = '' where job != '' and {gone}", names)
            if left:
                self._connection.execute("update state set reported = 0")

    def counts(self) -> dict[str, int]:
        """Return how many inputs ended how, by status."""
        return dict(self._connection.execute("select status, count(*) from documents group by status order by status"))

    def shards(self) -> int:
        """Return the number of the last shard that was finished, 0 where there is none."""
        return int(self._connection.execute("select coalesce(max(number), 0) from shards").fetchone()[0])

    def reported(self) -> None:
        """Note that the account of all rows has been written."""
        with self._connection:
            self._connection.execute("update state set reported = 1")

    def is_reported(self) -> bool:
        """Tell whether the account is that of all rows."""
        return bool(self._connection.execute("select reported from state").fetchone()[0])

    def grouped(self, expression: str, most: int = 1000) -> dict[Any, int]:
        """Count the rows of converted inputs by the value of an SQL expression, commonest first; null is left out."""
        query = (
            f"select {expression} as value, count(*) from documents where stem is not null group by value "
            "having value is not null order by count(*) desc, value limit ?"
        )
        return dict(self._connection.execute(query, (most,)))

    def all(self) -> Iterator[Row]:
        """Iterate over all rows, in the order of their keys."""
        return (Row._make(row) for row in self._connection.execute(f"select {_COLUMNS} from documents order by key"))

    def unsure(self, most: int) -> list[Row]:
        """Return the converted inputs with the lowest confidence, lowest first."""
        query = f"select {_COLUMNS} from documents where confidence is not null order by confidence, key limit ?"
        return [Row._make(row) for row in self._connection.execute(query, (most,))]

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
        return (Row._make(row) for row in self._connection.execute(query, statuses))


@contextmanager
def opened(out: Path, *, create: bool = True) -> Iterator[Ledger]:
    """Open the ledger of an output folder. Raises MachineError when that is not possible, or it is another version's.

    What goes wrong with it while it is open is a MachineError too. UsageError where none is and none is to be made.
    """
    path = out / FOLDER / NAME
    if not create and not path.is_file():
        raise UsageError(diagnostic("usage.no-run", str(out)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(diagnostic("machine.not-writable", f"{out}: {error.strerror}")) from error
    connection = None
    try:
        connection = sqlite3.connect(path if create else f"{path.absolute().as_uri()}?mode=ro", uri=not create)
        _prepare(connection, path, create=create)
        yield Ledger(connection)
    except sqlite3.Error as error:
        raise _failed(error) from error
    finally:
        if connection is not None:
            connection.close()


_OF_THE_DISK: Final = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}


def _failed(error: sqlite3.Error) -> MachineError:
    """Tell a disk that gives up from a ledger that is damaged."""
    primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    code = "machine.not-writable" if primary in _OF_THE_DISK else "machine.ledger"
    return MachineError(diagnostic(code, f"the ledger: {error}"))


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version not in (0, VERSION):
        age = "a newer" if version > VERSION else "an older"
        raise MachineError(
            diagnostic("machine.ledger", f"{path.name} was written by {age} version ({version}; this one is {VERSION})")
        )
    if not create:
        return
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.executescript(_SCHEMA)
    connection.execute(f"pragma user_version = {VERSION}")
