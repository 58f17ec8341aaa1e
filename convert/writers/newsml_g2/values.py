"""Values as NewsML-G2's datatypes spell them."""

from __future__ import annotations

import re
from typing import Final

from convert.writers.values import iri, web_address

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")


def line(text: str | None) -> str | None:
    """Return a text as one line without outer blanks, as most properties demand it; None when nothing is left."""
    found = lines(text)
    return found and found.replace("\n", " ").replace("\t", " ")


def lines(text: str | None) -> str | None:
    """Return a text that may have several lines, none of them blank or with outer blanks; None when nothing is left.

    Blanks at a line's beginning and blank lines are how a file is laid out: no reader could tell ours from those.
    """
    if not text:
        return None
    if "\n" not in text and "\r" not in text:
        return text.strip() or None
    return "\n".join(filter(None, map(str.strip, _LINE_BREAK.split(text)))) or None


def picture_address(text: str | None) -> str | None:
    """Return the address of a picture as every format writes it; of another scheme than http as it stands, if legal."""
    return web_address(text) or iri(text)
