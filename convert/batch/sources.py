"""From a plan and the ledger to units: what has to be read, and what is known to be as it was."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Final

from convert import containers
from convert.batch import known
from convert.batch.ledger import FAILED, LOOK_UP, Ledger, Row
from convert.batch.plan import Claim, Input, Plan, is_again, portable
from convert.batch.rejects import is_missing
from convert.batch.selection import Selection
from convert.batch.unit import MERGED, SKIPPED, Ended, Item, Task, Unit, as_json, rejected
from convert.batch.work import LARGE, REVIEW, digest
from convert.containers import Fault, Member, modified
from convert.diagnostics import diagnostic
from convert.metadata import NONE, Metadata
from convert.sidecar import Manifest

UNIT: Final = 64
"""Inputs a unit: the segmenter's best batch (64 and 256 are alike, 16 is a third slower), and the loss of a kill."""

Found = tuple[Item, Row | None] | Ended
"""An input that has to be read, with what the ledger knows of it; or one that has ended without that."""


def files(plan: Plan, selection: Selection, ledger: Ledger, task: Task, manifest: Manifest) -> Iterator[Found]:
    """Yield the files of a plan, by key."""
    chosen = selection.of(plan)
    is_first = ledger.is_empty()
    while page := list(islice(chosen, LOOK_UP)):
        rows = ledger.looks([one.key for one in page])
        to_do: list[tuple[Item, Row | None] | Ended] = []
        for one in page:
            metadata, remarks = manifest.of(one.key) if manifest.entries else (NONE, ())
            row = rows.get(one.key)
            if row is not None and _is_as_it_was(one, metadata, row, task):
                to_do.append(again(row))
            elif not is_first and (other := _overwritten(one, row, ledger, task)) is not None:
                why = (diagnostic("batch.name-collision", f"{other!r}, which was converted before"),)
                to_do.append(rejected(one.key, why, task, row))
            else:
                to_do.append((Item(one.key, one.stem, one.place, one.beside, None, metadata, remarks), row))
        yield from _whole(to_do, ledger)


def _is_as_it_was(one: Input, metadata: Metadata, row: Row, task: Task) -> bool:
    return not is_missing(row, task) and known.unchanged(one, metadata, row, task, retry=task.retry)


def _overwritten(one: Input, row: Row | None, ledger: Ledger, task: Task) -> str | None:
    """Return the input of an earlier run whose outputs those of a new one would replace, None where there is none."""
    if row is not None and row.is_converted:
        return None
    apart = [f"{folder}/" for folder in (REVIEW, MERGED)]
    names = {os.fsencode(before + one.stem) for before in ("", *apart)}
    stems = [one.stem, *(one.stem.removeprefix(before) for before in apart if one.stem.startswith(before))]
    rows = (other for stem in stems for other in ledger.beside(portable(stem)))
    same = (other.key for other in rows if other.is_converted and other.stem in names and other.key != one.key)
    found = next(same, None)
    return None if found is None or containers.holds_inputs(one.path, task.job.profile) else found


def _whole(found: list[tuple[Item, Row | None] | Ended], ledger: Ledger) -> Iterator[Found]:
    """Give what has to be read all that the ledger knows of it."""
    keys = [one[0].key for one in found if not isinstance(one, Ended) and one[1] is not None]
    rows = ledger.rows(keys)
    for one in found:
        yield one if isinstance(one, Ended) else (one[0], rows.get(one[0].key))


def refused(plan: Plan, ledger: Ledger, task: Task) -> Iterator[Ended]:
    """Yield the inputs that cannot be converted whatever is in them."""
    for key, why in plan.unreadable:
        yield rejected(key, (diagnostic("read.unreadable", why),), task)
    for one, keys in plan.collisions():
        yield rejected(one.key, (diagnostic("batch.name-collision", keys),), task, ledger.rows([one.key]).get(one.key))


def members(
    one: Input, found: Iterator[Member | Fault], plan: Plan, ledger: Ledger, task: Task, manifest: Manifest
) -> Iterator[Found]:
    """Yield what a container holds, in its order."""
    folder = os.path.dirname(one.stem)  # noqa: PTH120 - names, as the file system has them
    stamp = _stamp(one)
    while page := list(islice(found, UNIT)):
        keys = [_key(one, member, plan) for member in page]
        rows = ledger.rows(keys)
        for key, member in zip(keys, page, strict=True):
            row = rows.get(key)
            if isinstance(member, Fault):
                yield rejected(key, (member.found,), task, row)
                continue
            stem = os.path.join(folder, one.path.name, member.stem) if member.name else one.stem  # noqa: PTH118 - as above
            sha256 = _sha256(member)
            other = plan.claim(stem, key, sha256) if member.name else None
            if other is not None:
                yield _name_taken(key, sha256, other, task, row)
                continue
            metadata, remarks = manifest.of(key)
            kept = replace(member, stamp=member.stamp or stamp)
            yield Item(key, stem, None, None, kept, metadata, remarks), row


def _key(one: Input, member: Member | Fault, plan: Plan) -> str:
    if member.name:
        return plan.own_key(f"{one.key}!{member.name}")
    plan.give(one.key)
    return one.key


def _sha256(member: Member) -> str:
    return member.record.sha256 if member.record else digest(member.data, member.metadata, member.diagnostics)


def _name_taken(key: str, sha256: str, other: Claim, task: Task, row: Row | None) -> Ended:
    """Refuse a member whose output name another one has; one that is the same in all is passed over."""
    if not is_again(key, other.key) or sha256 != other.sha256:
        return rejected(key, (diagnostic("batch.name-collision", repr(other.key)),), task, row)
    found = (diagnostic("batch.given-twice", repr(other.key)),)
    made = Row(key, sha256, task.fingerprint, SKIPPED)
    return Ended(made._replace(found=as_json(found), code=found[0].code, message=found[0].message), SKIPPED, found)


def unchanged_members(one: Input, plan: Plan, ledger: Ledger, task: Task, mark: str) -> Iterator[Ended] | None:
    """Return how the members of a container ended, None where it has to be opened."""
    if not ledger.has_container(one.key, mark, task.fingerprint):
        return None
    if any(not _is_as_it_ended(row, task) for row in _its(one, plan, ledger, task)):
        return None
    return map(again, _its(one, plan, ledger, task))


def _is_as_it_ended(row: Row, task: Task) -> bool:
    if row.status in FAILED:
        return not task.retry and not is_missing(row, task)
    return known.outputs_exist(row, task)


def _its(one: Input, plan: Plan, ledger: Ledger, task: Task) -> Iterator[Row]:
    """Iterate over the rows of what a container gave when it was last worked through."""
    files = plan.keys_between(f"{one.key}!", f'{one.key}"')  # named as its members would be
    return (row for row in ledger.members(one.key) if row.job == task.fingerprint and row.key not in files)


def leave_behind(one: Input, plan: Plan, ledger: Ledger) -> None:
    """Forget what a container held before, and holds no more."""
    files = plan.keys_between(f"{one.key}!", f'{one.key}"')
    ledger.leave_behind(one.key, lambda key: key in files or plan.is_given(key))


def again(row: Row) -> Ended:
    """Return how an input ends that is not done again: skipped, or as badly as it ended before."""
    return Ended(row, row.status if row.status in FAILED else SKIPPED, is_new=False)


def units(items: Iterable[tuple[Item, Row | None]], task: Task) -> Iterator[Unit]:
    """Group inputs: a unit is full by number or by the bytes that it carries."""
    batch: list[Item] = []
    rows: dict[str, Row] = {}
    size = 0
    for item, row in items:
        batch.append(item)
        if row is not None:
            rows[item.key] = row
        size += len(item.member.data) if item.member else 0
        if len(batch) >= UNIT or size >= LARGE:
            yield Unit(tuple(batch), rows, task)
            batch, rows, size = [], {}, 0
    if batch:
        yield Unit(tuple(batch), rows, task)


def _stamp(one: Input) -> datetime | None:
    try:
        return modified(one.path)
    except OSError:
        return None
