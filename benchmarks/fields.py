"""All fields of one article: from labelled lines to the model, language included.

    python -m benchmarks.fields GOLD.jsonl [--rendition page]

The labels are the corpus's own, so that the segmenter has no part in it. Articles are built as archives are converted,
64 at a time, each step for all before the next one; an article is the sum of its steps, without what reading the clock
costs, the best of several rounds over all articles, and the figure is the median of the articles. Beside it stand what
an article costs that is built alone, a yardstick of the same rounds (the standard library finding the words of the same
text), what making the model of the finished values costs, and what the first article of a process costs, with and
without the language model.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from convert.article import Article, Segmentation
from convert.fields import Labelled, build
from convert.fields.assemble import STEPS, begin
from convert.fields.evaluate import lines_of
from convert.fields.measures import WORD
from convert.fields.work import Work
from convert.metadata import Source

ROUNDS: Final = 9
BATCH: Final = 64
BUDGET: Final = 300.0
SOURCE: Final = Source("benchmark", "0" * 64)

_COLD: Final = """
import time
start = time.perf_counter()
from convert.fields import build
from convert.fields.evaluate import lines_of
from convert.metadata import Source
text = {text!r}
build(lines_of(text, ["headline", "body"]), Source("cold", "0" * 64))
print(time.perf_counter() - start)
"""
_ENGLISH: Final = (
    "The bridge is shut\nThe board said on Tuesday that the bridge would be shut for the whole of the winter."
)
_MODEL: Final = (
    "Zubia itxita\nUdalak astearte honetan jakinarazi duenez, zubia itxita egongo da negu osoan zehar, lanak "
    "direla eta."
)


def texts(gold: Path, rendition: str) -> list[Segmentation]:
    """Return the labelled texts of one rendition."""
    records = [json.loads(row) for row in gold.read_text(encoding="utf-8").split("\n") if row.strip()]
    return [
        lines_of(record["raw_text"], [line["label"] for line in record["lines"]])
        for record in records
        if record["rendition"] == rendition
    ]


def timed(work: Callable[[Any], object], items: Sequence[Any]) -> list[float]:
    """Return the best time of each item over the rounds, in microseconds of this thread."""
    best = [float("inf")] * len(items)
    for _ in range(ROUNDS):
        for number, item in enumerate(items):
            start = time.thread_time_ns()
            work(item)
            best[number] = min(best[number], (time.thread_time_ns() - start) / 1000)
    return best


def in_step(found: Sequence[Segmentation]) -> list[float]:
    """Return the best time of each article over the rounds, in microseconds: the sum of its steps, taken in batches."""
    best, clock = [float("inf")] * len(found), (len(STEPS) + 1) * _clock()
    for _ in range(ROUNDS):
        for first in range(0, len(found), BATCH):
            taken = [0.0] * len(found[first : first + BATCH])
            works: list[Work] = []
            for number, seg in enumerate(found[first : first + BATCH]):
                start = time.thread_time_ns()
                works.append(begin(Labelled(seg, SOURCE)))
                taken[number] += time.thread_time_ns() - start
            for step in STEPS:
                for number, work in enumerate(works):
                    start = time.thread_time_ns()
                    step(work)
                    taken[number] += time.thread_time_ns() - start
            for number, nanoseconds in enumerate(taken, first):
                best[number] = min(best[number], (nanoseconds - clock) / 1000)
    return best


def _clock() -> float:
    """Return what the clock itself adds to what is measured between two readings, in nanoseconds."""
    return min(-time.thread_time_ns() + time.thread_time_ns() for _ in range(1000))


def cold(text: str) -> float:
    """Return the seconds from nothing imported to the first article, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _COLD.format(text=text)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def model_of(values: dict[str, Any]) -> Article:
    """Make the model, all its blocks, captions and origins, of finished values."""
    return Article.model_validate(values, strict=False)


def main() -> None:
    """Print the medians; exit with 1 when the fields are over their budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rendition", choices=("extract", "page"), default="extract")
    wanted = parser.parse_args()
    found = texts(wanted.gold, wanted.rendition)
    made = [article for seg in found if (article := build(seg, SOURCE).article) is not None]
    values = [one.model_dump() for one in made]
    gc.collect()
    gc.freeze()  # the corpus in memory is the benchmark's, not the fields': the collector need not walk it
    whole = statistics.median(in_step(found))
    alone = statistics.median(timed(lambda seg: build(seg, SOURCE), found))
    model = statistics.median(timed(model_of, values))
    yard = statistics.median(timed(lambda seg: WORD.findall(seg.text), found))
    loop = statistics.median(timed(lambda seg: sum(1 for char in seg.text if char == " "), found))
    print(f"{len(found)} articles, {wanted.rendition}; median microseconds")
    print(f"all fields        {whole:8.0f}   {whole / yard:6.1f} yardsticks")
    print(f"built alone       {alone:8.0f}   {alone / yard:6.1f} yardsticks")
    print(f"of it the model   {model:8.0f}   {model / yard:6.1f} yardsticks")
    print(f"yardstick         {yard:8.0f}   and the interpreter counting blanks {loop:.0f}")
    print(f"first article of a process, seconds: {cold(_ENGLISH):.2f}; with the language model {cold(_MODEL):.2f}")
    if whole - model > BUDGET:
        sys.exit(f"over the budget of {BUDGET:.0f} microseconds")


if __name__ == "__main__":
    main()
