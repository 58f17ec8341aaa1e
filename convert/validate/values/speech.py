"""Text that went wrong on its way, and whether blanks part its words."""

from __future__ import annotations

import re
from typing import Final

_BROKEN: Final = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf]"  # two bytes of UTF-8 read as Latin-1
    "|\u00c3[\u20ac\u201a\u0192\u201e\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"  # the same, read as Windows-1252; its quotes and dashes left out
    "|\u00e2\u20ac[\u0080-\u00bf\u0152\u0153\u2018-\u2026\u2122\u02dc\u2030\u203a\u017e\u0161]?"  # three bytes
    "|\ufffd"
)
_ESCAPED: Final = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
    r"|</?(?:p|b|i|em|strong|a|br|div|span|li|ul|h[1-6])(?:\s[^<>]{0,200})?/?>"
)
_UNSPACED: Final = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)


def broken(text: str) -> str | None:
    """Return the first sequence that comes of decoding with the wrong encoding, or None."""
    if text.isascii():
        return None
    found = _BROKEN.search(text)
    return found.group() if found else None


def escaped(text: str) -> str | None:
    """Return the first character reference or tag that stands in a text as text, or None."""
    found = _ESCAPED.search(text) if "&" in text or "<" in text else None
    return found.group() if found else None


def spaced(text: str) -> bool:
    """Tell whether blanks part the words of a text, by its beginning: not so in Chinese, Thai and their like."""
    sample = text[:SAMPLE]
    return sample.isascii() or len(_UNSPACED.findall(sample)) * 10 < len(sample)


SAMPLE: Final = 500
"""Characters that tell one kind of script from the other; a paragraph has about that many."""


def several_keywords(text: str) -> bool:
    """Tell whether one keyword is a list: with semicolons, or with more commas than a place or a title has."""
    return ";" in text.strip().rstrip(";") or sum(map(text.count, ",،、，")) >= _COMMAS


_COMMAS: Final = 3
"""'Washington, D.C., USA' has two."""


_UNFILLED: Final = re.compile(r"\{\{[^{}]{0,80}\}\}|\{%[^{}]{0,80}%\}|<%=?[^<>]{0,80}%>|\[object Object\]")
_NOTHING: Final = frozenset({"undefined", "null", "NaN"})


def unfilled(text: str) -> str | None:
    """Return what a program wrote where a value should be: a template's gap, or its word for no value; or None."""
    if text.strip() in _NOTHING:
        return text.strip()
    found = _UNFILLED.search(text) if "{" in text or "%" in text or "[o" in text else None
    return found.group() if found else None
