"""A service as users start it: a process of its own, on a free port."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

EPOCH = {"SOURCE_DATE_EPOCH": "1767225600"}
PLAIN = {"Content-Type": "text/plain"}


@dataclass(frozen=True)
class Service:
    """A running service: its process, and where it listens."""

    process: subprocess.Popen[bytes]
    url: str

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.url.removeprefix("http://").rpartition(":")
        return host, int(port)

    def client(self, **more) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False, **more)

    def memory(self) -> int:
        """Resident bytes of the process and its workers."""
        pages = 0
        for pid in [self.process.pid, *children(self.process.pid)]:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def processor_seconds(self) -> float:
        """Time that the process and its workers have used."""
        ticks = 0
        for pid in [self.process.pid, *children(self.process.pid)]:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children(int(child))]
    return found


@contextmanager
def serving(*options: object, env: dict[str, str] | None = None) -> Iterator[Service]:
    """Start a service, and end it as an init system does."""
    command = [sys.executable, "-m", "convert", "serve", "--port", "0", "--workers", "2", *map(str, options)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env={**(env or os.environ), **EPOCH})
    try:
        yield Service(process, _where(process))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        finally:
            process.kill()
            process.communicate()


def _where(process: subprocess.Popen[bytes]) -> str:
    said, deadline = b"", time.monotonic() + 90
    while time.monotonic() < deadline:
        if select.select([process.stderr], [], [], 1)[0]:
            piece = os.read(process.stderr.fileno(), 4096)
            said += piece
            if not piece:
                break
            if b"listening on " in said and b"\n" in said.partition(b"listening on ")[2]:
                return said.partition(b"listening on ")[2].split(b"\n")[0].decode()
    raise AssertionError(f"it does not listen: {said.decode()}")
