"""`watch`: the hot folder."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from convert import terminal, writers
from convert.batch import report
from convert.batch.interrupt import stoppable
from convert.batch.ledger import FAILED, opened
from convert.batch.lock import locked
from convert.batch.plan import portable
from convert.batch.pool import Pool
from convert.batch.unit import Task
from convert.commands.conversion import DEFAULT_FORMATS, Wanted
from convert.commands.posting import Post, outbox
from convert.diagnostics import UsageError, diagnostic
from convert.intake.sinks.outbox import UNDELIVERED
from convert.intake.watch.ends import Ends
from convert.intake.watch.engine import Engine, Result
from convert.intake.watch.inbox import Inbox
from convert.intake.watch.loop import Until, Watch
from convert.intake.watch.taken import Taken
from convert.intake.watch.waiting import waiting


@dataclass(frozen=True, slots=True)
class Hot:
    """What is asked of a watch: when a file is whole, where it goes, when the watch ends. Times are in seconds."""

    settle: float = 2.0
    poll: float = 1.0
    marker: str | None = None
    done: str = "_PROCESSED"
    failed: str = "_ERROR"
    recursive: bool = False
    until: Until = field(default_factory=Until)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a watch may use: processes, bytes of address space for each, seconds for an input."""

    jobs: int = 1
    memory: int = 4_000_000_000
    seconds: float = 30.0


def watch(
    folder: Path,
    out: Path,
    wanted: Wanted,
    hot: Hot,
    machine: Machine,
    talk: terminal.Talker,
    post: Post | None = None,
) -> int:
    """Convert what arrives in a folder; return the exit code.

    A signal is the end that a watch is meant to have: 0. With `once` it comes too early, and raises KeyboardInterrupt.
    """
    _check(folder, out, hot)
    job = wanted.job(default=DEFAULT_FORMATS)
    task = Task(job, out, wanted.source, seconds=machine.seconds, retry=True, consumed=True).signed()
    with ExitStack() as held:
        held.enter_context(locked(out))
        held.enter_context(locked(folder))
        made = _made(folder, task, hot, machine, talk, held)
        box = None
        if post is not None:
            box = held.enter_context(outbox(post, out, made.ledger, job.formats, made.stop, talk))
            made.delivery = box
        talk.tell("watching", {"folder": str(folder)}, f"watching {folder}")
        made.run(hot.marker)
        report.write(made.ledger, out)
    stopped = made.stop.asked
    talk.tell("stopped" if stopped else "end", {"files": made.files, "counts": dict(made.counts)}, _sum(made))
    if not hot.until.once:
        return 0
    if stopped:
        raise KeyboardInterrupt
    return 1 if any(made.counts[status] for status in FAILED) or (box is not None and box.dead) else 0


def _made(folder: Path, task: Task, hot: Hot, machine: Machine, talk: terminal.Talker, held: ExitStack) -> Watch:
    """Put a watch together; what it holds open is let go with `held`."""
    ledger = held.enter_context(opened(task.out))
    stop = held.enter_context(stoppable())
    pool = held.enter_context(Pool(machine.jobs, machine.memory, stop))
    wait = held.enter_context(waiting(folder, hot.poll, stop, recursive=hot.recursive))
    taken = Taken(folder)
    ends = Ends(folder, hot.done, hot.failed)
    inbox = Inbox(folder, hot.settle, hot.marker, recursive=hot.recursive, apart=(ends.done, ends.failed, task.out))
    reserved = [f"{UNDELIVERED}/"]
    reserved += ["report"] if any(writers.suffix(name) == ".html" for name in task.job.formats) else []
    engine = Engine(taken, task, ledger, pool, stop, machine.jobs, reserved)
    return Watch(inbox, taken, ends, engine, ledger, stop, wait, _Told(talk, folder), hot.until, jobs=machine.jobs)


def _check(folder: Path, out: Path, hot: Hot) -> None:
    if not folder.is_dir():
        raise UsageError(diagnostic("usage.invalid", f"{folder} is no folder", path=str(folder)))
    if out.resolve() == folder.resolve():
        why = f"{out} is INBOX and --out: outputs would be taken for inputs; choose another --out"
        raise UsageError(diagnostic("usage.invalid", why, path=str(out)))
    if hot.marker is not None and not hot.marker.strip("."):
        raise UsageError(diagnostic("usage.invalid", f"--marker {hot.marker!r} is no suffix; write it like .done"))


class _Told:
    """Says what became of each file."""

    def __init__(self, talk: terminal.Talker, folder: Path) -> None:
        self._talk, self._folder = talk, folder

    def ended(self, result: Result, place: Path) -> None:
        """See Report."""
        where = portable(str(place.relative_to(self._folder) if place.is_relative_to(self._folder) else place))
        counts = ", ".join(f"{number} {status}" for status, number in sorted(result.counts.items()))
        if result.row is not None:
            counts = result.row.status if result.failed else next(iter(result.counts))
        text = f"{result.key}: {counts or 'nothing in it'}, moved to {where}"
        if result.failures:
            first = result.failures[0].diagnostics[0]
            text += f": {first['message']} [{first['code']}]"
        self._talk.tell("file", _facts(result, where), text)

    def trouble(self, message: str) -> None:
        """See Report."""
        self._talk.tell("trouble", {"message": message}, message)


def _facts(result: Result, where: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": result.key, "counts": dict(result.counts), "moved_to": where}
    if result.row is not None:
        facts |= {"guid": result.row.guid, "version": result.row.version}
        facts["diagnostics"] = orjson.loads(result.row.found or b"[]")
    elif result.failures:
        facts["failures"] = [{"key": one.key, "diagnostics": one.diagnostics} for one in result.failures]
    return {name: value for name, value in facts.items() if value is not None}


def _sum(done: Watch) -> str:
    counts = ", ".join(f"{number} {status}" for status, number in sorted(done.counts.items()))
    return f"{done.files} files: {counts or 'nothing to do'}"
