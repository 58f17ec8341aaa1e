"""The report for programs. Its form is `schemas/report.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TextIO

import orjson

from convert.diagnostics import Severity
from convert.validate.runs.sources import readable

if TYPE_CHECKING:
    from convert.validate.runs.options import Options
    from convert.validate.runs.outcome import FileReport, Summary

FORMAT: Final = "newsconvert-report/1"


def write(reports: Iterable[FileReport], summary: Summary, options: Options, out: TextIO) -> None:
    """Write one JSON object; the documents are written one by one, those without findings too."""
    out.write(f'{{\n"format": "{FORMAT}",\n"documents": [')
    separator = "\n"
    for report in reports:
        row = {
            "name": readable(report.name),
            "ok": not any(found.severity is Severity.ERROR for found in report.findings),
            "findings": [found.as_dict() for found in report.findings],
        }
        if report.mended:
            row["mended"] = readable(report.mended)
        out.write(separator + _dumps(row))
        separator = ",\n"
    counts = {
        "documents": summary.files,
        **{f"{severity.value}s": summary.severities[severity] for severity in Severity},
        "codes": dict(sorted(summary.codes.items())),
    }
    out.write(f'\n],\n"summary": {_dumps(counts)}\n}}\n')


def _dumps(value: object) -> str:
    return orjson.dumps(value).decode()
