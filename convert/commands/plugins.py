"""`plugins`: what others add to this installation."""

from __future__ import annotations

import orjson

from convert import plugins, readers, writers
from convert.plugins import Kind, Plugin
from convert.terminal import say_diagnostic


def found() -> list[Plugin]:
    """Return every plugin, by kind and name."""
    built_in = {Kind.READER: readers.BUILT_IN, Kind.WRITER: writers.BUILT_IN}
    return [one for kind in Kind for one in plugins.found(kind, built_in.get(kind, ()))]


def show(shape: str) -> str:
    """Return the list of plugins as text or JSON; as text, why one is not used is said beside it."""
    if shape == "json":
        rows = [
            {
                "kind": one.kind,
                "name": one.name,
                "distribution": one.distribution,
                "version": one.version,
                "state": one.state,
                "reason": one.reason or None,
            }
            for one in found()
        ]
        return orjson.dumps({"api": plugins.API, "plugins": rows}, option=orjson.OPT_INDENT_2).decode() + "\n"
    for one in found():
        if one.diagnostic is not None:
            say_diagnostic(one.diagnostic)
    lines = [f"{one.kind:<7} {one.name:<16} {one.state:<9} {one.distribution} {one.version}" for one in found()]
    return "".join(f"{line}\n" for line in lines) or "no plugins are installed\n"
