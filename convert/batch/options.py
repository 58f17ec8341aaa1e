"""How a run goes about its work."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from convert.batch.selection import Selection
from convert.sidecar import Manifest


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes about its work. `memory`: bytes of address space a worker may have."""

    jobs: int = 1
    memory: int = 4_000_000_000
    fail_fast: bool = False
    dry_run: bool = False
    rejects: bool = False
    selection: Selection = field(default_factory=Selection)
    manifest: Manifest = field(default_factory=Manifest)

    def with_manifest(self, manifest: Manifest) -> Options:
        """Return the options with what a manifest says of the inputs."""
        return replace(self, manifest=manifest)
