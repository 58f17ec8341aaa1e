"""Text on its way into a field: what XML forbids is left out and counted, line breaks inside a line become blanks."""

from __future__ import annotations

import re
from typing import Final

from convert.article import legal

_BREAKS: Final = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_FOLDED: Final = re.compile(r"[\W_]+")


_FIT_BYTES: Final = bytes({*b"\t\n", *range(0x20, 0x100)})
_UNFIT: Final = ("\x85", "\u2028", "\u2029", "\ufffe", "\uffff")
"""All but the controls of ASCII; and what beyond ASCII XML forbids, or breaks a line but is no line feed."""


def _fit(text: str) -> bool:
    """Tell whether all of a text may stand in a field as it is: by its bytes, in a quarter of a pattern's time."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return not (raw.translate(None, _FIT_BYTES) or any(map(text.__contains__, _UNFIT)))


class Cleaner:
    """Makes values of fields of the lines of one text, and counts the characters that could not go into them."""

    def __init__(self, text: str | None = None) -> None:
        """Look at the whole text once: nearly always its lines may then be taken as they are."""
        self.left_out = 0
        self._fit = text is not None and _fit(text)

    def line(self, text: str) -> str:
        """Return one line of legal text without outer blanks; it may be empty."""
        if self._fit:
            return text
        kept, count = legal(text)
        self.left_out += count
        return _BREAKS.sub(" ", kept).strip()

    def value(self, text: str | None) -> str | None:
        """Return legal text (line breaks kept), None where nothing is left of it."""
        if text is None:
            return None
        kept, count = legal(text)
        self.left_out += count
        return kept.strip() or None


def same(text: str) -> str:
    """Fold a text so that repeats are equal: no case, quotes, signs or blanks."""
    return _FOLDED.sub("", text.casefold()) or text


def loose(text: str) -> str:
    """Fold a text so that plain repeats are equal: case, blanks and the last full stop do not count. Fast."""
    folded = text.casefold()
    even = folded.isascii() and "  " not in folded and "\t" not in folded
    return (folded if even else " ".join(folded.split())).rstrip(" .")
