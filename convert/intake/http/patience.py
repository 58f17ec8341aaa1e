"""The HTTP protocol of uvicorn, with an end to patience: who sends nothing keeps no connection, nor others out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

_HEAD: Final = 10.0
"""Seconds in which the head of a request has to be here."""

_FULL: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patience(H11Protocol):
    """Closes a connection on which the head of a request takes too long to come.

    Where more than `most` are open, that which has been idle longest is closed for the new one; where a request is in
    hand on each of them, the new one is answered 503.
    """

    most: int = 512
    _until: asyncio.TimerHandle | None = None
    _idle_since = 0.0

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

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
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


def at_most(connections: int) -> type[Patience]:
    """Return the protocol for a service that holds so many connections."""
    return type("Patience", (Patience,), {"most": connections})
