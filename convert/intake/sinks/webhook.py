"""The webhook: each result is an HTTP POST, signed, and told from its repetition by its key."""

from __future__ import annotations

import hashlib
import hmac
import string
import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final
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
        except (httpx.InvalidURL, ValueError) as error:
            raise UsageError(diagnostic("usage.invalid", f"--post {shown(address)!r}: {error}")) from None
        if not self._address.host:
            raise UsageError(diagnostic("usage.invalid", f"--post {shown(address)!r} names no host"))
        self._secret, self._clock = secret, clock
        self._client = httpx.Client(timeout=httpx.Timeout(_ANSWER, connect=_CONNECT), follow_redirects=False)

    def send(self, delivery: Delivery) -> Reply:
        """See Sink."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": quote(delivery.idempotency_key, safe=_PLAIN)}
        headers |= signed(delivery.body, self._secret, int(self._clock()))
        try:
            request = self._client.build_request("POST", self._address, content=delivery.body, headers=headers)
            answer = self._client.send(request, stream=True)
            try:
                return _reply(answer, _begin(answer), self._clock())
            finally:
                answer.close()
        except httpx.HTTPError as error:
            return Reply(Verdict.LATER, f"{type(error).__name__}: {error}", all_wait=True)

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
    for some in answer.iter_raw(1024):
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
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(aware.timestamp() - now, 0.0), _LONGEST)
