"""What a container gives: members, and faults where there is none to give."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import NONE, Metadata
from convert.readers import Record, Refusal


@dataclass(frozen=True, slots=True)
class Member:
    """One input of a container: its name in it ("/" between parts), its bytes, and what the container says of it.

    `stem` is what its outputs are called: the name without its last suffix, safe on every system. An empty name: the
    container is this one input, and only compressed. `record`: the container was read item by item, there are no bytes.
    """

    name: str
    stem: str
    data: bytes
    stamp: datetime | None = None
    metadata: Metadata = NONE
    diagnostics: tuple[Diagnostic, ...] = ()
    record: Record | Refusal | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A member that cannot be given. An empty name: the place where the container itself breaks off."""

    name: str
    found: Diagnostic


_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LONGEST_PART: Final = 200
"""Bytes of one part of a member's name: file systems take 255, and our suffixes want some of them."""


def normal(name: str) -> str:
    """Write a member's name with "/" between its parts: old Windows programs pack with backslashes."""
    parts = name.replace("\\", "/").split("/")
    kept = [part for number, part in enumerate(parts) if part not in ("", ".") or (number == 0 and part == "")]
    return "/".join(kept)


def fault_in_name(name: str) -> Diagnostic | None:
    """Refuse a normal name that leads out of the folder it is unpacked in, or that no file system can hold."""
    parts = name.split("/")
    if not name.strip("/") or name.startswith("/") or _DRIVE.match(name) or ".." in parts or "\0" in name:
        return diagnostic("read.unsafe-name", repr(name[:200]))
    if any(len(part.encode("utf-8", "surrogateescape")) > _LONGEST_PART for part in parts):
        return diagnostic("read.unsafe-name", f"a part of {name[:60]!r}… is too long")
    return None


_UNSAFE: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*%\x7f]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_DIGEST: Final = 16


def safe_part(text: str) -> str:
    """Make an identifier one part of a file's name on any system; different ones stay different.

    What some system forbids becomes % and two hexadecimal digits a byte, as in a URI; of one that is too long the end
    becomes a digest of the whole.
    """
    composed = unicodedata.normalize("NFC", text).encode("utf-8", "backslashreplace").decode()
    escaped = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", composed)
    if escaped.endswith((".", " ")):
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    if _RESERVED.match(escaped) or escaped[:1] == ".":
        escaped = f"%{ord(escaped[0]):02X}{escaped[1:]}"
    whole = escaped.encode()
    if len(whole) <= _LONGEST_PART:
        return escaped
    digest = hashlib.sha256(whole).hexdigest()[:_DIGEST]
    return whole[: _LONGEST_PART - _DIGEST - 1].decode("utf-8", "ignore") + "-" + digest


def safe_stem(name: str) -> str:
    """Return what the outputs of a member are called: its name without its last suffix, each part safe."""
    *folders, last = name.split("/")
    base, dot, suffix = last.rpartition(".")
    last = base if dot and base.strip(".") and suffix else last
    return "/".join(safe_part(part) for part in (*folders, last))
