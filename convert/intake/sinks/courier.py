"""Sending in a thread of its own: nobody who has better things to do waits for a slow receiver."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from convert.intake.sinks import Delivery, Reply, Sink
from convert.intake.sinks.deliveries import Waiting


class Courier:
    """Takes deliveries to a sink, one after the other; each is handed back with the reply.

    The sink is opened, used and closed in one thread. A reply after which all have to wait turns the courier back: what
    is still with it comes back without a reply. Raises what opening the sink raises.
    """

    def __init__(self, opened: Callable[[], Sink]) -> None:
        self._thread = ThreadPoolExecutor(1, "courier")
        self._with_it: deque[tuple[Waiting, Delivery, Future[Reply | None]]] = deque()
        self._turned_back = False
        try:
            self._sink = self._thread.submit(opened).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def __len__(self) -> int:
        """How many deliveries are with it."""
        return len(self._with_it)

    def take(self, waiting: Waiting, delivery: Delivery) -> None:
        """Hand over a delivery."""
        if not self._with_it:
            self._turned_back = False
        self._with_it.append((waiting, delivery, self._thread.submit(self._send, delivery)))

    def back(self, seconds: float) -> tuple[Waiting, Delivery, Reply | None] | None:
        """Return the first delivery handed over, once it is done; None where it is not within some seconds."""
        if not self._with_it:
            return None
        waiting, delivery, reply = self._with_it[0]
        if not wait([reply], max(seconds, 0.0)).done:
            return None
        self._with_it.popleft()
        return waiting, delivery, reply.result()

    def turn_back(self) -> None:
        """Send nothing more of what is with it, but for the delivery that is being made."""
        self._turned_back = True

    def close(self) -> None:
        """Close the sink, after what is being sent."""
        self.turn_back()
        self._thread.submit(self._sink.close).result()
        self._thread.shutdown()

    def _send(self, delivery: Delivery) -> Reply | None:
        if self._turned_back:
            return None
        reply = self._sink.send(delivery)
        self._turned_back = self._turned_back or reply.all_wait
        return reply
