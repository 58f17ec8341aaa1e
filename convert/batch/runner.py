"""Run a plan: units through the line, in this process or in several, and their rows into the ledger.

Only the parent writes the ledger, a unit's rows in one transaction, after the unit's outputs are on the disk: killed at
any moment, a run loses no more than the units in flight, and does those again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from convert import containers
from convert.batch import store
from convert.batch.interrupt import Stop, stoppable
from convert.batch.ledger import Ledger, Row
from convert.batch.options import Options
from convert.batch.plan import Input, Plan
from convert.batch.pool import Pool
from convert.batch.shards import Shards
from convert.batch.unit import (
    CONTAINER,
    POISON,
    SKIPPED,
    Ended,
    Item,
    Task,
    Unit,
    process,
    rejected,
    unchanged,
)
from convert.containers import Fault, Member
from convert.diagnostics import Diagnostic, diagnostic
from convert.pipeline import Status

UNIT: Final = 64
"""Inputs a unit: the segmenter's best batch (64 and 256 are alike, 16 is a third slower), and the loss of a kill."""

_PAGE: Final = 512
"""Inputs that are looked up in the ledger at a time."""

_LARGE: Final = 8_000_000
"""Bytes of members at which a unit is full before it has UNIT of them: bounds the memory."""


@dataclass(slots=True)
class Summary:
    """What a run did. The numbers of `counts` (by status) add up to the inputs."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    stopped: bool = False

    @property
    def failed(self) -> int:
        """How many inputs were not converted."""
        return self.counts[Status.REJECTED] + self.counts[POISON]

    def add(self, ended: Ended) -> None:
        """Count one input."""
        self.counts[ended.status] += 1
        if ended.row.code is not None and ended.status != SKIPPED:
            self.reasons[ended.row.code] += 1


Watcher = Callable[[Ended], None]
"""Told of each input as it ends."""


def run(
    plan: Plan, task: Task, ledger: Ledger, options: Options | None = None, watch: Watcher | None = None
) -> Summary:
    """Convert a plan's inputs and record each.

    Raises MachineError when the disk gives up; what was recorded until then stays.
    """
    with stoppable() as stop:
        return _Run(plan, task, ledger, options or Options(), watch, stop).run()


class _Run:
    """One run: what is to be done, and what came of it so far."""

    def __init__(
        self, plan: Plan, task: Task, ledger: Ledger, options: Options, watch: Watcher | None, stop: Stop
    ) -> None:
        self._plan, self._task, self._ledger, self._options = plan, task, ledger, options
        self._watch, self._stop = watch, stop
        self._summary = Summary()
        self._containers: list[Input] = []
        self._shards = Shards(task.out, options.pack, ledger.shards() + 1) if options.pack else None
        self._unpacked: list[Ended] = []

    def run(self) -> Summary:
        with ExitStack() as stack:
            if self._shards is not None:
                stack.callback(self._shards.abandon)
            work = self._worker(stack)
            for one, keys in self._plan.collisions():
                self._commit([self._rejected(one.key, diagnostic("batch.name-collision", keys))])
            for ended in work(self._units(self._loose())):
                self._commit(ended)
            for one in self._containers:
                self._open(one, work)
            self._finish_shard()
        self._summary.stopped = self._stop.asked
        return self._summary

    def _worker(self, stack: ExitStack) -> Callable[[Iterable[Unit]], Iterator[list[Ended]]]:
        """Choose where the work is done: one small unit is not worth a process of its own."""
        if self._options.jobs == 1 and len(self._plan) <= UNIT:
            return lambda units: map(process, units)
        pool = Pool(self._options.jobs, self._options.memory)
        stack.callback(pool.close)
        return pool.run

    def _loose(self) -> Iterator[tuple[Item, Row | None]]:
        """Yield the files that have to be read; those that have not changed are counted here."""
        chosen = self._options.selection.of(self._plan)
        while not self._stop.asked and (page := list(islice(chosen, _PAGE))):
            known = self._ledger.rows([one.key for one in page])
            same: list[Ended] = []
            for one in page:
                item, row = Item(one.key, one.stem, one.path, one.sidecar), known.get(one.key)
                if row is not None and unchanged(item, row, self._task, retry=self._options.retry):
                    same.append(Ended(row, _again(row)))
                else:
                    yield item, row
            self._commit(same)

    def _units(self, items: Iterable[tuple[Item, Row | None]]) -> Iterator[Unit]:
        batch: list[Item] = []
        known: dict[str, Row] = {}
        size = 0
        for item, row in items:
            batch.append(item)
            if row is not None:
                known[item.key] = row
            size += len(item.member.data) if item.member else 0
            if len(batch) >= UNIT or size >= _LARGE:
                yield Unit(tuple(batch), known, self._task)
                batch, known, size = [], {}, 0
            if self._stop.asked:
                return
        if batch:
            yield Unit(tuple(batch), known, self._task)

    def _open(self, one: Input, work: Callable[[Iterable[Unit]], Iterator[list[Ended]]]) -> None:
        """Convert what a container holds, unless all of it was converted before and the container has not changed."""
        found = one.path.stat()
        mark = (one.key, found.st_size, found.st_mtime_ns, self._task.fingerprint)
        done = self._ledger.container(*mark)
        if done is not None:
            self._summary.counts[SKIPPED] += done
            return
        before = self._summary.failed
        members = 0
        for ended in work(self._units(self._members(one))):
            members += len(ended)
            self._commit(ended)
        if self._summary.failed == before and not self._stop.asked and self._options.pack is None:
            self._ledger.record_container(*mark, members)

    def _members(self, one: Input) -> Iterator[tuple[Item, Row | None]]:
        found = containers.members(one.path, self._task.job.profile)
        while not self._stop.asked and (page := list(islice(found, UNIT))):
            keys = [f"{one.key}!{member.name}" if member.name else one.key for member in page]
            known = self._ledger.rows(keys)
            for key, member in zip(keys, page, strict=True):
                item = self._item(one, key, member)
                if isinstance(item, Ended):
                    self._commit([item])
                else:
                    yield item, known.get(key)

    def _item(self, one: Input, key: str, member: Member | Fault) -> Item | Ended:
        if isinstance(member, Fault):
            return self._rejected(key, member.found)
        stem = f"{one.path.name}/{member.stem}" if member.name else member.stem
        stem = os.path.join(os.path.dirname(one.stem), stem)  # noqa: PTH118, PTH120 - names, as the file system has them
        other = self._plan.claim(stem, key)
        if other is not None:
            return self._rejected(key, diagnostic("batch.name-collision", repr(other)))
        stamp = member.stamp or datetime.fromtimestamp(int(one.path.stat().st_mtime), UTC)
        return Item(key, stem, member=replace(member, stamp=stamp))

    def _rejected(self, key: str, why: Diagnostic) -> Ended:
        return rejected(key, why, self._task.fingerprint, self._ledger.rows([key]).get(key))

    def _commit(self, ended: Sequence[Ended]) -> None:
        """Record what ended. What is packed is recorded when its shard is on the disk."""
        for one in ended:
            if one.status == CONTAINER:
                self._containers.append(self._plan.input(one.row.key))
        ended = [one for one in ended if one.status != CONTAINER]
        if self._shards is None:
            ended = self._settled(ended)
            self._ledger.record(one.row for one in ended if one.status != SKIPPED)
        else:
            self._unpacked += [one for one in ended if one.status != SKIPPED]
            if self._shards.add(ended):
                self._finish_shard()
        for one in ended:
            self._summary.add(one)
            if self._watch is not None:
                self._watch(one)
        if self._options.fail_fast and self._summary.failed:
            self._stop.asked = True

    def _settled(self, ended: Sequence[Ended]) -> list[Ended]:
        """Make the files of some inputs last; an input whose names cannot be used is rejected."""
        faults = store.settle([one.parts for one in ended])
        return [
            one if fault is None else self._rejected(one.row.key, fault)
            for one, fault in zip(ended, faults, strict=True)
        ]

    def _finish_shard(self) -> None:
        if self._shards is None:
            return
        name = self._shards.commit()
        self._ledger.record(replace(one.row, shard=name if one.outputs else None) for one in self._unpacked)
        self._unpacked = []


def _again(row: Row) -> str:
    """Return how an input ends that is not done again: skipped, or as badly as it ended before."""
    return row.status if row.status in (Status.REJECTED, POISON) else SKIPPED
