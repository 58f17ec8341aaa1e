"""How a command talks: on stderr, in sentences, with colour and a bar only where a person looks on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from convert.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from convert.batch.runner import Summary
    from convert.batch.unit import Ended

MOST_NAMED: Final = 20
"""Rejected inputs that are named on the terminal; `status` names them all."""


def say(message: str) -> None:
    """Print one line of talk."""
    sys.stderr.write(_printable(message) + "\n")


def say_diagnostic(found: Diagnostic, key: str | None = None) -> None:
    """Print a diagnostic as one line: what, where, which code, what to do."""
    place = f"{key}: " if key else ""
    line = f" (line {found.line})" if found.line is not None else ""
    remedy = f" {found.fix}" if found.fix else ""
    say(f"{found.severity}: {place}{found.message}{line} [{found.code}]{remedy}")


def _printable(message: str) -> str:
    """Make control characters and lone surrogates of a file's name visible: a name must not steer a terminal."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in message)


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Callable[[Ended], None]]:
    """Show how far a run is, where stderr is a terminal; name the first rejected inputs in any case."""
    named = 0

    def name(ended: Ended) -> None:
        nonlocal named
        if ended.status not in ("rejected", "poison") or quiet:
            return
        named += 1
        if named <= MOST_NAMED:
            say_diagnostic(_worst(ended), ended.row.key)

    if quiet or not sys.stderr.isatty():
        yield name
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("converting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("converting", total=total)

        def advance(ended: Ended) -> None:
            name(ended)
            bar.advance(task)

        yield advance


def _worst(ended: Ended) -> Diagnostic:
    """Return why an input was not converted; of one that was not done again the ledger keeps the message."""
    if ended.diagnostics:
        return ended.diagnostics[0]
    return Diagnostic(ended.row.code or "", Severity.ERROR, ended.row.message or "")


def sum_up(summary: Summary, out: str) -> None:
    """Print how a run ended, in two or three lines."""
    counts = summary.counts
    parts = [f"{counts['converted'] + counts['warned']} converted"]
    parts += [f"{counts['warned']} of them with warnings"] if counts["warned"] else []
    parts += [f"{counts[name]} {name}" for name in ("rejected", "poison", "skipped") if counts[name]]
    say(", ".join(parts) + f"; results in {out}")
    if summary.reasons:
        say("reasons: " + ", ".join(f"{code} {number}" for code, number in summary.reasons.most_common()))
    if summary.failed > MOST_NAMED:
        say(f"all that was rejected, and why: newsconvert status {out}")
