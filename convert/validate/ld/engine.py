"""Run the rules over the nodes of a JSON-LD document.

Which rules a property asks for is known from its types and name, and is worked out once for each pair.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from convert.diagnostics import Severity
from convert.validate.findings import Findings
from convert.validate.jsonsource import escape
from convert.validate.ld.model import KEYWORDS, Document, Node, kinds
from convert.validate.ld.rulebook import rules
from convert.validate.ld.vocabulary import DATA_TYPES, bare, vocabulary
from convert.validate.rule import Rule


@lru_cache(maxsize=4)
def _plan(least: Severity) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by what they are called on; those below the least severity are left out."""
    from convert.validate.ld.table import TABLE

    rules()
    return {name: tuple(r for r in found if r.severity.reaches(least)) for name, found in TABLE.plan().items()}


_DATES: Final = frozenset({"Date", "DateTime"})


@lru_cache(maxsize=8_192)
def _property_rules(types: tuple[str, ...], key: str, least: Severity) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules for a property as such, and those for each of its values."""
    plan = _plan(least)
    about = tuple(rule for rule in plan["*property"] if any(True for _ in rule.check(types, key)))
    row = vocabulary().properties.get(bare(key))
    wanted = ["*value"]
    if row is not None:
        wanted += ["*date"] if row.ranges & _DATES else []
        wanted += ["*url"] if "URL" in row.ranges and "Text" not in row.ranges else []
        wanted += ["*ranged"] if not row.ranges & {"Text", "Thing"} or row.ranges <= DATA_TYPES else []
    wanted += [f"@{bare(key)}"]
    return about, tuple(rule for name in wanted for rule in plan.get(name, ()))


@lru_cache(maxsize=1_024)
def _node_rules(types: tuple[str, ...], least: Severity) -> tuple[Rule, ...]:
    plan = _plan(least)
    names = sorted(kinds(types))
    return plan["*node"] + tuple(rule for name in names for rule in plan.get(name, ()))


def judge(document: Document, findings: Findings, least: Severity = Severity.INFO) -> None:
    """Add what the rules of a severity and above find in one document, in reading order."""
    for rule in _plan(least)["*document"]:
        findings.take(rule, rule.check(document))
    for node in document.nodes:
        if "@value" in node.value:
            continue
        if findings.full:
            return
        for rule in _node_rules(node.types, least):
            findings.take(rule, rule.check(document, node))
        for key, value in node.value.items():
            if key not in KEYWORDS:
                _property(node, key, value, least, findings)


def _property(node: Node, key: str, value: Any, least: Severity, findings: Findings) -> None:
    about, each = _property_rules(node.types, key, least)
    if not about and not each:
        return
    pointer = f"{node.pointer}/{escape(key)}"
    for rule in about:
        for found in rule.check(node.types, key):
            found.node, found.attribute, found.code = pointer, key, rule.code
            findings.add(found, rule.severity)
    if value.__class__ is list and value:
        for number, one in enumerate(value):
            for rule in each:
                findings.take(rule, rule.check(node, key, one, f"{pointer}/{number}"))
    else:
        for rule in each:
            findings.take(rule, rule.check(node, key, value, pointer))
