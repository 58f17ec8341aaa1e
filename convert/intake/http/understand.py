"""The body of a request as one article: text, a JSON object, a form, or the account of a conversion with new labels."""

from __future__ import annotations

import codecs
from typing import Any, Final

import orjson

from convert.diagnostics import Diagnostic, diagnostic
from convert.intake.http.calls import JSON, Call
from convert.intake.http.form import FORM, Part, parts
from convert.intake.request import BYTES, METADATA, Request, article, parsed, request
from convert.metadata import Metadata
from convert.profile import RECORD_TEXT, Profile

FILE: Final = "file"
_ACCOUNT: Final = "newsconvert-segments/1"
_NO_CHARSETS: Final = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape")
"""What Python can decode, and no text is sent in; the first of them takes a time that grows with the square."""


def understood(call: Call, profile: Profile) -> Request:
    """Make the input of a call's body."""
    if call.media == JSON:
        return _strict(_object(call.body, profile))
    if call.media == FORM:
        return _strict(_form(call, profile))
    return _plain(call.body, call.parameters.get("charset"), Metadata(), (), profile)


def _strict(made: Request) -> Request:
    """Refuse labels that are none: who corrected an article must not get it uncorrected."""
    if isinstance(made.item, Diagnostic) or made.item.member is None:
        return made
    wrong = next((one for one in made.item.member.diagnostics if (one.path or "").startswith("/labels")), None)
    if wrong is None:
        return made
    return Request(made.number, made.id, diagnostic("segment.labels", wrong.message, path=wrong.path))


def _object(body: bytes, profile: Profile) -> Request:
    if _ACCOUNT.encode() not in body:
        return parsed(body, 1, profile)
    try:
        values = orjson.loads(body)
    except orjson.JSONDecodeError:
        return parsed(body, 1, profile)
    if not isinstance(values, dict) or values.get("format") != _ACCOUNT:
        return parsed(body, 1, profile)
    return _account(values, profile)


def _account(values: dict[str, Any], profile: Profile) -> Request:
    """Make the text of an account again, with the labels that its lines have now; it keeps its key, so its guid."""
    try:
        lines = values["lines"]
        text = "".join(f"{line['before']}{line['text']}" for line in lines) + values["after"]
        facts = {"id": values["key"], "version": values.get("version"), "labels": [line["label"] for line in lines]}
    except (KeyError, TypeError):
        return Request(1, None, diagnostic("read.request", "it says to be segments.json, and is not"))
    return request({RECORD_TEXT: text, METADATA: facts}, 1, Profile(limits=profile.limits))


def _form(call: Call, profile: Profile) -> Request:
    found = parts(call.body, call.parameters.get("boundary", ""))
    if isinstance(found, Diagnostic):
        return Request(1, None, found)
    values: dict[str, Any] = {}
    file: Part | None = None
    for part in found:
        if part.name == FILE or part.file is not None:
            if file is not None:
                return Request(1, None, diagnostic("read.request", "the form has more than one file"))
            file = part
        elif part.name == METADATA:
            try:
                values[METADATA] = orjson.loads(part.data)
            except orjson.JSONDecodeError as error:
                return Request(1, None, diagnostic("read.request", f"{METADATA} is no JSON: {error}"))
        else:
            values[part.name] = part.data.decode("utf-8", "replace")
    return request(values, 1, profile) if file is None else _file(file, values, profile)


def _file(file: Part, values: dict[str, Any], profile: Profile) -> Request:
    """Make the input of a form's file; what the form says beside it is its metadata."""
    if BYTES in values or RECORD_TEXT in values:
        return Request(1, None, diagnostic("read.request", f"the form has a {FILE} and {RECORD_TEXT} or {BYTES} too"))
    described = request({**values, RECORD_TEXT: "-"}, 1, profile)
    if isinstance(described.item, Diagnostic) or described.item.member is None:
        return described
    member = described.item.member
    return _plain(file.data, file.charset, member.metadata, member.diagnostics, profile)


def _plain(
    data: bytes, charset: str | None, metadata: Metadata, found: tuple[Diagnostic, ...], profile: Profile
) -> Request:
    """Make the input of bytes. A charset that is declared has to be true: it comes from the sender itself."""
    if charset is not None:
        wrong = _wrong(data, charset)
        if wrong is not None:
            return Request(1, metadata.id, wrong)
        metadata = metadata.model_copy(update={"encoding": charset})
    return article(data, metadata, found, 1, profile)


def _wrong(data: bytes, charset: str) -> Diagnostic | None:
    try:
        if codecs.lookup(charset).name in _NO_CHARSETS:
            raise LookupError
        data.decode(charset)
    except LookupError:
        return diagnostic("http.charset", f"{charset[:40]!r} is not known")
    except (UnicodeError, ValueError) as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        return diagnostic("http.charset", f"the bytes are no {charset[:40]}{place}")
    return None
