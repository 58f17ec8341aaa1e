"""How a command talks: on stderr, in sentences or JSON lines, with a bar only where a person looks on."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from convert.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from convert.batch.runner import Summary
    from convert.batch.unit import Ended

MOST_NAMED: Final = 20
"""Rejected inputs that are named on the terminal; `status` names them all."""

_EVERY: Final = 10.0
"""Seconds between two lines of progress where there is no terminal."""

_REFRESHED: Final = 0.2
"""Seconds between two looks of the bar."""

_WORST: Final = 3
"""Reasons that are shown while a run goes on."""


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


class Progress:
    """How far a run is: how many inputs ended how, and how fast."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._start = clock()
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def add(self, ended: Ended) -> None:
        """Count one input."""
        self.counts[ended.status] += 1
        if ended.row.code is not None and (ended.status != "skipped" or ended.diagnostics):
            self.reasons[ended.row.code] += 1

    def facts(self) -> dict[str, Any]:
        """Return the state of the run. `left` (seconds) is None where it cannot be told: members come on top."""
        done, seconds = self.counts.total(), self._clock() - self._start
        rate = done / seconds if seconds > 0 else 0.0
        left = (self._total - done) / rate if rate and done <= self._total else None
        return {
            "done": done,
            "planned": self._total,
            "rate": round(rate, 1),
            "left": None if left is None else round(left),
            "counts": dict(sorted(self.counts.items())),
            "reasons": dict(self.reasons.most_common(_WORST)),
        }

    def line(self) -> str:
        """Return the state of the run for people."""
        facts = self.facts()
        counts = ", ".join(f"{number} {status}" for status, number in facts["counts"].items())
        reasons = ", ".join(f"{code} {number}" for code, number in facts["reasons"].items())
        left = "" if facts["left"] is None else f", {_duration(facts['left'])} left"
        return f"{facts['done']} of {facts['planned']} ({facts['rate']:.0f} a second{left}): {counts}" + (
            f"; {reasons}" if reasons else ""
        )


def _duration(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


class Talker:
    """Sentences for people, on a terminal or in a log."""

    def say(self, message: str) -> None:
        """Say one thing."""
        say(message)

    def tell(self, event: str, facts: dict[str, Any], text: str) -> None:
        """Say what happened: to people the text, to programs the event and its facts."""
        self.say(text)

    def say_diagnostic(self, found: Diagnostic, key: str | None = None) -> None:
        """Say what was found."""
        say_diagnostic(found, key)

    def sum_up(self, summary: Summary, out: str) -> None:
        """Say how a run ended, in two or three lines."""
        counts = summary.counts
        parts = [f"{counts['converted'] + counts['warned']} converted"]
        parts += [f"{counts['warned']} of them with warnings"] if counts["warned"] else []
        parts += [f"{counts[name]} {name}" for name in ("rejected", "poison", "skipped") if counts[name]]
        self.say(", ".join(parts) + f"; results in {out}, account in {out}/report.html")
        if summary.reasons:
            self.say("reasons: " + ", ".join(f"{code} {number}" for code, number in summary.reasons.most_common()))
        if summary.failed > MOST_NAMED:
            self.say(f"all that was rejected, and why: newsconvert status {out}")

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[Ended], None]]:
        """Show how far a run is while it lasts, and name the first rejected inputs."""
        state = Progress(total)
        with self._shown(state) as refresh:
            yield _watcher(state, refresh, self._name)

    def _name(self, ended: Ended) -> None:
        if ended.status in ("rejected", "poison"):
            self.say_diagnostic(_worst(ended), ended.row.key)

    @contextmanager
    def _shown(self, state: Progress) -> Iterator[Callable[[], None]]:
        if sys.stderr.isatty():
            with _bar(state) as refresh:
                yield refresh
        else:
            yield _at_most_every(_EVERY, lambda: self.say(state.line()))


class _Quiet(Talker):
    """Nothing but errors of usage."""

    def say(self, message: str) -> None:
        """Say nothing."""

    def say_diagnostic(self, found: Diagnostic, key: str | None = None) -> None:
        """Say nothing."""

    @contextmanager
    def _shown(self, state: Progress) -> Iterator[Callable[[], None]]:
        yield lambda: None


class _Lines(Talker):
    """One JSON object a line, for programs."""

    def say(self, message: str) -> None:
        """Write a message."""
        self._write({"event": "message", "message": message})

    def tell(self, event: str, facts: dict[str, Any], text: str) -> None:
        """Write an event and its facts."""
        self._write({"event": event, **facts})

    def say_diagnostic(self, found: Diagnostic, key: str | None = None) -> None:
        """Write what was found."""
        self._write({"event": "diagnostic", "key": key, **found.as_dict()})

    def sum_up(self, summary: Summary, out: str) -> None:
        """Write how a run ended."""
        counts = dict(sorted(summary.counts.items()))
        self._write({"event": "end", "counts": counts, "reasons": dict(summary.reasons), "stopped": summary.stopped})

    @contextmanager
    def _shown(self, state: Progress) -> Iterator[Callable[[], None]]:
        yield _at_most_every(_EVERY, lambda: self._write({"event": "progress", **state.facts()}))

    def _write(self, values: dict[str, Any]) -> None:
        import orjson

        text = {key: _printable(value) if isinstance(value, str) else value for key, value in values.items()}
        sys.stderr.write(orjson.dumps(text, option=orjson.OPT_NON_STR_KEYS).decode() + "\n")


def talker(form: str, *, quiet: bool) -> Talker:
    """Return how a run talks: `text` or `json`, or hardly at all."""
    if quiet:
        return _Quiet()
    return _Lines() if form == "json" else Talker()


def _watcher(state: Progress, refresh: Callable[[], None], name: Callable[[Ended], None]) -> Callable[[Ended], None]:
    def watch(ended: Ended) -> None:
        state.add(ended)
        if state.counts["rejected"] + state.counts["poison"] <= MOST_NAMED:
            name(ended)
        refresh()

    return watch


def _at_most_every(seconds: float, show: Callable[[], None]) -> Callable[[], None]:
    last = time.monotonic()

    def refresh() -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= seconds:
            last = now
            show()

    return refresh


@contextmanager
def _bar(state: Progress) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show() -> None:
            facts = state.facts()
            total = max(facts["planned"], facts["done"])
            bar.update(task, total=total, completed=facts["done"], description=state.line())

        yield _at_most_every(_REFRESHED, show)


def _worst(ended: Ended) -> Diagnostic:
    """Return why an input was not converted; of one that was not done again the ledger keeps the message."""
    if ended.diagnostics:
        return ended.diagnostics[0]
    return Diagnostic(ended.row.code or "", Severity.ERROR, ended.row.message or "")
