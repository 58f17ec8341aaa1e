"""Waiting for something to happen in a folder, no longer than is allowed, and not at all once a stop was asked for."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from convert.batch.interrupt import Stop
from convert.intake.lines import woken_by_signals


class Wait(Protocol):
    """How the time between two looks passes."""

    def until_change(self, most: float | None = None) -> None:
        """Wait for the next look, at most so many seconds; less where the file system says that something changed."""


class Polling:
    """Waiting that works on every file system. `poll`: seconds between two looks."""

    def __init__(self, poll: float, stop: Stop, wake: int | None) -> None:
        self._poll, self._stop, self._wake = poll, stop, wake

    def until_change(self, most: float | None = None) -> None:
        """See Wait."""
        self.for_seconds(self._poll if most is None else min(self._poll, most))

    def for_seconds(self, seconds: float) -> None:
        """Wait so long, or until a signal."""
        if self._stop.asked:
            return
        if self._wake is None:
            time.sleep(min(seconds, 1.0))
        else:
            select.select([self._wake], [], [], seconds)


class Notified(Polling):
    """Waiting that the file system ends when a file comes; where it says nothing, as over a network, polling."""

    def __init__(self, poll: float, stop: Stop, wake: int | None, folder: Path, *, recursive: bool) -> None:
        super().__init__(poll, stop, wake)
        from watchfiles import watch

        self._changes = watch(
            folder,
            watch_filter=None,
            debounce=50,
            step=20,
            stop_event=_Asked(stop),
            rust_timeout=int(poll * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=recursive,
        )

    def until_change(self, most: float | None = None) -> None:
        """See Wait. What is shorter than the time between two looks is waited for without an eye on the folder."""
        if most is None or most >= self._poll:
            next(self._changes, None)
        else:
            self.for_seconds(most)


class _Asked:
    """A stop as an event."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop

    def is_set(self) -> bool:
        return self._stop.asked


@contextmanager
def waiting(folder: Path, poll: float, stop: Stop, *, recursive: bool) -> Iterator[Wait]:
    """Give the best way of waiting that there is here: notified where watchfiles is installed."""
    with woken_by_signals() as wake:
        try:
            yield Notified(poll, stop, wake, folder, recursive=recursive)
        except ImportError:
            yield Polling(poll, stop, wake)
