"""The HTTP protocol of uvicorn, with an end to patience: who neither sends nor takes keeps no connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

_HEAD: Final = 10.0
"""Seconds in which the head of a request has to be here."""

_PACE: Final = 60.0
_LEAST: Final = 65_536
"""Seconds in which so many bytes of a response have to be taken: a slow line does, and who reads nothing does not."""

_FULL: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patience(H11Protocol):
    """Closes a connection on which the head of a request takes too long to come, or a response too long to go.

    Where more than `most` are open, that which has been idle longest is closed for the new one; where a request is in
    hand on each of them, the new one is answered 503.
    """

    most: int = 512
    _until: asyncio.TimerHandle | None = None
    _idle_since = 0.0
    _left = 0
    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn types it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._idle_since = self.loop.time()
        self._make_room()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Begin to wait when a further request begins, and wait no more when its head is here."""
        super().data_received(data)
        if not self._is_idle:
            self._wait_no_more()
        elif self._until is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Be idle from now on."""
        self._idle_since = self.loop.time()
        super().on_response_complete()
        self._mind_what_is_left()

    def pause_writing(self) -> None:
        """Begin to look whether what is written is taken."""
        super().pause_writing()
        self._mind_what_is_left()

    def resume_writing(self) -> None:
        """Look no more: it is."""
        self._look_no_more()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close, and do not wait for ever until the last bytes are taken."""
        super().timeout_keep_alive_handler()
        self._mind_what_is_left()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        self._look_no_more()
        super().connection_lost(exc)

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _make_room(self) -> None:
        open_ = [one for one in self.connections if isinstance(one, Patience) and not one.transport.is_closing()]
        if len(open_) <= self.most:
            return
        idle = [one for one in open_ if one is not self and one._is_idle]
        if idle:
            min(idle, key=lambda one: one._idle_since).transport.close()
        else:
            self.transport.write(_FULL)
            self.transport.close()

    def _wait(self) -> None:
        self._until = self.loop.call_later(_HEAD, self._close)

    def _wait_no_more(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _close(self) -> None:
        self._until = None
        if self._is_idle:
            self.transport.close()

    def _mind_what_is_left(self) -> None:
        if self._look is None and (left := self.transport.get_write_buffer_size()):
            self._left = left
            self._look = self.loop.call_later(_PACE, self._abort_if_stuck)

    def _look_no_more(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _abort_if_stuck(self) -> None:
        self._look = None
        left = self.transport.get_write_buffer_size()
        if left > max(self._left - _LEAST, 0):
            self.transport.abort()
        else:
            self._mind_what_is_left()


def at_most(connections: int) -> type[Patience]:
    """Return the protocol for a service that holds so many connections."""
    return type("Patience", (Patience,), {"most": connections})
