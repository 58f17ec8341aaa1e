"""What each command does, between parsed arguments and exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from convert import profile as profiles
from convert import readers, stamp, terminal, writers
from convert.article import Segmentation
from convert.diagnostics import Rejected, Severity, UsageError, diagnostic
from convert.metadata import NONE
from convert.pipeline import Job, convert_records
from convert.profile import Profile
from convert.readers import Raw, Record, Refusal
from convert.readers.text import Text

STDIN: Final = "stdin"
"""The source key of what comes in by a pipe and has no name, as far as messages go; its guid comes of its bytes."""


def convert_stdin(to: str | None, source: str | None, profile: Path | None, timestamp: str | None) -> None:
    """Convert the one article on stdin to stdout. Raises Rejected when it cannot be converted."""
    formats = _formats(to) if to else ()
    if len(formats) != 1:
        raise UsageError(diagnostic("usage.invalid", "stdin takes one format: name it with --to"))
    job = _job(formats, profile, timestamp)
    data = sys.stdin.buffer.read(job.profile.limits.max_bytes + 1)
    outcome = convert_records(_records(data, job.profile, source), job)[0]
    for found in outcome.diagnostics:
        if found.severity is not Severity.INFO and found is not outcome.reason:
            terminal.say_diagnostic(found)
    if outcome.reason is not None:
        raise Rejected(outcome.reason)
    sys.stdout.buffer.write(outcome.outputs[0].data)
    sys.stdout.buffer.flush()


def convert_files(
    paths: Sequence[Path],
    out: Path,
    to: str,
    source: str | None,
    profile: Path | None,
    jobs: int,
    timestamp: str | None,
    *,
    quiet: bool,
) -> int:
    """Convert files and folders into `out`; return the exit code."""
    from convert.batch import ledger, plan, runner

    job = _job(_formats(to), profile, timestamp)
    if source is not None:
        readers.reader(source)
    planned = plan.plan(paths, out)
    for link in planned.links:
        terminal.say(f"not followed: {link!r} is a link to a folder, or to nothing")
    total = len(planned.inputs) + len(planned.refused)
    with ledger.opened(out) as opened, terminal.progress(total, quiet=quiet) as watch:
        summary = runner.run(planned, job, out, opened, jobs=jobs, source=source, watch=watch)
    if not quiet:
        terminal.sum_up(summary, str(out))
    return 1 if summary.rejected else 0


def segment(file: str, shape: str, profile: Path | None, *, explain: bool) -> str:
    """Return the labelled lines of one text as text, JSON or HTML. Raises Rejected when it is no text."""
    from convert.segment import segment_many, show

    chosen = _profile(profile)
    record = _one(file, chosen)
    (segmentation,) = segment_many([record.text], house=chosen.words)
    if explain:
        return show.explain(segmentation)
    if shape == "html":
        return show.render_html(segmentation)
    return _segments_json(segmentation) if shape == "json" else show.render_text(segmentation)


def status(folder: Path, shape: str) -> str:
    """Return what a run did, as text or JSON."""
    from convert.batch.status import read

    account = read(folder)
    if shape == "json":
        return orjson.dumps(account.as_dict(), option=orjson.OPT_INDENT_2).decode() + "\n"
    return account.as_text(terminal.MOST_NAMED)


def _segments_json(segmentation: Segmentation) -> str:
    lines = [
        {"text": line.text, "start": line.start, "end": line.end, "label": line.label, "confidence": line.confidence}
        for line in segmentation.lines
    ]
    return (
        orjson.dumps({"confidence": segmentation.confidence, "lines": lines}, option=orjson.OPT_INDENT_2).decode()
        + "\n"
    )


def _formats(to: str) -> tuple[str, ...]:
    """Split the value of --to. Raises UsageError for a format that is not known, or that two outputs would share."""
    formats = tuple(name.strip() for name in to.split(",") if name.strip())
    suffixes = [writers.suffix(name) for name in formats]
    if not formats or len(set(suffixes)) != len(suffixes):
        raise UsageError(diagnostic("usage.invalid", f"--to {to!r} names no format, or two that make the same file"))
    return formats


def _profile(path: Path | None) -> Profile:
    return profiles.DEFAULT if path is None else profiles.load(path)


def _job(formats: tuple[str, ...], profile: Path | None, timestamp: str | None) -> Job:
    chosen = stamp.of_option(timestamp) if timestamp is not None else None
    return Job(formats, _profile(profile), chosen, stamp.of_run())


def _records(data: bytes, profile: Profile, source: str | None) -> list[Record | Refusal]:
    import hashlib

    digest = hashlib.sha256(data).hexdigest()
    records = list(readers.read(Raw(digest, data, NONE), profile, source))
    if len(records) != 1:
        return [Refusal(STDIN, digest, (diagnostic("read.not-one", f"{len(records)} articles"),))]
    return records


def _one(file: str, profile: Profile) -> Text:
    """Read the text of one file, or of stdin."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Rejected(diagnostic("read.unreadable", f"{file}: {error.strerror}")) from error
    (record,) = _records(data, profile, "text")
    if isinstance(record, Refusal):
        raise Rejected(record.diagnostics[0])
    if not isinstance(record.content, Text):
        raise TypeError("the text reader gives text")
    return record.content
