"""Values as the JSON formats spell them: trimmed texts and absolute addresses.

Each function answers None where there is nothing to say, so that a writer never states an empty value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

_BREAKS: Final = re.compile(r"[\t\n\r]+")
# RFC 3987: what stands unescaped in no path, query or fragment; blanks, controls and a bare % included.
_ILLEGAL_IN_ADDRESS: Final = re.compile(
    r'[\x00-\x20\x7f-\xa0<>"{}|\\^`\[\]\s\ue000-\uf8ff\ufdd0-\uffff]|%(?![0-9A-Fa-f]{2})'
)
# The characters of RFC 3986 and every letter that RFC 3987 adds, in an absolute address. An authority is looked at more
# closely, because xs:anyURI as libxml2 judges it refuses a port that is no number.
_CHARACTER: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\ue000-\uf8ff\ufdd0-\uffff])"
_AUTHORITY: Final = rf"//(?:(?:{_CHARACTER}|:)*@)?(?:{_CHARACTER}+|\[[0-9A-Fa-f:.]+\])?(?::[0-9]{{1,5}})?(?=[/?#]|\Z)"
_REST: Final = rf"(?:{_CHARACTER}|[:/?@])"
_IRI: Final = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?!//(?:[/?#]|\Z))(?:{_AUTHORITY}{_REST}*|(?!//){_REST}+)(?:#{_REST}*)?"
)
_WEB: Final = re.compile(r"(https?://(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)([/?#].*)?", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


def text(value: str | None) -> str | None:
    """Return the text without outer blanks; None when nothing is left."""
    return (value.strip() or None) if value else None


def line(value: str | None) -> str | None:
    """Return the text as one line without outer blanks, as names and headlines are; None when nothing is left."""
    return (_BREAKS.sub(" ", value).strip() or None) if value else None


def lines(values: Iterable[str]) -> list[str]:
    """Return each text as one line and once, in the order of their first appearance."""
    return list(dict.fromkeys(filter(None, map(line, values))))


def language(tag: str | None) -> str | None:
    """Return a language tag; None for `und`, which says that the language is not known."""
    return None if tag is None or tag.lower() == "und" else tag


def email(value: str | None) -> str | None:
    """Return an e-mail address; None for what is not one."""
    found = text(value)
    return found if found and _EMAIL.fullmatch(found) else None


def iri(value: str | None) -> str | None:
    """Return an absolute IRI; None for a relative reference and for what no IRI may look like."""
    found = text(value)
    return found if found and _IRI.fullmatch(found) else None


def addresses(values: Iterable[str]) -> list[str]:
    """Return what can be an address, each once: a web address as one may be written, and any other absolute IRI."""
    return list(dict.fromkeys(filter(None, (web_address(value) or iri(value) for value in values))))


def web_address(value: str | None) -> str | None:
    """Return an absolute http or https address, characters that are illegal in it percent-encoded; else None."""
    found = _WEB.fullmatch(text(value) or "")
    if found is None:
        return None
    path, mark, fragment = (found[2] or "").partition("#")
    rest = path + mark + fragment.replace("#", "%23")
    return found[1] + _ILLEGAL_IN_ADDRESS.sub(lambda illegal: quote(illegal[0]), rest)


def stated(pairs: dict[str, Any]) -> dict[str, Any]:
    """Return the pairs that have a value."""
    return {name: value for name, value in pairs.items() if value is not None}
