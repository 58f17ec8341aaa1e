"""The report for people: grouped by file, with an excerpt and a caret, and a summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TextIO

from convert.diagnostics import CODES, Diagnostic, Severity
from convert.validate.rulebook import rules

if TYPE_CHECKING:
    from convert.validate.runs.options import Options
    from convert.validate.runs.outcome import FileReport, Summary

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def write(reports: Iterable[FileReport], summary: Summary, options: Options, out: TextIO) -> None:
    """Write each document with findings as soon as it is judged, then the counts."""
    for report in reports:
        if report.findings or report.mended:
            out.write(_document(report, options))
    if options.statistics:
        out.write(_statistics(summary))
    out.write(_last_line(summary))


def _document(report: FileReport, options: Options) -> str:
    lines = [_paint(printable(report.name), "1", options)]
    if report.mended:
        lines.append(f"  mended: {printable(report.mended)}")
    excerpts = report.excerpts or (None,) * len(report.findings)
    for found, excerpt in zip(report.findings, excerpts, strict=True):
        lines += _finding(found, excerpt, options)
    return "\n".join(lines) + "\n\n"


def _finding(found: Diagnostic, excerpt: str | None, options: Options) -> list[str]:
    place = ":".join(str(part) for part in (found.line, found.column) if part is not None)
    severity = _paint(found.severity.value, _COLOURS[found.severity], options)
    lines = [f"  {place + ': ' if place else ''}{severity} {found.code} {printable(found.message)}"]
    if excerpt:
        lines += [f"      | {line}" for line in excerpt.split("\n")]
    if found.fix:
        lines.append(f"      = {printable(found.fix)}")
    return lines


def _paint(text: str, colour: str, options: Options) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if options.colour else text


def printable(text: str) -> str:
    """Return a text without control characters: what a document says cannot drive the terminal."""
    return "".join(char if char.isprintable() or char == " " else "\ufffd" for char in text)


def _statistics(summary: Summary) -> str:
    rows = sorted(summary.codes.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:>7}  {code:<14} {title(code)}\n" for code, number in rows) + ("\n" if rows else "")


def title(code: str) -> str:
    """Return what a code means, in one line."""
    return rules()[code].title if code in rules() else CODES[code].meaning


def _last_line(summary: Summary) -> str:
    counts = [
        f"{summary.severities[severity]} {severity.value}{'' if summary.severities[severity] == 1 else 's'}"
        for severity in Severity
    ]
    return f"{summary.files} document{'' if summary.files == 1 else 's'}: {', '.join(counts)}\n"
