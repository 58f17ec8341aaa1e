"""The webhook: each result is an HTTP POST, signed, and told from its repetition by its key."""

from __future__ import annotations

import hashlib
import hmac
import socket
import string
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import quote

from convert.diagnostics import MachineError, UsageError, diagnostic
from convert.intake.sinks import Delivery, Reply, Verdict, shown

try:
    import httpx
except ImportError as missing:
    why = "--post sends over HTTP: pip install 'newsconvert[webhook]'"
    raise MachineError(diagnostic("machine.extra", why)) from missing

SIGNATURE: Final = "X-Newsconvert-Signature"
TIMESTAMP: Final = "X-Newsconvert-Timestamp"

_CONNECT: Final = 5.0
_ANSWER: Final = 30.0
"""Seconds: what most receivers' gateways allow a request."""

_PORTS: Final = 1 << 16

_WHOLE: Final = 60.0
"""Seconds for one delivery in all: an answer that dribbles in must not hold up what waits behind it."""

_TOLD: Final = 200
"""Characters of an answer that are kept as the reason of a refusal."""

_LATER: Final = {408, 409, 425, 429}
"""The 4xx that pass: time-out, the same request still in hand, too early, too many."""

_ALL_WAIT: Final = {429, 502, 503, 504}
"""What a receiver says of itself, and not of one delivery."""

_PLAIN: Final = string.punctuation
"""What stands in a header as it is; anything else that a guid may hold is written as in an address."""

_LONGEST: Final = 3600.0
"""Seconds that a Retry-After may ask for."""


class Webhook:
    """One address, over one connection that stays open. `secret` None: nothing is signed."""

    def __init__(self, address: str, secret: bytes | None, clock: Callable[[], float] = time.time) -> None:
        try:
            self._address = httpx.URL(address)
            if not self._address.host:
                raise ValueError("it names no host")
            if not 0 < (self._address.port or 1) < _PORTS:
                raise ValueError(f"there is no port {self._address.port}")
        except (httpx.InvalidURL, ValueError) as error:
            raise UsageError(diagnostic("usage.invalid", f"--post {shown(address)!r}: {error}")) from None
        self._secret, self._clock = secret, clock
        self._client = httpx.Client(timeout=httpx.Timeout(_ANSWER, connect=_CONNECT), follow_redirects=False)
        self._stream: Any = None

    def send(self, delivery: Delivery) -> Reply:
        """See Sink."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": quote(delivery.idempotency_key, safe=_PLAIN)}
        headers |= signed(delivery.body, self._secret, int(self._clock()))
        request = self._client.build_request(
            "POST", self._address, content=delivery.body, headers=headers, extensions={"trace": self._note}
        )
        # The client bounds each wait for some bytes, and not their sum.
        patience = threading.Timer(_WHOLE, self._hang_up)
        patience.daemon = True
        patience.start()
        try:
            answer = self._client.send(request, stream=True)
            try:
                return _reply(answer, _begin(answer), self._clock())
            finally:
                answer.close()
        except httpx.HTTPError as error:
            return Reply(Verdict.LATER, f"{type(error).__name__}: {error}", all_wait=True)
        finally:
            patience.cancel()

    def _note(self, event: str, about: dict[str, Any]) -> None:
        """Remember the connection that is used."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = about["return_value"]

    def _hang_up(self) -> None:
        """End the connection, from another thread: who waits on it learns of it."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """See Sink."""
        self._client.close()


def signed(body: bytes, secret: bytes | None, now: int) -> dict[str, str]:
    """Return the headers that say when a body was sent and by whom.

    The signature is that of the time, a dot and the body, so that an old request cannot be given a new time.
    """
    if secret is None:
        return {TIMESTAMP: str(now)}
    digest = hmac.new(secret, str(now).encode() + b"." + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: str(now), SIGNATURE: f"sha256={digest}"}


def _begin(answer: httpx.Response) -> str:
    """Read no more of an answer than is kept: it may be endless."""
    begun = b""
    for some in answer.iter_raw():
        begun += some
        if len(begun) >= _TOLD:
            break
    return " ".join(begun.decode("utf-8", "replace").split())[:_TOLD]


def _reply(answer: httpx.Response, text: str, now: float) -> Reply:
    status = answer.status_code
    if answer.is_success:
        return Reply(Verdict.TAKEN)
    reason = f"HTTP {status}" + (f": {text}" if text else "")
    if status in _LATER or answer.is_server_error:
        return Reply(Verdict.LATER, reason, _after(answer.headers.get("Retry-After"), now), status in _ALL_WAIT)
    return Reply(Verdict.REFUSED, reason)


def _after(value: str | None, now: float) -> float | None:
    """Read a Retry-After: seconds, or a date."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return min(float(value), _LONGEST)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware.timestamp() - now, 0.0), _LONGEST)
