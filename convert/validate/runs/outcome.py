"""What became of documents: the findings of each, and the counts over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from convert.diagnostics import Diagnostic, Severity
from convert.validate.examined import Identity


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


def keep(report: FileReport, findings: Sequence[Diagnostic]) -> FileReport:
    """Return a report with some of its findings, each with its excerpt."""
    if len(findings) == len(report.findings):
        return report
    kept = {id(found) for found in findings}
    pairs = [pair for pair in zip(report.findings, padded(report), strict=True) if id(pair[0]) in kept]
    return replace(report, findings=tuple(f for f, _ in pairs), excerpts=tuple(e for _, e in pairs))


def padded(report: FileReport) -> tuple[str | None, ...]:
    """Return an excerpt for each finding, None where there is none."""
    return report.excerpts or (None,) * len(report.findings)
