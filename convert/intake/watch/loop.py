"""The watch itself: look, take, convert, move on, wait; until it is told to stop, or, once, until nothing is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from convert.batch.interrupt import Stop
from convert.batch.ledger import FAILED, Ledger
from convert.batch.store import machine
from convert.intake.watch.ends import Ends, error_file
from convert.intake.watch.engine import Engine, Result, same_name
from convert.intake.watch.inbox import Arrival, Inbox, Sight
from convert.intake.watch.taken import Taken
from convert.intake.watch.waiting import Wait

TOGETHER: Final = 64
"""Files that a worker converts together, as many as in a run: so many wait for each other at the most."""


@dataclass(frozen=True, slots=True)
class Until:
    """When a watch ends by itself: `once` nothing is left, or after so many files."""

    once: bool = False
    files: int | None = None


class Delivery(Protocol):
    """What is done with results after they are stored."""

    def offer(self, key: str) -> None:
        """Have the articles of an input sent."""

    def send(self, *, in_passing: bool = False) -> float | None:
        """Send what is due; return in how many seconds the next is, None where nothing is left.

        `in_passing`: wait for no reply, there is work to do.
        """


class Report(Protocol):
    """Who is told of what happens."""

    def ended(self, result: Result, place: Path) -> None:
        """Note that a file has been dealt with, and where it lies now."""

    def trouble(self, message: str) -> None:
        """Note what is in the way, and will be tried again."""


@dataclass(slots=True)
class Watch:
    """One watch over one inbox. `jobs`: workers."""

    inbox: Inbox
    taken: Taken
    ends: Ends
    engine: Engine
    ledger: Ledger
    stop: Stop
    wait: Wait
    report: Report
    until: Until = field(default_factory=Until)
    delivery: Delivery | None = None
    jobs: int = 1
    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _again: bool = False
    _troubles: set[str] = field(default_factory=set)

    def run(self, marker: str | None = None) -> None:
        """Watch until it ends. Raises MachineError when the disk gives up: what is taken is done by the next run."""
        for sidecar, row in self.taken.recover(self.ledger, marker):
            self.ends.follow(self.taken.folder, sidecar, failed=row.status in FAILED)
        self._again = bool(self.taken.paths())
        while not self._is_over():
            sight = self._look()
            order = self._take(sight)
            has_work = bool(order) or self._again
            if has_work:
                self._again = False
                self._again = self.engine.run(order, self._ended) or self._again
            due = None if self.delivery is None else self.delivery.send(in_passing=has_work)
            if has_work:
                continue
            if self.until.once and sight.soon is None and due is None:
                break
            self._pause(sight.soon, due)

    def _is_over(self) -> bool:
        return self.stop.asked or (self.until.files is not None and self.files >= self.until.files)

    def _look(self) -> Sight:
        """Look at the inbox; one that has gone for now, as over a network, may come back while we wait.

        Raises MachineError where nobody waits.
        """
        try:
            sight = self.inbox.look()
        except OSError as error:
            if self.until.once:
                raise machine(error) from error
            self._trouble(f"the inbox cannot be read: {error.strerror or error}")
            return Sight(())
        for why in sight.closed:
            self._trouble(why)
        return sight

    def _take(self, sight: Sight) -> list[str]:
        """Take the oldest files, as many as are converted together; return them in their order."""
        room = TOGETHER * self.jobs
        if self.until.files is not None:
            room = min(room, self.until.files - self.files)
        order: list[str] = []
        names: set[str] = set()
        for arrival in sight.whole:
            name = same_name(arrival.path)
            if len(order) >= room:
                break
            if name in names:
                continue
            is_large = self.engine.holds_inputs(self.inbox.folder / arrival.path)
            if is_large and order:
                break
            if self._took(arrival):
                order.append(arrival.path)
                names.add(name)
                if is_large:
                    break
        return order

    def _took(self, arrival: Arrival) -> bool:
        why = self.taken.take(arrival)
        if why is not None:
            self._trouble(f"{arrival.path!r} cannot be taken: {why}")
        return why is None

    def _ended(self, result: Result) -> None:
        """Move a file on, unless it has changed under our hands: then it goes back, and is the next version."""
        self.files += 1
        self.counts.update(result.counts)
        if self._has_changed(result):
            self._trouble(f"{result.path!r} was still being written, and is converted again: raise --settle")
            self._again = not self.taken.put_back(result.path) or self._again
            if result.sidecar is not None:
                self.taken.put_back(result.sidecar)
            return
        if result.failed:
            why = error_file(result.path, result.failures, result.failed)
            place = self.ends.move_failed(self.taken.folder, result.path, result.sidecar, why)
        else:
            place = self.ends.move_done(self.taken.folder, result.path, result.sidecar)
        self.report.ended(result, place)
        if self.delivery is not None:
            self.delivery.offer(result.key)

    def _has_changed(self, result: Result) -> bool:
        return result.row is not None and self.taken.has_changed(result.path, result.sidecar, result.row.mark)

    def _pause(self, soon: float | None, due: float | None) -> None:
        """Wait until a file is whole or something is due to be sent; never past the next look, for what arrives."""
        seconds = min((one for one in (soon, due) if one is not None), default=None)
        self.wait.until_change(None if seconds is None else max(seconds, 0.01))

    def _trouble(self, message: str) -> None:
        """Say once what would be said at every look."""
        if message not in self._troubles:
            self._troubles.add(message)
            self.report.trouble(message)
