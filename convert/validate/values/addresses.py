"""Addresses of files and pages, judged alike in every format."""

from __future__ import annotations

import re
from typing import Final

_WEB: Final = re.compile(r"https?://[^\s/?#]+[^\s<>\"{}|\\^`]*", re.IGNORECASE)
_MEANT: Final = re.compile(r"https?(?::|//)", re.IGNORECASE)
_AT_HOME: Final = re.compile(
    r"(?:file:(?!/{0,3}\.)|blob:|about:)|https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?:[:/?#]|\Z)",
    re.IGNORECASE,
)


def malformed(address: str) -> bool:
    """Tell whether an address says that it is one of the web, and cannot be followed."""
    text = address.strip()
    return _MEANT.match(text) is not None and _WEB.fullmatch(text) is None


def at_home(address: str) -> bool:
    """Tell whether an address leads to the machine of whoever opens it: a file of its own, or localhost.

    `file:///./1.jpg` is the custom for files that are sent along, and no such address.
    """
    return _AT_HOME.match(address.strip()) is not None
