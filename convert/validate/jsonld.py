"""Judge JSON-LD: a document, or what stands in the script tags of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import orjson

from convert import resources
from convert.diagnostics import Severity
from convert.validate.examined import Edit, Examined, diagnostics
from convert.validate.findings import Findings
from convert.validate.jsonsource import DEEPEST, JsonMap, may_repeat_keys, parse, places
from convert.validate.ld.engine import judge
from convert.validate.ld.model import Document
from convert.validate.rule import Found
from convert.validate.schemas.inlined import compiled

_LONGEST_TAG: Final = 4_000
"""Bytes of a script's start tag. Real ones have under 200."""

_TYPE: Final = re.compile(rb"\btype\s*=\s*[\"']?\s*application/ld\+json\b", re.IGNORECASE)


def scripts(page: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield offset and content of each script with JSON-LD. One that is not closed runs to the end of the page."""
    folded, position = page.lower(), 0
    while (tag := folded.find(b"<script", position)) >= 0:
        start = page.find(b">", tag, tag + _LONGEST_TAG) + 1
        if not start:
            position = tag + 1
            continue
        end = folded.find(b"</script", start)
        end = len(page) if end < 0 else end
        if _TYPE.search(page, tag, start):
            yield start, page[start:end]
        position = end


def examine(data: bytes, *, own: bool = False, least: Severity = Severity.INFO) -> Examined:
    """Return what is found in one document. `own`: also judge by the JSON Schema of what we write."""
    if data.lstrip()[:1] == b"<":
        return examine_html(data, own=own, least=least)
    found, edits = _examine(data, own, least)
    return Examined(diagnostics(found), tuple(edits))


def examine_html(data: bytes, *, own: bool = False, least: Severity = Severity.INFO) -> Examined:
    """Return what is found in the script tags of a page, at the places of the page."""
    found: list[Found] = []
    edits: list[Edit] = []
    page = _utf8(data)
    inside = list(scripts(page))
    if not inside:
        told = "The document is XML, neither JSON nor a page" if _is_xml(page) else _NO_SCRIPT
        found.append(Found(told, code="DOC009", line=1, column=1))
    for start, content in inside:
        inner, mends = _examine(content, own, least)
        lines, column = page.count(b"\n", 0, start), start - page.rfind(b"\n", 0, start) - 1
        for one in inner:
            if one.line is not None:
                one.column = (one.column or 1) + (column if one.line == 1 else 0)
                one.line += lines
        found += inner
        edits += (
            [Edit(mend.start + start, mend.end + start, mend.replacement) for mend in mends] if page is data else []
        )
    return Examined(diagnostics(found), tuple(edits))


_NO_SCRIPT: Final = "The page has no script of type application/ld+json"


def _is_xml(page: bytes) -> bool:
    """Tell whether what begins like markup is XML and no HTML: by its first element."""
    first = _FIRST_TAG.search(page, 0, 4_096)
    known = first is not None and first.group(1).lower() not in (b"html", b"head", b"body", b"script")
    return known and (page.startswith(b"<?xml") or (first is not None and b"xmlns" in first.group(2)))


_FIRST_TAG: Final = re.compile(rb"<([A-Za-z_][\w:.-]*)([^>]*)")


def _utf8(data: bytes) -> bytes:
    """Return a page as UTF-8: by its byte order mark, its declared charset, or as it is."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", data[:4_096], re.IGNORECASE)
    name = declared.group(1).decode() if declared else "utf-8"
    try:
        return data if name.lower() in ("utf-8", "utf8") else data.decode(name, "replace").encode()
    except LookupError:
        return data


def _examine(data: bytes, own: bool, least: Severity) -> tuple[list[Found], list[Edit]]:
    value, refused = parse(data)
    if refused:
        return list(refused), []
    document = Document(value).walk(DEEPEST)
    if document.deep:
        return [Found("Values are nested too deep.", code="DOC008", line=1, column=1)], []
    findings = Findings()
    judge(document, findings, least)
    if own:
        findings.extend(by_own_schema(value, "json-ld-article.schema.json"))
    repeats = may_repeat_keys(data, document.keys)
    if not document.nodes:
        findings.extend([Found("The JSON holds no object, so no node", "", code="DOC009")])
    if not findings.count and not repeats:
        return [], []
    return place_json(findings, data, repeats=repeats)


_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"')


def place_json(findings: Findings, data: bytes, *, repeats: bool) -> tuple[list[Found], list[Edit]]:
    """Give findings the places of their pointers; add the keys that stand twice."""
    known = () if repeats else findings.kept()
    layout = places(data, None if repeats else {one.node for one in known if isinstance(one.node, str)})
    findings.extend(
        Found(f"The key {p.rpartition('/')[2]!r} stands twice", p, "", code="DOC007") for p in layout.repeated
    )
    found = findings.kept()
    edits: list[Edit] = []
    for one in found:
        if isinstance(one.node, str):
            one.path = one.node
            known_places = layout.places if one.attribute is None else layout.keys
            one.line, one.column = known_places.get(one.node, (None, None))
            edits += _edits(one, data, layout)
    return found, edits


def _edits(found: Found, data: bytes, layout: JsonMap) -> list[Edit]:
    """Return the mends of one finding: another text in place of a string value."""
    if not found.edits or found.line is None or found.column is None:
        return []
    start = layout.offset(found.line, found.column)
    token = _STRING.match(data, start)
    if token is None:
        return []
    name, meant = found.edits[0]
    replacement = (meant or "").encode() if name is None else orjson.dumps(meant)
    found.fix = f"Write {replacement.decode()}."
    return [Edit(*token.span(), replacement)]


@cache
def _own_schema(name: str) -> tuple[Any, Any]:
    schema = orjson.loads(resources.schema(name).read_bytes())
    return compiled(schema), schema


def by_own_schema(value: Any, name: str) -> list[Found]:
    """Return what a JSON Schema of our own outputs finds: a fast verdict, then messages where there are any."""
    import fastjsonschema

    check, schema = _own_schema(name)
    try:
        check(value)
    except fastjsonschema.JsonSchemaException:
        return schema_findings(schema, value, "OWN002")
    return []


def reference(schema: Any) -> Any:
    """Return the reference validator of a schema. What it refers to elsewhere allows anything: nothing is fetched."""
    from jsonschema import validators
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    anything = DRAFT202012.create_resource(True)
    registry: Registry[Any] = Registry(retrieve=lambda _: anything)  # type: ignore[call-arg] # attrs renames it
    return validators.validator_for(schema)(schema, registry=registry)


def schema_findings(schema: Any, value: Any, code: str) -> list[Found]:
    """Return the findings of the reference validator, in the order of their places."""
    from convert.validate.jsonsource import escape

    judge_ = reference(schema)
    errors = sorted(judge_.iter_errors(value), key=lambda error: [str(part) for part in error.absolute_path])
    found = []
    for error in errors[:50]:
        pointer = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
        message = error.message if len(error.message) < 200 else error.message[:199] + "…"  # noqa: PLR2004 - one line
        found.append(Found(message, pointer, code=code))
    return found
