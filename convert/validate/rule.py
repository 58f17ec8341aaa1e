"""What a rule is: its row in the table, its examples, and the finding it makes.

A rule is one small function beside its row. The documentation, the SARIF rule table and the tests are made from the
rows, so nothing about a rule is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final

from convert.diagnostics import Severity

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
INFO: Final = Severity.INFO


def _no_check(*_: Any) -> tuple[Found, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table.

    `on` says what `check` is called with (an element's local name, or the name of a collection); a rule that is judged
    elsewhere, by a schema or on the bytes, has neither. `bad` and `good`
    are replacements for slots of the format's base document: with `bad` put in, this rule and no other finds
    something; with `good`, none does. `fix` tells whether `--fix` mends it.
    """

    code: str
    severity: Severity
    title: str
    why: str
    source: str
    mend: str
    on: tuple[str, ...] = ()
    bad: Mapping[str, str] | None = None
    good: Mapping[str, str] | None = None
    fix: bool = False
    check: Callable[..., Iterable[Found]] = _no_check


@dataclass(slots=True)
class Found:
    """One finding before it has a place: the rule, the message, and what it is about.

    `node` is an element or a JSON Pointer; `attribute` narrows an element to one of its attributes. `edits` are the
    certain mends: attribute name (None for the element's text) to new value, None taking the attribute away. `hint` is
    asked for the end of the message when the finding is shown, if there are not too many.
    """

    message: str
    node: Any = None
    attribute: str | None = None
    edits: tuple[tuple[str | None, str | None], ...] = ()
    code: str = ""
    severity: Severity | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    fix: str | None = None
    hint: Callable[[], str] | None = None


Check = Callable[..., Iterable[Found]]


class Table:
    """The rules of one format, in the order of their codes."""

    def __init__(self) -> None:
        self.rows: dict[str, Rule] = {}

    def rule(  # noqa: PLR0913 - a row has this many columns
        self,
        code: str,
        severity: Severity,
        title: str,
        *,
        on: str | tuple[str, ...],
        why: str,
        source: str,
        mend: str,
        bad: Mapping[str, str] | None = None,
        good: Mapping[str, str] | None = None,
        fix: bool = False,
    ) -> Callable[[Check], Check]:
        """Enter the decorated function as the check of a new row. A code is entered once."""

        def enter(check: Check) -> Check:
            names = (on,) if isinstance(on, str) else on
            self.add(Rule(code, severity, title, why, source, mend, names, bad, good, fix, check))
            return check

        return enter

    def add(self, row: Rule) -> None:
        """Enter a row. Raises ValueError for a code that is taken."""
        if row.code in self.rows:
            raise ValueError(f"{row.code} is taken")
        self.rows[row.code] = row

    def plan(self) -> dict[str, tuple[Rule, ...]]:
        """Return, for each thing that rules are called on, the rules in the order of their codes."""
        plan: dict[str, list[Rule]] = {}
        for row in sorted(self.rows.values(), key=lambda row: row.code):
            for name in row.on:
                plan.setdefault(name, []).append(row)
        return {name: tuple(rows) for name, rows in plan.items()}


def clip(value: str, width: int = 60) -> str:
    """Return a value for a message: on one line, in quotes, at most `width` characters."""
    flat = " ".join(value.split())
    return f"'{flat}'" if len(flat) <= width else f"'{flat[: width - 1]}…'"


@lru_cache(maxsize=1_024)
def similar(name: str, names: frozenset[str]) -> str:
    """Return "; did you mean X?" for the closest of the names, or nothing where none is close."""
    near = closest(name, names)
    return f"; did you mean {near}?" if near else ""


def closest(name: str, names: Iterable[str]) -> str | None:
    """Return the closest of the names: same first letter, about as long, and most letters in the same order.

    The first two conditions make it cheap enough for a document that is wrong in thousands of places.
    """
    alike = sorted(one for one in names if one[:1] == name[:1] and abs(len(one) - len(name)) <= _LONGER)
    return next(iter(get_close_matches(name, alike, n=1, cutoff=_ALIKE)), None)


_LONGER: Final = 2
_ALIKE: Final = 0.75
"""Share of letters in one order, as difflib counts it: 0.89 for 'gnre' and 'genre', 0.5 for two words of one length."""
