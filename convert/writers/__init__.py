"""Article to bytes. A writer reads the article and its options: no profile, no clock, no disk.

Built-in formats stand in one table and their modules are imported on first use. Strangers' formats register through
the entry points `newsconvert.writers`: each names a `Writer`, a row like those below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from convert import plugins
from convert.diagnostics import ConvertError, Rejected, UsageError, diagnostic
from convert.plugins import Kind, Plugin

if TYPE_CHECKING:
    from convert.article import Article

Write = Callable[["Article", str | None], bytes]
"""What a format's module offers: the article and the variant (None: the default one) to the bytes of the document."""


@dataclass(frozen=True, slots=True)
class Writer:
    """One format that can be written.

    `suffix` ends the names of its files, `entry` is `module:function` of a `Write`, and `variants` are the names that
    may follow the format's own name and a colon. `suffixes` has the endings of variants that are another kind of file.
    A plugin states in `api` the contract that it was made for.
    """

    name: str
    suffix: str
    media_type: str
    entry: str
    variants: tuple[str, ...] = ()
    suffixes: tuple[tuple[str, str], ...] = ()
    api: int | None = None


_EMBEDDED: Final = ".jsonld.html"
"""A script element is a piece of HTML. Not `.html`: that is the page of the format html, and both may be wanted."""

_BUILT_IN: Final = (
    Writer(
        "newsml-g2",
        ".newsml.xml",
        "application/vnd.iptc.g2.newsmessage+xml",
        "convert.writers.newsml_g2:write",
        ("superdesk", "newsitem", "package"),
    ),
    Writer(
        "json-ld",
        ".jsonld",
        "application/ld+json",
        "convert.writers.json_ld:write",
        ("graph", "html", "nobody", "graph+html", "graph+nobody", "html+nobody", "graph+html+nobody"),
        tuple((name, _EMBEDDED) for name in ("html", "graph+html", "html+nobody", "graph+html+nobody")),
    ),
    Writer("ninjs", ".ninjs.json", "application/json", "convert.writers.ninjs:write", ("nobody",)),
    Writer("html", ".html", "text/html", "convert.writers.html:write"),
)


BUILT_IN: Final = tuple(row.name for row in _BUILT_IN)
"""The names that no plugin can have."""


@cache
def _table() -> dict[str, Writer]:
    return {row.name: row for row in _BUILT_IN} | {
        name: cast("Writer", plugin.target) for name, plugin in _plugins().items()
    }


def _plugins() -> dict[str, Plugin]:
    return plugins.ready(Kind.WRITER, BUILT_IN)


def names() -> tuple[str, ...]:
    """Return every format and variant that can be written, built-in ones first: `newsml-g2`, `newsml-g2:superdesk`."""
    return tuple(
        name for row in _table().values() for name in (row.name, *(f"{row.name}:{variant}" for variant in row.variants))
    )


def writer(format: str) -> Writer:
    """Return the row of a format or of a variant of it. Raises UsageError (`usage.unknown-format`)."""
    return _resolved(format)[0]


def suffix(format: str) -> str:
    """Return what ends the names of a format's files, such as `.newsml.xml`. Raises UsageError for an unknown one."""
    row, variant = _resolved(format)
    return dict(row.suffixes).get(variant or "", row.suffix)


def chosen(to: str, variants: Mapping[str, str]) -> tuple[str, ...]:
    """Return the formats that a list with commas names; one that is named without a variant takes that of `variants`.

    Raises UsageError for a format or variant that is not known, and for two that would share an output.
    """
    names = [name.strip() for name in to.split(",") if name.strip()]
    formats = tuple(f"{name}:{variants[name]}" if variants.get(name) else name for name in names)
    if len({suffix(name) for name in formats}) != len(formats):
        raise UsageError(diagnostic("usage.invalid", f"{to!r} names two formats that make the same file"))
    return formats


def write(article: Article, format: str) -> bytes:
    """Write an article in a format, or in a variant of one: the same article gives the same bytes.

    Raises UsageError: `usage.unknown-format`, or `write.no-stamp` where the format needs `article.issued`; and Rejected
    where a plugin fails.
    """
    row, variant = _resolved(format)
    if row in _BUILT_IN:
        return _function(row.entry)(article, variant)
    return _by_plugin(_plugins()[row.name], row, article, variant)


def _by_plugin(plugin: Plugin, row: Writer, article: Article, variant: str | None) -> bytes:
    try:
        with plugins.held():
            made = _function(row.entry)(article, variant)
        if not isinstance(made, bytes):
            raise TypeError(f"it returns a {type(made).__name__}, no bytes")
    except ConvertError:
        raise
    except Exception as error:
        raise Rejected(plugins.failed(plugin, error)) from error
    return made


def _resolved(format: str) -> tuple[Writer, str | None]:
    name, _, variant = format.partition(":")
    row = next((built_in for built_in in _BUILT_IN if built_in.name == name), None) or _table().get(name)
    if row is None or (":" in format and variant not in row.variants):
        known = ", ".join(names()) + plugins.hint(Kind.WRITER, name)
        raise UsageError(diagnostic("usage.unknown-format", f"{format!r} cannot be written; known: {known}"))
    return row, variant or None


@cache
def _function(entry: str) -> Write:
    module, _, function = entry.partition(":")
    return cast("Write", getattr(import_module(module), function))
