"""Wire-like articles for measuring, recombined from the samples: the same ones for the same number, on any machine.

Each is one of the samples below, with its headline, byline and dateline, and between its paragraphs others of sentences
drawn from all of them, until it has the length that is drawn for it: 1 to 4 kB, evenly.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = {
    "clean-text-beekeepers": (0, "\n\n"),
    "wire-72-columns-reservoir": (72, "\n\n"),
    "obituary-cartographer": (0, "\n\n"),
    "wire-65-columns-lisbon-tram": (65, "\n     "),
    "two-authors-with-roles": (0, "\n\n"),
    "no-byline-council-budget": (0, "\n"),
}
"""The samples, each with the columns at which it is wrapped, and what stands between its paragraphs."""

_HEAD: Final = 500
"""Letters of a sample that hold its headline, byline and dateline, and are always kept."""

_SMALLEST, _LARGEST = 1000, 4000
_OWN: Final = 0.3
"""Share of the paragraphs that are the sample's own, as long as it has some."""
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@cache
def _parts() -> tuple[tuple[str, list[str], int, str], ...]:
    """Return each sample as its head, the paragraphs of the rest, its columns, and what stands between paragraphs."""
    found = []
    for name, (columns, between) in SOURCES.items():
        text = (ROOT / "samples/inputs" / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
        end = text.index(between, _HEAD)
        found.append((text[:end], text[end + len(between) :].split(between), columns, between))
    return tuple(found)


@cache
def _sentences() -> tuple[str, ...]:
    found = [
        sentence
        for _, paragraphs, _, _ in _parts()
        for paragraph in paragraphs
        for sentence in _SENTENCE.split(" ".join(paragraph.split()))
    ]
    return tuple(sentence for sentence in found if len(sentence) > 50 and sentence.endswith("."))


def articles(number: int) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of articles of 1 to 4 kB; none equals another."""
    for count in range(number):
        yield f"{count // 1000:03}/{count:07}", _article(count)


def _article(count: int) -> str:
    chance = random.Random(count)  # noqa: S311 - repeatable, and no secret
    head, rest, columns, between = _parts()[count % len(SOURCES)]
    left = chance.randint(_SMALLEST, _LARGEST) - len(head) - len(rest[-1])
    district = f"The council of district {count} recorded {count * 37 % 1000} visits last year, the office said."
    body, own = [_set(district, columns)], rest[:-1]
    while sum(map(len, body)) < left:
        if own and chance.random() < _OWN:
            body.append(own[0])
            own = own[1:]
        else:
            body.append(_set(" ".join(chance.sample(_sentences(), chance.randint(1, 3))), columns))
    return between.join([head, *body, rest[-1]]) + "\n"


def _set(paragraph: str, columns: int) -> str:
    return textwrap.fill(paragraph, columns) if columns else paragraph


def write(folder: Path, number: int) -> int:
    """Write articles as files; return their bytes in all."""
    size = 0
    for name, text in articles(number):
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text.encode())
    return size
