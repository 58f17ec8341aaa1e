"""What others add: readers, writers, rules and sinks, registered by entry points and held to one versioned contract.

A plugin's failure is its own. One that cannot be imported, or that was made for another contract, is listed with the
reason and left out; one that fails at work costs the input that it failed on, under a code that names it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from convert.diagnostics import Diagnostic, diagnostic

API: Final = 1
"""The number of the contract. A plugin states the one that it was made for, in `api`."""

SWITCH: Final = "NEWSCONVERT_PLUGINS"
"""Set to `off`, this variable keeps every plugin from being imported."""


class Kind(StrEnum):
    """What a plugin adds, and what it is asked for."""

    READER = "reader"
    WRITER = "writer"
    RULE = "rule"
    SINK = "sink"


_ASKED: Final = {
    Kind.READER: ("sniff", "read"),
    Kind.WRITER: ("name", "suffix", "entry"),
    Kind.RULE: ("format", "rules", "check"),
    Kind.SINK: ("open",),
}


class State(StrEnum):
    """Whether a plugin is used, and why not."""

    READY = "ready"
    BROKEN = "broken"
    VERSION = "version"
    SHADOWED = "shadowed"


_CODES: Final = {State.BROKEN: "plugin.broken", State.VERSION: "plugin.version", State.SHADOWED: "plugin.shadowed"}


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point: what it adds under which name, who made it, whether it is used. `target`: what it names."""

    kind: Kind
    name: str
    distribution: str
    version: str
    state: State = State.READY
    reason: str = ""
    target: Any = None

    @property
    def title(self) -> str:
        """The plugin's name for messages."""
        return f"{self.name} of {self.distribution} {self.version}"

    @property
    def diagnostic(self) -> Diagnostic | None:
        """Why it is not used, None where it is."""
        if self.state is State.READY:
            return None
        return diagnostic(_CODES[self.state], f"{self.kind} {self.title}: {self.reason}")


def failed(plugin: Plugin, error: BaseException, code: str = "plugin.failed") -> Diagnostic:
    """Return the diagnostic of a plugin that failed at work."""
    return diagnostic(code, f"{plugin.kind} {plugin.title}: {type(error).__name__}: {error}")


@contextmanager
def held() -> Iterator[None]:
    """Run what is a plugin's: what it prints goes to stderr, and where it ends the process, that is a RuntimeError.

    An output may go to stdout, and must hold nothing else.
    """
    with redirect_stdout(sys.stderr):
        try:
            yield
        except SystemExit as error:
            raise RuntimeError(f"it wants to end the process: {error}") from error


def each(made: Callable[[], Iterable[Any]]) -> Iterator[Any]:
    """Iterate over what a plugin makes bit by bit, each bit of its work held."""
    with held():
        iterator = iter(made())
    while True:
        with held():
            try:
                one = next(iterator)
            except StopIteration:
                return
        yield one


@cache
def found(kind: Kind, built_in: tuple[str, ...] = ()) -> tuple[Plugin, ...]:
    """Return the plugins of a kind, by name; those are imported. A built-in's name cannot be taken over."""
    if os.environ.get(SWITCH, "").lower() == "off":
        return ()
    points = sorted(entry_points(group=f"newsconvert.{kind}s"), key=lambda one: (one.name, _by(one)))
    plugins: list[Plugin] = []
    taken = set(built_in)
    for point in points:
        plugin = _loaded(kind, point)
        if plugin.state is State.READY and plugin.name in taken:
            plugin = replace(plugin, state=State.SHADOWED, reason="the name is taken", target=None)
        elif plugin.state is State.READY:
            taken.add(plugin.name)
        plugins.append(plugin)
    return tuple(plugins)


def ready(kind: Kind, built_in: tuple[str, ...] = ()) -> dict[str, Plugin]:
    """Return the plugins of a kind that are used, by name."""
    return {one.name: one for one in found(kind, built_in) if one.state is State.READY}


def hint(kind: Kind, name: str) -> str:
    """Return why a name that somebody registered cannot be used; nothing where nobody did."""
    reasons = (one.reason for one in found(kind) if one.name == name and one.state is not State.READY)
    reason = next(reasons, None)
    return "" if reason is None else f"; a plugin of that name is not used: {reason}"


def _loaded(kind: Kind, point: EntryPoint) -> Plugin:
    plugin = Plugin(kind, point.name, *_by(point))
    try:
        with held():
            return _judged(plugin, point.load())
    except Exception as error:  # noqa: BLE001 - whatever its import does is the plugin's own
        return replace(plugin, state=State.BROKEN, reason=f"{type(error).__name__}: {error}")


def _judged(plugin: Plugin, target: Any) -> Plugin:
    """Hold what an entry point names to the contract."""
    stated = getattr(target, "api", None)
    if stated != API:
        made = "states no contract" if stated is None else f"was made for contract {stated}"
        return replace(plugin, state=State.VERSION, reason=f"it {made}; this is {API}")
    lacks = [name for name in _ASKED[plugin.kind] if not hasattr(target, name)]
    if lacks:
        return replace(plugin, state=State.BROKEN, reason=f"it has no {', '.join(lacks)}")
    if plugin.kind is Kind.WRITER and target.name != plugin.name:
        return replace(plugin, state=State.BROKEN, reason=f"it is registered as {plugin.name} and named {target.name}")
    return replace(plugin, target=target)


def _by(point: EntryPoint) -> tuple[str, str]:
    """Return the name and version of who made it."""
    by = point.dist
    return (by.name, by.version) if by is not None else ("unknown", "0")
