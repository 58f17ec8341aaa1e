"""The table that the rules of NewsML-G2 enter."""

from __future__ import annotations

from typing import Final

from convert.validate.rule import Table

TABLE: Final = Table()
rule = TABLE.rule
