"""`validate` and `rules`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from convert.diagnostics import UsageError, diagnostic
from convert.validate import rules as table
from convert.validate.runs import config
from convert.validate.runs.options import Options
from convert.validate.runs.run import run


def validate(paths: Sequence[str], given: dict[str, Any], configuration: Path | None) -> int:
    """Judge documents and print the report; return the exit code.

    `given` holds the options of the command line; what it leaves None comes from the configuration: that file, else
    the nearest newsconvert.toml or pyproject.toml with a table for us.
    """
    for path in paths:
        if path != "-" and not os.path.lexists(path) and not any(char in path for char in "*?["):
            raise UsageError(diagnostic("usage.invalid", f"{path} does not exist", path=path))
    file = configuration or config.find(Path.cwd())
    base = Options() if file is None else replace(Options(), **config.load(file))
    chosen = {name: value for name, value in given.items() if value is not None}
    if "-" in paths:
        chosen["jobs"] = 1  # a process of its own has another stdin
    options = replace(base, **chosen, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    return run(paths, options)


def rules(code: str | None) -> str:
    """Return the table of rules, or all about one. Raises UsageError for a code that does not exist."""
    if code is None:
        return "".join(f"{rule.code}  {rule.severity:<8} {rule.title}\n" for rule in table())
    (rule,) = table(code)
    parts = {"Why": rule.why, "Source": rule.source, "Mend": rule.mend}
    told = "".join(f"{name}: {text}\n" for name, text in parts.items() if text)
    return (
        f"{rule.code} ({rule.severity}) {rule.title}\n\n{told}{_example('Bad', rule.bad)}{_example('Good', rule.good)}"
    )


def _example(name: str, slots: Mapping[str, str] | None) -> str:
    """Show an example: the parts of a document that it replaces, by their names."""
    if slots is None:
        return ""
    shown = [
        f"    {slot}: {line}" if slot else f"    {line}" for slot, text in slots.items() for line in text.split("\n")
    ]
    return "\n".join([f"\n{name}:", *shown]) + "\n"
