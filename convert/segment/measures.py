"""How well labels agree with gold: by line, by character and by article, for groups of articles.

Lines whose gold label is not settled (None) count nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from convert.article import Label

LABELS: Final = tuple(Label)
EXACT: Final = (Label.HEADLINE, Label.STANDFIRST, Label.BYLINE, Label.DATELINE)
Pair = tuple[Label, Label]


@dataclass(frozen=True, slots=True)
class Compared:
    """One article compared with its gold: counts of (gold, predicted) and the article's own measures."""

    lines: Counter[Pair]
    chars: Counter[Pair]
    measures: dict[str, float]


def compare(gold: Sequence[Label | None], predicted: Sequence[Label], texts: Sequence[str]) -> Compared:
    """Compare the labels of one article. Raises ValueError when the numbers of lines differ."""
    lines: Counter[Pair] = Counter()
    chars: Counter[Pair] = Counter()
    for want, have, text in zip(gold, predicted, texts, strict=True):
        if want is not None:
            lines[want, have] += 1
            chars[want, have] += len(text)
    measures = {**_exact(gold, predicted), **_body(chars)}
    measures["all lines right"] = float(all(want in (None, have) for want, have in zip(gold, predicted, strict=True)))
    return Compared(lines, chars, measures)


def _exact(gold: Sequence[Label | None], predicted: Sequence[Label]) -> dict[str, float]:
    measures: dict[str, float] = {}
    for label in EXACT:
        want = {number for number, found in enumerate(gold) if found is label}
        have = {n for n, found in enumerate(predicted) if found is label and gold[n] is not None}
        name = f"{label} exact" if want else f"{label} absent, none predicted"
        measures[name] = float(want == have)
    first = next((number for number, found in enumerate(predicted) if found is Label.HEADLINE), None)
    right = first is not None and gold[first] is Label.HEADLINE
    measures["first predicted headline line is one"] = float(right)
    return measures


def _body(chars: Counter[Pair]) -> dict[str, float]:
    wanted = sum(count for (want, _), count in chars.items() if want is Label.BODY)
    found = sum(count for (_, have), count in chars.items() if have is Label.BODY)
    both = chars[Label.BODY, Label.BODY]
    return {
        "body char F1": harmonic(both, found, wanted)[2],
        "boilerplate leakage": chars[Label.BOILERPLATE, Label.BODY] / found if found else 0.0,
        "any non-body leakage": (found - both) / found if found else 0.0,
        "body loss": 1 - both / wanted if wanted else 0.0,
    }


def harmonic(both: int, found: int, wanted: int) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean, each 0 where it has no meaning."""
    precision = both / found if found else 0.0
    recall = both / wanted if wanted else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def summary(articles: Sequence[Compared]) -> dict[str, Any]:
    """Return the figures of a group of articles, in the order in which they are printed."""
    lines, chars = _sum(item.lines for item in articles), _sum(item.chars for item in articles)
    labels = {label.value: {"line": _row(lines, label), "char": _row(chars, label)} for label in LABELS}
    seen = [row for row in labels.values() if row["line"][3]]
    total = sum(lines.values())
    return {
        "records": len(articles),
        "labels": labels,
        "articles": _means(articles),
        "macro_f1": sum(row["line"][2] for row in seen) / max(len(seen), 1),
        "macro_f1_char": sum(row["char"][2] for row in seen) / max(len(seen), 1),
        "accuracy": sum(count for (want, have), count in lines.items() if want is have) / max(total, 1),
    }


def _sum(counters: Iterable[Counter[Pair]]) -> Counter[Pair]:
    total: Counter[Pair] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _row(table: Counter[Pair], label: Label) -> tuple[float, float, float, int]:
    wanted = sum(count for (want, _), count in table.items() if want is label)
    found = sum(count for (_, have), count in table.items() if have is label)
    return (*harmonic(table[label, label], found, wanted), wanted)


def _means(articles: Sequence[Compared]) -> dict[str, tuple[float, int]]:
    values: dict[str, list[float]] = {}
    for item in articles:
        for name, value in item.measures.items():
            values.setdefault(name, []).append(value)
    return {name: (sum(found) / len(found), len(found)) for name, found in values.items()}
