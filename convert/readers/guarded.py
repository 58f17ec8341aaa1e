"""A reader of somebody else's, held to the contract: what it does wrong costs the input and names the plugin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convert import plugins
from convert.diagnostics import Diagnostic
from convert.plugins import Plugin
from convert.readers import Hint, Raw, Record, Refusal

if TYPE_CHECKING:
    from convert.profile import Profile


@dataclass(frozen=True, slots=True)
class Guarded:
    """A reader that never raises."""

    plugin: Plugin

    def sniff(self, head: bytes, hint: Hint) -> float:
        """See Reader; one that fails does not know the input."""
        try:
            return min(max(self._sniffed(head, hint), 0.0), 1.0)
        except Exception:  # noqa: BLE001 - `fault` says it
            return 0.0

    def fault(self, head: bytes, hint: Hint) -> Diagnostic | None:
        """Say how it fails to look at an input, None where it does not."""
        try:
            self._sniffed(head, hint)
        except Exception as error:  # noqa: BLE001 - the plugin's own
            return plugins.failed(self.plugin, error, "plugin.passed-over")
        return None

    def _sniffed(self, head: bytes, hint: Hint) -> float:
        with plugins.held():
            return float(self.plugin.target.sniff(head, hint))

    def read(self, raw: Raw, profile: Profile) -> Iterator[Record | Refusal]:
        """See Reader; what it raises, and what is no record, is a refusal."""
        try:
            for one in plugins.each(lambda: self.plugin.target.read(raw, profile)):
                if not isinstance(one, Record | Refusal):
                    raise TypeError(f"it yields a {type(one).__name__}, no Record or Refusal")
                yield one
        except Exception as error:  # noqa: BLE001 - the plugin's own
            digest = hashlib.sha256(raw.data).hexdigest()
            yield Refusal(raw.key, digest, (plugins.failed(self.plugin, error),))
