"""Judge many documents: the one call behind `newsconvert validate`."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from convert.diagnostics import Diagnostic, Severity, UsageError, diagnostic, worst_first
from convert.validate.examined import Identity, rules
from convert.validate.files import LARGEST, refuse
from convert.validate.fixes import mend
from convert.validate.sources import Source, expand, judge, readable

if TYPE_CHECKING:
    from convert.validate.baseline import Baseline

FORMATS: Final = ("text", "json", "sarif", "github")

MOST_JOBS: Final = 256
"""Processes that may be asked for: more than the cores of any machine that judges feeds."""

MOST_BYTES: Final = 1 << 40
"""What max-bytes may be set to: a terabyte, which no document has."""

EXIT_OK: Final = 0
EXIT_FOUND: Final = 1


@dataclass(frozen=True, slots=True)
class Options:
    """What to judge by and how to tell. The names are those of the command line and of the configuration.

    `select` and `ignore` are codes or their beginnings: `G21` stands for every rule on QCodes; small letters and
    blanks around them do not matter. `severity` is the least
    that is shown, `fail_on` the least that makes the exit code 1. `jobs`: processes, 0 for as many as cores.
    """

    format: str | None = None
    report: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Severity = Severity.INFO
    fail_on: Severity = Severity.ERROR
    exit_zero: bool = False
    statistics: bool = False
    baseline: Path | None = None
    write_baseline: bool = False
    fix: bool = False
    in_place: bool = False
    jobs: int = 1
    max_bytes: int = LARGEST
    colour: bool = False


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one document, with the line of each finding as an excerpt (None where there is no line)."""

    name: str
    findings: tuple[Diagnostic, ...]
    excerpts: tuple[str | None, ...] = ()
    identities: tuple[Identity, ...] = ()
    mended: str | None = None


@dataclass(slots=True)
class Summary:
    """Counts over all documents."""

    files: int = 0
    known: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)

    def add(self, report: FileReport) -> None:
        """Count one document."""
        self.files += 1
        for found in report.findings:
            self.codes[found.code] += 1
            self.severities[found.severity] += 1


def run(paths: Sequence[str | Path], options: Options, out: TextIO | None = None) -> int:
    """Judge the documents that `paths` name, write the report to `out` (stdout) and return the exit code.

    0: nothing at or above `fail_on`; 1: something. Raises UsageError for options that contradict each other or name
    codes that do not exist.
    """
    check(options)
    stream = sys.stdout if out is None else out
    summary = Summary()
    from convert.validate.reports import writer

    told = writer(options.report)
    told(_counted(examine_all(paths, options), summary), summary, options, stream)
    failed = any(summary.severities[found] for found in Severity if found.reaches(options.fail_on))
    return EXIT_FOUND if failed and not options.exit_zero else EXIT_OK


def _counted(reports: Iterable[FileReport], summary: Summary) -> Iterator[FileReport]:
    for report in reports:
        summary.add(report)
        yield report


def check(options: Options) -> None:
    """Raise UsageError for options that cannot hold."""
    codes = [code.casefold() for code in (*rules(), *_pipeline_codes())]
    for prefix in (*options.select, *options.ignore):
        if not prefix.strip() or not any(code.startswith(_folded(prefix)) for code in codes):
            raise UsageError(
                diagnostic("usage.invalid", f"no rule's code begins with {prefix!r}; see: newsconvert rules")
            )
    if not 0 <= options.jobs <= MOST_JOBS:
        raise UsageError(diagnostic("usage.invalid", f"--jobs takes a number up to {MOST_JOBS}"))
    if not 0 < options.max_bytes <= MOST_BYTES:
        raise UsageError(diagnostic("usage.invalid", f"max-bytes takes a number from 1 to {MOST_BYTES:,}"))
    if options.report not in FORMATS:
        raise UsageError(diagnostic("usage.unknown-format", f"{options.report}; there are {', '.join(FORMATS)}"))
    if options.in_place and not options.fix:
        raise UsageError(diagnostic("usage.invalid", "--in-place goes with --fix"))
    if options.write_baseline and options.baseline is None:
        raise UsageError(diagnostic("usage.invalid", "--write-baseline needs --baseline FILE"))


def _folded(prefix: str) -> str:
    return prefix.strip().casefold()


def _pipeline_codes() -> tuple[str, ...]:
    return ("schema.absent",)


def examine_all(paths: Sequence[str | Path], options: Options) -> Iterator[FileReport]:
    """Yield the report of each document in the order of the arguments; memory does not grow with their number."""
    from convert.validate.baseline import Baseline

    sources = expand([str(path) for path in paths], options.exclude)
    known = Baseline.load(options.baseline) if options.baseline and not options.write_baseline else None
    fresh = Baseline(options.baseline) if options.baseline and options.write_baseline else None
    across = _Across()
    for report in _judged(sources, options):
        shown = _filtered(across.add(report), options)
        if fresh is not None:
            fresh.add(shown.name, shown.findings)
            shown = replace(shown, findings=(), excerpts=())
        yield _unknown(shown, known)
    if fresh is not None:
        fresh.save()


def _unknown(report: FileReport, known: Baseline | None) -> FileReport:
    return report if known is None else _keep(report, known.news(report.name, report.findings))


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
    excerpts = _excerpts(data, examined.findings) if options.report == "text" else ()
    return FileReport(source.name, examined.findings, excerpts, examined.identities, mended)


_WIDEST: Final = 100
"""Characters of an excerpt: what a terminal shows on one line beside the margin."""


def _excerpts(data: bytes, findings: tuple[Diagnostic, ...]) -> tuple[str | None, ...]:
    if not data or not findings:
        return (None,) * len(findings)
    lines = text_of(data).split("\n")
    return tuple(_excerpt(lines, found) for found in findings)


def text_of(data: bytes) -> str:
    """Return a document as text for showing: by its byte order mark or XML declaration, else as UTF-8."""
    declared = re.match(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})", data)
    encoding = (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else declared.group(1).decode() if declared else "utf-8"
    )
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # some codecs, such as idna, know no replacement
        return data.decode("utf-8", "replace")


def _excerpt(lines: list[str], found: Diagnostic) -> str | None:
    """Return the line of a finding and, below it, a caret at its column; long lines are cut around the column."""
    if found.line is None or not 0 < found.line <= len(lines):
        return None
    text = lines[found.line - 1].rstrip("\r").expandtabs(1)
    column = (found.column or 1) - 1
    start = max(0, column - _WIDEST // 2) if len(text) > _WIDEST else 0
    clipped = "".join(char if char.isprintable() else " " for char in text[start : start + _WIDEST])
    return clipped if found.column is None else f"{clipped}\n{' ' * (column - start)}^"


def _keep(report: FileReport, findings: Sequence[Diagnostic]) -> FileReport:
    """Return a report with some of its findings, each with its excerpt."""
    if len(findings) == len(report.findings):
        return report
    kept = {id(found) for found in findings}
    pairs = [pair for pair in zip(report.findings, _padded(report), strict=True) if id(pair[0]) in kept]
    return replace(report, findings=tuple(f for f, _ in pairs), excerpts=tuple(e for _, e in pairs))


def _padded(report: FileReport) -> tuple[str | None, ...]:
    return report.excerpts or (None,) * len(report.findings)


def _filtered(report: FileReport, options: Options) -> FileReport:
    # What makes the exit code 1 is always shown.
    shown = max(options.severity, options.fail_on, key=lambda severity: severity.rank)
    return _keep(
        report, [found for found in report.findings if found.severity.reaches(shown) and _wanted(found.code, options)]
    )


def _wanted(code: str, options: Options) -> bool:
    folded = code.casefold()
    chosen = not options.select or folded.startswith(tuple(map(_folded, options.select)))
    return chosen and not folded.startswith(tuple(map(_folded, options.ignore)))


class _Across:
    """What is only seen across documents: an item that stands in two files, an info that is said once."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], str] = {}
        self.absent = False

    def add(self, report: FileReport) -> FileReport:
        """Return the report with what is found across documents, and without what was said before."""
        extra = [found for identity in report.identities if (found := self._twice(report.name, identity)) is not None]
        findings = [found for found in report.findings if not self._said(found)]
        kept = _keep(report, findings)
        if not extra:
            return kept
        pairs = dict(zip(map(id, kept.findings), _padded(kept), strict=True))
        ordered = worst_first((*kept.findings, *extra))
        return replace(kept, findings=ordered, excerpts=tuple(pairs.get(id(found)) for found in ordered))

    def _said(self, found: Diagnostic) -> bool:
        if found.code != "schema.absent":
            return False
        said, self.absent = self.absent, True
        return said

    def _twice(self, name: str, identity: Identity) -> Diagnostic | None:
        if not identity.guid.strip():
            return None
        first = self.seen.setdefault((identity.guid, identity.version), name)
        if first == name:
            return None
        row = rules()["DOC011"]
        message = f"guid '{identity.guid}' with version {identity.version} is already in {readable(first)}"
        return Diagnostic(row.code, row.severity, message, identity.line, None, None, row.mend)
