"""Run the rules over an item: each on what it asks for, and on nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from convert.diagnostics import Severity
from convert.validate.findings import Findings
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import NITF, XHTML, Item, Message, is_plain
from convert.validate.g2.rulebook import rules
from convert.validate.rule import Rule

_REMEMBERED: Final = 20_000
"""QCodes found fine that are remembered: one run of a large feed has a few thousand different ones."""

_fine: set[tuple[Any, ...]] = set()


@lru_cache(maxsize=4)
def _plan(least: Severity) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by what they are called on; those below the least severity are left out."""
    from convert.validate.g2.table import TABLE

    rules()
    plan = {name: tuple(r for r in found if r.severity.reaches(least)) for name, found in TABLE.plan().items()}
    return plan | {NAR + name: found for name, found in plan.items() if not name.startswith("*")}


def judge(item: Item, findings: Findings, least: Severity = Severity.INFO) -> None:
    """Add what the rules of a severity and above find in one item, in the order of the rules."""
    plan = _plan(least)
    for rule in plan["*item"]:
        findings.take(rule, rule.check(item, item.element))
    _properties(item, findings, least)
    for rule in plan["*language"]:
        for element, name, value in item.languages:
            findings.take(rule, rule.check(item, element, name, value))
    if plan["*xhtml"] or plan["*nitf"]:
        _renditions(item, findings, plan)


def _properties(item: Item, findings: Findings, least: Severity) -> None:
    """Judge elements by their name, and QCodes wherever they stand."""
    plan = _plan(least)
    for tag, elements in item.indexed(_elements(least)):
        for rule in plan.get(tag, ()):
            for element in elements:
                findings.take(rule, rule.check(item, element))
    _qcodes(item, plan["*qcode"], findings)


@lru_cache(maxsize=4)
def _elements(least: Severity) -> tuple[str, ...]:
    """Return the elements that the rules ask for by name."""
    return tuple(name for name, found in _plan(least).items() if name.startswith(NAR) and found)


def _renditions(item: Item, findings: Findings, plan: dict[str, tuple[Rule, ...]]) -> None:
    for _, root in item.inline:
        for rule in plan.get(_INLINE.get(root.tag, ""), ()):
            findings.take(rule, rule.check(item, root))


_INLINE: Final = {XHTML + "html": "*xhtml", NITF + "nitf": "*nitf"}


def judge_message(message: Message, findings: Findings, least: Severity = Severity.INFO) -> None:
    """Add what the rules find in a newsMessage itself, after its items were judged.

    A header has catalogs and codes of its own: what holds for the properties of an item holds for its.
    """
    for header in message.element.iterchildren(NAR + "header"):
        _properties(Item(header), findings, least)
    for rule in _plan(least)["*message"]:
        findings.take(rule, rule.check(message))


def _qcodes(item: Item, rules_: tuple[Rule, ...], findings: Findings) -> None:
    if not rules_:
        return
    key = (item.catalogs.key, item.kind, len(rules_))
    for element, attribute, value in item.qcodes:
        known = (key, element.tag, attribute, value)
        paired = element.get("uri" if attribute == "qcode" else f"{attribute}uri") is not None
        if (known in _fine and not paired) or is_plain(element, attribute):
            continue
        before = findings.count
        for rule in rules_:
            findings.take(rule, rule.check(item, element, attribute, value))
        if findings.count == before and not paired:
            _remember(known)


def _remember(known: tuple[Any, ...]) -> None:
    if len(_fine) >= _REMEMBERED:
        _fine.clear()
    _fine.add(known)
