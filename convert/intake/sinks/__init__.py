"""Where results go beside the disk: a sink takes one result at a time, and says whether it has it.

A sink is chosen by the scheme of its address: `https://…` is a webhook, and any other scheme is the name under which
somebody's sink is registered (entry points `newsconvert.sinks`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from convert import plugins
from convert.diagnostics import UsageError, diagnostic
from convert.plugins import Kind


@dataclass(frozen=True, slots=True)
class Delivery:
    """One result: what is sent, and the key under which sending it twice is sending it once."""

    guid: str
    version: int
    body: bytes

    @property
    def idempotency_key(self) -> str:
        """The same for the same version of the same item, whenever it is sent."""
        return f"{self.guid}:{self.version}"


class Verdict(StrEnum):
    """What a sink says of a delivery: it has it, it may have it later, it will not have it."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reply:
    """A verdict and its reason. `after`: seconds that were asked for; `all_wait`: not this delivery alone is meant."""

    verdict: Verdict
    reason: str = ""
    after: float | None = None
    all_wait: bool = False


class Sink(Protocol):
    """What takes results. A sink never raises for what the other side does."""

    def send(self, delivery: Delivery) -> Reply:
        """Send one result."""
        ...

    def close(self) -> None:
        """Let go what is held."""
        ...


def opened(address: str, secret: bytes | None) -> Sink:
    """Open the sink of an address. Raises UsageError for one that there is none for, MachineError without the extra."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError as error:
        raise UsageError(diagnostic("usage.invalid", f"--post: it is no address: {error}")) from None
    if scheme in ("http", "https"):
        from convert.intake.sinks.webhook import Webhook

        return Webhook(address, secret)
    plugin = plugins.ready(Kind.SINK).get(scheme)
    if plugin is not None:
        from convert.intake.sinks.guarded import opened_by

        return opened_by(plugin, address, secret)
    known = ", ".join(["https", "http", *plugins.ready(Kind.SINK)]) + plugins.hint(Kind.SINK, scheme)
    raise UsageError(diagnostic("usage.invalid", f"--post {shown(address)!r}: it has to begin with one of {known}"))


def shown(address: str) -> str:
    """Return an address without what may be secret in it: name, password, query."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def target(address: str) -> str:
    """Return what tells an address from others, with nothing secret in it: of a query only a digest.

    Name and password are left out: a receiver that gets a new password is no other receiver.
    """
    query = urlsplit(address).query
    return shown(address) + (f"?{hashlib.sha256(query.encode()).hexdigest()}" if query else "")
