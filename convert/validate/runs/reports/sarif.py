"""The report as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final, TextIO
from urllib.parse import quote

import orjson

from convert.diagnostics import CODES, Diagnostic, Severity
from convert.validate.rulebook import rules

if TYPE_CHECKING:
    from convert.validate.runs.options import Options
    from convert.validate.runs.outcome import FileReport, Summary

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(reports: Iterable[FileReport], summary: Summary, options: Options, out: TextIO) -> None:
    """Write one log with one run. Rules stand in it when something broke them."""
    results = [(report.name, found) for report in reports for found in report.findings]
    codes = sorted({found.code for _, found in results})
    numbers = {code: number for number, code in enumerate(codes)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "newsconvert", **_version(), "rules": [_rule(code) for code in codes]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(name, found, numbers[found.code]) for name, found in results],
            }
        ],
    }
    out.write(orjson.dumps(log, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())


def _version() -> dict[str, str]:
    try:
        return {"version": version("newsconvert")}
    except PackageNotFoundError:
        return {}


def _rule(code: str) -> dict[str, Any]:
    row = rules().get(code)
    if row is None:
        known = CODES[code]
        return {
            "id": code,
            "shortDescription": {"text": known.meaning},
            "help": {"text": known.remedy},
            "defaultConfiguration": {"level": _LEVELS[known.severity]},
        }
    return {
        "id": code,
        "shortDescription": {"text": row.title},
        "fullDescription": {"text": f"{row.why} Source: {row.source}."},
        "help": {"text": row.mend},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
    }


def _result(name: str, found: Diagnostic, number: int) -> dict[str, Any]:
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(name)}}}
    if found.line is not None:
        region = {"startLine": found.line, **({"startColumn": found.column} if found.column is not None else {})}
        place["physicalLocation"]["region"] = region
    if found.path:
        place["logicalLocations"] = [{"fullyQualifiedName": found.path}]
    return {
        "ruleId": found.code,
        "ruleIndex": number,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [place],
    }


def _uri(name: str) -> str:
    """Return a file name as a relative or absolute URI reference; a member of an archive as a fragment."""
    path, mark, member = name.partition("!")
    address = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    address = f"file://{address}" if address.startswith("/") else address
    return f"{address}#{quote(member, safe='/')}" if mark else address
