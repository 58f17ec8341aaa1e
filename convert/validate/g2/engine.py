"""Run the rules over an item: each on what it asks for, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final

from convert.diagnostics import Severity
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import NITF, XHTML, Item, Message, is_plain
from convert.validate.rule import Found, Rule

_REMEMBERED: Final = 20_000
"""QCodes found fine that are remembered: one run of a large feed has a few thousand different ones."""

_fine: set[tuple[Any, ...]] = set()


@cache
def rules() -> dict[str, Rule]:
    """Return every rule of NewsML-G2 by its code."""
    from convert.validate.g2 import (  # noqa: F401 - each module enters its rows in the table
        codes,
        content,
        dates,
        identity,
        importers,
        languages,
        meta,
        packages,
        renditions,
        texts,
        things,
    )
    from convert.validate.g2.table import TABLE

    return dict(sorted(TABLE.rows.items()))


@lru_cache(maxsize=4)
def _plan(least: Severity) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by what they are called on; those below the least severity are left out."""
    from convert.validate.g2.table import TABLE

    rules()
    order = list(Severity)
    wanted = order[: order.index(least) + 1]
    plan = {name: tuple(r for r in found if r.severity in wanted) for name, found in TABLE.plan().items()}
    return plan | {NAR + name: found for name, found in plan.items() if not name.startswith("*")}


def judge(item: Item, least: Severity = Severity.INFO) -> list[Found]:
    """Return what the rules of a severity and above find in one item, in the order of the rules."""
    plan = _plan(least)
    result: list[Found] = []
    for rule in plan["*item"]:
        _collect(rule, rule.check(item, item.element), result)  # type: ignore[misc]
    for tag, elements in item.by.items():
        for rule in plan.get(tag, ()):
            check = rule.check
            for element in elements:
                for found in check(item, element):  # type: ignore[misc]
                    found.code = rule.code
                    result.append(found)
    _qcodes(item, plan["*qcode"], result)
    for element, name, value in item.languages:
        for rule in plan["*language"]:
            _collect(rule, rule.check(item, element, name, value), result)  # type: ignore[misc]
    for _, root in item.inline:
        for rule in plan.get(_INLINE.get(root.tag, ""), ()):
            _collect(rule, rule.check(item, root), result)  # type: ignore[misc]
    return result


_INLINE: Final = {XHTML + "html": "*xhtml", NITF + "nitf": "*nitf"}


def judge_message(message: Message, least: Severity = Severity.INFO) -> list[Found]:
    """Return what the rules find in a newsMessage itself, after its items were judged."""
    result: list[Found] = []
    for rule in _plan(least)["*message"]:
        _collect(rule, rule.check(message), result)  # type: ignore[misc]
    return result


def _collect(rule: Rule, found: Iterable[Found], result: list[Found]) -> None:
    for one in found:
        one.code = rule.code
        result.append(one)


def _qcodes(item: Item, rules_: tuple[Rule, ...], result: list[Found]) -> None:
    key = (item.catalogs.key, item.kind, len(rules_))
    for element, attribute, value in item.qcodes:
        known = (key, element.tag, attribute, value)
        paired = element.get("uri" if attribute == "qcode" else f"{attribute}uri") is not None
        if (known in _fine and not paired) or is_plain(element, attribute):
            continue
        before = len(result)
        for rule in rules_:
            _collect(rule, rule.check(item, element, attribute, value), result)  # type: ignore[misc]
        if len(result) == before and not paired:
            _remember(known)


def _remember(known: tuple[Any, ...]) -> None:
    if len(_fine) >= _REMEMBERED:
        _fine.clear()
    _fine.add(known)
