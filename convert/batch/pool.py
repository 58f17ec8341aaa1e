"""Units through several processes: in order, bounded, and one bad input costs no more than itself.

A worker that dies breaks the whole pool of the standard library. Then a new pool is made, the units that were in flight
are done again one at a time, and the one that kills again is halved until the guilty input stands alone: it is poison.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing.connection import wait
from types import TracebackType
from typing import Final, Self

from convert.batch import server, store
from convert.batch.interrupt import Stop
from convert.batch.limits import bound_memory, end_when_stuck
from convert.batch.unit import POISON, Ended, Item, Unit, rejected
from convert.batch.work import process
from convert.diagnostics import ConvertError, MachineError, diagnostic
from convert.pipeline import crash

_AHEAD: Final = 3
"""Units in flight for each process: enough that none idles, few enough that memory does not grow with the archive."""

_RECYCLED: Final = 400
"""Units after which a worker is replaced, which bounds what any library leaks."""

_GARBAGE: Final = (20_000, 20, 20)
"""When a worker's collector looks for cycles: a batch of articles makes thousands of objects and hardly a cycle. As
Python has it (700, 10, 10) cost 4 % more time; never to look was no faster."""

Done = tuple[Unit, list[Ended]]
"""A unit, and how its inputs ended, in their order."""


class Pool:
    """Worker processes that come back when they die. As a context manager it ends them: at once at an interrupt."""

    def __init__(self, jobs: int, memory: int, stop: Stop, *, small: bool = False) -> None:
        self._jobs = jobs
        self._memory = memory
        self._stop = stop
        self._pool = self._forked() if small and _is_alone() else self._made()
        self._flying: list[deque[tuple[Unit, Future[list[Ended]]]]] = []

    def run(self, units: Iterable[Unit]) -> Iterator[Done]:
        """Yield each unit with what `process` returns for it, in their order. May be called while another call runs."""
        return chain.from_iterable(self.together(units))

    def together(self, units: Iterable[Unit]) -> Iterator[list[Done]]:
        """Do as `run` does, and yield at once what is there when the caller asks: the more, the slower it is."""
        flying: deque[tuple[Unit, Future[list[Ended]]]] = deque()
        self._flying.append(flying)
        for unit in units:
            flying.append((unit, self._submit(unit)))
            if len(flying) >= self._jobs * _AHEAD:
                yield from self._landed(flying)
        while flying:
            yield from self._landed(flying)
        self._flying.remove(flying)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None and not issubclass(kind, ConvertError):
            self._kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for flying in self._flying:
            for _, future in flying:
                if future.done() and not future.cancelled() and future.exception() is None:
                    store.forget(part for ended in future.result() for part in ended.parts)

    def _forked(self) -> ProcessPoolExecutor:
        """Return a pool whose worker is a copy of this process, which has no thread yet: it need not import anything.

        Only the first pool of a small run: its worker cannot be recycled, and later there are threads.
        """
        import convert.batch.preload  # noqa: F401 - the copy finds it done

        return ProcessPoolExecutor(
            1, multiprocessing.get_context("fork"), initializer=prepare_worker, initargs=(self._memory,)
        )

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs,
            server.context(),
            initializer=prepare_worker,
            initargs=(self._memory,),
            max_tasks_per_child=_RECYCLED,
        )

    def _submit(self, unit: Unit) -> Future[list[Ended]]:
        try:
            return self._pool.submit(process, unit)
        except BrokenProcessPool:
            broken: Future[list[Ended]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def _landed(self, flying: deque[tuple[Unit, Future[list[Ended]]]]) -> Iterator[list[Done]]:
        """Yield the oldest units' results; after a death, those of all that were in flight."""
        landed: list[Done] = []
        while flying and (not landed or flying[0][1].done()):
            unit, future = flying[0]
            done = _result(future)
            if done is None:
                break
            flying.popleft()
            landed.append((unit, done if isinstance(done, list) else self._carefully(unit)))
        if landed:
            yield landed
            return
        suspects = [waiting for waiting, _ in flying]
        flying.clear()
        self._renew()
        for suspect in suspects:
            if self._stop.asked:
                return  # the signal went to the workers too; what they were at is done when the run is resumed
            yield [(suspect, self._carefully(suspect))]

    def _carefully(self, unit: Unit) -> list[Ended]:
        """Do one unit with nothing else in flight, so that a death is its own; divide it to find the guilty input.

        A death is soon found by halves. One that hangs until its time is up is found at once among single inputs.
        """
        start = time.monotonic()
        done = _result(self._submit(unit))
        if isinstance(done, list):
            return done
        if done is None:
            self._renew()
        items = unit.items
        if len(items) == 1:
            self._check_alive()
            return [_guilty(items[0], unit, done)]
        hung = done is None and time.monotonic() - start >= unit.task.seconds
        middle = len(items) // 2
        parts = [(item,) for item in items] if hung else [items[:middle], items[middle:]]
        return [ended for part in parts for ended in self._carefully(unit.part(part))]

    def _check_alive(self) -> None:
        """Blame an input only where a worker lives without it. Raises MachineError."""
        try:
            self._pool.submit(os.getpid).result()
        except BrokenProcessPool:
            raise MachineError(diagnostic("machine.worker")) from None

    def _renew(self) -> None:
        self._kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._made()

    def _kill(self) -> None:
        for worker in list((self._pool._processes or {}).values()):  # there is no public way to kill a worker
            worker.kill()


def _is_alone() -> bool:
    """Tell whether a worker may be a copy of this process: a copy of one with threads could wait for ever."""
    return sys.platform == "linux" and threading.active_count() == 1


def _result(future: Future[list[Ended]]) -> list[Ended] | Exception | None:
    """Wait for a unit; None when its process died, the exception where a bug of ours got through."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except ConvertError:
        raise
    except Exception as error:  # noqa: BLE001 - it costs the input that it is about
        return error


def _guilty(item: Item, unit: Unit, error: Exception | None) -> Ended:
    known = unit.known.get(item.key)
    if error is None:
        return rejected(item.key, (diagnostic("batch.poison"),), unit.task, known, POISON)
    return rejected(item.key, (crash(error),), unit.task, known)


def prepare_worker(memory: int) -> None:
    """Prepare a worker: its parent alone answers to signals and outlives it, its memory is bounded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    end_when_stuck()
    bound_memory(memory)
    gc.set_threshold(*_GARBAGE)


def _die_with_parent() -> None:
    """End with the process that gave the work: two runs must not write the same files."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
