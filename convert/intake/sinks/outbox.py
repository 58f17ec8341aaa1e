"""Sending: what waits, in its order, again and again until it is taken or given up; what is given up is kept.

The times between attempts double and are the same each time: no chance is in them, so that a test and a log say the
same. They are bounded, and so is the number of attempts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import orjson

from convert import writers
from convert.batch.ledger import Ledger, Row
from convert.batch.store import machine
from convert.containers import safe_part
from convert.intake.sinks import Delivery, Reply, Verdict
from convert.intake.sinks.courier import Courier
from convert.intake.sinks.deliveries import Deliveries, State, Waiting
from convert.pipeline import Status

UNDELIVERED: Final = "undelivered"
"""The folder in OUT of what was given up."""

RESULT: Final = "newsconvert-result/1"
DEAD: Final = "newsconvert-undelivered/1"

ATTEMPTS: Final = 10
"""With the waits below, some eight minutes: a restart of the other side, and no night."""

_FOREVER: Final = 3600.0
"""Seconds: a sink has bounds of its own, and this is longer than any."""

_LONGEST: Final = 300.0
_DOUBLED: Final = 9
"""Doublings after which the longest wait is reached: further ones would only grow beyond any number."""

_AT_ONCE: Final = 64
_BYTES: Final = 16_000_000
"""Results that are handed over together: so many, or so many bytes of them."""

_PATIENCE: Final = 0.5
"""Seconds that the caller is kept waiting for replies: it has files to convert, and signals to heed."""


def wait_after(attempts: int) -> float:
    """Return the seconds to wait after so many attempts: 1, 2, 4, up to 300."""
    return min(2.0 ** min(attempts - 1, _DOUBLED), _LONGEST)


class Outbox:
    """What is to be sent from one output folder by one courier.

    `formats`: those of the run; None: all that are there.
    """

    def __init__(  # noqa: PLR0913 - what it sends, from where, to whom, how often, and who is told
        self,
        out: Path,
        ledger: Ledger,
        deliveries: Deliveries,
        courier: Courier,
        formats: tuple[str, ...] | None,
        *,
        attempts: int = ATTEMPTS,
        asked: Callable[[], bool] = lambda: False,
        gave_up: Callable[[str, str], None] = lambda key, reason: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._out, self._ledger, self._deliveries, self._courier = out, ledger, deliveries, courier
        self._formats, self._attempts, self._clock = formats, attempts, clock
        self._asked, self._gave_up = asked, gave_up
        self._due: dict[str, float] = {}
        self._all_due = 0.0
        self.sent = 0
        self.dead = 0

    def offer(self, key: str) -> None:
        """Have the articles of an input sent."""
        self._deliveries.offer(self._ledger.members(key))

    def offer_all(self) -> None:
        """Have everything sent that was converted and was not sent."""
        self._deliveries.offer(self._ledger.with_status(Status.CONVERTED, Status.WARNED))

    def send(self, *, in_passing: bool = False) -> float | None:
        """Send what is due; return in how many seconds the next is, None where nothing is left.

        It waits no longer than half a second for replies, `in_passing` not at all: what is not there by then is seen to
        by a later call.
        """
        until = time.monotonic() + (0.0 if in_passing else _PATIENCE)
        if not len(self._courier):
            self._hand_over()
        while (back := self._courier.back(until - time.monotonic())) is not None:
            self._note(*back)
        return 0.0 if len(self._courier) else self._next()

    def close(self) -> None:
        """Note what became of what is being sent; what else was handed over waits for the next time."""
        self._courier.turn_back()
        while (back := self._courier.back(_FOREVER)) is not None:
            self._note(*back)

    def _hand_over(self) -> None:
        """Give the courier what is due."""
        now = self._clock()
        if self._all_due > now:
            return
        late = {key for key, due in self._due.items() if due > now}
        size = 0
        for waiting in self._deliveries.waiting(_AT_ONCE, late):
            if self._asked() or size > _BYTES:
                break
            size += self._one(waiting)

    def _next(self) -> float | None:
        if not self._deliveries.waiting(1, ()):
            return None
        now = self._clock()
        free = bool(self._deliveries.waiting(1, self._due))
        soonest = 0.0 if free else min(self._due.values(), default=now) - now
        return max(soonest, self._all_due - now, 0.0)

    def _one(self, waiting: Waiting) -> int:
        """Give the courier one result, and return its size; give up one that there is not any more."""
        row = self._ledger.rows([waiting.key]).get(waiting.key)
        body = None if row is None else self._body(row)
        if row is None or row.guid is None or row.version is None or body is None:
            self._give_up(waiting, None, waiting.attempts, "its outputs are not there any more")
            return 0
        delivery = Delivery(row.guid, row.version, orjson.dumps(body))
        self._courier.take(waiting, delivery)
        return len(delivery.body)

    def _note(self, waiting: Waiting, delivery: Delivery, reply: Reply | None) -> None:
        """Note what became of a delivery; without a reply it was not made."""
        if reply is None:
            return
        attempts = waiting.attempts + 1
        if reply.verdict is Verdict.TAKEN:
            self._deliveries.note(waiting, State.SENT, attempts)
            self._due.pop(waiting.key, None)
            self._path(waiting.key).unlink(missing_ok=True)
            self.sent += 1
        elif reply.verdict is Verdict.REFUSED or attempts >= self._attempts:
            self._give_up(waiting, delivery, attempts, reply.reason)
        else:
            self._later(waiting, attempts, reply)

    def _later(self, waiting: Waiting, attempts: int, reply: Reply) -> None:
        due = self._clock() + max(wait_after(attempts), reply.after or 0.0)
        self._deliveries.note(waiting, State.WAITING, attempts)
        self._due[waiting.key] = due
        if reply.all_wait:
            self._all_due = due

    def _give_up(self, waiting: Waiting, delivery: Delivery | None, attempts: int, reason: str) -> None:
        """Keep what was not taken, with its reason; the file first, so that nothing is noted that is not kept."""
        told: dict[str, Any] = {"format": DEAD, "key": waiting.key, "attempts": attempts, "reason": reason}
        if delivery is not None:
            told |= {"idempotency_key": delivery.idempotency_key, "body": orjson.Fragment(delivery.body)}
        path = self._path(waiting.key)
        part = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(orjson.dumps(told) + b"\n")
            part.replace(path)
        except OSError as error:
            raise machine(error) from error
        self._deliveries.note(waiting, State.DEAD, attempts)
        self._due.pop(waiting.key, None)
        self.dead += 1
        self._gave_up(waiting.key, reason)

    def _body(self, row: Row) -> dict[str, Any] | None:
        """Return what is sent of an article: of its files, else of what was kept when it was given up."""
        outputs = self._outputs(row)
        if outputs is None:
            return self._kept(row)
        return {
            "format": RESULT,
            "key": row.key,
            "guid": row.guid,
            "version": row.version,
            "status": row.status,
            "confidence": row.confidence,
            "outputs": outputs,
            "diagnostics": orjson.Fragment(row.found or b"[]"),
        }

    def _outputs(self, row: Row) -> dict[str, str] | None:
        base = os.fspath(self._out / os.fsdecode(row.stem or b""))
        names = self._formats or [name for name in writers.names() if ":" not in name]
        files = {name.partition(":")[0]: Path(base + writers.suffix(name)) for name in names}
        if self._formats is None:
            files = {name: path for name, path in files.items() if path.is_file()}
        try:
            return {name: path.read_bytes().decode() for name, path in files.items()} or None
        except OSError:
            return None

    def _kept(self, row: Row) -> dict[str, Any] | None:
        with suppress(OSError, orjson.JSONDecodeError):
            told = orjson.loads(self._path(row.key).read_bytes())
            if told.get("idempotency_key") == f"{row.guid}:{row.version}":
                body: dict[str, Any] = told["body"]
                return body
        return None

    def _path(self, key: str) -> Path:
        parts = [safe_part(part) for part in key.replace("!", "/").split("/") if part] or [safe_part(key)]
        return self._out.joinpath(UNDELIVERED, *parts[:-1], f"{parts[-1]}.json")
