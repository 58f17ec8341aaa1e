"""One NewsML-G2 document: written, parsed, judged by the official schema and by our grammar, and read back.

    python -m benchmarks.newsml_g2 [NUMBER] [--xsd FILE]

Documents are made from wire stories of the benchmark. Each step is the best of several rounds over all documents, so
that no article is written twice in a row, beside a yardstick of the same round: lxml parsing the documents and
serialising them again. The official schema is the installed one (`newsconvert schemas install`), or the file named.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from lxml import etree

import convert
from benchmarks import texts
from convert import resources
from convert.article import Article
from convert.readers.newsml_g2 import articles as read
from convert.validate.schemas import official
from convert.writers import newsml_g2

ROUNDS: Final = 15
BUDGET: Final = 600.0
WRITE_BUDGET: Final = 200.0


def microseconds(step: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Return the time of one call, the mean over the items."""
    start = time.perf_counter()
    for item in items:
        step(item)
    return (time.perf_counter() - start) / len(items) * 1e6


def schema(path: Path | None) -> etree.XMLSchema | None:
    """Return the official schema; None where it is not installed."""
    found = path or official.find("newsml-g2", "2.35")
    return etree.XMLSchema(etree.parse(str(found))) if found else None


def steps(
    made: Sequence[Article], xsd: etree.XMLSchema | None
) -> dict[str, tuple[Callable[[Any], object], Sequence[Any]]]:
    """Name each step, with what it is done to."""
    grammar = etree.RelaxNG(etree.parse(str(resources.schema("newsml-g2-article.rng"))))
    documents = [newsml_g2.write(article) for article in made]
    trees = [etree.fromstring(document) for document in documents]
    found: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "yardstick": (lambda document: etree.tostring(etree.fromstring(document)), documents),
        "write": (newsml_g2.write, made),
        "parse": (etree.fromstring, documents),
        "our grammar": (grammar.validate, trees),
    }
    if xsd is not None:
        found["official schema"] = (xsd.validate, trees)
    found["every rule"] = (lambda document: convert.validate(document, "newsml-g2"), documents)
    found["read back"] = (lambda document: list(read(document)), documents)
    return found


def main() -> None:
    """Print each step in microseconds, as a multiple of the yardstick, and the sum that has a budget."""
    parser = argparse.ArgumentParser()
    parser.add_argument("number", nargs="?", type=int, default=200)
    parser.add_argument("--xsd", type=Path)
    options = parser.parse_args()
    made = [convert.to_article(text) for _, text in texts.articles(options.number)]
    xsd = schema(options.xsd)
    chosen = steps(made, xsd)
    best = dict.fromkeys(chosen, float("inf"))
    for _ in range(ROUNDS):
        for name, (step, items) in chosen.items():
            best[name] = min(best[name], microseconds(step, items))
    size = sum(len(block.text) for article in made for block in article.body) / len(made)
    print(f"{len(made)} articles, body of {size:.0f} characters each")
    for name, took in best.items():
        print(f"{name:<16} {took:7.1f} µs {took / best['yardstick']:6.2f} yardsticks")
    both = sum(best.get(name, 0.0) for name in ("write", "parse", "our grammar", "official schema"))
    passes = "write, parse, both schemas" if xsd else "write, parse, our grammar (no official schema here)"
    print(f"{passes}: {both:.1f} µs, {both / best['yardstick']:.2f} yardsticks   budget {BUDGET:.0f} µs")
    print(f"write alone: budget {WRITE_BUDGET:.0f} µs")


if __name__ == "__main__":
    main()
