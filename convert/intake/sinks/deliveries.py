"""Which results were sent where: one row an input and address, in SQLite beside the ledger.

What is to be sent follows from the ledger: an article that it has, and that is not noted here as sent, waits. So
nothing that is stored is forgotten, whenever the process is killed; at the worst it is sent again, under the same key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from convert.batch.ledger import FOLDER, Row
from convert.diagnostics import MachineError, diagnostic

NAME: Final = "deliveries.sqlite"

_SCHEMA: Final = """
create table if not exists deliveries (
    place integer primary key, target text not null, key text not null, made text not null, state text not null,
    attempts integer not null default 0, unique (target, key)
);
create index if not exists by_state on deliveries (target, state, place);
"""


class State(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that has still to be made, of what, and how often that was tried."""

    key: str
    made: str
    attempts: int


class Deliveries:
    """The deliveries to one address (`target`)."""

    def __init__(self, connection: sqlite3.Connection, target: str) -> None:
        self._connection, self._target = connection, target

    def offer(self, rows: Iterable[Row]) -> None:
        """Have the articles among some rows sent, each unless it was sent as it is now."""
        with self._connection:
            self._connection.executemany(
                "insert into deliveries (target, key, made, state) values (?, ?, ?, 'waiting') "
                "on conflict (target, key) do update set made = excluded.made, state = 'waiting', attempts = 0 "
                "where made != excluded.made",
                ((self._target, row.key, _made(row)) for row in rows if row.is_converted),
            )

    def waiting(self, most: int, but: Iterable[str]) -> list[Waiting]:
        """Return the first deliveries to be made, without those of some keys."""
        found: list[Waiting] = []
        without = set(but)
        query = "select key, made, attempts from deliveries where target = ? and state = 'waiting' order by place"
        for key, made, attempts in self._connection.execute(query, (self._target,)):
            if key not in without:
                found.append(Waiting(key, made, attempts))
            if len(found) >= most:
                break
        return found

    def note(self, one: Waiting, state: State, attempts: int) -> None:
        """Set how far a delivery is; what has been made anew since then waits as it did."""
        with self._connection:
            self._connection.execute(
                "update deliveries set state = ?, attempts = ? where target = ? and key = ? and made = ?",
                (state.value, attempts, self._target, one.key, one.made),
            )

    def revive(self) -> None:
        """Have sent again what was given up."""
        with self._connection:
            query = "update deliveries set state = 'waiting', attempts = 0 where target = ? and state = 'dead'"
            self._connection.execute(query, (self._target,))

    def counts(self) -> dict[str, int]:
        """Return how many deliveries are how far."""
        query = "select state, count(*) from deliveries where target = ? group by state order by state"
        return dict(self._connection.execute(query, (self._target,)))


def _made(row: Row) -> str:
    """Say what was made of an input: other when its content or the job has changed."""
    return f"{row.version}:{row.converted}:{row.job}"


@contextmanager
def noted(out: Path, target: str) -> Iterator[Deliveries]:
    """Open the deliveries of an output folder to an address. Raises MachineError."""
    connection = None
    try:
        connection = sqlite3.connect(out / FOLDER / NAME)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.executescript(_SCHEMA)
        yield Deliveries(connection, target)
    except sqlite3.Error as error:
        raise MachineError(diagnostic("machine.ledger", f"{NAME}: {error}")) from error
    finally:
        if connection is not None:
            connection.close()
