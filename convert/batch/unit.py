"""One unit of work: some inputs that are converted together, and how each of them ended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from convert.article import Article
from convert.batch.ledger import Row
from convert.batch.packing import Packing, Piece
from convert.batch.store import Part
from convert.containers import Member, Place, place
from convert.diagnostics import Diagnostic
from convert.metadata import NONE, Metadata
from convert.pipeline import Job, Output, Status

SKIPPED: Final = "skipped"
"""How an input ends that was converted before and has not changed."""

POISON: Final = "poison"
"""How an input ends that killed the process that worked on it."""

MERGED: Final = "merged"
"""How an input ends whose story a newer one tells too, where that was asked for; and the folder of its outputs."""

CONTAINER: Final = "container"
"""What an input turned out to be, which holds inputs and is none."""


class Item(NamedTuple):
    """One input of a unit: a file that the unit reads, or a member of a container that was read for it.

    `place` and `beside` are the paths of the file and of its sidecar, as text: they cross to the worker. `metadata` and
    `remarks` are what a manifest says of the input, and what was wrong with that.
    """

    key: str
    stem: str
    place: str | None = None
    beside: str | None = None
    member: Member | None = None
    metadata: Metadata = NONE
    remarks: tuple[Diagnostic, ...] = ()

    @property
    def path(self) -> Place | None:
        """Where the file is, None for a member."""
        return None if self.place is None else place(self.place)

    @property
    def sidecar(self) -> Place | None:
        """Where its sidecar is, None where it has none."""
        return None if self.beside is None else place(self.beside)


@dataclass(frozen=True, slots=True)
class Task:
    """What holds for every unit of a run.

    `returned`: outputs are returned, not written, and with `articles` the articles too; `packing`: they are returned as
    pieces of shards. `seconds`: for one input. `review`: articles whose confidence is lower go to OUT/review/. `retry`:
    what was rejected is done again. `consumed`: outputs are taken away by whom they are for, so one that the ledger has
    and the folder has not is not made again. `rejects`: a copy of what is rejected is kept.
    """

    job: Job
    out: Path
    format: str | None = None
    returned: bool = False
    articles: bool = False
    packing: Packing | None = None
    seconds: float = 30.0
    review: float | None = None
    retry: bool = False
    consumed: bool = False
    rejects: bool = False
    fingerprint: str = ""

    @property
    def is_loose(self) -> bool:
        """Tell whether outputs are files of their own."""
        return not self.returned and self.packing is None

    def signed(self) -> Task:
        """Return the task with its fingerprint: what each byte of the outputs depends on beside the inputs."""
        parts = [self.job.fingerprint(), self.format, self.review]
        return replace(self, fingerprint=hashlib.sha256(orjson.dumps(parts)).hexdigest())


@dataclass(frozen=True, slots=True)
class Unit:
    """Inputs that are converted together, with what the ledger knows of them."""

    items: tuple[Item, ...]
    known: dict[str, Row]
    task: Task

    def part(self, items: tuple[Item, ...]) -> Unit:
        """Return a smaller unit."""
        return replace(self, items=items)


class Ended(NamedTuple):
    """How one input ended in this run. Where `is_new` is false the ledger has this row already.

    What was made of it is in `parts`, files that wait to be settled, or in `pieces`, to be packed, or in `outputs`;
    `former` are files that an earlier run made of it elsewhere: when those are settled, they go where the others are,
    or are removed where they have been made anew.
    """

    row: Row
    status: str
    diagnostics: tuple[Diagnostic, ...] = ()
    outputs: tuple[Output, ...] = ()
    parts: tuple[Part, ...] = ()
    pieces: tuple[Piece, ...] = ()
    article: Article | None = None
    former: tuple[tuple[Path, Path | None], ...] = ()
    is_new: bool = True


def rejected(
    key: str,
    found: tuple[Diagnostic, ...],
    task: Task,
    known: Row | None = None,
    status: str = Status.REJECTED,
) -> Ended:
    """Return how an input ends that was not converted; the first diagnostic is the reason.

    Its last converted version lives on, with its digest and files: mended, the input is that one or the next.
    """
    last = known or Row(key, "", task.fingerprint, status)
    row = Row(
        key,
        "",
        task.fingerprint,
        status,
        guid=last.guid,
        version=last.version,
        converted=last.converted,
        stem=last.stem,
        made=last.made,
        earlier=last.earlier,
        shard=last.shard,
        found=as_json(found),
        code=found[0].code,
        message=found[0].message,
    )
    return Ended(row, status, found)


def as_json(found: tuple[Diagnostic, ...]) -> bytes | None:
    """Return diagnostics as the ledger keeps them."""
    return orjson.dumps([one.as_dict() for one in found]) if found else None
