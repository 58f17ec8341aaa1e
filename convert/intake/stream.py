"""A long-lived pipe: JSON objects in, a line each; JSON objects out, a line each, in the same order.

What is there is converted together, at once, in worker processes: so one request waits for nobody, many are fast, and
one that hangs or kills its process costs only itself. Nothing is read while answers wait to be taken.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import BinaryIO, Final

import orjson

from convert.batch.interrupt import Stop, stoppable
from convert.batch.pool import Pool
from convert.batch.unit import Ended, Item, Task, Unit
from convert.batch.work import LARGE
from convert.diagnostics import Diagnostic, diagnostic
from convert.intake.answer import answer, refusal
from convert.intake.lines import Lines, woken_by_signals
from convert.intake.request import Request, parsed
from convert.pipeline import Status

_TOGETHER: Final = 32
"""Requests that a worker converts together: the rate no longer grows beyond it, and the first waits for the last."""

_ESCAPED: Final = 3
"""How many bytes of JSON one byte of a text may need: 6 for a character of two bytes, escaped."""


def stream(source: int, sink: BinaryIO, task: Task, jobs: int, memory: int) -> bool:
    """Answer every line of a file descriptor until it ends; return whether all were converted.

    Raises KeyboardInterrupt after a signal, when what had been read is answered.
    """
    converted = True
    with stoppable() as stop, woken_by_signals() as wake, Pool(jobs, memory, stop) as pool:
        lines = Lines(source, task.job.profile.limits.max_bytes * _ESCAPED, wake)
        number = 0
        while not stop.asked and (found := lines.waiting(_TOGETHER * jobs, LARGE * jobs)):
            requests = [_request(line, number + place, task) for place, line in enumerate(found, 1)]
            number += len(found)
            wanted = [request for line, request in zip(found, requests, strict=True) if _asks(line)]
            converted = _answered(wanted, sink, task, jobs, pool) and converted
        _end(stop)
    return converted


def _end(stop: Stop) -> None:
    if stop.asked:
        raise KeyboardInterrupt


def _asks(line: bytes | None) -> bool:
    """Tell a line that is empty, which some programs write at the end."""
    return line is None or bool(line.removeprefix(BOM_UTF8).strip())


def _request(line: bytes | None, number: int, task: Task) -> Request:
    if line is None:
        return Request(number, None, diagnostic("read.too-large", "the line of the request", line=number))
    return parsed(line, number, task.job.profile)


def _answered(requests: Sequence[Request], sink: BinaryIO, task: Task, jobs: int, pool: Pool) -> bool:
    """Convert some requests, and answer them in their order; return whether all were converted."""
    items = [request.item for request in requests if isinstance(request.item, Item)]
    results = (ended for _, ended in pool.run(_units(items, task, jobs)))
    ended: list[Ended] = []
    all_converted = True
    for request in requests:
        if isinstance(request.item, Diagnostic):
            described = refusal(request, request.item)
        else:
            if not ended:
                ended = list(reversed(next(results)))
            described = answer(request, ended.pop(), task.job.formats)
        all_converted = all_converted and described["status"] in (Status.CONVERTED, Status.WARNED)
        sink.write(orjson.dumps(described, option=orjson.OPT_APPEND_NEWLINE))
        sink.flush()
    return all_converted


def _units(items: list[Item], task: Task, jobs: int) -> list[Unit]:
    """Share some inputs out evenly to the workers."""
    share = -(-len(items) // jobs) or 1
    return [Unit(tuple(items[start : start + share]), {}, task) for start in range(0, len(items), share)]
