"""Plain text: one input is one article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from convert.diagnostics import Diagnostic, diagnostic
from convert.profile import Profile
from convert.readers import Hint, Raw, Record, Refusal
from convert.readers.decode import Decoded, Method, decode


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded text with one form of line break, and the account of how it came about.

    `newlines` counts the forms of line break that were found (`lf`, `crlf`, `cr`, `nel`, `ff`), all of which are LF in
    `text`; `forbidden` counts the characters that XML forbids and that are still in it.
    """

    text: str
    encoding: str
    method: Method
    confidence: float
    newlines: tuple[tuple[str, int], ...]
    forbidden: int
    size: int


# What files of other kinds begin with: the commonest in archives, by their specifications' magic numbers.
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\0", "an SQLite database"),
)

_MARKUP: Final = (
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML document"),
    (b'{"', "JSON data"),
    (b'[{"', "JSON data"),
)
_START: Final = 100

_SIGNED: Final = tuple(mark for mark, _ in _SIGNATURES)
_MARKED_UP: Final = tuple(mark for mark, _ in _MARKUP)

_CONTROLS: Final = bytes(n for n in range(32) if n not in (0, 9, 10, 12, 13, 26, 27)) + b"\x7f"
_MOST_CONTROLS: Final = 0.02
_MOST_NULS: Final = 0.3
_FEW: Final = 8
"""Above these shares, and beyond a few, bytes are no text. Of 727 pieces of 4 kB from programs these two shares catch
90 % (the rest are mostly tables of ASCII strings); wire copy with its old separators stays below 0.01."""

_BREAK: Final = re.compile("\r\n|[\r\x85\x0c]")
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ODD: Final = bytes(n for n in range(32) if n not in (9, 10, 13)) + b"\x7f\xed\xef"
"""The bytes with which, in UTF-8, all controls that are no break and all characters that XML forbids begin. Most texts
have none of them, which is seen at once; characters are looked at only in the others."""


def sniff(head: bytes, hint: Hint) -> float:
    """Any input may be text: 0.1, so that every reader that is surer wins."""
    return 0.0 if _kind_of_binary(head) else 0.1


def read(raw: Raw, profile: Profile) -> Iterator[Record | Refusal]:
    """Yield the one text of the input, or why there is none."""
    digest = hashlib.sha256(raw.data).hexdigest()
    content = text_of(raw.data, profile, declared=raw.metadata.encoding)
    if isinstance(content, Diagnostic):
        yield Refusal(raw.key, digest, (content,))
        return
    text, found = content
    yield Record(raw.key, text, raw.metadata, digest, raw.stamp, found)


def text_of(
    data: bytes, profile: Profile, *, declared: str | None = None
) -> tuple[Text, tuple[Diagnostic, ...]] | Diagnostic:
    """Decode one input and make its line breaks one form; a Diagnostic says why that cannot be."""
    refused = _too_large(data, profile) or _not_text(data)
    if refused is not None:
        return refused
    decoded = decode(data, declared=declared, preferred=profile.text.encoding)
    if decoded is None:
        return diagnostic("read.undecodable")
    utf8 = data if decoded.method is Method.UTF_8 else decoded.text.encode("utf-8", "surrogatepass")
    is_odd = len(utf8.translate(None, _ODD)) < len(utf8)
    if is_odd and _looks_binary(utf8, len(decoded.text)):
        return diagnostic("read.binary", "too many control characters")
    text = _text(decoded, utf8, len(data), is_odd=is_odd)
    if not text.text.strip():
        return diagnostic("read.empty")
    most = profile.limits.max_lines
    count = sum(number for _, number in text.newlines) + (not text.text.endswith("\n"))
    if count > most:
        return diagnostic("read.too-many-lines", f"{count} lines, at most {most}", line=most + 1)
    return text, decoded.diagnostics


def _too_large(data: bytes, profile: Profile) -> Diagnostic | None:
    most = profile.limits.max_bytes
    return diagnostic("read.too-large", f"{len(data)} bytes, at most {most}") if len(data) > most else None


def _kind_of_binary(data: bytes) -> str | None:
    start = data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data.startswith(_SIGNED) and not start.startswith(_MARKED_UP):
        return None
    signed = next((kind for mark, kind in _SIGNATURES if data.startswith(mark)), None)
    return signed or next((kind for mark, kind in _MARKUP if start.startswith(mark)), None)


def _not_text(data: bytes) -> Diagnostic | None:
    if not data:
        return diagnostic("read.empty")
    kind = _kind_of_binary(data)
    return diagnostic("read.binary", f"it is {kind}") if kind else None


def _looks_binary(utf8: bytes, length: int) -> bool:
    controls = len(utf8) - len(utf8.translate(None, _CONTROLS))
    return controls > max(_FEW, _MOST_CONTROLS * length) or utf8.count(b"\0") > max(_FEW, _MOST_NULS * length)


def _text(decoded: Decoded, utf8: bytes, size: int, *, is_odd: bool) -> Text:
    """Make the line breaks one form. They are counted in the text's UTF-8: bytes are searched ten times as fast."""
    crlf = _count(utf8, b"\r\n")
    breaks = {
        "cr": _count(utf8, b"\r") - crlf,
        "crlf": crlf,
        "ff": _count(utf8, b"\x0c"),
        "lf": _count(utf8, b"\n") - crlf,
        "nel": _count(utf8, b"\xc2\x85"),
    }
    newlines = tuple((form, count) for form, count in breaks.items() if count)
    text = _BREAK.sub("\n", decoded.text) if any(form != "lf" for form, _ in newlines) else decoded.text
    forbidden = len(_FORBIDDEN.findall(text)) if is_odd else 0
    return Text(text, decoded.encoding, decoded.method, decoded.confidence, newlines, forbidden, size)


def _count(data: bytes, mark: bytes) -> int:
    """Count a mark of one or two bytes; where one of them is missing, as mostly, that is found much sooner."""
    return data.count(mark) if mark[:1] in data and mark[-1:] in data else 0
