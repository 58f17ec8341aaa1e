"""Of inputs that tell the same story the newest stands; the outputs of the others are set apart, and say which it is.

Done only when it is asked for, at the end of a run, over all that the ledger knows: so the answer does not depend on
the order of conversion. Nothing is thrown away. What was set apart comes back when it is the newest, or alone, again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import orjson

from convert.batch import store
from convert.batch.kinship import Kinship
from convert.batch.ledger import Ledger, Row
from convert.batch.unit import MERGED
from convert.diagnostics import Severity, diagnostic
from convert.pipeline import Status

_FOLDER: Final = os.fsencode(f"{MERGED}/")
_CODE: Final = "batch.merged"
_PAGE: Final = 500
"""Rows that are moved and recorded together."""


def merge(ledger: Ledger, out: Path) -> int:
    """Set apart what a newer input tells, and take back what none tells any more; return how many are set apart.

    Killed in between, the next run does it again. Raises MachineError.
    """
    changed: list[tuple[Row, Row]] = []
    with closing(Kinship(ledger.all())) as kinship:
        for keys in kinship.stories_by_key():
            rows = [row for row in ledger.rows(keys).values() if row.shard is None]
            changed += [(row, new) for row, new in zip(rows, _wanted(rows), strict=True) if new != row]
            if len(changed) >= _PAGE:
                _move(changed, ledger, out)
                changed = []
    _move(changed, ledger, out)
    return ledger.counts().get(MERGED, 0)


def _wanted(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of one story as they ought to be."""
    if not rows:
        return []
    newest = max(rows, key=_newness)
    return [_standing(row) if row is newest else _merged(row, newest) for row in rows]


def _newness(row: Row) -> tuple[float, int, int, str]:
    """Order articles: by the last date that they state, then by version, then the longer one, then by key."""
    return max(_seconds(row.dated), _seconds(row.modified)), row.version or 0, row.words or 0, row.key


def _seconds(dated: str | None) -> float:
    if dated is None:
        return float("-inf")
    moment = datetime.fromisoformat(dated)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime(1, 1, 1, tzinfo=UTC)).total_seconds()


def _merged(row: Row, newest: Row) -> Row:
    why = diagnostic(_CODE, repr(newest.key))
    stem = row.stem or b""
    return row._replace(
        status=MERGED,
        stem=stem if stem.startswith(_FOLDER) else _FOLDER + stem,
        found=orjson.dumps([why.as_dict(), *_others(row)]),
        code=why.code,
        message=why.message,
    )


def _standing(row: Row) -> Row:
    if row.status != MERGED:
        return row
    found = _others(row)
    warned = any(one["severity"] == Severity.WARNING for one in found)
    return row._replace(
        status=Status.WARNED.value if warned else Status.CONVERTED.value,
        stem=(row.stem or b"").removeprefix(_FOLDER),
        found=orjson.dumps(found) if found else None,
        code=found[0]["code"] if found else None,
        message=found[0]["message"] if found else None,
    )


def _others(row: Row) -> list[dict[str, str]]:
    return [one for one in orjson.loads(row.found or b"[]") if one["code"] != _CODE]


def _move(changed: Sequence[tuple[Row, Row]], ledger: Ledger, out: Path) -> None:
    """Rename outputs, then record it."""
    if not changed:
        return
    store.move(pair for row, new in changed for pair in _files(row, new, out))
    ledger.record(new for _, new in changed)


def _files(row: Row, new: Row, out: Path) -> Iterable[tuple[Path, Path]]:
    if row.stem == new.stem:
        return ()
    pairs = zip(row.files().values(), new.files().values(), strict=True)
    return ((out / before, out / after) for before, after in pairs)
