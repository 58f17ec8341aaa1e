"""Metadata that lies beside the texts: a sidecar (`NAME.json`), or a manifest of many inputs (CSV or JSONL by path).

Bytes in, metadata and diagnostics out; nothing is raised for a bad file, and what is good in it is kept.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from convert import metadata
from convert.diagnostics import Diagnostic, diagnostic
from convert.metadata import NONE, Metadata

PATH_KEYS: Final = ("path", "file", "filename", "name")
"""The keys, or columns, of a manifest that may name the input, the first that is there."""

_LONGEST_CELL: Final = 1_000_000
_REPORTED: Final = 1000


def _decoded(data: bytes) -> str:
    """Decode UTF-8, with or without a BOM, or UTF-16 with one. Raises ValueError with the reason."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _loaded(text: str) -> Mapping[str, Any]:
    """Parse one JSON object. Raises ValueError with the reason."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError(f"an object is wanted, not {type(value).__name__}")
    return value


def parse(data: bytes, mapping: Mapping[str, str] | None = None) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    """Read a sidecar: one JSON object. `mapping`: the profile's `fields`.

    A sidecar that is no JSON gives no metadata and one diagnostic with the place of the fault.
    """
    try:
        values = _loaded(_decoded(data))
    except json.JSONDecodeError as error:
        return NONE, (
            diagnostic("read.metadata", f"it is no JSON: {error.msg}", line=error.lineno, column=error.colno),
        )
    except ValueError as error:
        return NONE, (diagnostic("read.metadata", str(error)),)
    return metadata.parse(values, mapping)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: the metadata of each input by its path, and for each path what was wrong with it.

    `diagnostics` is about the manifest itself; its lines are those of the file.
    """

    entries: dict[str, Metadata] = field(default_factory=dict)
    found: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def of(self, path: str) -> tuple[Metadata, tuple[Diagnostic, ...]]:
        """Return what is known of an input; nothing for a path that the manifest lacks."""
        key = normal(path)
        return self.entries.get(key, NONE), self.found.get(key, ())


def normal(path: str) -> str:
    """Return a manifest's path as the source key writes it: forward slashes, no `./` in front."""
    path = path.strip().replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    return path


@dataclass(slots=True)
class _Reading:
    """A manifest as far as it is read."""

    mapping: Mapping[str, str] | None
    entries: dict[str, Metadata] = field(default_factory=dict)
    found: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def fault(self, reason: str, line: int | None, column: int | None = None) -> None:
        if len(self.diagnostics) < _REPORTED:
            self.diagnostics.append(diagnostic("read.metadata", reason, line=line, column=column))

    def add(self, values: Mapping[str, Any], line: int) -> None:
        """Take in one row; the first row of a path counts."""
        key = next((name for name in PATH_KEYS if values.get(name)), None)
        if key is None or not isinstance(values[key], str):
            self.fault(f"no path; name the input in one of {', '.join(PATH_KEYS)}", line)
            return
        path = normal(values[key])
        if path in self.entries:
            self.fault(f"{path!r} is there twice; line {self.lines[path]} was taken", line)
            return
        known, wrong = metadata.parse({name: v for name, v in values.items() if name != key}, self.mapping)
        self.entries[path], self.lines[path] = known, line
        if wrong:
            self.found[path] = tuple(replace(one, line=line) for one in wrong)

    def manifest(self) -> Manifest:
        return Manifest(self.entries, self.found, tuple(self.diagnostics))


def manifest(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> Manifest:
    """Read a manifest; `name` tells its format: `.csv`, `.tsv`, else one JSON object a line.

    A row without a path, a path that is there twice and a line that is no JSON are reported with their line; the
    other rows count.
    """
    reading = _Reading(mapping)
    try:
        text = _decoded(data)
    except ValueError as error:
        reading.fault(f"it is neither UTF-8 nor UTF-16: {error}", None)
        return reading.manifest()
    if name.lower().endswith((".csv", ".tsv")):
        _read_table(text, "\t" if name.lower().endswith(".tsv") else _delimiter(text), reading)
    else:
        _read_lines(text, reading)
    return reading.manifest()


def _delimiter(text: str) -> str:
    """Return the sign that parts the columns of the first line: spreadsheets write semicolons in half of Europe."""
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _read_lines(text: str, reading: _Reading) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            reading.add(_loaded(line), number)
        except json.JSONDecodeError as error:
            reading.fault(f"this line is no JSON: {error.msg}", number, error.colno)
        except ValueError as error:
            reading.fault(str(error), number)


def _read_table(text: str, delimiter: str, reading: _Reading) -> None:
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", strict=True)
    if not rows.fieldnames or not set(PATH_KEYS) & set(rows.fieldnames):
        reading.fault(f"no column for the path; call it one of {', '.join(PATH_KEYS)}", 1)
        return
    for number, row in _rows(rows, reading):
        if "" in row:
            reading.fault("more cells than columns", number)
        reading.add({key: value for key, value in row.items() if key}, number)


def _rows(rows: csv.DictReader[str], reading: _Reading) -> Iterator[tuple[int, dict[str, str]]]:
    """Iterate over rows with the numbers of the lines they end in; a fault in the table's quoting ends it."""
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        reading.fault(f"it is no table from here on: {error}", rows.line_num)
