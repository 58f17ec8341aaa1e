"""Which answer a client wants: formats by name (`to`), or by the media types that it accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from convert import writers
from convert.diagnostics import Diagnostic, UsageError, diagnostic
from convert.intake.http.calls import JSON

DEFAULT: Final = "newsml-g2,json-ld"

_ANY: Final = "*/*"
_ALIASES: Final = {"application/xml": "newsml-g2", "text/xml": "newsml-g2"}
"""Media types that stand for a format's own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The formats to write; `alone`: the one document is the answer, not a JSON object around it."""

    formats: tuple[str, ...]
    alone: bool


def wanted(to: str | None, accept: str, variants: Mapping[str, str]) -> Wanted | Diagnostic:
    """Choose the answer. Raises UsageError for a format that does not exist.

    `application/json` is the JSON object, whatever is in it. One format that is named in `to` is answered as itself
    unless the client prefers JSON; without `to` the type that is preferred decides.
    """
    ranges = _ranges(accept)
    if to is None:
        return _by_type(ranges, variants)
    formats = writers.chosen(to, variants)
    if not formats:
        raise UsageError(diagnostic("usage.invalid", "to names no format"))
    own = {writers.writer(formats[0]).media_type, *(name for name, format_ in _ALIASES.items() if to == format_)}
    for kind in ranges:
        if kind == JSON or (len(formats) > 1 and _takes(kind, JSON)):
            return Wanted(formats, alone=False)
        if len(formats) == 1 and any(_takes(kind, media) for media in own):
            return Wanted(formats, alone=True)
    return diagnostic("http.not-acceptable", ", ".join(sorted({JSON, *own})))


def takes_json(accept: str) -> bool:
    """Tell whether a client takes JSON."""
    return any(_takes(kind, JSON) for kind in _ranges(accept))


def _by_type(ranges: list[str], variants: Mapping[str, str]) -> Wanted | Diagnostic:
    table = _table()
    for kind in ranges:
        if kind == JSON or (kind not in table and _takes(kind, JSON)):
            return Wanted(writers.chosen(DEFAULT, variants), alone=False)
        name = next((name for media, name in table.items() if _takes(kind, media)), None)
        if name is not None:
            return Wanted(writers.chosen(name, variants), alone=True)
    return diagnostic("http.not-acceptable", ", ".join(sorted({JSON, *table})))


def _table() -> dict[str, str]:
    """Return the format of each media type that names one."""
    names = [name for name in writers.names() if ":" not in name]
    types = {writers.writer(name).media_type: name for name in reversed(names)}
    types.pop(JSON, None)
    return types | _ALIASES


def _takes(kind: str, media: str) -> bool:
    return kind in (_ANY, media) or (kind.endswith("/*") and media.startswith(kind[:-1]))


def _ranges(accept: str) -> list[str]:
    """Return the media ranges of an Accept header, the preferred first; what is refused (q=0) is left out."""
    found: list[tuple[float, str]] = []
    for part in accept.split(",")[:50]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        try:
            found.append((float(weight), kind))
        except ValueError:
            found.append((0.0, kind))
    ranked = sorted(found, key=lambda pair: (-pair[0], pair[1].count("*")))
    return [kind for weight, kind in ranked if weight > 0 and kind] or ([] if accept.strip() else [_ANY])
