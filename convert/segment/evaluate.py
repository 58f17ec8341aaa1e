"""Judging a model: the figures by group of articles, their uncertainty, and cross-validation by publisher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from convert.article import Label
from convert.diagnostics import UsageError, diagnostic
from convert.segment.gold import Gold, read_gold
from convert.segment.lines import layout
from convert.segment.measures import Compared, compare, summary
from convert.segment.model import Model
from convert.segment.tagger import segment_many

Predictions = Mapping[tuple[str, str], Sequence[Label]]
"""The labels of each record, by its id and rendition."""

_NON_LATIN: Final = 0x24F
_LATIN_AGAIN: Final = range(0x1E00, 0x1F00)
RESAMPLES: Final = 1000


def predict(golds: Sequence[Gold], model: Model | None = None) -> dict[tuple[str, str], list[Label]]:
    """Label every gold text with a model (None: the shipped one)."""
    done = segment_many([gold.text for gold in golds], model=model)
    return {
        (gold.key, gold.rendition): [line.label for line in found.lines]
        for gold, found in zip(golds, done, strict=True)
    }


def read_predictions(path: Path) -> dict[tuple[str, str], list[Label]]:
    """Read predictions: JSON Lines of `id`, `rendition`, `labels`. Raises UsageError naming the line."""
    found: dict[tuple[str, str], list[Label]] = {}
    for number, row in enumerate(path.read_bytes().split(b"\n"), 1):
        if not row.strip():
            continue
        try:
            record = orjson.loads(row)
            found[record["id"], record["rendition"]] = [Label(label) for label in record["labels"]]
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name}, line {number}: {error}")) from error
    return found


def report(gold: Path, predictions: Predictions | Model | None = None) -> str:
    """Return the figures of predictions, or of a model, on a gold file, as text."""
    golds = read_gold([gold])
    if predictions is None or isinstance(predictions, Model):
        predictions = predict(golds, predictions)
    missing = sum((item.key, item.rendition) not in predictions for item in golds)
    return render(groups(golds, predictions), missing)


def report_json(gold: Path, predictions: Predictions | Model | None = None) -> str:
    """Return the same figures as one JSON object, a key a group."""
    golds = read_gold([gold])
    if predictions is None or isinstance(predictions, Model):
        predictions = predict(golds, predictions)
    found = {name: summary(items) for name, items in groups(golds, predictions).items()}
    return orjson.dumps(found, option=orjson.OPT_INDENT_2).decode()


def groups(golds: Sequence[Gold], predictions: Predictions) -> dict[str, list[Compared]]:
    """Compare all records and gather them: all, each rendition, each language group, each pair of the two.

    A record without a prediction counts as all boilerplate. Raises UsageError where the numbers of lines differ.
    """
    found: dict[str, list[Compared]] = {}
    for gold in golds:
        predicted = predictions.get((gold.key, gold.rendition), [Label.BOILERPLATE] * len(gold.labels))
        texts = [gold.text[start:end] for start, end in layout(gold.text).spans]
        if len(predicted) != len(texts):
            message = f"{gold.key} {gold.rendition}: {len(predicted)} labels for {len(texts)} lines"
            raise UsageError(diagnostic("usage.invalid", message))
        compared = compare(gold.labels, predicted, texts)
        language = language_group(gold, texts)
        for name in ("all", gold.rendition, f"lang {language}", f"{gold.rendition} / {language}"):
            found.setdefault(name, []).append(compared)
    return found


def language_group(gold: Gold, texts: Sequence[str]) -> str:
    """Return English, German, other Latin or non-Latin: by the script of the body first, by the tag second."""
    body = "".join(text for text, label in zip(texts, gold.labels, strict=True) if label is Label.BODY)
    letters = [ord(char) for char in body if char.isalpha()]
    foreign = sum(point > _NON_LATIN and point not in _LATIN_AGAIN for point in letters)
    if foreign > 0.3 * len(letters):
        return "non-Latin"
    return {"en": "English", "de": "German"}.get(gold.language, "other Latin")


def render(found: Mapping[str, Sequence[Compared]], missing: int = 0) -> str:
    """Return the figures as text: in full for all and each rendition, a line for each language group."""
    parts = [f"{missing} records have no prediction; scored as all-boilerplate\n"] if missing else []
    parts += [_full(name, summary(found[name])) for name in ("all", "extract", "page") if name in found]
    parts.append("\n== by language group\n")
    parts += [_short(name, summary(found[name])) for name in sorted(found) if name.startswith("lang ") or " / " in name]
    return "".join(parts)


def _full(name: str, figures: dict[str, Any]) -> str:
    head = f"\n== {name}: {figures['records']} records, macro-F1 {figures['macro_f1']:.3f} "
    rows = [
        f"{head}(by characters {figures['macro_f1_char']:.3f}), line accuracy {figures['accuracy']:.3f}",
        f"  {'label':12} {'P':>6} {'R':>6} {'F1':>6}   {'P char':>6} {'R char':>6} {'F char':>6} {'lines':>7}",
    ]
    for label, row in figures["labels"].items():
        line, char = row["line"], row["char"]
        left = " ".join(f"{value:6.3f}" for value in line[:3])
        right = " ".join(f"{value:6.3f}" for value in char[:3])
        rows.append(f"  {label:12} {left}   {right} {line[3]:7}")
    rows += [f"  {key:38} {value:6.3f}  (n={count})" for key, (value, count) in sorted(figures["articles"].items())]
    return "\n".join(rows) + "\n"


def _short(name: str, figures: dict[str, Any]) -> str:
    means = figures["articles"]
    return (
        f"  {name:26} n={figures['records']:4}  macro-F1 {figures['macro_f1']:.3f}  "
        f"body F1 {means['body char F1'][0]:.3f}  leakage {means['boilerplate leakage'][0]:.3f}  "
        f"loss {means['body loss'][0]:.3f}  headline {means.get('headline exact', (0.0, 0))[0]:.3f}\n"
    )


def intervals(articles: Sequence[Compared], *, resamples: int = RESAMPLES) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of macro-F1 and of each measure, by the bootstrap over articles (fixed seed)."""
    random = np.random.default_rng(0)
    drawn: dict[str, list[float]] = {}
    for _ in range(resamples):
        figures = summary([articles[number] for number in random.integers(len(articles), size=len(articles))])
        drawn.setdefault("macro-F1", []).append(figures["macro_f1"])
        for name, (value, _count) in figures["articles"].items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5)))
        for name, values in sorted(drawn.items())
    }
