"""Every rule of JSON-LD."""

from __future__ import annotations

from functools import cache

from convert.validate.ld.table import TABLE
from convert.validate.rule import Rule


@cache
def rules() -> dict[str, Rule]:
    """Return every rule of JSON-LD by its code."""
    from convert.validate.ld import articles, dates, nodes, values, words  # noqa: F401 - they enter their rows in the table

    return dict(sorted(TABLE.rows.items()))
