"""Judge ninjs: by the official JSON Schema when it is installed, and by rules."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from convert.diagnostics import Severity
from convert.validate.examined import Examined, diagnostics
from convert.validate.findings import Findings
from convert.validate.jsonld import by_own_schema, place_json, reference, schema_findings
from convert.validate.jsonsource import DEEPEST, may_repeat_keys, parse
from convert.validate.ninjs_rules import TABLE
from convert.validate.rule import Found
from convert.validate.schemas import official


def examine(data: bytes, least: Severity = Severity.INFO, *, own: bool = False) -> Examined:
    """Return what is found in one document. `own`: also judge by the JSON Schema of what we write."""
    value, refused = parse(data)
    if refused:
        return Examined(diagnostics(refused))
    if not isinstance(value, dict):
        return Examined(diagnostics([Found("The JSON is no object, so no ninjs", code="DOC009", line=1, column=1)]))
    keys = _keys(value, 0)
    findings = Findings()
    findings.extend(_by_schema(value))
    if own:
        findings.extend(by_own_schema(value, "ninjs-article.schema.json"))
    for row in TABLE.rows.values():
        if row.severity.reaches(least):
            findings.take(row, row.check(value))
    repeats = may_repeat_keys(data, keys)
    if not findings.count and not repeats:
        return Examined()
    placed, edits = place_json(findings, data, repeats=repeats)
    return Examined(diagnostics(placed), tuple(edits))


def _keys(value: Any, depth: int) -> int:
    if depth > DEEPEST:
        raise RecursionError("values are nested too deep")
    if isinstance(value, dict):
        return len(value) + sum(_keys(inner, depth + 1) for inner in value.values())
    return sum(_keys(inner, depth + 1) for inner in value) if isinstance(value, list) else 0


@lru_cache(maxsize=4)
def _schema(path: Path, _stamp: int) -> tuple[Any, Any]:
    schema = orjson.loads(path.read_bytes())
    return schema, reference(schema)


def _by_schema(value: dict[str, Any]) -> list[Found]:
    path = official.find("ninjs", "3.1")
    if path is None:
        return [Found("", None, code="schema.absent")]
    schema, judge = _schema(path, path.stat().st_mtime_ns)
    return [] if judge.is_valid(value) else schema_findings(schema, value, "XSD003")
