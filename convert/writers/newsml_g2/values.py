"""Values as NewsML-G2's datatypes spell them."""

from __future__ import annotations

import re
from typing import Final

from convert.writers.values import web_address

_TITLE_LENGTH: Final = 80
_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
# The characters of RFC 3986 and every letter that RFC 3987 adds, in an absolute address. An authority is looked at more
# closely, because xs:anyURI as libxml2 judges it refuses a port that is no number.
_CHARACTER: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\ue000-\uf8ff\ufdd0-\uffff])"
_AUTHORITY: Final = rf"//(?:(?:{_CHARACTER}|:)*@)?(?:{_CHARACTER}+|\[[0-9A-Fa-f:.]+\])?(?::[0-9]{{1,5}})?(?=[/?#]|\Z)"
_REST: Final = rf"(?:{_CHARACTER}|[:/?@])"
_IRI: Final = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}{_REST}*|(?!//){_REST}+)(?:#{_REST}*)?")


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


def iri(text: str | None) -> str | None:
    """Return an absolute IRI as it stands; None for anything else."""
    return text if text and _IRI.fullmatch(text) else None


def picture_address(text: str | None) -> str | None:
    """Return the address of a picture as every format writes it; of another scheme than http as it stands, if legal."""
    return web_address(text) or iri(text)


def shortened(text: str) -> str:
    """Return the first 80 characters, without a blank at their end."""
    return text[:_TITLE_LENGTH].rstrip()
