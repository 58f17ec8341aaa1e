"""Run a plan: units through the line, in this process or in several, and their rows into the ledger.

Only the parent writes the ledger, a unit's rows in one transaction, after the unit's files are on the disk: killed at
any moment, a run loses no more than the units in flight, and does those again.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from convert.batch.ledger import Ledger
from convert.batch.plan import Input, Plan
from convert.batch.unit import SKIPPED, Ended, Unit, process, refused
from convert.pipeline import Job, Status

UNIT: Final = 64
"""Inputs a unit: the segmenter's best batch (64 and 256 are alike, 16 is a third slower), and the loss of a kill."""

_AHEAD: Final = 3
"""Units waiting for each process: enough that none idles, few enough that memory does not grow with the archive."""


@dataclass(slots=True)
class Summary:
    """What a run did. The numbers of `counts` (by status) add up to the inputs."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many inputs were rejected."""
        return self.counts[Status.REJECTED]

    def add(self, ended: Ended) -> None:
        """Count one input."""
        self.counts[ended.status] += 1
        if ended.row.code is not None and ended.status != SKIPPED:
            self.reasons[ended.row.code] += 1


Watcher = Callable[[Ended], None]
"""Told of each input as it ends."""


def run(
    plan: Plan,
    job: Job,
    out: Path,
    ledger: Ledger,
    *,
    jobs: int = 1,
    source: str | None = None,
    watch: Watcher | None = None,
) -> Summary:
    """Convert a plan's inputs and record each. `source` names the format of the inputs, None: each is sniffed.

    Raises MachineError when the disk gives up; what was recorded until then stays.
    """
    fingerprint = job.fingerprint()
    summary = Summary()

    def commit(ended: Sequence[Ended]) -> None:
        ledger.record(one.row for one in ended if one.status != SKIPPED)
        for one in ended:
            summary.add(one)
            if watch is not None:
                watch(one)

    commit([refused(one, why, fingerprint) for one, why in plan.refused])
    units = (
        Unit(inputs, ledger.rows([one.key for one in inputs]), job, fingerprint, out, source)
        for inputs in _chunks(plan.inputs)
    )
    for ended in map(process, units) if jobs == 1 else _in_parallel(units, jobs):
        commit(ended)
    return summary


def _chunks(inputs: tuple[Input, ...]) -> Iterator[tuple[Input, ...]]:
    return (inputs[start : start + UNIT] for start in range(0, len(inputs), UNIT))


def _in_parallel(units: Iterable[Unit], jobs: int) -> Iterator[list[Ended]]:
    """Yield what `process` returns, in the order of the units, from a bounded number in flight."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    waiting: deque[Future[list[Ended]]] = deque()
    with ProcessPoolExecutor(jobs, multiprocessing.get_context(method)) as pool:
        try:
            for unit in units:
                waiting.append(pool.submit(process, unit))
                if len(waiting) >= jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
