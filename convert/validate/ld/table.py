"""The table that the rules of JSON-LD enter."""

from __future__ import annotations

from typing import Final

from convert.validate.rule import Table

TABLE: Final = Table()
rule = TABLE.rule
