"""An import job: inputs into a target, talk on stderr, an exit code. The commands of the integrations call it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from convert import profile as profiles
from convert import readers, stamp, terminal
from convert.batch.importing import Action, Imported, Target, import_articles
from convert.batch.interrupt import stoppable
from convert.batch.outcomes import outcomes
from convert.diagnostics import Severity
from convert.pipeline import Job

INTERRUPTED: Final = 130

_EVERY: Final = 5.0
"""Seconds between two lines of progress."""


@dataclass(frozen=True, slots=True)
class Import:
    """What is to be imported, as it was asked for. `formats`: what the target needs written beside the article."""

    paths: tuple[Path, ...]
    source: str | None = None
    profile: Path | None = None
    limit: int | None = None
    dry_run: bool = False
    formats: tuple[str, ...] = ()

    def job(self) -> Job:
        """Check the options and make the job of them. Raises UsageError."""
        if self.source is not None:
            readers.reader(self.source)
        profile = profiles.DEFAULT if self.profile is None else profiles.load(self.profile)
        return Job(self.formats, profile, None, stamp.of_run())


@dataclass(slots=True)
class Tally:
    """How many articles ended how, and why those that were rejected were."""

    say: Callable[[str], None] = terminal.say
    clock: Callable[[], float] = time.monotonic
    counts: Counter[Action] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    said: float = 0.0

    def add(self, one: Imported) -> None:
        """Count one article, name it if it was rejected, and say now and then how far the import is."""
        self.counts[one.action] += 1
        if one.action is Action.REJECTED:
            why = next(found for found in one.diagnostics if found.severity is Severity.ERROR)
            self.reasons[why.code] += 1
            if self.counts[Action.REJECTED] <= terminal.MOST_NAMED:
                terminal.say_diagnostic(why, one.key)
        if self.clock() - self.said >= _EVERY:
            self.said = self.clock()
            self.say(f"{self.counts.total()} done: {self.line()}")

    def line(self) -> str:
        """Return the counts in words."""
        counts = ", ".join(f"{self.counts[action]} {action}" for action in Action if self.counts[action])
        reasons = ", ".join(f"{code} {number}" for code, number in self.reasons.most_common())
        return (counts or "nothing to do") + (f" ({reasons})" if reasons else "")


def run(wanted: Import, target: Target) -> int:
    """Import what is new; return the exit code: 0, 1 where something was rejected, 130 where it was stopped.

    SIGINT and SIGTERM end the job after the article at hand. Raises UsageError and MachineError.
    """
    tally = Tally(said=time.monotonic())
    with stoppable() as stop:
        found = outcomes(wanted.paths, wanted.job(), wanted.source, limit=wanted.limit)
        for one in import_articles(found, target, dry_run=wanted.dry_run, stopped=lambda: stop.asked):
            tally.add(one)
    tally.say(("would be: " if wanted.dry_run else "") + tally.line())
    if stop.asked:
        tally.say("interrupted; the same command goes on where it stopped")
        return INTERRUPTED
    return 1 if tally.counts[Action.REJECTED] else 0
