"""What validation costs: one document by its judges, and a thousand files as a whole process.

    python -m benchmarks.validation [NUMBER]

Each figure is the best of several rounds, beside a yardstick of the same round: lxml parsing the same documents and
serialising them again. The official schemas judge if they are installed.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from lxml import etree

import convert
from benchmarks import texts
from convert.article import Article
from convert.diagnostics import Severity
from convert.validate import validate
from convert.validate.schemas import official

ROUNDS: Final = 7
SIZE: Final = 10_000
"""Bytes that a file of the thousand has, about."""


def microseconds(step: Callable[[bytes], object], documents: Sequence[bytes]) -> float:
    """Return the time of one call, the mean over the documents, the best of the rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for document in documents:
            step(document)
        best = min(best, (time.process_time() - start) / len(documents) * 1e6)
    return best


def grown(article: Article, format: str) -> bytes:
    """Return a document of the article whose body is repeated until it has about the size wanted."""
    data = convert.write(article, format)
    times = max(1, round(SIZE / len(data)))
    return convert.write(article.evolve(body=article.body * times), format)


def steps(documents: Mapping[str, Sequence[bytes]]) -> None:
    """Print the cost of one document, by format and by what is asked for."""
    yardstick = microseconds(lambda data: etree.tostring(etree.fromstring(data)), documents["newsml-g2"])
    print(f"{'yardstick':<28} {yardstick:8.0f} µs")
    for name, judged in documents.items():
        size = sum(map(len, judged)) / len(judged)
        for least in (Severity.INFO, Severity.ERROR):
            cost = microseconds(partial(validate, format=name, least=least), judged)
            print(f"{name + ' from ' + least:<28} {cost:8.0f} µs  {cost / yardstick:5.1f} yardsticks, {size:.0f} bytes")


def process(documents: Sequence[bytes]) -> None:
    """Print what a whole process takes for a thousand files: start-up, reading, all rules."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1_000):
            data = documents[number % len(documents)]
            Path(folder, f"{number:04}.xml").write_bytes(data.replace(b'guid="', b'guid="x%d' % number))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        command = [sys.executable, "-m", "convert", "validate", folder, "--format", "json"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"1,000 files: {wall:.2f} s, {processor:.2f} s of one core, {after.ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", nargs="?", type=int, default=40, help="documents to measure with")
    number = parser.parse_args().number
    issued = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)
    articles = [convert.to_article(text) for _, text in texts.articles(number)]
    articles = [article if article.issued else article.evolve(issued=issued) for article in articles]
    made = {name: [grown(article, name) for article in articles] for name in ("newsml-g2", "json-ld")}
    print("official schemas:", ", ".join(official.installed()) or "none")
    steps(made)
    process(made["newsml-g2"])


if __name__ == "__main__":
    main()
