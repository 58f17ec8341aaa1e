"""Judge ninjs: the official JSON Schema when it is installed, and what it cannot express."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from convert.diagnostics import Severity
from convert.validate import official
from convert.validate.dates import later, zoneless
from convert.validate.examined import Examined, diagnostics
from convert.validate.findings import Findings
from convert.validate.jsonld import by_own_schema, place_json, reference, schema_findings
from convert.validate.jsonsource import DEEPEST, escape, may_repeat_keys, parse
from convert.validate.rule import INFO, WARNING, Found, Table, clip
from convert.validate.speech import broken, escaped
from convert.validate.tongues import registered

TABLE: Final = Table()
rule = TABLE.rule

SLOTS: Final[dict[str, str]] = {
    "uri": '"uri": "tag:example.com,2024:ferry-17"',
    "type": '"type": "text"',
    "standard": '"standard": {"name": "ninjs", "version": "3.1", '
    '"schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}',
    "version": '"version": "1"',
    "versionCreated": '"versionCreated": "2024-05-02T08:30:00+02:00"',
    "firstCreated": '"firstCreated": "2024-05-02T08:00:00+02:00"',
    "language": '"language": "en"',
    "headlines": '"headlines": [{"value": "Ferry to the islands is back", "contentType": "text/plain"}]',
    "bodies": '"bodies": [{"value": "The ferry runs again after nine days of storm.", "contentType": "text/plain"}]',
}


def document(slots: dict[str, str]) -> bytes:
    """Return the base document of the examples with some members replaced; an empty one is left out."""
    values = {**SLOTS, **slots}
    return ("{\n  " + ",\n  ".join(part for part in values.values() if part) + "\n}\n").encode()


def _texts(value: Any, pointer: str = "", depth: int = 0) -> Iterator[tuple[str, str, str]]:
    """Yield key, text and pointer of every text in a value."""
    if depth > DEEPEST:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        at = f"{pointer}/{escape(str(key))}"
        if isinstance(inner, str):
            yield str(key), inner, at
        else:
            yield from _texts(inner, at, depth + 1)


@rule(
    "NJ001",
    WARNING,
    "The uri is no URI",
    on="*item",
    why="It identifies the item over all its versions, as the guid of NewsML-G2 does.",
    source="IPTC, ninjs 3.1: uri",
    mend="Write a tag: or urn:newsml: URI, or an address.",
    bad={"uri": '"uri": "ferry"'},
    good={"uri": '"uri": "urn:newsml:example.com:20240502:ferry-17"'},
)
def uri(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the identifier."""
    value = item.get("uri")
    if isinstance(value, str) and (":" not in value or any(char.isspace() for char in value)):
        yield Found(f"uri is {clip(value)}", "/uri")


@rule(
    "NJ002",
    WARNING,
    "A time without a zone",
    on="*item",
    why="Each reader adds its own zone: an embargo ends hours early or late.",
    source="RFC 3339; IPTC, ninjs 3.1: date-time",
    mend="Write the zone, such as +02:00 or Z.",
    bad={"firstCreated": '"contentCreated": "2024-05-02T08:00:00"'},
    good={"firstCreated": '"contentCreated": "2024-05-02T08:00:00Z"'},
)
def zone(item: dict[str, Any]) -> Iterator[Found]:
    """Judge every date of the item."""
    for key, text, at in _texts({k: v for k, v in item.items() if isinstance(v, str)}):
        if key.lower().endswith(("created", "modified", "embargoed", "updated", "expires")) and zoneless(text):
            yield Found(f"{key} {clip(text)} states no zone", at)


@rule(
    "NJ003",
    WARNING,
    "First created after this version",
    on="*item",
    why="No version is older than the item itself: one of the two dates is wrong.",
    source="IPTC, ninjs 3.1: firstCreated, versionCreated",
    mend="Correct one of the two.",
    bad={"firstCreated": '"firstCreated": "2024-05-03T08:00:00+02:00"'},
    good={"firstCreated": '"firstCreated": "2024-05-02T08:30:00+02:00"'},
)
def order(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the order of the two dates."""
    for early, late in (("firstCreated", "versionCreated"), ("firstcreated", "versioncreated")):
        first, second = item.get(early), item.get(late)
        if isinstance(first, str) and isinstance(second, str) and later(first, second):
            yield Found(f"{early} {clip(first)} is later than {late}", f"/{early}")


@rule(
    "NJ004",
    WARNING,
    "The language tag is not registered",
    on="*item",
    why="Receivers choose fonts, dictionaries and desks by the registered tag only.",
    source="BCP 47 (RFC 5646)",
    mend="Write the registered tag: en, de, pt-BR.",
    bad={"language": '"language": "english"'},
    good={"language": '"language": "en-GB"'},
)
def language(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the language."""
    value = item.get("language")
    if isinstance(value, str) and not registered(value):
        yield Found(f"language {clip(value)} is no registered language tag", "/language")


@rule(
    "NJ005",
    INFO,
    "The text was decoded wrongly, or escaped twice",
    on="*item",
    why="Readers see Ã© or &amp;nbsp; as they stand.",
    source="Unicode, FAQ on UTF-8",
    mend="Decode the source again with the right encoding; escape once.",
    bad={"headlines": '"headlines": [{"value": "Le bac est de retour, dit le cafÃ©", "contentType": "text/plain"}]'},
    good={"headlines": '"headlines": [{"value": "Le bac est de retour, dit le café", "contentType": "text/plain"}]'},
)
def wrong_characters(item: dict[str, Any]) -> Iterator[Found]:
    """Judge every text; markup is right where the text says that it is XHTML."""
    for _, text, at in _texts(item):
        found = broken(text) or (None if "<" in text else escaped(text))
        if found:
            yield Found(f"The text holds {clip(found)}", at)


@rule(
    "NJ006",
    INFO,
    "A text item without a headline or a body",
    on="*item",
    why="Importers make title and page from them.",
    source="IPTC, ninjs 3.1: headlines, bodies",
    mend="Write them where the text has them.",
    bad={"headlines": ""},
    good={"headlines": '"headlines": [{"value": "Ferry is back", "contentType": "text/plain"}]'},
)
def parts(item: dict[str, Any]) -> Iterator[Found]:
    """Judge what a text item has to show."""
    if item.get("type", item.get("representationtype")) != "text":
        return
    for names in (("headlines", "headline"), ("bodies", "body_text", "body_html", "body_xhtml")):
        if not any(item.get(name) for name in names):
            yield Found(f"The text item has no {names[0]}", "")


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
    order_ = tuple(Severity)
    for row in TABLE.rows.values():
        if row.check is not None and order_.index(row.severity) <= order_.index(least):
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
