"""How good the fields are, on a gold corpus: the figures, and their intervals.

Records are those of the corpus's JSONL: `raw_text`, `lines` with gold labels, `gold` with the page's own data. Each
article is judged once, in the rendition asked for. Intervals are 95 % percentile bootstraps over articles, from a
fixed seed: the same corpus gives the same report.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from convert.article import Label, Line, Segmentation
from convert.fields.assemble import build
from convert.fields.measures import FIGURES, Case, Counts
from convert.metadata import Source

ROUNDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured share with its interval; `hits` of `total`. `misses` name the articles, for reading."""

    name: str
    value: float
    low: float
    high: float
    hits: float
    total: float
    misses: tuple[str, ...] = field(default=(), compare=False)


def lines_of(text: str, labels: Sequence[str]) -> Segmentation:
    """Make a segmentation of a text and the labels of its non-empty lines; `ambiguous` counts as boilerplate."""
    lines: list[Line] = []
    position = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            label = labels[len(lines)]
            start = position + raw.index(bare)
            known = Label.BOILERPLATE if label == "ambiguous" else Label(label)
            lines.append(Line(bare, start, start + len(bare), known, 1.0))
        position += len(raw) + 1
    return Segmentation(text, tuple(lines))


def cases(
    records: Iterable[Mapping[str, Any]],
    predicted: Mapping[str, Sequence[str]] | None = None,
    rendition: str = "extract",
) -> list[Case]:
    """Build the articles of the records of one rendition: from labels by record id, else the gold ones."""
    made: list[Case] = []
    for record in records:
        if record["rendition"] != rendition:
            continue
        truth = lines_of(record["raw_text"], [line["label"] for line in record["lines"]])
        seg = truth if predicted is None else lines_of(record["raw_text"], predicted[record["id"]])
        made.append(Case(record, truth, build(seg, Source(record["id"], "0" * 64)).article))
    return made


def _share(counts: Sequence[Counts]) -> float:
    total = sum(count for _, count in counts)
    return sum(hits for hits, _ in counts) / total if total else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _interval(values: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(values)
    return ranked[int(0.025 * len(ranked))], ranked[int(0.975 * len(ranked)) - 1]


def figures(judged: Sequence[Case], rounds: int = ROUNDS) -> list[Figure]:
    """Return every figure with its interval; author F1 is that of the pooled precision and recall."""
    dice = random.Random(2)  # noqa: S311 - a bootstrap, and the same one each time
    draws = [dice.choices(range(len(judged)), k=len(judged)) for _ in range(rounds)]
    found: list[Figure] = []
    drawn: dict[str, list[float]] = {}
    for name, count in FIGURES.items():
        counts = [count(case) for case in judged]
        drawn[name] = [_share([counts[number] for number in draw]) for draw in draws]
        bad = name in ("published, wrong day", "captions in the body", "published, zone not stated")
        misses = [case.record["id"] for case, (h, t) in zip(judged, counts, strict=True) if (h > 0 if bad else h < t)]
        hits, total = sum(h for h, _ in counts), sum(t for _, t in counts)
        found.append(Figure(name, _share(counts), *_interval(drawn[name]), hits, total, tuple(misses)))
    both = list(zip(drawn["author precision"], drawn["author recall"], strict=True))
    low, high = _interval([_harmonic(p, r) for p, r in both])
    return [Figure("author F1", _harmonic(found[0].value, found[1].value), low, high, 0, 0), *found]


def read_labels(path: Path, rendition: str) -> dict[str, list[str]]:
    """Read predicted labels: JSON Lines of `id`, `rendition` and `labels`."""
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").split("\n") if row.strip()]
    return {row["id"]: row["labels"] for row in rows if row["rendition"] == rendition}


def evaluate(gold: Path, predictions: Path | None = None, rendition: str = "extract") -> list[Figure]:
    """Return the figures on a gold file: from predicted labels, or else from the gold ones."""
    records = [json.loads(row) for row in gold.read_text(encoding="utf-8").split("\n") if row.strip()]
    labels = read_labels(predictions, rendition) if predictions else None
    return figures(cases(records, labels, rendition))


def report(found: Sequence[Figure]) -> str:
    """Return the figures as a table of text."""
    rows = [f"{'figure':32} value   95 % interval    counted"]
    for one in found:
        counted = f"{one.hits:g} of {one.total:g}" if one.total else ""
        rows.append(f"{one.name:32} {one.value:.3f}   {one.low:.3f} to {one.high:.3f}   {counted}".rstrip())
    return "\n".join(rows) + "\n"
