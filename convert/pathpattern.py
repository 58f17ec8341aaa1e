"""Facts in the path of a file: `{date:%Y/%m/%d}/{slug}.txt` reads a date and a slug from `2024/03/09/flood.txt`.

A pattern is literal text with fields in braces. `{name}` takes anything but a slash, `{name:%Y%m%d}` what the
directives describe. Fields: date, published, modified, id, slug, section, language, genre, keyword; `{}` is skipped.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

FIELDS: Final = ("date", "published", "modified", "id", "slug", "section", "language", "genre", "keyword")
"""The names a pattern may use. `date` is `published`, `slug` is the slugline."""

_DATES: Final = ("date", "published", "modified")
_DIRECTIVES: Final = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}", "%y": r"\d{2}", "%H": r"\d{2}", "%M": r"\d{2}"}
_PART: Final = re.compile(r"\{(\w*)(?::([^{}]*))?\}")
_LONGEST: Final = 500
_OPEN: Final = 3
"""Fields without a layout between two slashes: more would make matching slow on a hostile name."""

_KEY: Final = 300
"""Characters of a key that are read, from its end."""


def _expression(name: str, layout: str | None) -> str:
    """Return the regular expression of one field."""
    if name in _DATES:
        form = layout or "%Y-%m-%d"
        pieces = re.split(r"(%.)", form)
        if any(piece.startswith("%") and piece not in _DIRECTIVES for piece in pieces):
            raise ValueError(f"{form!r} may use {', '.join(_DIRECTIVES)} only")
        if not {"%m", "%d"} <= set(pieces) or not {"%Y", "%y"} & set(pieces):
            raise ValueError(f"{form!r} has to give year, month and day")
        return "".join(_DIRECTIVES.get(piece) or re.escape(piece) for piece in pieces)
    if layout:
        raise ValueError(f"only dates have a layout: {{{name}:{layout}}}")
    return "[^/]+?"


def _bounded(expression: str) -> None:
    """Refuse what could match in too many ways. Raises ValueError with the reason."""
    for segment in re.split(r"(?<!\^)/", expression):
        if segment.count("[^/]") > _OPEN:
            raise ValueError(f"more than {_OPEN} fields between two slashes")
        if re.search(r"\[\^/\](?:\*|\+\?\))(?:\(\?P<\w+>)?\[\^/\]", segment):
            raise ValueError("two fields side by side cannot be told apart; put a sign between them")


@lru_cache(maxsize=64)
def compiled(pattern: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """Compile a pattern; return it with the names and date layouts of its fields. Raises ValueError with the reason."""
    if len(pattern) > _LONGEST:
        raise ValueError("the pattern is too long")
    expression, position = "", 0
    fields: list[tuple[str, str]] = []
    for part in _PART.finditer(pattern):
        name, layout = part[1], part[2]
        if name and name not in FIELDS:
            raise ValueError(f"{{{name}}} is no field; use one of {', '.join(FIELDS)}, or {{}} to skip")
        if name and name in dict(fields):
            raise ValueError(f"{{{name}}} stands twice")
        expression += re.escape(pattern[position : part.start()])
        expression += f"(?P<{name}>{_expression(name, layout)})" if name else "[^/]*"
        if name:
            fields.append((name, layout or "%Y-%m-%d"))
        position = part.end()
    rest = pattern[position:]
    _bounded(expression + re.escape(rest))
    if "{" in rest or "}" in rest or not fields:
        raise ValueError("write it like {date:%Y/%m/%d}/{slug}.txt")
    return re.compile(f"(?:.*/)?{expression}{re.escape(rest)}"), tuple(fields)


def read(pattern: str, key: str) -> dict[str, str]:
    """Return what a key says by the pattern: names to values, dates as ISO 8601; nothing where it does not fit."""
    expression, fields = compiled(pattern)
    found = expression.fullmatch(key[-_KEY:])
    if found is None:
        return {}
    values: dict[str, str] = {}
    for name, layout in fields:
        value = found[name]
        if name in _DATES:
            try:
                moment = datetime.strptime(value, layout)  # noqa: DTZ007 - a path states no zone
            except ValueError:
                return {}
            value = moment.isoformat() if "%H" in layout else moment.date().isoformat()
        values[name] = value
    return values
