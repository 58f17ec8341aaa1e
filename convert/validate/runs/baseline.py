"""A baseline: the findings that an old feed has already, so that only news is told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from convert.diagnostics import Diagnostic, MachineError, UsageError, diagnostic
from convert.validate.runs.sources import STDIN, readable

FORMAT: Final = "newsconvert-baseline/1"


class Baseline:
    """Known findings by file, code, path and message, and how often each stands there. Lines do not count.

    `path` is the baseline's own file: the documents are named as seen from its folder, however they were typed.
    """

    def __init__(self, path: Path, known: Counter[str] | None = None) -> None:
        self.path = path
        self.known = Counter[str]() if known is None else known

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline. Raises UsageError for a file that is none."""
        try:
            table = orjson.loads(path.read_bytes())
            if table["format"] != FORMAT:
                raise ValueError(table["format"])
            return cls(path, Counter({str(key): int(number) for key, number in table["findings"].items()}))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name} is no baseline: {error}")) from error

    def add(self, name: str, findings: Sequence[Diagnostic]) -> None:
        """Take findings in as known."""
        seen = self._seen(name)
        self.known.update(_key(seen, found) for found in findings)

    def news(self, name: str, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return the findings that are not known; what stands more often than it did is news from there on."""
        seen = self._seen(name)
        left = Counter({key: self.known[key] for key in {_key(seen, found) for found in findings}})
        fresh = []
        for found in findings:
            key = _key(seen, found)
            left[key] -= 1
            if left[key] < 0:
                fresh.append(found)
        return fresh

    def _seen(self, name: str) -> str:
        """Return the name of a document as seen from the baseline's folder; that of standard input is kept."""
        if name == STDIN:
            return name
        path = Path(name)
        here = os.path.relpath(Path(os.path.realpath(path.parent), path.name), os.path.realpath(self.path.parent))
        return readable(Path(here).as_posix())

    def save(self) -> None:
        """Write the baseline, sorted. Raises MachineError when it cannot be written."""
        table = {"format": FORMAT, "findings": dict(sorted(self.known.items()))}
        try:
            self.path.write_bytes(orjson.dumps(table, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            raise MachineError(diagnostic("write.failed", f"{self.path.name}: {error.strerror}")) from error


def _key(name: str, found: Diagnostic) -> str:
    return f"{name} {found.code} {found.path or ''} {found.message}"
