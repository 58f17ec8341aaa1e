"""Which format a document is of, by its first bytes."""

from __future__ import annotations

import re
from typing import Final

FORMATS: Final = ("newsml-g2", "json-ld", "ninjs", "html")
"""The formats that can be judged. `html` stands for the JSON-LD in its script tags."""

_HTML: Final = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<script[\s>]", re.IGNORECASE)
_NINJS: Final = re.compile(
    rb'"(?:representationtype|representationType|versioncreated|versionCreated|headlines|bodies|body_xhtml|body_text|pubstatus|pubStatus)"\s*:'
)


def sniff(data: bytes) -> str | None:
    """Return the format that the first bytes look like, or None."""
    head = data[:4_096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"{\0", b"\0{"):
        head = head.replace(b"\0", b"")[2 if head[:1] in (b"\xff", b"\xfe") else 0 :]
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return "html" if _HTML.search(head[:1_024]) and b"<?xml" not in head[:64] else "newsml-g2"
    if head[:1] in (b"{", b"["):
        if b'"@context"' in data or b'"@type"' in data or b'"@graph"' in data:
            return "json-ld"
        return "ninjs" if _NINJS.search(data) else "json-ld"
    return None
