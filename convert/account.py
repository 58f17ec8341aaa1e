"""The account of one conversion: `NAME.segments.json`.

It holds every line with its label, the blank text between the lines (so that it gives back the whole text), the origin
of every field, the diagnostics, and what judged the outputs. No times of the run and no absolute paths are in it:
the same input gives the same account. Its form is `schemas/segments.schema.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson

from convert.article import Article, Origin, Segmentation
from convert.diagnostics import Diagnostic
from convert.readers import Record
from convert.readers.text import Text

FORMAT: Final = "newsconvert-segments/1"
SUFFIX: Final = ".segments.json"

_PLACES: Final = 4
"""Decimals of a confidence: the calibration carries no more."""


def account(
    record: Record,
    segmentation: Segmentation | None,
    article: Article,
    diagnostics: Sequence[Diagnostic],
    validated_by: Sequence[tuple[str, Sequence[str]]],
) -> bytes:
    """Write the account of one conversion as UTF-8 JSON, one labelled line a line.

    `validated_by` pairs each format with the names of the schemas and rule sets that its output passed.
    """
    head: dict[str, Any] = {
        "format": FORMAT,
        "key": record.key,
        "guid": article.identity.guid,
        "version": article.identity.version,
        "source": _source(record),
        "validated_by": {name: list(judges) for name, judges in validated_by},
        "diagnostics": [found.as_dict() for found in diagnostics],
        "origins": {name: _origin(origin) for name, origin in sorted(article.origins.items())},
    }
    if segmentation is not None:
        head["confidence"] = round(segmentation.confidence, _PLACES)
    parts = [_entry(name, value) for name, value in head.items()]
    parts += [_lines(segmentation), _entry("after", _after(segmentation))]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def segments(record: Record, segmentation: Segmentation | None, diagnostics: Sequence[Diagnostic]) -> bytes:
    """Write the part of the account that is known before there is an article: the text, its lines and their labels."""
    head = {
        "source": _source(record),
        "diagnostics": [found.as_dict() for found in diagnostics],
        "confidence": None if segmentation is None else round(segmentation.confidence, _PLACES),
    }
    parts = [_entry(name, value) for name, value in head.items()]
    parts += [_lines(segmentation), _entry("after", _after(segmentation))]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _entry(name: str, value: Any) -> bytes:
    """Set each part of an object or list on one line of its own: indented whole, it would be long and hard to read."""
    start = b"  " + orjson.dumps(name) + b": "
    if not value or not isinstance(value, dict | list):
        return start + orjson.dumps(value)
    if isinstance(value, list):
        return start + b"[\n    " + b",\n    ".join(map(orjson.dumps, value)) + b"\n  ]"
    parts = [orjson.dumps(key) + b": " + orjson.dumps(part) for key, part in value.items()]
    return start + b"{\n    " + b",\n    ".join(parts) + b"\n  }"


def _origin(origin: Origin) -> dict[str, Any]:
    """Return what is not at its default; field by field, since `model_dump` takes five times as long."""
    values: dict[str, Any] = {"source": origin.source.value}
    if origin.lines:
        values["lines"] = origin.lines
    if origin.confidence is not None:
        values["confidence"] = origin.confidence
    if origin.note is not None:
        values["note"] = origin.note
    return values


def _source(record: Record) -> dict[str, Any]:
    source: dict[str, Any] = {"sha256": record.sha256}
    content = record.content
    if isinstance(content, Text):
        source |= {
            "bytes": content.size,
            "encoding": {
                "name": content.encoding,
                "method": content.method.value,
                "confidence": round(content.confidence, _PLACES),
            },
            "newlines": dict(content.newlines),
            "forbidden_characters": content.forbidden,
        }
    return source


def _lines(segmentation: Segmentation | None) -> bytes:
    """Write the lines in one go, then break where one ends: a quote in a text is escaped, so no text looks like it."""
    if segmentation is None or not segmentation.lines:
        return b'  "lines": []'
    rows = [
        {
            "before": gap,
            "text": line.text,
            "start": line.start,
            "end": line.end,
            "label": line.label,
            "confidence": round(line.confidence, _PLACES),
        }
        for gap, line in zip(segmentation.gaps(), segmentation.lines, strict=False)
    ]
    broken = orjson.dumps(rows).replace(b'},{"before":', b'},\n    {"before":')
    return b'  "lines": [\n    ' + broken[1:-1] + b"\n  ]"


def _after(segmentation: Segmentation | None) -> str:
    if segmentation is None:
        return ""
    return segmentation.text[segmentation.lines[-1].end :] if segmentation.lines else segmentation.text
