"""Options of `validate` from `[validate]` of newsconvert.toml, or `[tool.newsconvert.validate]` of pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from convert.diagnostics import Severity, UsageError, diagnostic


def find(start: Path) -> Path | None:
    """Return the nearest file with a table for us, from a folder upwards; None where there is none."""
    for folder in (start, *start.parents):
        for name in ("newsconvert.toml", "pyproject.toml"):
            path = folder / name
            if path.is_file() and _table(path) is not None:
                return path
    return None


def load(path: Path) -> dict[str, Any]:
    """Return the options in a TOML file of any name under the names of `Options`.

    Raises UsageError that names the wrong key, and for a file that has no table for us.
    """
    options: dict[str, Any] = {}
    table = _table(path)
    if table is None:
        raise UsageError(
            diagnostic("usage.invalid", f"{path.name} has neither [validate] nor [tool.newsconvert.validate]")
        )
    for key, value in table.items():
        read = _KEYS.get(key)
        if read is None:
            raise UsageError(diagnostic("usage.invalid", f"{path.name}: there is no key {key}", path=key))
        try:
            options[key.replace("-", "_")] = read(value)
        except (TypeError, ValueError) as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name}: {key}: {error}", path=key)) from error
    if options.get("baseline") is not None:
        options["baseline"] = path.parent / options["baseline"]
    return options


def _table(path: Path) -> dict[str, Any] | None:
    try:
        content: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(diagnostic("usage.invalid", f"{path.name}: {error}")) from error
    # In pyproject.toml a bare [validate] is somebody else's.
    places = (_TOOL,) if path.name == "pyproject.toml" else (("validate",), _TOOL)
    found = next((table for place in places if (table := _at(content, place)) is not None), None)
    if found is not None and not isinstance(found, dict):
        raise UsageError(diagnostic("usage.invalid", f"{path.name}: validate is no table"))
    return found


_TOOL: Final = ("tool", "newsconvert", "validate")


def _at(content: Any, place: tuple[str, ...]) -> Any:
    for step in place:
        content = content.get(step) if isinstance(content, dict) else None
    return content


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("it has to be a list of texts")
    return tuple(value)


def _severity(value: Any) -> Severity:
    if value not in tuple(Severity):
        raise ValueError(f"it has to be one of {', '.join(Severity)}")
    return Severity(value)


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("it has to be a whole number from 0 up")
    return value


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not value:
        raise TypeError("it has to be a path")
    return Path(value)


_KEYS: Final[dict[str, Callable[[Any], Any]]] = {
    "select": _strings,
    "ignore": _strings,
    "exclude": _strings,
    "severity": _severity,
    "fail-on": _severity,
    "baseline": _path,
    "jobs": _number,
    "max-bytes": _number,
}
