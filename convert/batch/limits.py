"""Bounds of time and memory for a worker, so that one input cannot stop a run."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final


class OutOfTimeError(BaseException):
    """More time has passed than may. No Exception: nothing that isolates bugs may swallow it."""


_GRACE: Final = 2
"""How many times the allowed time passes before a process that does not react is ended: it hangs in C code."""

_armed = False


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block after so much wall time.

    By a timer signal, which takes effect in Python code of the main thread (and not on Windows). A process that was
    prepared by `end_when_stuck` and does not react ends itself later, with exit code 1.
    """
    if not hasattr(signal, "setitimer"):
        with _ended_after(seconds):
            yield
        return

    def expired(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, expired)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with _ended_after(seconds * _GRACE):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def end_when_stuck() -> None:
    """Let `within` end this process when it hangs where no signal reaches it. For workers that somebody replaces."""
    global _armed  # noqa: PLW0603 - a property of the process, as its signal handlers are
    _armed = True


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End the process after so much wall time, from a thread of C code that needs no lock of the interpreter."""
    if not _armed:
        yield
        return
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - os.devnull is a string
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def bound_memory(most: int) -> None:
    """Let this process have so many bytes of address space at the most: beyond it, MemoryError costs one input."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
