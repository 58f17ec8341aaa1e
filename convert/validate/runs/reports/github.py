"""The report for GitHub Actions: workflow commands that annotate lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TextIO

from convert.diagnostics import Diagnostic, Severity
from convert.validate.runs.reports.text import printable

if TYPE_CHECKING:
    from convert.validate.runs.options import Options
    from convert.validate.runs.outcome import FileReport, Summary

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(reports: Iterable[FileReport], summary: Summary, options: Options, out: TextIO) -> None:
    """Write one command a finding."""
    for report in reports:
        for found in report.findings:
            out.write(command(report.name, found) + "\n")


def command(name: str, found: Diagnostic) -> str:
    """Return the workflow command of a finding, such as `::error file=a.xml,line=3,col=5,title=G2101::…`."""
    properties = [("file", printable(name.partition("!")[0]))]
    if found.line is not None:
        properties.append(("line", str(found.line)))
        if found.column is not None:
            properties.append(("col", str(found.column)))
    properties.append(("title", found.code))
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties)
    return f"::{_LEVELS[found.severity]} {listed}::{_data(printable(found.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
