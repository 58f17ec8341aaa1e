"""Run the rules over the nodes of a JSON-LD document.

Which rules a property asks for is known from its types and name, and is worked out once for each pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final

from convert.validate.ld.model import KEYWORDS, Document, Node, kinds
from convert.validate.ld.vocabulary import bare, vocabulary
from convert.validate.rule import Found, Rule


@cache
def rules() -> dict[str, Rule]:
    """Return every rule of JSON-LD by its code."""
    from convert.validate.ld import articles, nodes, values, words  # noqa: F401 - they enter their rows in the table
    from convert.validate.ld.table import TABLE

    return dict(sorted(TABLE.rows.items()))


@cache
def _plan() -> dict[str, tuple[Rule, ...]]:
    from convert.validate.ld.table import TABLE

    rules()
    return TABLE.plan()


_DATES: Final = frozenset({"Date", "DateTime"})


@lru_cache(maxsize=8_192)
def _property_rules(types: tuple[str, ...], key: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules for a property as such, and those for each of its values."""
    plan = _plan()
    about = tuple(rule for rule in plan["*property"] if any(True for _ in rule.check(types, key)))  # type: ignore[misc]
    row = vocabulary().properties.get(bare(key))
    wanted = ["*value"]
    if row is not None:
        wanted += ["*date"] if row.ranges & _DATES else []
        wanted += ["*url"] if "URL" in row.ranges else []
        wanted += ["*ranged"]
    wanted += [f"@{bare(key)}"]
    return about, tuple(rule for name in wanted for rule in plan.get(name, ()))


@lru_cache(maxsize=1_024)
def _node_rules(types: tuple[str, ...]) -> tuple[Rule, ...]:
    plan = _plan()
    names = sorted(kinds(types))
    return plan["*node"] + tuple(rule for name in names for rule in plan.get(name, ()))


def judge(document: Document) -> list[Found]:
    """Return what the rules find in one document, in reading order."""
    result: list[Found] = []
    for rule in _plan()["*document"]:
        _collect(rule, rule.check(document), result)  # type: ignore[misc]
    for node in document.nodes:
        if "@value" in node.value:
            continue
        for rule in _node_rules(node.types):
            _collect(rule, rule.check(document, node), result)  # type: ignore[misc]
        for key, value in node.value.items():
            if key not in KEYWORDS:
                _property(node, key, value, result)
    return result


def _property(node: Node, key: str, value: Any, result: list[Found]) -> None:
    about, each = _property_rules(node.types, key)
    pointer = f"{node.pointer}/{key.replace('~', '~0').replace('/', '~1')}"
    for rule in about:
        for found in rule.check(node.types, key):  # type: ignore[misc]
            found.node = pointer
            found.code = rule.code
            result.append(found)
    if value.__class__ is list and value:
        for number, one in enumerate(value):
            for rule in each:
                _collect(rule, rule.check(node, key, one, f"{pointer}/{number}"), result)  # type: ignore[misc]
    else:
        for rule in each:
            _collect(rule, rule.check(node, key, value, pointer), result)  # type: ignore[misc]


def _collect(rule: Rule, found: Iterable[Found], result: list[Found]) -> None:
    for one in found:
        one.code = rule.code
        result.append(one)
