"""Bytes to characters: what the encoding is, how that is known, and how sure it is.

The order: byte order mark; ISO 2022 escapes; UTF-16 by the pattern of its NUL bytes (both are valid UTF-8, so they come
before it); strict UTF-8; what metadata declare; what the profile says; UTF-8 with stray lines in another encoding; a
guess from the whole input. No byte is ever replaced: an encoding reads all of them, or it is not taken.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from convert.diagnostics import Diagnostic, diagnostic


class Method(StrEnum):
    """How an encoding came to be known, surest first."""

    BOM = "byte order mark"
    ESCAPES = "escape sequences"
    UTF_8 = "valid UTF-8"
    DECLARED = "declared"
    PROFILE = "profile"
    NUL_PATTERN = "pattern of NUL bytes"
    MIXED = "line by line"
    DETECTED = "detected"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of an input, and how its bytes became them. `confidence` is 0 to 1."""

    text: str
    encoding: str
    method: Method
    confidence: float
    diagnostics: tuple[Diagnostic, ...] = ()


# Longest first: the mark of UTF-32 little-endian begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# What a browser reads where a page declares the left (WHATWG Encoding Standard, section 4.2): the supersets that the
# programs that wrote such files really used.
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "cp950",
}

_WEAK: Final = 0.7
"""Below this confidence a detected encoding is called weak. On the 68 readings that `legacy.guess` was measured
on, 6 right ones lie below it and the one wrong one above (an Arabic one of 20 characters): it warns of short texts."""

_SHORTEST_UTF_16: Final = 4
_PLACES: Final = 5


def decode(data: bytes, *, declared: str | None = None, preferred: str | None = None) -> Decoded | None:
    """Turn bytes into characters, or return None when no encoding reads them all.

    `declared` is what metadata say of this input, `preferred` what the profile says of all inputs that are not UTF-8.
    """
    return (
        _by_mark(data)
        or _by_escapes(data)
        or _by_nul_pattern(data)
        or _strictly(data, "utf-8", Method.UTF_8, 1.0)
        or _named(data, declared, Method.DECLARED, 0.95)
        or _named(data, preferred, Method.PROFILE, 0.9)
        or _mixed(data)
        or _detected(data)
    )


def _strictly(data: bytes, encoding: str, method: Method, confidence: float) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(text, encoding, method, confidence)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, Method.BOM, 1.0)
    return None


def _by_escapes(data: bytes) -> Decoded | None:
    """ISO 2022 is seven bits wide, so it is valid UTF-8 as well: it must be asked for first."""
    if b"\x1b" not in data or b"\x1b$" not in data:  # one byte is looked for ten times as fast as two
        return None
    for encoding in ("iso2022_jp_2", "iso2022_kr"):
        decoded = _strictly(data, encoding, Method.ESCAPES, 0.99)
        if decoded is not None:
            return decoded
    return None


def _named(data: bytes, encoding: str | None, method: Method, confidence: float) -> Decoded | None:
    if encoding is None:
        return None
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return None
    wider = _SUPERSETS.get(name)
    return (wider and _strictly(data, wider, method, confidence)) or _strictly(data, name, method, confidence)


def _by_nul_pattern(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in text of any alphabet the high bytes repeat; in Latin text they are NUL."""
    if len(data) < _SHORTEST_UTF_16 or len(data) % 2 or b"\0" not in data:
        return None
    half = len(data) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[offset::2].count(0) > 0.3 * half and data[1 - offset :: 2].count(0) < 0.05 * half:
            return _strictly(data, encoding, Method.NUL_PATTERN, 0.9)
    return None


def _mixed(data: bytes) -> Decoded | None:
    """Read UTF-8 with some lines in windows-1252: two sources that were pasted into one file.

    Only where nearly all lines beyond ASCII are valid UTF-8 in themselves: chance makes few of them so.
    """
    lines = data.split(b"\n")
    beyond = [number for number, line in enumerate(lines) if not line.isascii()]
    stray = [number for number in beyond if not _is_utf8(lines[number])]
    if len(stray) * 2 > len(beyond):
        return None
    out = [line if number not in stray else b"" for number, line in enumerate(lines)]
    text = [line.decode("utf-8") for line in out]
    for number in stray:
        decoded = _named(lines[number], "latin-1", Method.MIXED, 0.5)
        if decoded is None:
            return None
        text[number] = decoded.text
    places = ", ".join(str(number + 1) for number in stray[:_PLACES]) + (" and more" if len(stray) > _PLACES else "")
    note = f"UTF-8, but {len(stray)} of {len(lines)} lines were read as windows-1252: line {places}"
    found = diagnostic("read.encoding-uncertain", note, line=stray[0] + 1)
    return Decoded("\n".join(text), "utf-8", Method.MIXED, 0.5, (found,))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _detected(data: bytes) -> Decoded | None:
    from convert.readers.legacy import guess  # heavy, and most inputs are UTF-8

    best = guess(data)
    if best is None:
        return None
    confidence = round(best.confidence, 3)
    code = "read.encoding-uncertain" if confidence < _WEAK else "read.encoding-guessed"
    found = diagnostic(code, f"{best.encoding}, confidence {confidence}")
    return Decoded(best.text, best.encoding, Method.DETECTED, confidence, (found,))
