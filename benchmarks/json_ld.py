"""One JSON-LD document: written, and validated against our JSON Schema as the hot path does it.

    python -m benchmarks.json_ld [NUMBER] [--corpus FILE.jsonl] [--profile FILE.toml]

Documents are made from wire stories of the benchmark, or from the texts of a labelled corpus. Each step is the best of
several rounds over all documents, so that no article is written twice in a row, beside a yardstick of the same round:
the standard library's json dumping and loading the same documents.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

import convert
from benchmarks import texts
from convert import resources
from convert.article import Article
from convert.validate.schemas.inlined import compiled
from convert.writers import json_ld

ROUNDS: Final = 15
BUDGET: Final = 100.0


def articles(number: int, corpus: Path | None, profile: Path | None) -> Iterator[Article]:
    """Yield articles made from the texts."""
    for text in _corpus(corpus, number) if corpus else (text for _, text in texts.articles(number)):
        try:
            yield convert.to_article(text, profile)
        except convert.ConvertError:
            continue


def _corpus(file: Path, number: int) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        for _, line in zip(range(number), lines, strict=False):
            yield json.loads(line)["raw_text"]


def microseconds(step: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Return the time of one call, the mean over the items."""
    start = time.perf_counter()
    for item in items:
        step(item)
    return (time.perf_counter() - start) / len(items) * 1e6


def steps(made: Sequence[Article]) -> Iterable[tuple[str, Callable[[Any], object], Sequence[Any]]]:
    """Name each step, with what it is done to."""
    schema = orjson.loads(resources.schema("json-ld-article.schema.json").read_bytes())
    judge = compiled(schema)
    documents = [json_ld.write(article) for article in made]
    loaded = [json.loads(document) for document in documents]
    yield "write", json_ld.write, made
    yield "load and validate", lambda data: judge(orjson.loads(data)), documents
    yield "both", lambda article: judge(orjson.loads(json_ld.write(article))), made
    yield "schema and rules", lambda data: convert.validate(data, "json-ld:own"), documents
    yield "yardstick", lambda document: json.loads(json.dumps(document, ensure_ascii=False)), loaded


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", nargs="?", type=int, default=300)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--profile", type=Path)
    chosen = parser.parse_args()
    made = list(articles(chosen.number, chosen.corpus, chosen.profile))
    sizes = [len(json_ld.write(article)) for article in made]
    print(f"{len(made)} documents of {sum(sizes) / len(sizes):,.0f} bytes in the mean")
    measured = list(steps(made))
    rounds = [[microseconds(step, items) for _, step, items in measured] for _ in range(ROUNDS)]
    best = [min(column) for column in zip(*rounds, strict=True)]
    for (name, _, _), took in zip(measured, best, strict=True):
        budget = f"   budget {BUDGET:.0f} µs" if name == "both" else ""
        print(f"{name:<18} {took:7.1f} µs   {took / best[-1]:5.2f} yardsticks{budget}")


if __name__ == "__main__":
    main()
