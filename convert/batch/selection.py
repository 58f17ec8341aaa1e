"""Which inputs of a plan a run takes: all, a sample, the newest, the first so many."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from convert.batch.plan import Input, Plan
from convert.containers import modified


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for. `sample`: so many inputs, the same ones each time; `since`: files changed since then."""

    limit: int | None = None
    sample: int | None = None
    since: datetime | None = None

    def of(self, plan: Plan) -> Iterator[Input]:
        """Iterate over the chosen inputs, by key."""
        chosen = plan.inputs()
        if self.since is not None:
            since = self.since.timestamp()
            chosen = (one for one in chosen if _modified(one) >= since)
        if self.sample is not None:
            chosen = iter(sorted(heapq.nsmallest(self.sample, chosen, key=_lot), key=lambda one: one.key))
        return chosen if self.limit is None else islice(chosen, self.limit)


def _lot(one: Input) -> bytes:
    """Draw by the digest of the key: as good as chance, and the same every time."""
    return hashlib.sha256(one.key.encode()).digest()


def _modified(one: Input) -> float:
    try:
        moment = modified(one.path)
    except OSError:
        moment = None  # it is taken, so that what is wrong with it is reported
    return float("inf") if moment is None else moment.timestamp()
