"""Run the rules over an item: each on what it asks for, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

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


@cache
def _plan() -> dict[str, tuple[Rule, ...]]:
    from convert.validate.g2.table import TABLE

    rules()
    return TABLE.plan()


@cache
def _by_tag() -> dict[str, tuple[Rule, ...]]:
    return {NAR + name: found for name, found in _plan().items() if not name.startswith("*")}


def judge(item: Item) -> list[Found]:
    """Return what the rules find in one item, in the order of the rules."""
    result: list[Found] = []
    plan, by_tag = _plan(), _by_tag()
    for rule in plan["*item"]:
        _collect(rule, rule.check(item, item.element), result)  # type: ignore[misc]
    for tag, elements in item.by.items():
        for rule in by_tag.get(tag, ()):
            for element in elements:
                _collect(rule, rule.check(item, element), result)  # type: ignore[misc]
    _qcodes(item, plan["*qcode"], result)
    for element, name, value in item.languages:
        for rule in plan["*language"]:
            _collect(rule, rule.check(item, element, name, value), result)  # type: ignore[misc]
    for _, root in item.inline:
        for rule in plan.get({XHTML + "html": "*xhtml", NITF + "nitf": "*nitf"}.get(root.tag, ""), ()):
            _collect(rule, rule.check(item, root), result)  # type: ignore[misc]
    return result


def judge_message(message: Message) -> list[Found]:
    """Return what the rules find in a newsMessage itself, after its items were judged."""
    result: list[Found] = []
    for rule in _plan()["*message"]:
        _collect(rule, rule.check(message), result)  # type: ignore[misc]
    return result


def _collect(rule: Rule, found: Iterable[Found] | Iterator[Found], result: list[Found]) -> None:
    for one in found:
        one.code = rule.code
        result.append(one)


def _qcodes(item: Item, rules_: tuple[Rule, ...], result: list[Found]) -> None:
    key = (item.catalogs.key, item.kind)
    for element, attribute, value in item.qcodes:
        known = (key, element.tag, attribute, value)
        if known in _fine:
            continue
        if is_plain(element, attribute):
            continue
        before = len(result)
        for rule in rules_:
            _collect(rule, rule.check(item, element, attribute, value), result)  # type: ignore[misc]
        if len(result) == before:
            _remember(known)


def _remember(known: tuple[Any, ...]) -> None:
    if len(_fine) >= _REMEMBERED:
        _fine.clear()
    _fine.add(known)
