"""Which evidence gave a line its label: what the winning score against the runner-up changes with, in words."""

from __future__ import annotations

from dataclasses import dataclass

from convert.article import Label


@dataclass(frozen=True, slots=True)
class Evidence:
    """What spoke for a line's label and against the next best: `reasons` are words and weights, weightiest first."""

    label: Label
    rival: Label
    reasons: tuple[tuple[str, float], ...]

    def rows(self) -> list[str]:
        """Return the reasons as lines for people."""
        return [f"{'for' if weight > 0 else 'against'}: {words} ({weight:+.1f})" for words, weight in self.reasons]
