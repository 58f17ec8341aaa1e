"""Where units go when they have ended: their files onto the disk first, their rows into the ledger after that.

Killed at any moment, a run loses no more than what had not been recorded, and does that again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from convert.batch import store
from convert.batch.ledger import Ledger, Row
from convert.batch.packing import Packing
from convert.batch.shards import Shards
from convert.batch.unit import Ended, Task, rejected
from convert.diagnostics import Diagnostic, diagnostic


class Sink(Protocol):
    """What a run gives its results to."""

    def take(self, ended: Sequence[Ended]) -> list[Ended]:
        """Keep some inputs' outputs and rows; return how they ended, now that their files are there."""

    def container(self, key: str, mark: str) -> None:
        """Note that every member of a container was given before this."""

    def close(self) -> None:
        """Finish what was begun."""

    def abandon(self) -> None:
        """Throw away what was begun and not finished."""


class Loose:
    """Files of their own for each article."""

    def __init__(self, task: Task, ledger: Ledger) -> None:
        self._task, self._ledger = task, ledger

    def take(self, ended: Sequence[Ended]) -> list[Ended]:
        """See Sink. What is given together is synchronised together, and one transaction.

        What an earlier run put elsewhere goes when the new version stands: killed in between, a run leaves both.
        """
        faults = store.settle([one.parts for one in ended])
        settled = [
            one if fault is None else _unstored(one, (fault, *one.diagnostics), self._task)
            for one, fault in zip(ended, faults, strict=True)
        ]
        former = [pair for one in settled for pair in one.former]
        store.move((place, goal) for place, goal in former if goal is not None)
        store.remove(place for place, goal in former if goal is None)
        rows = [one.row for one in settled if one.is_new]
        if rows:
            self._ledger.record(rows)
        return settled

    def container(self, key: str, mark: str) -> None:
        """See Sink."""
        self._ledger.record_container(key, mark, self._task.fingerprint)

    def close(self) -> None:
        """See Sink."""

    def abandon(self) -> None:
        """See Sink."""


def _unstored(one: Ended, found: tuple[Diagnostic, ...], task: Task) -> Ended:
    """Refuse what was converted and cannot be stored: nothing of it is there."""
    return rejected(one.row.key, found, task, one.row._replace(stem=None, made=None, earlier=None))


class Returned:
    """Nowhere: what was made is handed out with how its input ended."""

    def take(self, ended: Sequence[Ended]) -> list[Ended]:
        """See Sink."""
        return list(ended)

    def container(self, key: str, mark: str) -> None:
        """See Sink."""

    def close(self) -> None:
        """See Sink."""

    def abandon(self) -> None:
        """See Sink."""


class Packed:
    """Shards. The rows of a shard are recorded when it is on the disk, all or none."""

    def __init__(self, task: Task, ledger: Ledger, packing: Packing) -> None:
        self._task, self._ledger = task, ledger
        self._shards = Shards(task.out, packing, ledger.shards() + 1)
        self._rows: list[Row] = []
        self._containers: list[tuple[str, str]] = []

    def take(self, ended: Sequence[Ended]) -> list[Ended]:
        """See Sink. A shard is full at the same article however the run was interrupted."""
        packed = [self._packed(one) for one in ended]
        bare = [one.row for one in packed if one.is_new and not one.pieces]
        if bare:
            self._ledger.record(bare)
        return packed

    def _packed(self, one: Ended) -> Ended:
        if not one.pieces:
            return one
        if self._shards.has_item_of(one):
            why = diagnostic("batch.same-item", f"{one.row.guid}, version {one.row.version}")
            refused = _unstored(one, (why, *one.diagnostics), self._task)
            return refused._replace(row=refused.row._replace(sha256=one.row.sha256, mark=one.row.mark))
        self._rows.append(one.row)
        if self._shards.add(one):
            self.close()
        return one

    def container(self, key: str, mark: str) -> None:
        """See Sink."""
        self._containers.append((key, mark))

    def close(self) -> None:
        """See Sink."""
        name = self._shards.commit()
        if name is not None:
            self._ledger.record((row._replace(shard=name) for row in self._rows), name)
        for key, mark in self._containers:
            self._ledger.record_container(key, mark, self._task.fingerprint)
        self._rows, self._containers = [], []

    def abandon(self) -> None:
        """See Sink."""
        self._shards.abandon()
