"""Judge ninjs: the official JSON Schema when it is installed, and what it cannot express."""

from __future__ import annotations

from typing import Final

from convert.validate.examined import Examined
from convert.validate.rule import Table

TABLE: Final = Table()


def examine(data: bytes) -> Examined:
    """Return what is found in one document."""
    return Examined()
