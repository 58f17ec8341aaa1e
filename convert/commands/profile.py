"""`profile`: check and explain."""

from __future__ import annotations

from pathlib import Path

from convert import profile_text
from convert.profile import load


def check(file: Path) -> str:
    """Return what a valid profile leaves open. Raises UsageError naming the key that is wrong."""
    unset = load(file).unset()
    left = f"; left open: {', '.join(unset)}" if unset else ""
    return f"{file.name} is valid{left}\n"


def explain(file: Path) -> str:
    """Return what a profile sets, for people. Raises UsageError naming the key that is wrong."""
    return profile_text.explain(load(file))
