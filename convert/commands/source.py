"""The one input of a command that takes one: a file, or stdin."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Final

from convert import readers
from convert.diagnostics import Rejected, diagnostic
from convert.metadata import NONE
from convert.profile import Profile
from convert.readers import Raw, Record, Refusal
from convert.readers.text import text_of

STDIN: Final = "-"


def bytes_of(file: str, profile: Profile) -> bytes:
    """Read a file or stdin, and no more of it than one article may have and a byte. Raises Rejected."""
    most = profile.limits.max_bytes + 1
    if file == STDIN:
        return sys.stdin.buffer.read(most)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise Rejected(diagnostic("read.unreadable", f"{file}: {error.strerror}")) from error


def one_text(file: str, profile: Profile) -> str:
    """Read one text. Raises Rejected when it is none."""
    content = text_of(bytes_of(file, profile), profile)
    if not isinstance(content, tuple):
        raise Rejected(content)
    return content[0].text


def one_record(data: bytes, profile: Profile, source: str | None) -> Record | Refusal:
    """Read the one article in some bytes that have no name: their key is their SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    records = list(readers.read(Raw(digest, data, NONE), profile, source))
    if len(records) != 1:
        return Refusal(digest, digest, (diagnostic("read.not-one", f"{len(records)} articles"),))
    return records[0]
