"""Reads texts whose first line is a slug: `%SLUG council-bridge`. The slug becomes the slugline, the rest the text."""

import hashlib
from collections.abc import Iterator

from convert.diagnostics import Diagnostic
from convert.profile import Profile
from convert.readers import Hint, Raw, Record, Refusal
from convert.readers.text import text_of

api = 1

MARK = b"%SLUG "


def sniff(head: bytes, hint: Hint) -> float:
    """Say how sure it is that this is such a text: 0 to 1."""
    return 1.0 if head.startswith(MARK) else 0.0


def read(raw: Raw, profile: Profile) -> Iterator[Record | Refusal]:
    """Yield the one article of the input, or why there is none."""
    digest = hashlib.sha256(raw.data).hexdigest()
    first, _, rest = raw.data.partition(b"\n")
    content = text_of(rest, profile, declared=raw.metadata.encoding)
    if isinstance(content, Diagnostic):
        yield Refusal(raw.key, digest, (content,))
        return
    text, found = content
    slug = first.removeprefix(MARK).decode("utf-8", "replace").strip()
    metadata = raw.metadata.model_copy(update={"slugline": raw.metadata.slugline or slug})
    yield Record(raw.key, text, metadata, digest, raw.stamp, found)
