"""What a service is set up with."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

from convert.profile import DEFAULT, Profile

_FOR_ONE: Final = 16
"""Connections held for one request in hand: 512 by default, half the descriptors that a process mostly may have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    `max_bytes`: of a request's body. `seconds`: in which a body has to be here, and again for the work on it.
    `concurrency`: requests that may be in hand at once. `memory`: address space of a worker.
    """

    profile: Profile = DEFAULT
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    max_bytes: int = 10_000_000
    seconds: float = 30.0
    concurrency: int = 32
    memory: int = 4_000_000_000
    token: str | None = None

    @property
    def connections(self) -> int:
        """Connections that are held at once: most of them idle, as those that browsers and proxies keep."""
        return self.concurrency * _FOR_ONE

    @property
    def is_local(self) -> bool:
        """Tell whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
