"""The lines of a document that findings are about."""

from __future__ import annotations

import re
from typing import Final

from convert.diagnostics import Diagnostic

_WIDEST: Final = 100
"""Characters of an excerpt: what a terminal shows on one line beside the margin."""


def excerpts(data: bytes, findings: tuple[Diagnostic, ...]) -> tuple[str | None, ...]:
    """Return the line of each finding with a caret below it, None where it has no line."""
    if not data or not findings:
        return (None,) * len(findings)
    lines = text_of(data).split("\n")
    return tuple(_excerpt(lines, found) for found in findings)


def text_of(data: bytes) -> str:
    """Return a document as text for showing: by its byte order mark or XML declaration, else as UTF-8."""
    declared = re.match(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})", data)
    encoding = (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else declared.group(1).decode() if declared else "utf-8"
    )
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # some codecs, such as idna, know no replacement
        return data.decode("utf-8", "replace")


def _excerpt(lines: list[str], found: Diagnostic) -> str | None:
    """Return the line of a finding and, below it, a caret at its column; long lines are cut around the column."""
    if found.line is None or not 0 < found.line <= len(lines):
        return None
    text = lines[found.line - 1].rstrip("\r").expandtabs(1)
    column = (found.column or 1) - 1
    start = max(0, column - _WIDEST // 2) if len(text) > _WIDEST else 0
    clipped = "".join(char if char.isprintable() else " " for char in text[start : start + _WIDEST])
    return clipped if found.column is None else f"{clipped}\n{' ' * (column - start)}^"
