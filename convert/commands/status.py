"""`status`: what a run did, from its ledger."""

from __future__ import annotations

from pathlib import Path

import orjson

from convert.batch.ledger import opened
from convert.batch.report import as_page
from convert.batch.status import read
from convert.terminal import MOST_NAMED


def status(folder: Path, shape: str) -> str:
    """Return what a run did, as text, JSON or HTML. Raises UsageError where no run wrote."""
    if shape == "html":
        with opened(folder, create=False) as ledger:
            return "".join(as_page(ledger, folder))
    account = read(folder)
    if shape == "json":
        return orjson.dumps(account.as_dict(), option=orjson.OPT_INDENT_2).decode() + "\n"
    return account.as_text(MOST_NAMED)
