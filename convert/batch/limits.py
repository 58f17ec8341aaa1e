"""Bounds of time and memory for a worker, so that one input cannot stop a run."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(BaseException):
    """More time has passed than may. No Exception: nothing that isolates bugs may swallow it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block after so much wall time.

    By a timer signal, so it takes effect in Python code of the main thread; a C function that hangs is ended by the
    parent, which kills the process. Where there is no such signal (Windows) the parent is the only bound.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def expired(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, expired)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def bound_memory(most: int) -> None:
    """Let this process have so many bytes of address space at the most: beyond it, MemoryError costs one input."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
