"""How much a container may unpack to, all its levels together."""

from __future__ import annotations

import io
from typing import Final

RATIO: Final = 1000
FREE: Final = 100_000_000
"""What a container may unpack to: a thousand times its size, and 100 MB in any case. News text packs to a fifth;
deflate reaches 1,032 on one repeated byte, and only bombs of overlapping or nested members go beyond that."""


class BombError(OSError):
    """The container has unpacked to more than it may."""


class Budget:
    """Bytes that may still be unpacked."""

    def __init__(self, size: int) -> None:
        self._left = FREE + RATIO * size

    def spend(self, number: int) -> None:
        """Count bytes that were unpacked. Raises BombError when there are too many."""
        self._left -= number
        if self._left < 0:
            raise BombError(f"more than {RATIO} times its size")


class Counted(io.RawIOBase):
    """A stream whose bytes are counted as they are read."""

    def __init__(self, inner: io.BufferedIOBase, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget

    def readable(self) -> bool:
        """Say that it can be read, as io.BufferedReader asks."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # typeshed wants any buffer
        """Read into a buffer; return the number of bytes."""
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._budget.spend(len(data))
        return len(data)
