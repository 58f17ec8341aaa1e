"""Cross-validation by publisher: every article is labelled by a model that has seen none of its publisher's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from convert.article import Segmentation
from convert.segment.cues import load_lists
from convert.segment.evaluate import groups, intervals, render
from convert.segment.gold import Gold, read_gold
from convert.segment.model import Model
from convert.segment.network import Weights
from convert.segment.tagger import segment_many
from convert.segment.train import Settings, fit, lessons, settings_of_member

_SEED = 7


def fold_of(golds: Sequence[Gold], folds: int) -> dict[str, int]:
    """Deal the publishers out to folds, the same way for the same publishers."""
    publishers = sorted({gold.publisher for gold in golds})
    order = np.random.default_rng(_SEED).permutation(len(publishers))
    return {publishers[place]: rank % folds for rank, place in enumerate(order)}


def cross_validate(
    golds: Sequence[Gold], more: Sequence[Gold] = (), *, folds: int = 5, settings: Settings | None = None
) -> list[Segmentation]:
    """Label every gold text by a model trained on the other folds, and on `more` without the golds' publishers."""
    chosen = settings or Settings()
    publishers, sites = {gold.publisher for gold in golds}, {gold.site for gold in golds}
    foreign = [gold for gold in more if gold.publisher not in publishers and gold.site not in sites]
    everything, fold = [*golds, *foreign], fold_of(golds, folds)
    cues = load_lists()
    members: list[list[Weights]] = [[] for _ in range(folds)]
    for member in range(chosen.members):
        own = settings_of_member(chosen, member)
        epochs = list(lessons(everything, cues, own))
        for number in range(folds):
            use = np.array([fold.get(gold.publisher) != number for gold in everything])
            members[number].append(fit(epochs, use, own))
    found: dict[int, Segmentation] = {}
    for number in range(folds):
        model = Model(tuple(members[number]), cues)
        held = [place for place, gold in enumerate(golds) if fold[gold.publisher] == number]
        found |= dict(zip(held, segment_many([golds[place].text for place in held], model=model), strict=True))
    return [found[place] for place in range(len(golds))]


def report_folds(gold: Path, more: Sequence[Path] = (), *, folds: int = 5, settings: Settings | None = None) -> str:
    """Return the figures of cross-validation by publisher as text, as `report` does, and their 95 % intervals."""
    golds = read_gold([gold])
    done = cross_validate(golds, read_gold(more), folds=folds, settings=settings)
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
