"""What a run did, read from its ledger: counts, reasons, and what was rejected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convert.batch.ledger import opened
from convert.batch.unit import POISON
from convert.pipeline import Status


@dataclass(frozen=True, slots=True)
class Reason:
    """A diagnostic that inputs of one status share: how many, and one of them."""

    status: str
    code: str
    number: int
    example: str


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all inputs of an output folder. `rejected` is (key, code, message), in the order of keys."""

    counts: dict[str, int]
    reasons: tuple[Reason, ...]
    rejected: tuple[tuple[str, str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the account ready for JSON."""
        return {
            "inputs": sum(self.counts.values()),
            "counts": self.counts,
            "reasons": [
                {"status": r.status, "code": r.code, "number": r.number, "example": r.example} for r in self.reasons
            ],
            "rejected": [{"key": key, "code": code, "message": message} for key, code, message in self.rejected],
        }

    def as_text(self, most: int) -> str:
        """Return the account for people, with at most so many rejected inputs named."""
        lines = [f"{sum(self.counts.values())} inputs"]
        lines += [f"  {number:>8}  {status}" for status, number in self.counts.items()]
        if self.reasons:
            lines += ["", "Reasons"]
            lines += [f"  {r.number:>8}  {r.code}  ({r.status}; such as {r.example})" for r in self.reasons]
        if self.rejected:
            lines += ["", "Rejected"]
            lines += [f"  {key}: {message} [{code}]" for key, code, message in self.rejected[:most]]
            rest = len(self.rejected) - most
            lines += [f"  … and {rest} more: --format json names them all"] if rest > 0 else []
        return "\n".join(lines) + "\n"


def read(out: Path) -> Account:
    """Read the account of an output folder. Raises UsageError where no run wrote."""
    with opened(out, create=False) as ledger:
        rejected = tuple(
            (row.key, row.code or "", row.message or "") for row in ledger.with_status(Status.REJECTED, POISON)
        )
        return Account(ledger.counts(), tuple(Reason(*row) for row in ledger.reasons()), rejected)
