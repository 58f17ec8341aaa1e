"""The rules of plugins: each looks at a whole document, beside our own rules.

A plugin names a format and its rules, and has a function `check(document)` that yields `Found`. The document is the
root element (lxml) of newsml-g2, and the parsed JSON of the other formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from convert import plugins
from convert.diagnostics import Diagnostic, Severity
from convert.plugins import Kind, Plugin
from convert.validate.places import Paths
from convert.validate.rule import Found, Rule

_CODE: Final = re.compile(r"[A-Z]{3,8}-\d{1,4}")
_MOST: Final = 1_000
"""Findings of one plugin in one document that are kept."""


def rows() -> dict[str, Rule]:
    """Return the rules of all plugins by code. A code has letters, a hyphen and a number, as ours have not."""
    found: dict[str, Rule] = {}
    for plugin in plugins.ready(Kind.RULE).values():
        for rule in plugin.target.rules:
            if isinstance(rule, Rule) and _CODE.fullmatch(rule.code):
                found.setdefault(rule.code, rule)
    return found


def findings(data: bytes, format: str, least: Severity) -> list[Diagnostic]:
    """Return what the plugins of a format find; one that fails is a finding that names it."""
    chosen = [one for one in plugins.ready(Kind.RULE).values() if one.target.format == format]
    if not chosen:
        return []
    document = _parsed(data, format)
    if document is None:
        return []
    found = [one for plugin in chosen for one in _of(plugin, document)]
    return [one for one in found if one.severity.reaches(least)]


def _of(plugin: Plugin, document: Any) -> Iterator[Diagnostic]:
    table = {rule.code: rule for rule in plugin.target.rules if _CODE.fullmatch(rule.code)}
    try:
        for number, found in enumerate(plugins.each(lambda: plugin.target.check(document))):
            if number >= _MOST:
                return
            yield _diagnostic(found, table[found.code])
    except Exception as error:  # noqa: BLE001 - the plugin's own
        yield plugins.failed(plugin, error, "plugin.rule")


def _diagnostic(found: Found, rule: Rule) -> Diagnostic:
    """Give a finding its place: of an element its line and XPath, of JSON the pointer that `node` is."""
    line, path = found.line, found.path
    if isinstance(found.node, str):
        path = path or found.node
    elif found.node is not None:
        line = line or found.node.sourceline
        path = path or Paths().of(found.node, found.attribute)
    severity = found.severity or rule.severity
    return Diagnostic(rule.code, severity, found.message, line, found.column, path, found.fix or rule.mend)


def _parsed(data: bytes, format: str) -> Any:
    """Parse a document; what cannot be parsed has been said already."""
    if format == "newsml-g2":
        from convert.validate.xmlsource import parse

        return parse(data)[0]
    import orjson

    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
