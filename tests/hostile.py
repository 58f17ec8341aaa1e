"""Inputs that nobody should have to expect, made where they are needed: name, bytes, and how each must end."""

from __future__ import annotations

import gzip
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """A bad input: what it holds, and the code of the diagnostic that rejects it (None: it is converted)."""

    name: str
    data: bytes
    code: str | None


STORY = (
    "Council approves bridge repair\n\nThe town council voted on Tuesday to repair the old bridge.\n\n"
    "Work on the bridge begins in May and will last until the autumn, the mayor told the meeting.\n\n"
    "Residents had asked for the repair for years, and welcomed the vote of the council.\n"
)

HOSTILE = (
    Hostile("empty.txt", b"", "read.empty"),
    Hostile("blank.txt", b" \n\n\t \r\n", "read.empty"),
    Hostile("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "read.binary"),
    Hostile("packed.txt", gzip.compress(STORY.encode(), mtime=0), None),
    Hostile("invalid-utf-8.txt", STORY.encode() + b"It cost \xa35 at the caf\xe9, the mayor said on Friday.\n", None),
    Hostile(
        "mixed.txt",
        STORY.encode()
        + "The “café” reopens, the owner said – at last.\n".encode()
        + "The “café” reopens, the owner said – at last.\n".encode("cp1252"),
        None,
    ),
    Hostile("nul.txt", STORY.replace("bridge", "bri\0dge").encode(), None),
    Hostile("one-line-of-5-MB.txt", (STORY.replace("\n", " ") * 20_000)[:5_000_000].encode(), None),
    Hostile("too-many-lines.txt", b"a\n" * 200_001, "read.too-many-lines"),
    Hostile("too-large.txt", b"a" * 11_000_000, "read.too-large"),
)
