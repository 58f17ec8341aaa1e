"""What a container gives: members, and faults where there is none to give."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import NONE, Metadata


@dataclass(frozen=True, slots=True)
class Member:
    """One input of a container: its name in it ("/" between parts), its bytes, and what the container says of it.

    `stem` is what its outputs are called: the name without its last suffix. An empty name: the container is this one
    input, and only compressed.
    """

    name: str
    stem: str
    data: bytes
    stamp: datetime | None = None
    metadata: Metadata = NONE
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A member that cannot be given. An empty name: the place where the container itself breaks off."""

    name: str
    found: Diagnostic


_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LONGEST_PART: Final = 200
"""Bytes of one part of a member's name: file systems take 255, and our suffixes want some of them."""


def fault_in_name(name: str) -> Diagnostic | None:
    """Refuse a name that leads out of the folder it is unpacked in, or that no file system can hold."""
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts or "\\" in name or "\0" in name:
        return diagnostic("read.unsafe-name", repr(name))
    if any(len(part.encode("utf-8", "surrogateescape")) > _LONGEST_PART for part in parts):
        return diagnostic("read.unsafe-name", f"a part of {name[:60]!r}… is too long")
    return None


_UNSAFE: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*%\x7f]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def safe_part(text: str) -> str:
    """Make an identifier one part of a file's name on any system; different ones stay different.

    What some system forbids becomes % and two hexadecimal digits a byte, as in a URI.
    """
    composed = unicodedata.normalize("NFC", text).encode("utf-8", "backslashreplace").decode()
    escaped = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", composed)
    if escaped.endswith((".", " ")):
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    return f"%{ord(escaped[0]):02X}{escaped[1:]}" if _RESERVED.match(escaped) or escaped[:1] == "." else escaped
