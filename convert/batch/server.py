"""The server that workers are forked from: what it imports, and when it starts.

It is a process that has imported all and computed once, so that a worker is there in some milliseconds. Until it is
ready takes as long as this process takes to import what it needs itself: started ahead of that, it costs no time.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

SMALL: Final = 64
"""Inputs of a run that is done before a server is ready: then the worker is a copy of the process that asks."""

SMALL_BYTES: Final = 500_000
"""Bytes of such a run: one input may be an archive."""

_LOOKED_AT: Final = 1_000
"""Names that are looked at to guess the size of a run: a millisecond or two."""

_PRELOADED: Final = ["convert.batch.onethread", "convert.batch.preload"]

if sys.platform == "linux":
    _PRELOADED.append("convert.batch.warm")  # elsewhere a process that has computed cannot always be forked


def context(more: Sequence[str] = ()) -> Any:
    """Return the means to start workers: forked from the server, which imports `more` too, or else made anew."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    found = multiprocessing.get_context(method)
    if method == "forkserver":
        found.set_forkserver_preload([*_PRELOADED, *more])
    return found


def start(inputs: Sequence[str], out: Path) -> None:
    """Start the server where it is likely to be needed: the inputs are not few, and no earlier run has done them."""
    if out.exists() or not is_large(inputs) or "forkserver" not in multiprocessing.get_all_start_methods():
        return
    from multiprocessing import forkserver

    context()
    forkserver.ensure_running()


def is_large(inputs: Sequence[str]) -> bool:
    """Tell whether many files, or large ones, lie at and below some paths; globs and addresses count as none."""
    sizes = list(islice(_sizes(inputs), _LOOKED_AT))
    return len(sizes) > SMALL or sum(sizes) > SMALL_BYTES


def _sizes(paths: Iterable[str]) -> Iterator[int]:
    """Yield the size of each file, folders' own after their files."""
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - strings: names need not be paths here
            for folder, _, names in os.walk(path):
                yield from (_size(os.path.join(folder, name)) for name in names)  # noqa: PTH118 - as above
        elif os.path.isfile(path):  # noqa: PTH113 - as above
            yield _size(path)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - as above
    except OSError:
        return 0
