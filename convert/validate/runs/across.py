"""What is only seen across documents: an item that stands in two files, an info that is said once."""

from __future__ import annotations

from dataclasses import replace

from convert.diagnostics import Diagnostic, worst_first
from convert.validate.examined import Identity
from convert.validate.rulebook import rules
from convert.validate.runs.outcome import FileReport, keep, padded
from convert.validate.runs.sources import readable


class Across:
    """Knows the documents so far."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], str] = {}
        self.absent = False

    def add(self, report: FileReport) -> FileReport:
        """Return the report with what is found across documents, and without what was said before."""
        extra = [found for identity in report.identities if (found := self._twice(report.name, identity)) is not None]
        findings = [found for found in report.findings if not self._said(found)]
        kept = keep(report, findings)
        if not extra:
            return kept
        pairs = dict(zip(map(id, kept.findings), padded(kept), strict=True))
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
