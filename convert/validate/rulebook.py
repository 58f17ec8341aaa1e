"""Every rule of every format."""

from __future__ import annotations

from functools import cache

from convert.diagnostics import CODES, Severity
from convert.validate.rule import Found, Rule


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes; those of plugins among them."""
    from convert.validate import added, documents, ninjs_rules
    from convert.validate.g2 import rulebook as g2
    from convert.validate.ld import rulebook as ld

    rows = {**documents.TABLE.rows, **g2.rules(), **ld.rules(), **ninjs_rules.TABLE.rows}
    rows = {**added.rows(), **rows}
    return dict(sorted(rows.items()))


def severity_of(found: Found) -> Severity:
    """Return the severity of a finding: its own, else that of its rule."""
    return found.severity or (rules()[found.code].severity if found.code in rules() else CODES[found.code].severity)
