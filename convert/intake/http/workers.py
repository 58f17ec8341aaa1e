"""Calls to worker processes, without holding up the event loop: what waits is done together, what kills is done alone.

A worker that dies or stalls over several calls takes none of them with it: each is done again by itself, and only the
guilty one is told so.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from convert.diagnostics import diagnostic
from convert.intake.http.calls import Call, Kind, Reply
from convert.intake.http.problem import problem, refusal
from convert.intake.http.settings import Settings
from convert.intake.http.worker import Worker

_TOGETHER: Final = 8
"""Calls that a worker takes together. Of 4 kB articles 8 take 0.4 of the processor time a call that one alone does, and
32 take 0.3, but the first waits for the last; measured over 1 to 32."""

_SMALL: Final = 64_000
"""Bytes of a body that shares a worker with others: larger ones would keep those waiting."""

_BRISK: Final = 2.0
"""Seconds that calls have together. Eight small ones take a hundredth of that; who needs more is done alone."""

_RECYCLED: Final = 20_000
"""Answers after which a worker is replaced, which bounds what any library leaks."""

_SAID: Final = logging.getLogger("newsconvert.serve")


@dataclass(slots=True)
class _Waiting:
    """A call that nobody has answered. `alone`: it was there when a worker died or stalled."""

    call: Call
    reply: asyncio.Future[Reply]
    alone: bool

    @property
    def is_wanted(self) -> bool:
        return not self.reply.done()


class Workers:
    """As many workers as the settings say. `on_death` is called when one has died over its work."""

    def __init__(self, settings: Settings, on_death: Callable[[], None]) -> None:
        self._settings = settings
        self._on_death = on_death
        self._queue: deque[_Waiting] = deque()
        self._there = asyncio.Event()
        self._threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="worker")
        self._workers: set[Worker] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the workers, and return when all are ready. Raises RuntimeError when one cannot be started."""
        workers = await asyncio.gather(*(self._made() for _ in range(self._settings.workers)))
        self._tasks = [asyncio.create_task(self._attend(worker)) for worker in workers]

    async def stop(self) -> None:
        """End the workers; calls that still wait are told so."""
        for task in self._tasks:
            task.cancel()
        for worker in list(self._workers):
            worker.kill()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for waiting in self._queue:
            _give(waiting, refusal("http.stopping"))
        for worker in list(self._workers):
            worker.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def are_alive(self) -> bool:
        """Tell whether there is a worker left for every place."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def ask(self, call: Call) -> Reply:
        """Return the reply to a call."""
        if all(task.done() for task in self._tasks):
            return refusal("http.stopping")
        alone = call.kind is Kind.VALIDATE or len(call.body) > _SMALL
        waiting = _Waiting(call, asyncio.get_running_loop().create_future(), alone)
        self._queue.append(waiting)
        self._there.set()
        return await waiting.reply

    async def _made(self) -> Worker:
        loop = asyncio.get_running_loop()
        worker = await loop.run_in_executor(self._threads, Worker, self._settings)
        self._workers.add(worker)
        if not await loop.run_in_executor(self._threads, worker.is_ready):
            raise RuntimeError("a worker did not start")
        return worker

    async def _attend(self, worker: Worker) -> None:
        """Keep a worker busy, and put another in its place when it has died or done enough."""
        while True:
            batch = await self._next()
            if not await self._done(batch, worker):
                self._on_death()
                _SAID.warning("a worker died and is replaced; it worked on %d requests", len(batch))
            elif worker.answers < _RECYCLED:
                continue
            worker = await self._replaced(worker)

    async def _replaced(self, worker: Worker) -> Worker:
        await asyncio.get_running_loop().run_in_executor(self._threads, worker.end)
        self._workers.discard(worker)
        return await self._made()

    async def _next(self) -> list[_Waiting]:
        """Wait for a call; return it with its share of those that wait too."""
        while True:
            batch: list[_Waiting] = []
            share = min(_TOGETHER, -(-len(self._queue) // self._settings.workers))
            while self._queue and len(batch) < share and not (batch and (self._queue[0].alone or batch[0].alone)):
                waiting = self._queue.popleft()
                if waiting.is_wanted:
                    batch.append(waiting)
            if batch:
                return batch
            self._there.clear()
            await self._there.wait()

    async def _done(self, batch: list[_Waiting], worker: Worker) -> bool:
        """Have a worker answer some calls; return whether it lives. What is not answered is put back to be alone."""
        together = len(batch) > 1
        seconds = min(_BRISK, self._settings.seconds) if together else self._settings.seconds
        start = time.monotonic()
        calls = [waiting.call for waiting in batch]
        replies = await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, calls, seconds)
        if replies is None and not together:
            _give(batch[0], _guilty(time.monotonic() - start, seconds))
        for number, waiting in enumerate(batch if together or replies is not None else ()):
            reply = None if replies is None else replies[number]
            if reply is None or (together and reply.outcome == "batch.timeout"):
                waiting.alone = True
                self._queue.appendleft(waiting)
                self._there.set()
            else:
                _give(waiting, reply)
        return replies is not None


def _guilty(took: float, seconds: float) -> Reply:
    """Return the reply to a call over which a worker died: it hung where no signal reaches it, or it killed it."""
    if took >= seconds:
        return problem(diagnostic("batch.timeout", f"more than {seconds:g} seconds"))
    return problem(diagnostic("batch.poison"))


def _give(waiting: _Waiting, reply: Reply) -> None:
    if waiting.is_wanted:
        waiting.reply.set_result(reply)
