"""Whole processes: how fast a command starts, converts one article, and converts many.

    python -m benchmarks.speed [NUMBER]

Each figure is the median of several runs on one core, and stands beside a yardstick that ran in between: a bare
interpreter for start-up, and for throughput one process that only hashes, splits and dumps the same texts as JSON.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks import texts

RUNS: Final = 5
MANY: Final = 500
BUDGET: Final = {"--help": 0.25, "one conversion": 0.8}
LEAST_PER_SECOND: Final = 100

_YARDSTICK: Final = """
import hashlib, json, pathlib, re, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt")):
    text = path.read_text(encoding="utf-8")
    lines = [{"text": line, "words": len(re.findall(r"\\\\w+", line))} for line in text.split("\\\\n")]
    json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "lines": lines})
"""


def seconds(command: Sequence[str], runs: int = RUNS) -> float:
    """Return the median wall time of a command, after one run that is not counted."""
    found = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found.append(time.perf_counter() - start)
    return statistics.median(found[1:])


def start_up(folder: Path) -> None:
    """Print how long a command takes to start, and to convert one article."""
    bare = seconds([sys.executable, "-c", "pass"])
    story = folder / "one.txt"
    story.write_text(next(texts.articles(1))[1], encoding="utf-8")
    out = str(folder / "one")
    commands = {
        "--help": ["--help"],
        "one conversion": ["convert", str(story), "--out", out, "--to", "newsml-g2,json-ld"],
    }
    for name, arguments in commands.items():
        took = seconds([sys.executable, "-m", "convert", *arguments])
        print(f"{name:<22} {took:6.3f} s   {took / bare:5.1f} bare interpreters   budget {BUDGET[name]} s")


def throughput(folder: Path, number: int) -> None:
    """Print how many articles a second one process converts, everything included."""
    source = folder / "in"
    size = texts.write(source, number)
    yardstick = seconds([sys.executable, "-c", _YARDSTICK.replace("\\\\", "\\"), str(source)], 3)
    took = []
    for run in range(3):
        start = time.perf_counter()
        command = [sys.executable, "-m", "convert", "convert", str(source), "--out", str(folder / f"out{run}"), "-q"]
        subprocess.run(command, check=True)
        took.append(time.perf_counter() - start)
    middle = statistics.median(took)
    print(
        f"{number} files, {size / number:.0f} bytes each: {middle:.2f} s, {number / middle:.0f} articles a second, "
        f"{middle / yardstick:.1f} times the yardstick   budget {LEAST_PER_SECOND} a second"
    )


def main() -> None:
    """Measure, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory() as name:
        start_up(Path(name))
        throughput(Path(name), number)


if __name__ == "__main__":
    main()
