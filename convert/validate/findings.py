"""The findings of one document as they come: bounded in number, and no error lost to ten thousand remarks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from convert.diagnostics import Severity
from convert.validate.rule import ERROR, Found, Rule
from convert.validate.rulebook import severity_of

MOST: Final = 10_000
"""Findings of one document that are kept: past it, the rest says nothing new."""

HINTED: Final = 100
"""Findings of one document that say what was probably meant: to look for it costs more than the finding itself."""


class Findings:
    """What was found so far: of each severity as many as are kept of the document, the rest only counted."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.left_out = 0
        self._kept: dict[Severity, list[Found]] = {severity: [] for severity in Severity}

    def take(self, rule: Rule, found: Iterable[Found]) -> None:
        """Take in what a rule finds."""
        for one in found:
            one.code = rule.code
            self.add(one, one.severity or rule.severity)

    def add(self, one: Found, severity: Severity) -> None:
        """Take in one finding that has its code."""
        kept = self._kept[severity]
        if len(kept) < self.most:
            kept.append(one)
        else:
            self.left_out += 1

    def extend(self, found: Iterable[Found]) -> None:
        """Take in findings that have their codes, from a schema or from the bytes."""
        for one in found:
            self.add(one, severity_of(one))

    @property
    def full(self) -> bool:
        """True when nothing that could still be found would be shown."""
        return len(self._kept[ERROR]) >= self.most

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(map(len, self._kept.values())) + self.left_out

    def kept(self) -> list[Found]:
        """Return the findings to show, errors first; the last one says so where there are more."""
        found = [one for severity in Severity for one in self._kept[severity]]
        more = self.left_out + max(len(found) - self.most, 0)
        found = found[: self.most]
        for one in found[:HINTED]:
            if one.hint is not None:
                one.message, one.hint = one.message + one.hint(), None
        if more:
            found.append(Found(f"There are more findings than the {self.most:,} worst, which are shown", code="DOC013"))
        return found
