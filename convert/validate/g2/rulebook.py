"""Every rule of NewsML-G2."""

from __future__ import annotations

from functools import cache

from convert.validate.g2.table import TABLE
from convert.validate.rule import Rule


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
        links,
        measures,
        meta,
        packages,
        releases,
        renditions,
        repeats,
        rights,
        slips,
        texts,
        things,
    )

    return dict(sorted(TABLE.rows.items()))
