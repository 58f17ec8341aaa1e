"""A baseline: the findings that an old feed has already, so that only news is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from convert.diagnostics import Diagnostic, MachineError, UsageError, diagnostic

FORMAT: Final = "newsconvert-baseline/1"


class Baseline:
    """Known findings by file, code, path and message, and how often each stands there. Lines do not count."""

    def __init__(self, known: Counter[str] | None = None) -> None:
        self.known = Counter[str]() if known is None else known

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline. Raises UsageError for a file that is none."""
        try:
            table = orjson.loads(path.read_bytes())
            if table["format"] != FORMAT:
                raise ValueError(table["format"])
            return cls(Counter({str(key): int(number) for key, number in table["findings"].items()}))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name} is no baseline: {error}")) from error

    def add(self, name: str, findings: Sequence[Diagnostic]) -> None:
        """Take findings in as known."""
        self.known.update(_key(name, found) for found in findings)

    def news(self, name: str, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return the findings that are not known; what stands more often than it did is news from there on."""
        left = Counter({key: self.known[key] for key in {_key(name, found) for found in findings}})
        fresh = []
        for found in findings:
            key = _key(name, found)
            left[key] -= 1
            if left[key] < 0:
                fresh.append(found)
        return fresh

    def save(self, path: Path) -> None:
        """Write the baseline, sorted. Raises MachineError when it cannot be written."""
        table = {"format": FORMAT, "findings": dict(sorted(self.known.items()))}
        try:
            path.write_bytes(orjson.dumps(table, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            raise MachineError(diagnostic("write.failed", f"{path.name}: {error.strerror}")) from error


def _key(name: str, found: Diagnostic) -> str:
    return f"{name} {found.code} {found.path or ''} {found.message}"
