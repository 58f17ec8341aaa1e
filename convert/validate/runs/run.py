"""Judge many documents: the one call behind `newsconvert validate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from convert.diagnostics import Severity, UsageError
from convert.validate.files import refuse
from convert.validate.runs.across import Across
from convert.validate.runs.excerpts import excerpts
from convert.validate.runs.fixes import mend
from convert.validate.runs.options import Options, check, wanted
from convert.validate.runs.outcome import FileReport, Summary, keep
from convert.validate.runs.reports import writer
from convert.validate.runs.sources import Source, expand, judge

if TYPE_CHECKING:
    from convert.validate.runs.baseline import Baseline

EXIT_OK: Final = 0
EXIT_FOUND: Final = 1


def run(paths: Sequence[str | Path], options: Options, out: TextIO | None = None) -> int:
    """Judge the documents that `paths` name, write the report to `out` (stdout) and return the exit code.

    0: nothing at or above `fail_on`; 1: something. Raises UsageError for options that contradict each other or name
    codes that do not exist.
    """
    check(options)
    stream = sys.stdout if out is None else out
    summary = Summary()
    told = writer(options.report)
    told(_counted(examine_all(paths, options), summary), summary, options, stream)
    failed = any(summary.severities[found] for found in Severity if found.reaches(options.fail_on))
    return EXIT_FOUND if failed and not options.exit_zero else EXIT_OK


def _counted(reports: Iterable[FileReport], summary: Summary) -> Iterator[FileReport]:
    for report in reports:
        summary.add(report)
        yield report


def examine_all(paths: Sequence[str | Path], options: Options) -> Iterator[FileReport]:
    """Yield the report of each document in the order of the arguments; memory does not grow with their number."""
    from convert.validate.runs.baseline import Baseline

    sources = expand([str(path) for path in paths], options.exclude)
    known = Baseline.load(options.baseline) if options.baseline and not options.write_baseline else None
    fresh = Baseline(options.baseline) if options.baseline and options.write_baseline else None
    across = Across()
    for report in _judged(sources, options):
        shown = _filtered(across.add(report), options)
        if fresh is not None:
            fresh.add(shown.name, shown.findings)
            shown = replace(shown, findings=(), excerpts=())
        yield _unknown(shown, known)
    if fresh is not None:
        fresh.save()


def _unknown(report: FileReport, known: Baseline | None) -> FileReport:
    return report if known is None else keep(report, known.news(report.name, report.findings))


def _judged(sources: Iterable[Source], options: Options) -> Iterator[FileReport]:
    jobs = options.jobs or os.cpu_count() or 1
    if jobs == 1:
        for source in sources:
            yield one(source, options)
        return
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial

    with ProcessPoolExecutor(jobs) as pool:
        yield from _in_order(pool.map(partial(_several, options=options), _parts(sources, jobs)))


def _in_order(parts: Iterable[list[FileReport]]) -> Iterator[FileReport]:
    for part in parts:
        yield from part


_PART: Final = 16
"""Documents that a process gets at a time: enough to make the way there cheap, few enough to share evenly."""


def _parts(sources: Iterable[Source], _jobs: int) -> Iterator[list[Source]]:
    part: list[Source] = []
    for source in sources:
        part.append(source)
        if len(part) == _PART:
            yield part
            part = []
    if part:
        yield part


def _several(sources: list[Source], options: Options) -> list[FileReport]:
    return [one(source, options) for source in sources]


def one(source: Source, options: Options) -> FileReport:
    """Judge one document; with `fix`, write its mended copy and judge that."""
    try:
        data, examined = judge(source, options.format, options.max_bytes)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug on one document must not stop a run
        data, examined = b"", refuse(f"{type(error).__name__}: {error}", "DOC012")
    mended = None
    if options.fix and examined.edits and data and source.path is not None and source.member is None:
        mended, data, examined = mend(source.path, data, examined, options)
    shown = excerpts(data, examined.findings) if options.report == "text" else ()
    return FileReport(source.name, examined.findings, shown, examined.identities, mended)


def _filtered(report: FileReport, options: Options) -> FileReport:
    # What makes the exit code 1 is always shown.
    shown = max(options.severity, options.fail_on, key=lambda severity: severity.rank)
    return keep(
        report, [found for found in report.findings if found.severity.reaches(shown) and wanted(found.code, options)]
    )
