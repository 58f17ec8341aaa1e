"""How a run goes about its work."""

from __future__ import annotations

from dataclasses import dataclass, field

from convert.batch.selection import Selection


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes about its work; nothing here changes a byte of the outputs."""

    jobs: int = 1
    memory: int = 4_000_000_000
    retry: bool = False
    fail_fast: bool = False
    pack: str | None = None
    dry_run: bool = False
    selection: Selection = field(default_factory=Selection)
