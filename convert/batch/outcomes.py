"""Articles of many inputs, one after the other, for whoever stores them elsewhere than in files: a CMS, a database.

The inputs are those of a run, files, folders, globs and containers, and a run it is: in a process of its own, so that
an input that hangs or kills it costs no more than itself. There is no output folder and no ledger: what has been
stored already, its new place knows (see `convert.batch.importing`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Final

from convert import containers
from convert.batch import ledger
from convert.batch.options import Options
from convert.batch.plan import Plan
from convert.batch.runner import returned
from convert.batch.unit import MERGED, SKIPPED, Ended, Task
from convert.pipeline import Job, Outcome, Status

_OUTPUTS: Final = "**/*.newsml.xml"
_APART: Final = (f"{MERGED}/**",)
"""What is read of a folder that a run of ours wrote, for the same articles lie there in other formats too; and what is
not: versions that a newer one stands for."""


def outcomes(
    paths: Sequence[Path], job: Job, source: str | None = None, *, limit: int | None = None, seconds: float = 30.0
) -> Iterator[Outcome]:
    """Yield what becomes of each input, in the order of a run; a bad input is an outcome, never an exception.

    `source` names the format of the inputs, else each is recognised; `limit` is the most articles; `seconds` may be
    spent on one. A folder that `convert` wrote gives its NewsML-G2. Raises UsageError for a path that does not exist.
    """
    task = Task(job, Path(), source, returned=True, articles=True, seconds=seconds)
    groups = groupby(paths, key=_is_ours)
    return islice(chain.from_iterable(_outcomes([*some], task, ours=ours) for ours, some in groups), limit)


def _outcomes(paths: Sequence[Path], task: Task, *, ours: bool) -> Iterator[Outcome]:
    with ExitStack() as stack:
        out = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsconvert-")))
        known = stack.enter_context(ledger.opened(out))
        plan = stack.enter_context(closing(Plan()))
        places = [path / _OUTPUTS for path in paths] if ours else paths
        holds_inputs = partial(containers.holds_inputs, profile=task.job.profile)
        plan.add(places, out, holds_inputs, _APART if ours else ())
        ended = stack.enter_context(closing(returned(plan, task, known, Options())))
        yield from (_outcome(one) for one in ended if one.status != SKIPPED)


def _is_ours(path: Path) -> bool:
    """Tell whether a run of ours wrote a folder: its ledger lies in it."""
    return (path / ledger.FOLDER).is_dir()


def _outcome(ended: Ended) -> Outcome:
    row = ended.row
    if ended.article is None:
        return Outcome(row.key, row.sha256, Status.REJECTED, ended.diagnostics)
    status = Status(ended.status)
    made = (ended.outputs, row.guid, row.version, row.confidence, ended.article)
    return Outcome(row.key, row.sha256, status, ended.diagnostics, *made)
