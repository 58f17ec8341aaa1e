"""Lines of a long-lived pipe: as many as are there now, and no more memory than they may take."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_CHUNK: Final = 1 << 16


class Lines:
    """The lines that come through a file descriptor.

    `longest`: bytes of a line; of a longer one None is given in its place and the rest of it is skipped. `wake` is a
    descriptor that becomes readable when the waiting has to end.
    """

    def __init__(self, source: int, longest: int, wake: int | None = None) -> None:
        self._source = source
        self._longest = longest
        self._wake = wake
        self._whole: deque[bytes | None] = deque()
        self._begun: list[bytes] = []
        self._size = 0
        self._ended = False

    def waiting(self, most: int, most_bytes: int) -> list[bytes | None]:
        """Wait for a line, and return it with those that are there already; an empty list at the end.

        No more than `most` lines, nor more than `most_bytes` but for the last of them.
        """
        found: list[bytes | None] = []
        size = 0
        while len(found) < most and size < most_bytes:
            if self._whole:
                line = self._whole.popleft()
                found.append(line)
                size += len(line or b"")
            elif self._ended or not self._read(wait=not found):
                break
        return found

    def _read(self, *, wait: bool) -> bool:
        """Read what is there; False when there is nothing now, or nothing is to be waited for any more."""
        if not self._is_ready(wait=wait):
            self._ended = self._ended or wait
            return False
        data = os.read(self._source, _CHUNK)
        if data:
            begin, *ends = data.split(b"\n")
            self._go_on(begin)
            for piece in ends:
                self._end_line()
                self._go_on(piece)
            return True
        self._ended = True
        if self._size:
            self._end_line()
        return bool(self._whole)

    def _go_on(self, piece: bytes) -> None:
        """Add a piece to the line that is begun; one that has become too long keeps nothing but its size.

        Pieces are put together once, at the end: joined one by one, each would be copied again for every other.
        """
        self._size += len(piece)
        if self._size > self._longest:
            self._begun.clear()
        elif piece:
            self._begun.append(piece)

    def _end_line(self) -> None:
        self._whole.append(None if self._size > self._longest else b"".join(self._begun))
        self._begun.clear()
        self._size = 0

    def _is_ready(self, *, wait: bool) -> bool:
        if sys.platform == "win32":
            return wait  # it cannot look into a pipe; so it takes a line at a time
        watched = [self._source] if self._wake is None else [self._source, self._wake]
        ready, _, _ = select.select(watched, [], [], None if wait else 0)
        return self._source in ready and self._wake not in ready


@contextmanager
def woken_by_signals() -> Iterator[int | None]:
    """Give a descriptor that becomes readable at a signal: what waits for a line notices it."""
    if sys.platform == "win32":
        yield None
        return
    ears, mouth = os.pipe()
    os.set_blocking(mouth, False)
    before = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    try:
        yield ears
    finally:
        signal.set_wakeup_fd(before)
        os.close(ears)
        os.close(mouth)
