"""The account of all inputs of an output folder: `report.jsonl` for programs, `report.html` for people.

Both are made of the ledger alone, row by row, so that they take the same memory for any number of inputs and are the
same after an interrupted run as after an undisturbed one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import orjson

from convert.account import SUFFIX
from convert.batch import shards
from convert.batch.kinship import Kin, Kinship
from convert.batch.ledger import Ledger, Row
from convert.batch.page import Figures, Related, Unsure, page
from convert.batch.plan import portable
from convert.batch.plots import Bars
from convert.batch.store import machine

LINES: Final = "report.jsonl"
PAGE: Final = "report.html"

_UNSURE: Final = 50
_RELATED: Final = 50
_TWINS: Final = 10
"""Inputs that share a guid and are named on the terminal."""

_LINES_SHOWN: Final = 60
_TEXT_SHOWN: Final = 600
_LARGEST: Final = 20_000_000
_SHOWN: Final = 15
_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """How many inputs have to do with each other, and the first of those that share a guid."""

    duplicates: int
    versions: int
    twin_number: int
    twins: tuple[Kin, ...]


def write(ledger: Ledger, out: Path) -> Counted | None:
    """Write both, where the ledger has changed since they were written, else return None. Raises MachineError."""
    if ledger.is_reported() and (out / LINES).is_file() and (out / PAGE).is_file():
        return None
    with closing(Kinship(ledger.all())) as kinship:
        try:
            _replaced(out / LINES, (line(row, kin) for row, kin in kinship.of(ledger.all())))
            _replaced(
                out / PAGE, (part.encode() for part in page(_figures(ledger), _unsure(ledger, out), _kin(kinship)))
            )
        except OSError as error:
            raise machine(error) from error
        counted = Counted(*kinship.counts(), tuple(kinship.twins(_TWINS)))
    ledger.reported()
    return counted


def _replaced(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file under another name first."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def line(row: Row, kin: Kin | None = None) -> bytes:
    """Return the account of one input as a line of JSON."""
    values: dict[str, Any] = {
        "key": row.key,
        "outcome": row.status,
        "outputs": [portable(name) for name in row.outputs()],
        "former": [portable(name) for name in row.former()] or None,
        "shard": row.shard if row.is_converted else None,
        "guid": row.guid,
        "version": row.version,
        "sha256": row.sha256 or None,
        "confidence": row.confidence,
        "words": row.words,
        "date": row.dated,
        "language": row.language,
        "authors": row.authors.split("\n") if row.authors else None,
        **_of_kin(kin),
        "diagnostics": orjson.Fragment(row.found) if row.found else None,
    }
    return orjson.dumps({name: value for name, value in values.items() if value is not None}) + b"\n"


def _of_kin(kin: Kin | None) -> dict[str, Any]:
    if kin is None:
        return {}
    relation = "duplicate_of" if kin.is_duplicate else "version_of"
    return {relation: kin.story, "similarity": kin.similarity, "same_guid_as": kin.twin}


def as_page(ledger: Ledger, out: Path) -> Iterator[str]:
    """Yield the page for people."""
    with closing(Kinship(ledger.all())) as kinship:
        yield from page(_figures(ledger), _unsure(ledger, out), _kin(kinship))


def _kin(kinship: Kinship) -> Related:
    duplicates, versions, twins = kinship.counts()
    return Related(duplicates, versions, twins, tuple(kinship.stories(_RELATED)), tuple(kinship.twins(_RELATED)))


def _figures(ledger: Ledger) -> Figures:
    return Figures(
        tuple(ledger.counts().items()),
        tuple(ledger.reasons()),
        _scale(ledger.grouped("cast(confidence * 20 as int)"), 0, 20, lambda step: f"{step / 20:.2f}"),
        _scale(ledger.grouped("min(words / 50, 40)"), 0, 41, lambda step: f"{step * 50}{'+' if step == 40 else ''}"),  # noqa: PLR2004 - 2,000 words and more
        _dates(ledger),
        _most(ledger.grouped("language"), _SHOWN),
        _authors(ledger),
    )


def _scale(found: dict[Any, int], first: int, end: int, name: Any) -> Bars:
    """Return every step of a scale, those without an article too; what lies beyond it counts for its last one."""
    if not found:
        return ()
    counts: Counter[int] = Counter()
    for step, number in found.items():
        counts[min(int(step), end - 1)] += number
    return [(name(step), counts[step]) for step in range(first, end)]


def _most(found: dict[Any, int], most: int) -> Bars:
    return sorted(((str(name), number) for name, number in found.items()), key=lambda bar: (-bar[1], bar[0]))[:most]


def _authors(ledger: Ledger) -> Bars:
    """Count authors, of the commonest bylines: an archive has more names than a page can show."""
    counts: Counter[str] = Counter()
    for names, number in ledger.grouped("authors", most=10_000).items():
        for name in names.split("\n"):
            counts[name] += number
    return _most(dict(counts), _SHOWN)


def _dates(ledger: Ledger) -> Bars:
    """Count by month where that is no more than five years, else by year, else by decade."""
    for length in (7, 4, 3):
        found = ledger.grouped(f"substr(dated, 1, {length})", most=100_000)
        steps = _between(min(found), max(found)) if found else []
        if len(steps) <= _STEPS:
            break
    return [(step if len(step) > 3 else f"{step}0s", found.get(step, 0)) for step in steps[-_STEPS:]]  # noqa: PLR2004 - three digits: a decade


def _between(first: str, last: str) -> list[str]:
    """Return all months, years or decades from one to another."""
    if len(first) == 7:  # noqa: PLR2004 - YYYY-MM
        months = range(int(first[:4]) * 12 + int(first[5:]) - 1, int(last[:4]) * 12 + int(last[5:]))
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    return [f"{number:0{len(first)}}" for number in range(int(first), int(last) + 1)]


def _unsure(ledger: Ledger, out: Path) -> Iterator[Unsure]:
    rows = ledger.unsure(_UNSURE)
    accounts = _accounts(rows, out)
    for row in rows:
        if row.confidence is None or row.stem is None:
            continue
        account = accounts.get(row.key)
        if account is None:
            yield Unsure(row.key, row.confidence, (), "Its account is not there any more.")
            continue
        lines = account["lines"]
        shown = tuple({**one, "text": one["text"][:_TEXT_SHOWN]} for one in lines[:_LINES_SHOWN])
        more = len(lines) - len(shown)
        yield Unsure(row.key, row.confidence, shown, f"{more} more lines" if more > 0 else "")


def _accounts(rows: Iterable[Row], out: Path) -> dict[str, dict[str, Any]]:
    """Read the accounts of some articles, by key, without those that somebody removed or changed beyond reading."""
    found: dict[str, dict[str, Any]] = {}
    for shard, some in groupby(sorted(rows, key=lambda row: row.shard or ""), lambda row: row.shard):
        named = {os.fsdecode(row.stem) + SUFFIX: row.key for row in some if row.stem is not None}
        keys = named if shard is None else {portable(name): key for name, key in named.items()}
        try:
            for name, data in _loose(out, keys) if shard is None else shards.files(out / shard, set(keys)):
                found |= _parsed(keys[name], data)
        except (OSError, *shards.DAMAGE):
            continue
    return found


def _loose(out: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        with suppress(OSError), (out / name).open("rb") as file:
            yield name, file.read(_LARGEST)


def _parsed(key: str, data: bytes) -> dict[str, dict[str, Any]]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return {key: found} if isinstance(found, dict) and isinstance(found.get("lines"), list) else {}
