"""Units through several processes: in order, bounded, and one bad input costs no more than itself.

A worker that dies breaks the whole pool of the standard library. Then a new pool is made, the units that were in flight
are done again one at a time, and the one that kills again is halved until the guilty input stands alone: it is poison.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from convert.batch.limits import bound_memory
from convert.batch.unit import POISON, Ended, Unit, process, rejected
from convert.diagnostics import diagnostic

_AHEAD: Final = 3
"""Units in flight for each process: enough that none idles, few enough that memory does not grow with the archive."""

_RECYCLED: Final = 400
"""Units after which a worker is replaced, which bounds what any library leaks."""

_GRACE: Final = 3
"""How many times the time that a unit may take passes before its process is taken to hang in C code, and is killed."""

Work = deque[tuple[Unit, Future[list[Ended]]]]


class Pool:
    """Worker processes that come back when they die."""

    def __init__(self, jobs: int, memory: int) -> None:
        self._jobs = jobs
        self._memory = memory
        self._pool = self._made(jobs)

    def run(self, units: Iterable[Unit]) -> Iterator[list[Ended]]:
        """Yield what `process` returns for each unit, in their order."""
        flying: Work = deque()
        for unit in units:
            flying.append((unit, self._submit(unit)))
            if len(flying) >= self._jobs * _AHEAD:
                yield from self._landed(flying)
        while flying:
            yield from self._landed(flying)

    def close(self) -> None:
        """End the workers after what they are at."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _made(self, jobs: int) -> ProcessPoolExecutor:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["convert.batch.preload"])
        return ProcessPoolExecutor(
            jobs, context, initializer=_begin, initargs=(self._memory,), max_tasks_per_child=_RECYCLED
        )

    def _submit(self, unit: Unit) -> Future[list[Ended]]:
        try:
            return self._pool.submit(process, unit)
        except BrokenProcessPool:
            broken: Future[list[Ended]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def _landed(self, flying: Work) -> Iterator[list[Ended]]:
        """Yield the oldest unit's results; after a death, those of all that were in flight."""
        unit, future = flying[0]
        done = self._result(unit, future)
        if done is not None:
            flying.popleft()
            yield done
            return
        suspects = [waiting for waiting, _ in flying]
        flying.clear()
        self._renew()
        for suspect in suspects:
            yield self._carefully(suspect)

    def _result(self, unit: Unit, future: Future[list[Ended]]) -> list[Ended] | None:
        """Wait for a unit; None when its process died or hangs."""
        # Units that were submitted before share the processes: the clock runs for what lies ahead in the queue too.
        seconds = unit.task.seconds * (len(unit.items) + 1) * 2 * _GRACE
        try:
            return future.result(seconds)
        except (BrokenProcessPool, FutureTimeout):
            return None

    def _carefully(self, unit: Unit) -> list[Ended]:
        """Do one unit with nothing else in flight, so that a death is its own; halve it to find the guilty input."""
        done = self._result(unit, self._submit(unit))
        if done is not None:
            return done
        self._renew()
        if len(unit.items) == 1:
            (item,) = unit.items
            why = diagnostic("batch.poison")
            return [rejected(item.key, why, unit.task.fingerprint, unit.known.get(item.key), POISON)]
        middle = len(unit.items) // 2
        halves = unit.items[:middle], unit.items[middle:]
        return [ended for half in halves for ended in self._carefully(unit.part(half))]

    def _renew(self) -> None:
        """Kill what is left of the pool and make a new one."""
        for worker in list((self._pool._processes or {}).values()):  # there is no public way to kill a worker
            worker.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._made(self._jobs)


def _begin(memory: int) -> None:
    """Prepare a worker: the parent alone answers to the keyboard, and memory is bounded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    bound_memory(memory)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
