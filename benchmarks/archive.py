"""A whole archive: throughput, memory and scaling of `newsconvert convert`, against the same work in one plain loop.

    python -m benchmarks.archive [NUMBER] [--memory SMALL LARGE] [--no-loop]

CPU time of all processes of a run is given beside the wall time: on a machine that others use only that can be
compared. The yardsticks run in between: one loop of this package's own functions, which writes files and synchronises
nothing, and trafilatura, where it is installed, on the same texts as minimal HTML.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks import texts

_TRAFILATURA_TEXTS: Final = 200
_LOOK: Final = 0.25

_LOOP: Final = """
import pathlib, sys
from convert import metadata, profile, readers
from convert.commands.conversion import Wanted
from convert.pipeline import convert_records
source, out = map(pathlib.Path, sys.argv[1:])
job = Wanted(timestamp="2026-01-01T00:00:00Z").job("newsml-g2,json-ld")
out.mkdir()
paths = sorted(source.rglob("*.txt"))
for start in range(0, len(paths), 64):
    records = []
    for path in paths[start : start + 64]:
        records += readers.read(readers.Raw(path.name, path.read_bytes(), metadata.NONE), profile.DEFAULT)
    for outcome in convert_records(records, job):
        for output in outcome.outputs:
            (out / (outcome.key + output.suffix)).write_bytes(output.data)
"""


class Measured:
    """What one run took: seconds of wall and CPU (all its processes), and the peak of its memory in bytes."""

    def __init__(self, wall: float, cpu: float, memory: int) -> None:
        self.wall, self.cpu, self.memory = wall, cpu, memory


def measured(command: list[str]) -> Measured:
    """Run a command to its end. Memory is the sum of what its processes hold alone, and their share of the rest."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    peak = [0]
    cpu: dict[int, float] = {}
    watcher = threading.Thread(target=_watch, args=(running, peak, cpu), daemon=True)
    watcher.start()
    if running.wait() != 0:
        raise SystemExit(f"{command} ended with {running.returncode}")
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Workers are children of the fork server, which nobody waits for: their last known time is added.
    return Measured(time.perf_counter() - start, own + sum(cpu.values()), peak[0])


def _watch(running: subprocess.Popen[bytes], peak: list[int], cpu: dict[int, float]) -> None:
    ticks = os.sysconf("SC_CLK_TCK")
    while running.poll() is None:
        total = 0
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) != running.pid:  # its session
                    continue
                total += _memory(entry)
                if int(entry.name) != running.pid:
                    cpu[int(entry.name)] = (int(fields[11]) + int(fields[12])) / ticks
            except (OSError, ValueError, IndexError):
                continue
        peak[0] = max(peak[0], total)
        time.sleep(_LOOK)


def _memory(process: Path) -> int:
    """Return the proportional set size: pages that processes share are counted once."""
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def converting(source: Path, out: Path, *more: str) -> list[str]:
    """Return the command of a run."""
    stamp = ("--timestamp", "2026-01-01T00:00:00Z")
    return [sys.executable, "-m", "convert", "convert", str(source), "--out", str(out), "-q", *stamp, *more]


def throughput(folder: Path, number: int, *, loop: bool) -> None:
    """Print how many articles a second are converted, loose and packed, by one process and by two."""
    source = folder / "in"
    size = texts.write(source, number)
    print(f"{number} articles of {size / number:.0f} bytes on {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}")
    plain = None
    if loop:
        plain = measured([sys.executable, "-c", _LOOP, str(source), str(folder / "loop")])
        _print("one plain loop", plain, number, plain)
    modes = (("loose", ()), ("zip", ("--pack", "zip")), ("jsonl.zst", ("--pack", "jsonl.zst")))
    for name, more in modes:
        for jobs in (1, 2):
            out = folder / f"{name}{jobs}"
            found = measured(converting(source, out, "--jobs", str(jobs), *more))
            _print(f"{name}, {jobs} worker{'s' if jobs > 1 else ''}", found, number, plain)
    _print("again, nothing to do", measured(converting(source, folder / "loose1")), number, plain)


def _print(name: str, found: Measured, number: int, plain: Measured | None) -> None:
    ratio = "" if plain is None else f"   {found.cpu / plain.cpu:5.2f} times the loop's CPU"
    print(
        f"{name:<22} {found.wall:7.2f} s wall  {found.cpu:7.2f} s CPU  {number / found.wall:6.0f}/s wall  "
        f"{number / found.cpu:6.0f}/s CPU  {found.memory / 1e6:5.0f} MB{ratio}",
        flush=True,
    )


def memory(folder: Path, small: int, large: int) -> None:
    """Print the peak memory of a small archive and of a large one."""
    for number in (small, large):
        source = folder / f"in{number}"
        texts.write(source, number)
        found = measured(converting(source, folder / f"out{number}", "--pack", "jsonl.zst"))
        print(f"{number:>8} articles: peak {found.memory / 1e6:.0f} MB in all processes", flush=True)


def trafilatura() -> None:
    """Print the rate of trafilatura on the same texts as minimal HTML, where it is installed."""
    try:
        from trafilatura import extract  # type: ignore[import-not-found,unused-ignore] # for this benchmark alone
    except ImportError:
        print("trafilatura is not installed: pip install trafilatura")
        return
    _extract(extract)


def _extract(extract: Callable[[str], str | None]) -> None:
    pages = []
    for _, text in texts.articles(_TRAFILATURA_TEXTS):
        title, *paragraphs = [part for part in text.split("\n\n") if part.strip()]
        body = "".join(f"<p>{html.escape(part)}</p>" for part in paragraphs)
        heading = html.escape(title)
        pages.append(f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1>{body}</body></html>")
    start = time.process_time()
    for page in pages:
        extract(page)
    took = time.process_time() - start
    print(f"trafilatura: {len(pages) / took:.0f} pages a second of CPU, text alone, nothing written")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=2000)
    parser.add_argument("--memory", nargs=2, type=int, metavar=("SMALL", "LARGE"))
    parser.add_argument("--no-loop", action="store_true")
    arguments = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as name:
        if arguments.memory:
            memory(Path(name), *arguments.memory)
        else:
            throughput(Path(name), arguments.number, loop=not arguments.no_loop)
            trafilatura()


if __name__ == "__main__":
    main()
