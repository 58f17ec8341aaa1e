"""`schemas`: the official schema files, known and installed."""

from __future__ import annotations

from convert.terminal import say, say_diagnostic
from convert.validate.schemas import official


def table() -> str:
    """Return a table of the official schema files: standard, version, installed or not, file."""
    there = official.installed()
    rows = [
        f"{row.standard:<10} {row.version:<5} {'installed' if row.file in there else '-':<10} {row.file}"
        for row in official.known()
    ]
    return "\n".join([f"in {official.folder()}", *rows]) + "\n"


def install(source: str | None, *, accept_changed: bool, everything: bool) -> int:
    """Install the official schemas; return the exit code: 1 when a file is not the one we know and was refused.

    Raises MachineError where a file that validation needs cannot be fetched; one that it can do without is only named.
    """
    refused = False
    for outcome in official.install(source, accept_changed=accept_changed, everything=everything):
        if outcome.path is not None:
            say(f"installed {outcome.official.file}")
        if outcome.finding is None:
            continue
        if outcome.finding.code == "schema.hash":
            say_diagnostic(outcome.finding, outcome.official.file)
            refused |= outcome.path is None
        else:
            say(f"left out {outcome.official.file}: {outcome.finding.message}")
    return 1 if refused else 0
