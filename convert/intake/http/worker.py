"""One process that answers calls. It is bounded in time and memory, and whoever asks it learns when it dies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from convert import stamp
from convert.batch import server
from convert.batch.pool import prepare_worker
from convert.diagnostics import ConvertError
from convert.intake.http.calls import Call, Kind, Reply
from convert.intake.http.problem import problem
from convert.intake.http.settings import Settings
from convert.pipeline import crash

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_READY: Final = "ready"

_LAST_RESORT: Final = 3
"""How many times the allowed time passes before a worker is killed that neither answers nor ends itself."""

_STARTS: Final = 60.0
"""Seconds in which a worker has to be ready: it needs less than one on a machine that is not busy."""

_ENDS: Final = 2.0

_FORMATS: Final = ("newsml-g2", "json-ld")
_WARMING: Final = (
    b"Bridge to reopen\n\nThe old bridge over the river reopens in May, the town council said on Tuesday.\n"
)


class Worker:
    """A process, and the pipe to it. The methods block: call them from a thread."""

    def __init__(self, settings: Settings) -> None:
        context = server.context(["convert.intake.http.work"])
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_attend, args=(theirs, settings), daemon=True)
        self._process.start()
        theirs.close()
        self._answers = 0

    def is_ready(self) -> bool:
        """Wait until it can work; False when it could not be started."""
        try:
            return bool(self._pipe.poll(_STARTS)) and self._pipe.recv() == _READY
        except (EOFError, OSError):
            return False

    def ask(self, calls: Sequence[Call], seconds: float) -> list[Reply] | None:
        """Return the replies to some calls; None when the process died over them."""
        try:
            self._pipe.send((calls, seconds))
            if not self._pipe.poll(seconds * _LAST_RESORT * len(calls) + 1):
                self.end()
                return None
            replies: list[Reply] = self._pipe.recv()
        except (EOFError, OSError):
            return None
        self._answers += len(replies)
        return replies

    @property
    def answers(self) -> int:
        """How many calls it has answered."""
        return self._answers

    def end(self) -> None:
        """End the process, at once where it does not end itself."""
        self._pipe.close()
        self._process.join(_ENDS)
        self._process.kill()
        self._process.join()

    def kill(self) -> None:
        """End the process whatever it does; who waits for its answer learns of it."""
        self._process.kill()


def _attend(pipe: Connection, settings: Settings) -> None:
    """Answer what comes through the pipe until it ends."""
    prepare_worker(settings.memory)
    _answered([Call(kind, _WARMING, "text/plain", formats=_FORMATS, run=stamp.of_run()) for kind in Kind], settings, 60)
    pipe.send(_READY)
    while True:
        try:
            calls, seconds = pipe.recv()
        except EOFError:
            return
        pipe.send(_answered(calls, settings, seconds))


def _answered(calls: Sequence[Call], settings: Settings, seconds: float) -> list[Reply]:
    from convert.intake.http.work import answered

    try:
        return answered(calls, settings.profile, seconds)
    except Exception as error:  # noqa: BLE001 - a bug of ours costs an answer, not a worker
        if len(calls) > 1:
            return [_answered([call], settings, seconds)[0] for call in calls]
        return [problem(error.diagnostic if isinstance(error, ConvertError) else crash(error))]
