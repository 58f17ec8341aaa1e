"""One article as a JSON object: `text`, or `bytes` in base64, with what is known of it beside it.

The other keys are the article's metadata, as in a JSONL archive (the profile's `fields` map their names); they may also
stand in an object under `metadata`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Any, Final

import orjson

from convert.batch.unit import Item
from convert.containers import Member
from convert.containers.records import encoded
from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import Metadata, parse
from convert.profile import RECORD_TEXT, Profile

BYTES: Final = "bytes"
METADATA: Final = "metadata"


@dataclass(frozen=True, slots=True)
class Request:
    """One article that is asked for: its place among the requests (1-based), its id as it was given, and its input.

    `item` is the diagnostic of why there is none where the request cannot be understood.
    """

    number: int
    id: str | None
    item: Item | Diagnostic


def parsed(line: bytes, number: int, profile: Profile) -> Request:
    """Read one line of JSON."""
    try:
        values = orjson.loads(line.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as error:
        return Request(number, None, diagnostic("read.request", f"no JSON: {error}", line=number))
    if not isinstance(values, dict):
        return Request(number, None, diagnostic("read.request", "no object", line=number))
    return request(values, number, profile)


def request(values: dict[str, Any], number: int, profile: Profile) -> Request:
    """Make the input of one object. Its key is the article's id, else the SHA-256 of its bytes."""
    nested = values.get(METADATA) or {}
    if not isinstance(nested, dict):
        wrong = diagnostic("read.request", f"{METADATA} is no object", line=number, path=f"/{METADATA}")
        return Request(number, None, wrong)
    mapping = profile.fields
    texts = [key for key in values if mapping.get(key, key) == RECORD_TEXT]
    facts = {key: value for key, value in values.items() if key not in (BYTES, METADATA, *texts)}
    metadata, found = parse({**nested, **facts}, mapping)
    # A key that the profile names as the text comes before one that has the name by chance.
    data = _data(values, min(texts, key=lambda key: key == RECORD_TEXT, default=RECORD_TEXT))
    if isinstance(data, Diagnostic):
        return Request(number, metadata.id, data)
    return article(data, metadata, found, number, profile)


def article(data: bytes, metadata: Metadata, found: tuple[Diagnostic, ...], number: int, profile: Profile) -> Request:
    """Make the input of an article's bytes, with what is known of it and what was wrong with that."""
    most = profile.limits.max_bytes
    if len(data) > most:
        return Request(number, metadata.id, diagnostic("read.too-large", f"{len(data)} bytes, at most {most}"))
    key = metadata.id or hashlib.sha256(data).hexdigest()
    return Request(number, metadata.id, Item(key, key, member=Member(key, key, data, None, metadata, found)))


def _data(values: dict[str, Any], text: str) -> bytes | Diagnostic:
    """Return the bytes of the article."""
    if BYTES not in values:
        if text not in values:
            return diagnostic("read.request", f"it has neither {text} nor {BYTES}")
        return encoded(values[text], "strict")
    if text in values:
        return diagnostic("read.request", f"it has both {text} and {BYTES}", path=f"/{BYTES}")
    try:
        return base64.b64decode(values[BYTES], validate=True)
    except (binascii.Error, TypeError, ValueError):
        return diagnostic("read.request", f"{BYTES} is not base64", path=f"/{BYTES}")
