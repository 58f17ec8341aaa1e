"""Run a plan: units through the workers, what they made into a sink.

Only the parent writes the ledger, a unit's rows in one transaction, after the unit's outputs are on the disk: killed at
any moment, a run loses no more than the units in flight, and does those again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from convert import containers
from convert.batch import known, sources
from convert.batch.interrupt import Stop, stoppable
from convert.batch.ledger import FAILED, Ledger, Row
from convert.batch.options import Options
from convert.batch.plan import Input, Plan
from convert.batch.pool import Pool
from convert.batch.rejects import Rejects
from convert.batch.sinks import Loose, Packed, Returned, Sink
from convert.batch.sources import Found
from convert.batch.unit import CONTAINER, POISON, SKIPPED, Ended, Item, Task, rejected
from convert.containers import Fault, Member, Place
from convert.diagnostics import diagnostic
from convert.pipeline import Status
from convert.profile import Profile
from convert.readers import Raw

SMALL: Final = 64
SMALL_BYTES: Final = 500_000
"""Inputs, and bytes of archives, of a run that a single worker has done before the workers' server is ready."""

_PAGE: Final = 512
"""Inputs that are counted together where nothing has to be done to them."""


@dataclass(slots=True)
class Summary:
    """What a run did. The numbers of `counts` (by status) add up to the inputs."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    stopped: bool = False

    @property
    def failed(self) -> int:
        """How many inputs were not converted."""
        return self.counts[Status.REJECTED] + self.counts[POISON]

    def add(self, ended: Ended) -> None:
        """Count one input."""
        self.counts[ended.status] += 1
        if ended.row.code is not None and (ended.status != SKIPPED or ended.diagnostics):
            self.reasons[ended.row.code] += 1


Watcher = Callable[[Ended], None]
"""Told of each input as it ends."""


def run(
    plan: Plan, task: Task, ledger: Ledger, options: Options | None = None, watch: Watcher | None = None
) -> Summary:
    """Convert a plan's inputs and record each.

    Raises MachineError when the disk gives up, and KeyboardInterrupt at a second signal; what was recorded until then
    stays.
    """
    options = options or Options()
    with stoppable() as stop, Pool(options.jobs, options.memory, stop, small=_is_small(plan, task.job.profile)) as pool:
        return run_in(pool, stop, plan, task, ledger, options, watch)


def _is_small(plan: Plan, profile: Profile) -> bool:
    """Tell whether a run is done sooner than the workers' server is ready: few inputs, and none a large archive."""
    if len(plan) > SMALL:
        return False
    places = [one.path for one in plan.inputs()]
    if sum(map(_size, places)) <= SMALL_BYTES:
        return True
    return not any(containers.holds_inputs(place, profile) for place in places)


def _size(place: Place) -> int:
    """Return the bytes of an input; none where it cannot be asked, which is said when it is read."""
    try:
        return containers.size(place)
    except OSError:
        return 0


def run_in(
    pool: Pool,
    stop: Stop,
    plan: Plan,
    task: Task,
    ledger: Ledger,
    options: Options,
    watch: Watcher | None = None,
) -> Summary:
    """Convert a plan's inputs as `run` does, in workers that outlive it."""
    sink: Sink = Loose(task, ledger) if task.packing is None else Packed(task, ledger, task.packing)
    try:
        running = _Run(plan, task, ledger, options, sink, pool, stop, watch or (lambda ended: None))
        for _ in running.ended():
            continue
        return running.summary
    finally:
        sink.abandon()


def returned(plan: Plan, task: Task, ledger: Ledger, options: Options) -> Generator[Ended, None, None]:
    """Convert a plan's inputs as `run` does, store and record nothing, and yield how each ended, with what was made.

    At its end, or when it is closed, its workers have ended.
    """
    stop = Stop()
    with Pool(options.jobs, options.memory, stop, small=_is_small(plan, task.job.profile)) as pool:
        yield from _Run(plan, task, ledger, options, Returned(), pool, stop, lambda ended: None).ended()


@dataclass(slots=True)
class _Run:
    """One run: what is to be done, and what came of it so far."""

    plan: Plan
    task: Task
    ledger: Ledger
    options: Options
    sink: Sink
    pool: Pool
    stop: Stop
    watch: Watcher
    summary: Summary = field(default_factory=Summary)
    containers: list[str] = field(default_factory=list)
    failed_fast: bool = False
    handed_out: deque[Ended] = field(default_factory=deque)

    def ended(self) -> Iterator[Ended]:
        """Do the run; where outputs are returned, yield how each input ended."""
        yield from self._work(sources.refused(self.plan, self.ledger, self.task), lambda item: iter(()))
        yield from self._work(
            sources.files(self.plan, self.options.selection, self.ledger, self.task, self.options.manifest),
            self._put_off,
        )
        for key in self.containers:
            if not self._is_over:
                yield from self._open(self.plan.input(key))
        self.sink.close()
        self.summary.stopped = self.stop.asked

    def _put_off(self, item: Item) -> Iterator[Ended]:
        """Open a container after all files, so that the order does not depend on where one lies."""
        self.containers.append(item.key)
        return iter(())

    @property
    def _is_over(self) -> bool:
        return self.stop.asked or self.failed_fast

    def _open(self, one: Input) -> Iterator[Ended]:
        """Convert what a container holds, unless it was worked through before and has not changed."""
        try:
            mark = known.mark(one.path)
        except OSError as error:
            why = diagnostic("read.unreadable", error.strerror or str(error))
            self._take([rejected(one.key, (why,), self.task, self.ledger.rows([one.key]).get(one.key))])
            yield from self._drained()
            return
        before = sources.unchanged_members(one, self.plan, self.ledger, self.task, mark)
        if before is not None:
            yield from self._work(before, lambda item: iter(()))
            return
        if self.task.rejects:
            Rejects(self.task).mended(one.key)  # it was no container, or a damaged one
        found = containers.members(one.path, self.task.job.profile, self.task.format)
        yield from self._members(one, found)
        if not self._is_over:
            sources.leave_behind(one, self.plan, self.ledger)
            self.sink.container(one.key, mark)

    def _members(self, one: Input, found: Iterator[Member | Fault]) -> Iterator[Ended]:
        opened = sources.members(one, found, self.plan, self.ledger, self.task, self.options.manifest)
        return self._work(opened, lambda item: self._document(one, item))

    def _document(self, one: Input, item: Item) -> Iterator[Ended]:
        """Convert the articles of a document that lies in a container."""
        if item.member is None:
            return iter(())
        self.plan.open(item.key)
        raw = Raw("", item.member.data, item.member.metadata, item.member.stamp)
        found = containers.of_document(raw, self.task.job.profile, self.task.format)
        inner = (containers.within(item.member, member) for member in found)
        return self._members(one, inner)

    def _work(self, found: Iterable[Found], several: Callable[[Item], Iterator[Ended]]) -> Iterator[Ended]:
        """Do what has to be done and count the rest; `several` is given the inputs that turn out to hold inputs."""
        for landed in self.pool.together(sources.units(self._pending(found), self.task)):
            items = {item.key: item for unit, _ in landed for item in unit.items}
            ended = [one for _, some in landed for one in some]
            self._take(ended, items)
            yield from self._drained()
            for one in ended:
                if one.status == CONTAINER:
                    yield from several(items[one.row.key])
        yield from self._drained()

    def _drained(self) -> Iterator[Ended]:
        """Hand out what is returned, so far."""
        while self.handed_out:
            yield self.handed_out.popleft()

    def _pending(self, found: Iterable[Found]) -> Iterator[tuple[Item, Row | None]]:
        """Pass on what has to be read, until the run is over."""
        same: list[Ended] = []
        for one in found:
            if self._is_over:
                break
            if not isinstance(one, Ended):
                yield one
                continue
            same.append(one)
            if len(same) >= _PAGE:
                self._take(same)
                same = []
        self._take(same)

    def _take(self, ended: Sequence[Ended], items: dict[str, Item] | None = None) -> None:
        """Give results to the sink, count them, and say so."""
        if not ended:
            return
        for one in self.sink.take([one for one in ended if one.status != CONTAINER]):
            self.summary.add(one)
            self.watch(one)
            if self.task.returned:
                self.handed_out.append(one)
            self._keep_reject(one, (items or {}).get(one.row.key))
        if self.options.fail_fast and self.summary.failed:
            self.failed_fast = True

    def _keep_reject(self, one: Ended, item: Item | None) -> None:
        """Do it for what an earlier run recorded as well: it may have been killed before this, or not been asked to."""
        if not self.task.rejects:
            return
        rejects = Rejects(self.task)
        if one.status not in FAILED:
            rejects.mended(one.row.key)
        elif one.is_new or not rejects.has(one.row.key):
            rejects.keep(one, item)
