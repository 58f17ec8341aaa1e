"""`status`: what a run did, from its ledger."""

from __future__ import annotations

from pathlib import Path

import orjson

from convert.batch.status import read
from convert.terminal import MOST_NAMED


def status(folder: Path, shape: str) -> str:
    """Return what a run did, as text or JSON. Raises MachineError where no run wrote."""
    account = read(folder)
    if shape == "json":
        return orjson.dumps(account.as_dict(), option=orjson.OPT_INDENT_2).decode() + "\n"
    return account.as_text(MOST_NAMED)
