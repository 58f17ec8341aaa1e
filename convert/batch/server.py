"""The server that workers are forked from: a process that has imported all and computed once.

So a worker is there in some milliseconds; until the server itself is ready takes most of a second.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Sequence
from typing import Any, Final

_PRELOADED: Final = ["convert.batch.onethread", "convert.batch.preload"]
"""What it imports, in this order."""

if sys.platform == "linux":
    _PRELOADED.append("convert.batch.warm")  # elsewhere a process that has computed cannot always be forked


def context(more: Sequence[str] = ()) -> Any:
    """Return the means to start workers: forked from the server, which imports `more` too, or else made anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([*_PRELOADED, *more])
    _start()
    return found


def _start() -> None:
    """Start the server, deaf to Ctrl-C: while it imports it would answer with a traceback of its own."""
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # else it is started in between, and lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
