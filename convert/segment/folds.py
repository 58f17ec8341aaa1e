"""Cross-validation by publisher: every article is labelled by a model that has seen none of its publisher's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convert.article import Label, Segmentation
from convert.segment.corrections import read_corrected
from convert.segment.cues import load_lists
from convert.segment.evaluate import groups, intervals, render
from convert.segment.features import extract
from convert.segment.gold import Gold, read_gold
from convert.segment.lines import joined, layout, paragraphs
from convert.segment.model import Model
from convert.segment.network import run
from convert.segment.opening import NAMES, learn, looked_at
from convert.segment.tagger import probabilities, segment_many
from convert.segment.train import Settings, fit_members

_SEED = 7


def fold_of(golds: Sequence[Gold], folds: int) -> dict[str, int]:
    """Deal the publishers out to folds, the same way for the same publishers."""
    publishers = sorted({gold.publisher for gold in golds})
    order = np.random.default_rng(_SEED).permutation(len(publishers))
    return {publishers[place]: rank % folds for rank, place in enumerate(order)}


def models_of_folds(
    golds: Sequence[Gold], more: Sequence[Gold] = (), *, folds: int = 5, settings: Settings | None = None
) -> list[Model]:
    """Train a model for each fold on the golds of the others, and on `more` without any of the golds' publishers."""
    publishers, sites = {gold.publisher for gold in golds}, {gold.site for gold in golds}
    foreign = [gold for gold in more if gold.publisher not in publishers and gold.site not in sites]
    everything, fold, cues = [*golds, *foreign], fold_of(golds, folds), load_lists()
    uses = [np.array([fold.get(gold.publisher) != number for gold in everything]) for number in range(folds)]
    members = fit_members(everything, cues, settings or Settings(), uses)
    models = [Model(tuple(member[number] for member in members), cues) for number in range(folds)]
    return with_openings(models, golds)


def with_openings(models: Sequence[Model], golds: Sequence[Gold]) -> list[Model]:
    """Teach the model of each fold how texts open, on the golds of the others as models that saw less label them."""
    tables = openings(models, golds)
    result = []
    for number, model in enumerate(models):
        rest = [table for other, table in enumerate(tables) if other != number]
        weights = learn(np.concatenate([one for one, _ in rest]), np.concatenate([two for _, two in rest]))
        result.append(replace(model, card={**model.card, "opening": weights}))
    return result


def openings(models: Sequence[Model], golds: Sequence[Gold]) -> list[tuple[NDArray[np.float64], NDArray[np.bool_]]]:
    """Return for each fold, of its golds as its model labels them, what there is to see of each opening line.

    Beside it stands whether the line is a standfirst; lines that are not settled are left out.
    """
    fold = fold_of(golds, len(models))
    tables = []
    for number, model in enumerate(models):
        held = [gold for gold in golds if fold[gold.publisher] == number]
        rows = [row for gold in held for row in _openings_of(gold, replace(model, card={}))]
        numbers = np.array([one for one, _ in rows]).reshape(-1, len(NAMES))
        tables.append((numbers, np.array([two for _, two in rows], np.bool_)))
    return tables


def _openings_of(gold: Gold, model: Model) -> Iterator[tuple[list[float], bool]]:
    item = layout(gold.text)
    places = paragraphs(item)
    labels: dict[int, Label | None] = {}
    for place, label in zip(places, gold.labels, strict=True):
        labels.setdefault(place, label)
    batch = extract([joined(item, places)], model.cues)
    marginals = probabilities(run(batch, model.stacked), batch, model)
    for line, numbers in looked_at(marginals, batch):
        label = labels[line]
        if label is not None:
            yield numbers, label is Label.STANDFIRST


def label_held_out(golds: Sequence[Gold], models: Sequence[Model]) -> list[Segmentation]:
    """Label every gold text by the model of its fold, which has seen none of its publisher's."""
    fold = fold_of(golds, len(models))
    found: dict[int, Segmentation] = {}
    for number, model in enumerate(models):
        held = [place for place, gold in enumerate(golds) if fold[gold.publisher] == number]
        found |= dict(zip(held, segment_many([golds[place].text for place in held], model=model), strict=True))
    return [found[place] for place in range(len(golds))]


def cross_validate(
    golds: Sequence[Gold], more: Sequence[Gold] = (), *, folds: int = 5, settings: Settings | None = None
) -> list[Segmentation]:
    """Label every gold text by a model trained on the other folds, and on `more` without the golds' publishers."""
    return label_held_out(golds, models_of_folds(golds, more, folds=folds, settings=settings))


def report_folds(
    gold: Path,
    more: Sequence[Path] = (),
    *,
    corrections: Path | None = None,
    folds: int = 5,
    settings: Settings | None = None,
) -> str:
    """Return the figures of cross-validation by publisher as text, as `report` does, and their 95 % intervals."""
    golds = read_gold([gold])
    done = cross_validate(golds, read_corrected(more, corrections), folds=folds, settings=settings)
    labels = {
        (item.key, item.rendition): [line.label for line in found.lines]
        for item, found in zip(golds, done, strict=True)
    }
    found = groups(golds, labels)
    rows = [f"\n== 95 % intervals, {folds} folds by publisher, bootstrap over articles"]
    for name in ("extract", "page"):
        for measure, (low, high) in intervals(found[name]).items() if name in found else ():
            rows.append(f"  {name:8} {measure:38} {low:6.3f} - {high:.3f}")
    return render(found) + "\n".join(rows) + "\n"
