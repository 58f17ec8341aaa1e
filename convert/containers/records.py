"""Records: JSONL, one JSON object a line, and tables with a header, comma- or tab-separated."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from convert.containers.compressed import DAMAGE, Stream
from convert.containers.members import Fault, Member, safe_part
from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import parse
from convert.profile import RECORD_TEXT as TEXT
from convert.profile import Profile

_BOM: Final = b"\xef\xbb\xbf"
_FIRST_KEY: Final = re.compile(rb'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:')


def is_jsonl(head: bytes) -> bool:
    """Tell JSONL: the first line that is not blank is a JSON object, or begins as one and is longer than the head."""
    first, found, _ = head.removeprefix(_BOM).lstrip().partition(b"\n")
    if not _FIRST_KEY.match(first):
        return False
    if not found:
        return first.rstrip().endswith(b"}") or len(head) > _SHORT
    try:
        return isinstance(json.loads(first), dict)  # it takes half a character, which is that record's own fault
    except (ValueError, RecursionError):
        return False


_SHORT: Final = 2000
"""Below this a head without a line break is a whole small file, and must end like an object."""


def delimiter(head: bytes, mapping: Mapping[str, str]) -> str | None:
    """Return what separates the columns of a table whose first line names a column of texts, None for no table.

    Prose has a blank after its commas, and repeats itself; the names of columns do neither.
    """
    first, found, _ = head.removeprefix(_BOM).partition(b"\n")
    line = first.decode("utf-8", "replace").rstrip("\r")
    for mark in ("\t", ",", ";") if found else ():
        names = [name.strip('"') for name in line.split(mark)]
        plain = len(names) > 1 and all(name and name == name.strip() for name in names)
        if plain and len(set(names)) == len(names) and any(mapping.get(name, name) == TEXT for name in names):
            return mark
    return None


def in_jsonl(stream: Stream, most: int, mapping: Mapping[str, str]) -> Iterator[Member | Fault]:
    """Yield a member a record. Its name is the record's id, else the number of its line."""
    number = 0
    try:
        while line := stream.readline(most * 2 + 1):
            number += 1
            if len(line) > most * 2:
                yield Fault(numbered(number), diagnostic("read.too-large", "the record's line", line=number))
                while line and not line.endswith(b"\n"):
                    line = stream.readline(most)
            elif line.removeprefix(_BOM).strip():
                yield _of_json(line, number, most, mapping)
    except DAMAGE as error:
        yield Fault("", diagnostic("read.damaged", f"after line {number}: {error}", line=number + 1))


def _of_json(line: bytes, number: int, most: int, mapping: Mapping[str, str]) -> Member | Fault:
    try:
        values = orjson.loads(line.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        return Fault(numbered(number), diagnostic("read.record", f"no JSON: {error}", line=number))
    if not isinstance(values, dict):
        return Fault(numbered(number), diagnostic("read.record", "no object", line=number))
    return member(values, number, most, mapping)


def in_table(stream: Stream, mark: str, profile: Profile) -> Iterator[Member | Fault]:
    """Yield a member a row. Its name is the row's id, else the number of the row (the header is row 0).

    The table is UTF-8, else in the profile's encoding; a text's bytes that are no UTF-8 are given as they are. Where
    its quoting breaks, nothing after it can be trusted.
    """
    most = profile.limits.max_bytes
    csv.field_size_limit(most * 2)
    number = 0
    try:
        lines = _bounded_lines(stream, most * 2, profile.text.encoding or "utf-8")
        for number, row in enumerate(csv.DictReader(lines, delimiter=mark, strict=True), 1):
            row.pop(None, None)  # cells beyond the header have no name
            yield member(row, number, most, profile.fields, "surrogateescape")
    except (csv.Error, *DAMAGE) as error:
        yield Fault("", diagnostic("read.damaged", f"after row {number}: {error}"))


def _bounded_lines(stream: Stream, most: int, encoding: str) -> Iterator[str]:
    """Yield lines, each bounded, which a file that is iterated over does not do. Raises csv.Error for a longer one."""
    first = True
    while line := stream.readline(most + 1):
        if len(line) > most:
            raise csv.Error(f"a line of more than {most} bytes")
        yield (line.removeprefix(_BOM) if first else line).decode(encoding, "surrogateescape")
        first = False


def member(
    values: dict[str, Any], number: int, most: int, mapping: Mapping[str, str], errors: str = "strict"
) -> Member | Fault:
    """Make the member of a record: the text that one of its values is, and what the others say of it."""
    facts = {key: value for key, value in values.items() if mapping.get(key, key) != TEXT}
    metadata, found = parse(facts, mapping)
    name = safe_part(metadata.id) if metadata.id else numbered(number)
    keys = [key for key in values if mapping.get(key, key) == TEXT]
    text = values[min(keys, key=lambda key: key == TEXT)] if keys else None  # one that the profile names comes first
    data = encoded(text, errors)
    if isinstance(data, Diagnostic):
        return Fault(name, data)
    if len(data) > most:
        return Fault(name, diagnostic("read.too-large", f"more than {most} bytes"))
    return Member(name, name, data, None, metadata, found)


def encoded(text: Any, errors: str) -> bytes | Diagnostic:
    """Return the bytes of a record's text, or why it has none. `errors` as for `str.encode`."""
    if not isinstance(text, str):
        return diagnostic("read.record", f"it has no {TEXT}", path=f"/{TEXT}")
    try:
        return text.encode(errors=errors)
    except UnicodeEncodeError:
        return diagnostic("read.record", "its text has half a character (a lone surrogate)", path=f"/{TEXT}")


def numbered(number: int) -> str:
    """Return the name of a record that has none: its number, in an order that sorts."""
    return f"{number:09}"
