"""The body of a request: no more of it than may be, and no longer than may be waited for."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from convert.diagnostics import Diagnostic, diagnostic
from convert.intake.http.calls import Reply

_GAP: Final = 5.0
"""Seconds that may pass between two pieces of a body."""

_DIGITS: Final = 18
"""Of a length that is believed: no body is longer, and Python does not read numbers of any length."""

_LINGER: Final = 2.0
_LEFT_OVER: Final = 64_000_000
"""How long, and for how many bytes, the rest of a refused body is taken and thrown away. Most clients read the answer
only when they have sent all: to cut them off at once would hide from them why."""


class GoneError(Exception):
    """The client has gone before its request was whole: nobody waits for an answer."""


async def whole(request: Request, most: int, seconds: float) -> bytes | Diagnostic:
    """Read a body of at most `most` bytes, or say why that cannot be. Raises GoneError."""
    if "transfer-encoding" in request.headers and "content-length" in request.headers:
        return diagnostic("http.length", "a Content-Length and a Transfer-Encoding")
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit() and len(declared) <= _DIGITS):
        return diagnostic("http.length", f"Content-Length is {declared[:40]!r}")
    if int(declared) > most:
        return diagnostic("read.too-large", f"{declared} bytes, at most {most}")
    try:
        async with asyncio.timeout(seconds):
            return await _read(request.receive, most)
    except TimeoutError:
        return diagnostic("http.slow", f"not whole after {seconds:g} seconds, or nothing for {min(_GAP, seconds):g}")


async def _read(receive: Receive, most: int) -> bytes | Diagnostic:
    body = bytearray()
    while True:
        async with asyncio.timeout(_GAP):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        body += message.get("body", b"")
        if len(body) > most:
            return diagnostic("read.too-large", f"more than {most} bytes")
        if not message.get("more_body", False):
            return bytes(body)


class Answer(Response):
    """The response of a reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.body, reply.status, reply.headers)
        self.raw_headers.append((b"content-type", reply.media.encode()))


class Refusal(Answer):
    """The response to a request whose body was not read to its end: told at once, then the connection is closed."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self.headers["connection"] = "close"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, then take what is left of the body for a moment."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body), "more_body": True})
        try:
            async with asyncio.timeout(_LINGER):
                await _throw_away(receive)
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _throw_away(receive: Receive) -> None:
    left = _LEFT_OVER
    while left > 0:
        message = await receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
        left -= len(message.get("body", b""))
