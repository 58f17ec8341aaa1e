"""What stands before every request: who may ask, from where, and what every answer carries."""

from __future__ import annotations

import asyncio
import hmac
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convert.intake.http.body import Refusal
from convert.intake.http.calls import Reply
from convert.intake.http.problem import refusal
from convert.intake.http.settings import Settings

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Every answer is for who asked alone, is what it says, and loads nothing from elsewhere."""

_OPEN: Final = ("/", "/health", "/openapi.json")
_OPEN_FOLDERS: Final = ("/page/", "/problems/")
"""What is told without a token: nothing in it comes from an article, or costs work."""


class Guard:
    """Refuses what should not be asked, and gives every answer its headers; one that nobody takes is given up."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = _LOCAL | {settings.host, f"[{settings.host}]"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            async with asyncio.timeout(self._settings.seconds):
                await send(message)

        refused = self._refused(scope, Headers(scope=scope))
        app = self._app if refused is None else Refusal(refused)
        await app(scope, receive, guarded)

    def _refused(self, scope: Scope, headers: Headers) -> Reply | None:
        if self._settings.is_local and _name(headers.get("host", "")) not in self._hosts:
            return refusal("http.address", repr(headers.get("host", "")[:80]))
        if scope["method"] == "POST" and headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return refusal("http.origin")
        if self._settings.token is not None and not _is_open(scope["path"]) and not self._knows_token(headers):
            return refusal("http.token", headers={"WWW-Authenticate": "Bearer"})
        return None

    def _knows_token(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        expected = self._settings.token or ""
        return hmac.compare_digest(given.strip().encode(), expected.encode()) and kind.lower() == "bearer"


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_FOLDERS)


def _name(host: str) -> str:
    """Return a Host header without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and (port.isdigit() or not port) else host).lower()
