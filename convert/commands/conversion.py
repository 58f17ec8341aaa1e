"""`convert`: files and folders into an output folder, or stdin to stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from convert import profile as profiles
from convert import readers, stamp, terminal, writers
from convert.batch.options import Options
from convert.commands.source import STDIN, bytes_of, one_record
from convert.diagnostics import Rejected, Severity, UsageError, diagnostic
from convert.pipeline import Job, convert_records


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options of `convert` ask for, as they were typed."""

    to: str | None = None
    source: str | None = None
    profile: Path | None = None
    timestamp: str | None = None

    def job(self, default: str | None = None) -> Job:
        """Check the options and make the job of them. Raises UsageError."""
        if self.source is not None:
            readers.reader(self.source)
        profile = profiles.DEFAULT if self.profile is None else profiles.load(self.profile)
        timestamp = None if self.timestamp is None else stamp.of_option(self.timestamp)
        return Job(_formats(self.to or default or ""), profile, timestamp, stamp.of_run())


def convert_stdin(wanted: Wanted) -> None:
    """Convert the one article on stdin to stdout. Raises Rejected when it cannot be converted."""
    job = wanted.job()
    if len(job.formats) != 1:
        raise UsageError(diagnostic("usage.invalid", "stdin takes one format: name it with --to"))
    data = bytes_of(STDIN, job.profile)
    outcome = convert_records([one_record(data, job.profile, wanted.source)], job)[0]
    if outcome.reason is not None:
        raise Rejected(outcome.reason)
    for found in outcome.diagnostics:
        if found.severity is not Severity.INFO:
            terminal.say_diagnostic(found)
    sys.stdout.buffer.write(outcome.outputs[0].data)
    sys.stdout.buffer.flush()


def convert_files(
    paths: Sequence[Path], out: Path, wanted: Wanted, options: Options | None = None, *, quiet: bool = False
) -> int:
    """Convert files, folders and containers into `out`; return the exit code: 1 when an input was not converted.

    Raises KeyboardInterrupt when the run was stopped, after what was in flight has been recorded.
    """
    from convert.batch.ledger import opened
    from convert.batch.lock import locked
    from convert.batch.plan import Plan
    from convert.batch.runner import run
    from convert.batch.unit import Task
    from convert.containers import holds_inputs

    job = wanted.job(default="newsml-g2,json-ld")
    options = options or Options()
    with closing(Plan()) as plan:
        plan.add(paths, out, lambda path: holds_inputs(path, job.profile))
        for link in plan.links:
            terminal.say(f"not followed: {link!r} is a link to a folder, or no file")
        with locked(out), opened(out) as ledger, terminal.progress(len(plan), quiet=quiet) as watch:
            task = Task(job, job.fingerprint(), out, wanted.source, options.pack is not None)
            summary = run(plan, task, ledger, options, watch)
    if not quiet:
        terminal.sum_up(summary, str(out))
    if summary.stopped and not options.fail_fast:
        raise KeyboardInterrupt
    return 1 if summary.failed else 0


def _formats(to: str) -> tuple[str, ...]:
    """Split the value of --to. Raises UsageError for a format that is not known, or that two outputs would share."""
    formats = tuple(name.strip() for name in to.split(",") if name.strip())
    suffixes = [writers.suffix(name) for name in formats]
    if len(set(suffixes)) != len(suffixes):
        raise UsageError(diagnostic("usage.invalid", f"--to {to!r} names two formats that make the same file"))
    return formats
