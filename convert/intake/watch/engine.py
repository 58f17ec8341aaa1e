"""What is taken, through the machinery of a run: workers, bounds, ledger, versions. One pass is one small run."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from convert.batch.interrupt import Stop
from convert.batch.known import mark
from convert.batch.ledger import FAILED, Ledger, Row
from convert.batch.options import Options
from convert.batch.plan import Input, Plan, folded, portable
from convert.batch.pool import Pool
from convert.batch.runner import run_in
from convert.batch.selection import Selection
from convert.batch.unit import Ended, Task, rejected
from convert.containers import HEAD, is_container, is_feed
from convert.diagnostics import diagnostic
from convert.intake.watch.ends import MOST, Failure
from convert.intake.watch.names import articles_by_stem, is_sidecar, stem
from convert.intake.watch.taken import Taken


@dataclass(frozen=True, slots=True)
class Result:
    """How one file ended: by its place among what is taken, and by its key; `row` is None for a container.

    `counts` are the articles in it by status, `failures` the first of those that were not converted.
    """

    path: str
    key: str
    sidecar: str | None
    counts: Mapping[str, int]
    failures: tuple[Failure, ...] = ()
    row: Row | None = None

    @property
    def failed(self) -> int:
        """How many articles were not converted."""
        return sum(self.counts.get(status, 0) for status in FAILED)


@dataclass(frozen=True, slots=True)
class _InOrder(Selection):
    """The inputs of a plan in the order in which they came."""

    places: Mapping[str, int] = field(default_factory=dict)

    def of(self, plan: Plan) -> Iterator[Input]:
        """See Selection."""
        return iter(sorted(plan.inputs(), key=lambda one: (self.places.get(one.key, 0), one.key)))


class Engine:
    """Converts what is taken. `reserved`: names in OUT that are ours."""

    def __init__(
        self, taken: Taken, task: Task, ledger: Ledger, pool: Pool, stop: Stop, jobs: int, reserved: Sequence[str] = ()
    ) -> None:
        self._taken = taken
        self._task, self._ledger, self._reserved = task, ledger, tuple(reserved)
        self._pool, self._stop, self._jobs = pool, stop, jobs

    def holds_inputs(self, path: Path) -> bool:
        """Tell a container, which is worked on alone: it may take hours."""
        return is_container(_head(path), self._task.job.profile, self._task.format)

    def run(self, order: Sequence[str], ended: Callable[[Result], None]) -> bool:
        """Convert everything that is taken; `ended` is told of each file when its outputs are stored and recorded.

        Returns whether some of it has to be converted again, since it was written to meanwhile. What is left when a
        stop is asked for is not told of. Raises MachineError.
        """
        paths = self._taken.paths()
        articles = articles_by_stem(paths)
        inputs = [path for path in paths if not (is_sidecar(path) and stem(path) in articles)]
        waiting = {portable(path): path for path in inputs}
        open_now = {key for key, path in waiting.items() if not self._may_hold_several(path)}
        looks = {path: self._mark(path) for key, path in waiting.items() if key not in open_now}
        found: dict[str, Ended] = {}

        def note(one: Ended) -> None:
            key = one.row.key
            if key in open_now:
                ended(self._single(waiting.pop(key), paths, one))
                open_now.discard(key)
            elif key in waiting:
                found[key] = one

        for one in self._name_taken(waiting):
            note(one)
        with closing(Plan()) as plan:
            plan.add([self._taken.folder], self._task.out, reserved=self._reserved)
            chosen = _InOrder(places={portable(path): place for place, path in enumerate(order)})
            options = Options(jobs=self._jobs, selection=chosen)
            run_in(self._pool, self._stop, plan, self._task, self._ledger, options, note)
        for key, path in waiting.items():
            if self._ledger.has_container(key, self._mark(path), self._task.fingerprint):
                ended(self._several(path, paths))
            elif key in found:
                ended(self._single(path, paths, found[key]))
        return any(self._mark(path) != before for path, before in looks.items() if self._taken.is_there(path))

    def _mark(self, path: str) -> str:
        return mark(self._taken.folder / path)

    def _may_hold_several(self, path: str) -> bool:
        head = _head(self._taken.folder / path)
        return is_container(head, self._task.job.profile, self._task.format) or is_feed(head, self._task.format)

    def _name_taken(self, waiting: Mapping[str, str]) -> list[Ended]:
        """Refuse, and record, files whose outputs would overwrite those of another that was converted before."""
        refused = []
        for key, path in waiting.items():
            name = stem(path)
            same = (row for row in self._ledger.beside(portable(name)) if row.stem == os.fsencode(name))
            other = next((row for row in same if row.is_converted and row.key != key), None)
            if other is not None and not self.holds_inputs(self._taken.folder / path):
                why = diagnostic("batch.name-collision", repr(other.key))
                refused.append(rejected(key, (why,), self._task, self._ledger.rows([key]).get(key)))
        self._ledger.record([one.row for one in refused])
        return refused

    def _single(self, path: str, paths: Sequence[str], one: Ended) -> Result:
        failures = (_failure(one.row),) if one.status in FAILED else ()
        return Result(path, one.row.key, _sidecar(path, paths), {str(one.status): 1}, failures, one.row)

    def _several(self, path: str, paths: Sequence[str]) -> Result:
        """Sum up a container, which may hold any number of articles."""
        counts: Counter[str] = Counter()
        failures: list[Failure] = []
        key = portable(path)
        for row in self._ledger.members(key):
            counts[row.status] += 1
            if row.status in FAILED and len(failures) < MOST:
                failures.append(_failure(row))
        return Result(path, key, _sidecar(path, paths), dict(counts), tuple(failures))


def _failure(row: Row) -> Failure:
    found = orjson.loads(row.found or b"[]")
    return Failure(row.key, found or [{"code": row.code or "", "severity": "error", "message": row.message or ""}])


def same_name(path: str) -> str:
    """Return what two files share that cannot both be converted at a time."""
    return folded(stem(path))


def _sidecar(path: str, paths: Sequence[str]) -> str | None:
    name = f"{stem(path)}.json"
    return name if name != path and name in paths else None


def _head(path: Path) -> bytes:
    """Read how a file begins; what has been put in its place, a link or a pipe, is neither followed nor waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - a descriptor
            return file.read(HEAD) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError:
        return b""
