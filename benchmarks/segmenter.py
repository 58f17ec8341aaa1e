"""The segmenter's speed and size: lines a second, one article, loading, memory.

    python -m benchmarks.segmenter [CORPUS.jsonl]

Without a corpus the seed and the samples serve as texts. CPU seconds of one core, best of several runs; each figure
stands beside a yardstick from the same run: how long splitting the same texts into words and counting them takes.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from convert import resources
from convert.segment.tagger import segment, segment_many

ROOT: Final = Path(__file__).resolve().parent.parent
BATCH: Final = 64
RUNS: Final = 7
LEAST_LINES: Final = 25_000
MOST_ARTICLE: Final = 0.005
MOST_LOAD: Final = 0.15
MOST_BYTES: Final = 5_000_000
_LOAD: Final = (
    "import numpy, orjson, pydantic, time, convert.article, convert.resources; start = time.process_time(); "
    "from convert.segment import model; model.default(); print(time.process_time() - start)"
)


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the least CPU time of several runs, in seconds."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def texts(arguments: Sequence[str]) -> list[str]:
    """Return a batch of texts: the extracts of a corpus, or the seed and the samples over and over."""
    if arguments:
        rows = [json.loads(row) for row in Path(arguments[0]).read_text(encoding="utf-8").split("\n") if row]
        return [row["raw_text"] for row in rows if row["rendition"] == "extract"][:BATCH]
    files = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "samples").glob("**/*.txt")])
    found: list[str] = []
    for path in files:
        try:
            found.append(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
    return (found * BATCH)[:BATCH]


def words(batch: Sequence[str]) -> int:
    """Do the yardstick's work: count the words of each text."""
    return sum(len(Counter(text.lower().split())) for text in batch)


def loading() -> float:
    """Return the CPU time of importing and loading the model in a process that has numpy and the document model."""
    found = [
        float(subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    return min(found)


def main() -> int:
    """Print the figures; return 1 where one misses its budget."""
    batch = texts(sys.argv[1:])
    lines = sum(len(item.lines) for item in segment_many(batch))
    many, yardstick = best(lambda: segment_many(batch)), best(lambda: words(batch))
    body = "The council met on Monday and said that the work would go on until the end of the year, as planned."
    article = "\n\n".join(["A headline of an article", "By Ann Smith", *[body] * 57, "Share this article"])
    single, load, size = best(lambda: segment(article), 30), loading(), resources.model().stat().st_size
    checks = {
        f"lines a second, batch of {BATCH}": (lines / many, LEAST_LINES, lines / many >= LEAST_LINES),
        "seconds, one article of 60 lines": (single, MOST_ARTICLE, single <= MOST_ARTICLE),
        "seconds to load": (load, MOST_LOAD, load <= MOST_LOAD),
        "bytes of the model": (size, MOST_BYTES, size <= MOST_BYTES),
    }
    for name, (value, budget, good) in checks.items():
        print(f"{name:36} {value:12,.4f}   budget {budget:12,.4f}   {'ok' if good else 'MISSED'}")
    print(f"{'times the yardstick (counting words)':36} {many / yardstick:12,.1f}")
    print(f"{'peak memory, MB':36} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:12,.0f}")
    return int(not all(good for *_, good in checks.values()))


if __name__ == "__main__":
    raise SystemExit(main())
