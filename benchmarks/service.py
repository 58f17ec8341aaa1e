"""The service over HTTP: articles a second, how long one waits, and what processor time it costs.

    python -m benchmarks.service [NUMBER]

Starts `newsconvert serve` with two workers and keeps 16 requests in the air, each an article of about 4 kB that is
converted to NewsML-G2 and JSON-LD, until NUMBER (3,000) are answered or a minute has passed. Exit code 1 when it is
slower than 200 a second, when 1 in 100 waits longer than 250 ms, or when one is not converted. Processor time is the
figure to compare between machines that have other work to do: the service's own, its workers', and this client's.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from benchmarks import texts

AT_ONCE: Final = 16
WORKERS: Final = 2
LEAST_PER_SECOND: Final = 200
LONGEST: Final = 0.250
LIMIT: Final = 60.0
SIZES: Final = range(3_600, 4_401)
WARMING: Final = 200


def requests() -> list[bytes]:
    """Return requests of different articles of about 4 kB, whole, as they go through the wire."""
    found = itertools.islice((text.encode() for _, text in texts.articles(4_000) if len(text) in SIZES), 200)
    return [
        b"POST /convert?to=newsml-g2,json-ld HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        for body in found
    ]


def start() -> tuple[subprocess.Popen[bytes], int]:
    """Start the service; return it and its port."""
    command = [sys.executable, "-m", "convert", "serve", "--port", "0", "--workers", str(WORKERS)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"})
    said = process.stderr.readline().decode() if process.stderr else ""
    return process, urlsplit(said.rpartition(" ")[2].strip()).port or 0


def family(pid: int) -> Iterator[int]:
    """Yield the processes that a process started."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from family(int(child))


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def client(port: int, work: Iterator[bytes], waits: list[float], until: float) -> int:
    """Send one request after the other on one connection; return how many were not answered with 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    failed = 0
    for request in work:
        begin = time.perf_counter()
        if begin > until:
            break
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
        waits.append(time.perf_counter() - begin)
        failed += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    return failed


async def load(port: int, number: int) -> tuple[list[float], int, float]:
    """Keep requests in the air; return how long each waited, how many failed, and how long it took in all."""
    work = itertools.islice(itertools.cycle(requests()), number)
    waits: list[float] = []
    begin = time.perf_counter()
    failed = sum(await asyncio.gather(*(client(port, work, waits, begin + LIMIT) for _ in range(AT_ONCE))))
    return waits, failed, time.perf_counter() - begin


def measure(number: int) -> bool:
    """Measure and print; return whether the floor was held."""
    process, port = start()
    try:
        asyncio.run(load(port, WARMING))
        workers = list(family(process.pid))
        before = [processor(process.pid), sum(map(processor, workers)), time.process_time()]
        waits, failed, seconds = asyncio.run(load(port, number))
        after = [processor(process.pid), sum(map(processor, workers)), time.process_time()]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    ordered = sorted(waits)
    middle, late = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    rate = len(waits) / seconds
    used = [1000 * (end - begin) / len(waits) for begin, end in zip(before, after, strict=True)]
    print(f"{len(waits)} requests, {failed} failed, {AT_ONCE} at once, {WORKERS} workers")
    print(f"{rate:.0f} a second; half wait under {1000 * middle:.0f} ms, 99 in 100 under {1000 * late:.0f} ms")
    print(f"processor ms a request: service {used[0]:.2f}, workers {used[1]:.2f}, this client {used[2]:.2f}")
    print(f"two processors that do nothing else: at most {2000 / sum(used):.0f} a second")
    return failed == 0 and rate >= LEAST_PER_SECOND and late <= LONGEST


if __name__ == "__main__":
    sys.exit(0 if measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000) else 1)
