"""Bytes to records. A reader knows one format, and knows of no writer.

Built-in readers stand in one table and are imported on first use; strangers' readers register alike, through the
entry points `newsconvert.readers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from convert import plugins
from convert.diagnostics import Diagnostic, UsageError, diagnostic
from convert.plugins import Kind, Plugin

if TYPE_CHECKING:
    from convert.article import Article
    from convert.metadata import Metadata
    from convert.profile import Profile
    from convert.readers.text import Text

HEAD_BYTES: Final = 4096
"""How much of an input a reader sees when it is asked whether the input is its own."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One input before it is read: its stable key, its bytes, and what is known beside them.

    `stamp` is the input's own time stamp (of the file or the archive's member), None where it has none.
    """

    key: str
    data: bytes
    metadata: Metadata
    stamp: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One article's worth of input: a text still to be segmented, or an article that was read whole.

    `sha256` is that of the input's bytes; `diagnostics` is what the reader noticed and could cope with.
    """

    key: str
    content: Text | Article
    metadata: Metadata
    sha256: str
    stamp: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input, or an item in it, that this reader cannot read, and why."""

    key: str
    sha256: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """What is claimed of an input without looking into it."""

    name: str | None = None


class Reader(Protocol):
    """What a reader's module offers."""

    def sniff(self, head: bytes, hint: Hint) -> float:
        """Say from the first HEAD_BYTES how sure it is that the input is its own: 0 (no) to 1. Pure."""
        ...

    def read(self, raw: Raw, profile: Profile) -> Iterator[Record | Refusal]:
        """Yield what the input holds, in order. Never raises on a bad input."""
        ...


_BUILT_IN: Final[dict[str, str]] = {
    "text": "convert.readers.text",
    "newsml-g2": "convert.readers.newsml_g2",
}


BUILT_IN: Final = tuple(_BUILT_IN)
"""The names that no plugin can have."""


@cache
def _table() -> dict[str, Callable[[], Reader]]:
    def lazily(module: str) -> Callable[[], Reader]:
        return lambda: cast("Reader", import_module(module))

    return {name: lazily(module) for name, module in _BUILT_IN.items()} | {
        name: partial(_guarded, plugin) for name, plugin in plugins.ready(Kind.READER, BUILT_IN).items()
    }


def _guarded(plugin: Plugin) -> Reader:
    from convert.readers.guarded import Guarded

    return Guarded(plugin)


def names() -> tuple[str, ...]:
    """Return the names of the formats that can be read, built-in ones first."""
    return tuple(_table())


def reader(name: str) -> Reader:
    """Return the reader of a format. Raises UsageError for an unknown name."""
    try:
        make = _table()[name]
    except KeyError:
        known = ", ".join(names()) + plugins.hint(Kind.READER, name)
        raise UsageError(diagnostic("usage.unknown-format", f"{name!r} cannot be read; known: {known}")) from None
    return make()


def sniffed(head: bytes, hint: Hint) -> str:
    """Return the name of the reader that is surest of the input; the first of equals, `text` when none is."""
    scores = {name: reader(name).sniff(head, hint) for name in names()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else "text"


def read(raw: Raw, profile: Profile, format: str | None = None) -> Iterator[Record | Refusal]:
    """Read one input with the reader named, or with the one that recognises it."""
    name = format or sniffed(raw.data[:HEAD_BYTES], Hint(raw.key))
    remarks = () if format else _passed_over(raw)
    for one in reader(name).read(raw, profile):
        yield replace(one, diagnostics=(*one.diagnostics, *remarks)) if remarks else one


def _passed_over(raw: Raw) -> tuple[Diagnostic, ...]:
    """Say which plugins failed to look at an input, so that others had to read it."""
    if len(names()) == len(_BUILT_IN):
        return ()
    from convert.readers.guarded import Guarded

    others = (reader(name) for name in names() if name not in _BUILT_IN)
    return tuple(
        found
        for other in others
        if isinstance(other, Guarded) and (found := other.fault(raw.data[:HEAD_BYTES], Hint(raw.key))) is not None
    )
