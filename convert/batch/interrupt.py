"""Stopping a run: the first signal ends it after what is in flight, the second at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether the run was asked to stop."""

    def __init__(self) -> None:
        self.asked = False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Note SIGINT and SIGTERM in a Stop; at a second one raise KeyboardInterrupt. Only in the main thread."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
