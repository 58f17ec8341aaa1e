"""Articles of many inputs, one after the other, for whoever stores them elsewhere than in files: a CMS, a database.

The inputs are those of a run, files, folders, globs and containers, and each is converted as a run would. There is no
output folder and no ledger: what has been stored already, its new place knows (see `convert.batch.importing`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from convert import containers
from convert.batch import ledger, sources, work
from convert.batch.ledger import Ledger
from convert.batch.plan import Input, Plan
from convert.batch.selection import Selection
from convert.batch.unit import CONTAINER, SKIPPED, Ended, Item, Task
from convert.containers import Fault, Member
from convert.pipeline import Job, Outcome, Status
from convert.readers import Raw
from convert.sidecar import Manifest

_OUTPUTS: Final = "**/*.newsml.xml"
"""What is read of a folder that a run of ours wrote: the same articles lie there in other formats too."""


def outcomes(
    paths: Sequence[Path], job: Job, source: str | None = None, *, limit: int | None = None, seconds: float = 30.0
) -> Iterator[Outcome]:
    """Yield what becomes of each input, in the order of a run; a bad input is an outcome, never an exception.

    `source` names the format of the inputs, else each is recognised; `limit` is the most articles; `seconds` may be
    spent on one. A folder that `convert` wrote gives its NewsML-G2. Raises UsageError for a path that does not exist.
    """
    return islice(_outcomes(paths, Task(job, Path(), source, seconds=seconds)), limit)


def _outcomes(paths: Sequence[Path], task: Task) -> Iterator[Outcome]:
    with ExitStack() as stack:
        out = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsconvert-")))
        known = stack.enter_context(ledger.opened(out))
        plan = stack.enter_context(closing(Plan()))
        plan.add(
            [_own_outputs(path) for path in paths], out, lambda path: containers.holds_inputs(path, task.job.profile)
        )
        yield from _Reading(plan, task, known).all()


def _own_outputs(path: Path) -> Path:
    return path / _OUTPUTS if (path / ledger.FOLDER).is_dir() else path


@dataclass(slots=True)
class _Reading:
    """One pass over the inputs of a plan. The ledger stays empty: nothing is known of any input."""

    plan: Plan
    task: Task
    ledger: Ledger
    containers: list[str] = field(default_factory=list)

    def all(self) -> Iterator[Outcome]:
        yield from map(_refused, sources.refused(self.plan, self.ledger, self.task))
        files = sources.files(self.plan, Selection(), self.ledger, self.task, Manifest())
        for one in self._converted(files):
            if isinstance(one, Item):
                self.containers.append(one.key)
            else:
                yield one
        for key in self.containers:
            yield from self._opened(self.plan.input(key))

    def _opened(self, one: Input) -> Iterator[Outcome]:
        yield from self._members(one, containers.members(one.path, self.task.job.profile, self.task.format))

    def _members(self, one: Input, found: Iterator[Member | Fault]) -> Iterator[Outcome]:
        for made in self._converted(sources.members(one, found, self.plan, self.ledger, self.task, Manifest())):
            if not isinstance(made, Item):
                yield made
            elif made.member is not None:
                yield from self._members(one, self._articles(made.member))

    def _articles(self, member: Member) -> Iterator[Member | Fault]:
        """Yield the articles of a document that lies in a container."""
        raw = Raw("", member.data, member.metadata, member.stamp)
        found = containers.of_document(raw, self.task.job.profile, self.task.format)
        return (containers.within(member, inner) for inner in found)

    def _converted(self, found: Iterable[sources.Found]) -> Iterator[Outcome | Item]:
        """Yield the outcomes of single inputs, and the inputs that hold inputs; what ended unread comes first."""
        refused: list[Ended] = []
        for unit in sources.units(_unread(found, refused), self.task):
            yield from map(_refused, refused)
            refused.clear()
            for item, one in zip(unit.items, work.outcomes(unit), strict=True):
                if isinstance(one, Outcome):
                    yield one
                else:
                    yield item if one.status == CONTAINER else _refused(one)
        yield from map(_refused, refused)


def _unread(found: Iterable[sources.Found], refused: list[Ended]) -> Iterator[tuple[Item, None]]:
    for one in found:
        if isinstance(one, Ended):
            refused += [one] if one.status != SKIPPED else []
        else:
            yield one[0], None


def _refused(ended: Ended) -> Outcome:
    return Outcome(ended.row.key, ended.row.sha256, Status.REJECTED, ended.diagnostics)
