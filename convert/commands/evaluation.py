"""`evaluate` and `train`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from convert import resources
from convert.segment.evaluate import report, report_json
from convert.segment.folds import report_folds
from convert.segment.model import load
from convert.terminal import say


def evaluate(
    gold: Path,
    model: Path | None,
    *,
    as_json: bool,
    folds: int | None = None,
    more: Sequence[Path] = (),
    corrections: Path | None = None,
) -> str:
    """Return the figures of a model (None: the shipped one) on labelled articles.

    With `folds`, those of models that have not seen the publishers they are judged on, trained on the rest and `more`,
    with the labels that `corrections` changes.
    """
    if folds is not None:
        return report_folds(gold, more, corrections=corrections, folds=folds)
    chosen = None if model is None else load(model)
    return report_json(gold, chosen) if as_json else report(gold, chosen)


def train(gold: Sequence[Path], out: Path, base: str | None, corrections: Path | None = None) -> None:
    """Train a model, from nothing or on top of another (`default`: the shipped one), and write it."""
    from convert.segment.train import train as fit

    model = resources.model() if base == "default" else base and Path(base)
    card = fit(gold, out, base=None if model is None else Path(model), corrections=corrections)
    say(f"trained on {card['articles']} articles of {card['publishers']} publishers: {out}")
