"""Validation: bytes to a report. Schemas, our own grammar, and the rules that no schema can express."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from convert.callables import make_callable
from convert.diagnostics import Diagnostic, Report, Severity

if TYPE_CHECKING:
    from convert.validate.rule import Rule

__all__ = ["Diagnostic", "Report", "rules", "validate"]


def validate(
    data: bytes | str | Path,
    format: str | None = None,
    *,
    least: Severity = Severity.INFO,
) -> Report:
    """Judge one document and return its findings, worst first; nothing that the document holds raises.

    `data` is the document, or the Path of one. `format`: newsml-g2, json-ld, ninjs or html (the JSON-LD in it); a
    writer's variant after a colon is accepted, and `json-ld:own` also applies our own JSON Schema. None: by its first
    bytes. `least`: rules below this severity are not run, which is faster; a file given by Path is judged by all.
    Raises UsageError for a format that does not exist.
    """
    if isinstance(data, Path):
        from convert.validate.files import examine_file

        return Report(examine_file(data, format)[1].findings)
    from convert.validate.formats import examine

    raw = _encoded(data) if isinstance(data, str) else data
    return Report(examine(raw, format, least).findings)


def _encoded(text: str) -> bytes:
    """Return a text as UTF-8; an encoding that its XML declaration names held for its bytes, which are gone."""
    if text.startswith("<?xml"):
        declaration, mark, rest = text.partition("?>")
        text = re.sub(r"""(encoding\s*=\s*)("[^"]*"|'[^']*')""", r'\1"utf-8"', declaration) + mark + rest
    return text.encode("utf-8", "surrogatepass")


def rules(code: str | None = None) -> tuple[Rule, ...]:
    """Return the rule table, or the one row of a code, in capitals or not.

    Raises UsageError for a code that does not exist.
    """
    from convert.validate.rulebook import rules as table

    if code is None:
        return tuple(table().values())
    code = code.strip().upper()
    if code not in table():
        from convert.diagnostics import UsageError, diagnostic

        raise UsageError(diagnostic("usage.invalid", f"there is no rule {code}"))
    return (table()[code],)


make_callable(__name__)
