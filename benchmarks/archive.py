"""A whole archive: throughput, memory and scaling of `newsconvert convert`, against the same work in one plain loop.

    python -m benchmarks.archive [NUMBER] [--rounds ROUNDS] [--folder FOLDER]
    python -m benchmarks.archive --memory SMALL LARGE | --unchanged NUMBER

CPU time of all processes of a run is given beside the wall time: on a machine that others use only that can be
compared. The yardsticks run in between: one loop of this package's own functions, which writes files and synchronises
nothing, two such loops side by side, which is what the machine's second core gives, and trafilatura, where it is
installed, on the same texts as minimal HTML. How much faster two workers are is given against the same command held on
one core, where worker and parent share it, and against one worker beside its parent on two; then without start and end,
which nothing can share: a run over a few articles takes as long.

ext4 looks at each file that was deleted in the last minutes whenever it makes a new one near by, 0.5 ms a file where
thousands were: put FOLDER where nothing was deleted of late.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks import texts
from convert.validate.own import judges

_TRAFILATURA_TEXTS: Final = 200
_LOOK: Final = 0.25

_FEW: Final = 65
"""Articles of the run that stands for start and end: one more than are converted without a pool."""

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


_ONE_CORE: Final = {min(os.sched_getaffinity(0))} if hasattr(os, "sched_getaffinity") else None
"""The core on which a run is held; None where that cannot be said (it can on Linux)."""

_WAYS: Final = (("one core", "1", _ONE_CORE), ("one worker", "1", None), ("two workers", "2", None))
"""How a run is made: its name, `--jobs`, and the cores that it is held on."""


_KINDS: Final = (("loose", ()), ("zip", ("--pack", "zip")), ("jsonl.zst", ("--pack", "jsonl.zst")))
_LOOPS: Final = ("one", "plain loop")


class Measured:
    """What one run took: seconds of wall and CPU (all its processes), and the peak of its memory in bytes."""

    def __init__(self, wall: float, cpu: float, memory: int) -> None:
        self.wall, self.cpu, self.memory = wall, cpu, memory


def measured(command: list[str], cores: set[int] | None = None) -> Measured:
    """Run a command to its end, held on some cores.

    Memory is the sum of what its processes hold alone, and their share of the rest.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    held = ["taskset", "--cpu-list", ",".join(map(str, sorted(cores)))] if cores else []
    running = subprocess.Popen(
        [*held, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    peak = [0]
    cpu: dict[int, float] = {}
    watcher = threading.Thread(target=_watch, args=(running, peak, cpu), daemon=True)
    watcher.start()
    if running.wait() != 0:
        raise SystemExit(f"{command} ended with {running.returncode}")
    wall = time.perf_counter() - start  # the watcher may sleep for longer
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Workers are children of the fork server, which nobody waits for: their last known time is added.
    return Measured(wall, own + sum(cpu.values()), peak[0])


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


def throughput(folder: Path, number: int, rounds: int) -> None:
    """Print how many articles a second are converted, loose and packed, by one process and by two, and as ratios."""
    source = folder / "in"
    size = texts.write(source, number)
    print(
        f"{number} articles of {size / number:.0f} bytes on {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}; "
        f"the fastest of {rounds}; NewsML-G2 judged by {', '.join(judges('newsml-g2'))}"
    )
    texts.write(folder / "few", _FEW)
    pages = trafilatura()
    fixed: list[Measured] = []
    beside: list[float] = []
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for turn in range(rounds):
        at = folder / f"round {turn}"
        at.mkdir()
        fixed.append(measured(converting(folder / "few", at / "few", "--jobs", "2")))
        found[_LOOPS].append(measured([sys.executable, "-c", _LOOP, str(source), str(at / "loop")]))
        beside.append(_two_loops(source, at))
        for kind, title, command, cores in _runs(source, at):
            found[kind, title].append(measured(command, cores))
        shutil.rmtree(at)
    best = {way: min(some, key=lambda one: one.wall) for way, some in found.items()}
    start = min(one.wall for one in fixed)
    plain = best.pop(_LOOPS)
    print(f"{'start and end':<22} {start:7.2f} s wall")
    rate = number / plain.cpu
    _print(" ".join(_LOOPS), plain, number, rate, pages)
    print(f"{'two of them':<22} {2 * plain.wall / min(beside):.2f} times as fast as one: what the machine gives")
    for (kind, title), one in best.items():
        _print(f"{kind}, {title}", one, number, rate, pages)
    for kind, _ in _KINDS:
        core, alone, two = (best[kind, title].wall for title, *_ in _WAYS)
        ratios = core / two, alone / two, (alone - start) / (two - start)
        print(
            f"{kind:<22} two workers are {ratios[0]:.2f} times as fast as one core, {ratios[1]:.2f} as one worker, "
            f"{ratios[2]:.2f} without start and end"
        )


def _runs(source: Path, folder: Path) -> Iterator[tuple[str, str, list[str], set[int] | None]]:
    for kind, more in _KINDS:
        for title, jobs, cores in _WAYS:
            yield kind, title, converting(source, folder / f"{kind} {title}", "--jobs", jobs, *more), cores
    yield "again", "nothing to do", converting(source, folder / f"{_KINDS[0][0]} {_WAYS[1][0]}"), None


def _two_loops(source: Path, folder: Path) -> float:
    """Return the seconds that two loops take side by side, each over the whole archive."""
    start = time.perf_counter()
    loops = [
        subprocess.Popen([sys.executable, "-c", _LOOP, str(source), str(folder / f"beside{number}")])
        for number in range(2)
    ]
    codes = [loop.wait() for loop in loops]
    if any(codes):
        raise SystemExit("a plain loop failed")
    return time.perf_counter() - start


def _print(name: str, found: Measured, number: int, loop: float, pages: float | None) -> None:
    rate = number / found.cpu
    ratios = f"   {rate / loop:5.2f} of the loop" + ("" if pages is None else f", {rate / pages:5.1f} of trafilatura")
    print(
        f"{name:<22} {found.wall:7.2f} s wall  {found.cpu:7.2f} s CPU  {number / found.wall:6.0f}/s wall  "
        f"{rate:6.0f}/s CPU  {found.memory / 1e6:5.0f} MB{ratios}",
        flush=True,
    )


def unchanged(folder: Path, number: int) -> None:
    """Print how long a run takes that has nothing to do. The archive is made of briefs, to be converted soon."""
    source, out = folder / "in", folder / "out"
    for count in range(number):
        path = source / f"{count // 1000:04}" / f"{count:08}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Note {count}\n\nThe office of district {count} is closed on Tuesday, the council said.\n")
    first = measured(converting(source, out, "--to", "json-ld", "--jobs", "2"))
    again = measured(converting(source, out, "--to", "json-ld"))
    print(
        f"{number} briefs: {first.wall:.0f} s; again, nothing to do: {again.wall:.2f} s wall, {again.cpu:.2f} s CPU "
        f"({again.cpu / number * 1e6:.1f} s a million), {again.memory / 1e6:.0f} MB"
    )


def memory(folder: Path, small: int, large: int) -> None:
    """Print the peak memory of a small archive and of a large one."""
    for number in (small, large):
        source = folder / f"in{number}"
        texts.write(source, number)
        found = measured(converting(source, folder / f"out{number}", "--pack", "jsonl.zst"))
        print(f"{number:>8} articles: peak {found.memory / 1e6:.0f} MB in all processes", flush=True)


def trafilatura() -> float | None:
    """Print and return the rate of trafilatura on such texts as minimal HTML, None where it is not installed."""
    try:
        from trafilatura import extract  # type: ignore[import-not-found,unused-ignore] # for this benchmark alone
    except ImportError:
        print("trafilatura is not installed: pip install trafilatura")
        return None
    pages = [_page(text) for _, text in texts.articles(_TRAFILATURA_TEXTS)]
    start = time.process_time()
    for page in pages:
        extract(page)
    rate = len(pages) / (time.process_time() - start)
    print(f"trafilatura: {rate:.0f} pages a second of CPU; it extracts the text, and writes nothing")
    return rate


def _page(text: str) -> str:
    title, *paragraphs = [part for part in text.split("\n\n") if part.strip()]
    body = "".join(f"<p>{html.escape(part)}</p>" for part in paragraphs)
    heading = html.escape(title)
    return f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1>{body}</body></html>"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", nargs="?", type=int, default=2000, help="articles")
    parser.add_argument(
        "--rounds", type=int, default=1, help="how often all is run; of each way the fastest run is printed"
    )
    parser.add_argument("--memory", nargs=2, type=int, metavar=("SMALL", "LARGE"), help="peak memory of two sizes")
    parser.add_argument("--unchanged", type=int, metavar="NUMBER", help="a run that has nothing to do")
    parser.add_argument("--folder", type=Path, help="where the archives are made; else in a temporary folder")
    arguments = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        if arguments.memory:
            memory(Path(name), *arguments.memory)
        elif arguments.unchanged:
            unchanged(Path(name), arguments.unchanged)
        else:
            throughput(Path(name), arguments.number, arguments.rounds)


if __name__ == "__main__":
    main()
