"""The service as a process: it listens, says where, and ends in good order at a signal."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from typing import Final

import uvicorn

from convert.diagnostics import MachineError, diagnostic
from convert.intake.http.app import made
from convert.intake.http.patience import at_most
from convert.intake.http.settings import Settings

_BACKLOG: Final = 128
"""Connections that wait to be taken: so many are taken at one go, beside those that are held."""

_IDLE: Final = 15
"""Seconds that a connection may be idle between two requests."""


class _Server(uvicorn.Server):
    """Says where it listens as soon as it does."""

    def __init__(self, config: uvicorn.Config, where: str) -> None:
        super().__init__(config)
        self._where = where

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            sys.stderr.write(f"listening on {self._where}\n")
            sys.stderr.flush()


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; what is in hand then is answered first.

    Raises MachineError when the address cannot be listened on, or when no worker can be started.
    """
    listening = _listening(settings)
    config = uvicorn.Config(
        made(settings),
        http=at_most(settings.connections),
        backlog=_BACKLOG,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=int(settings.seconds * 2) + 1,
    )
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("uvicorn.error").addFilter(lambda record: "Invalid HTTP request" not in record.getMessage())
    server = _Server(config, _address(settings, listening))
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        server.run([listening])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        listening.close()
    if not server.started:
        raise MachineError(diagnostic("machine.workers"))


def _listening(settings: Settings) -> socket.socket:
    """Open the address. Raises MachineError."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        where = f"{settings.host}:{settings.port}: {error.strerror or error}"
        raise MachineError(diagnostic("machine.address", where)) from error


def _address(settings: Settings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}"
