"""Cross-validation by publisher: every article is labelled by a model that has seen none of its publisher's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label, Segmentation
from convert.segment import opening, runs
from convert.segment.augment import clean, pieces_of, sample_of
from convert.segment.choice import Case, learn
from convert.segment.corrections import read_corrected
from convert.segment.cues import load_lists
from convert.segment.evaluate import groups, intervals, render
from convert.segment.features import extract
from convert.segment.gold import Gold, read_gold
from convert.segment.lines import joined, layout, paragraphs
from convert.segment.model import Model
from convert.segment.network import run
from convert.segment.settle import settle
from convert.segment.spoken import spoken
from convert.segment.tagger import first_look, segment_many
from convert.segment.train import Settings, fit_members

RIDGE: Final = 6.0
"""Penalty on the weights that choose a standfirst; 3, 6 and 10 gave the same within an article."""

_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Folds:
    """The models of a cross-validation, each with the opening that the other folds teach; and what all teach."""

    models: tuple[Model, ...]
    opening: opening.Weights


def fold_of(golds: Sequence[Gold], folds: int) -> dict[str, int]:
    """Deal the publishers out to folds, the same way for the same publishers."""
    return _dealt((gold.publisher for gold in golds), folds)


def _dealt(keys: Iterable[str], folds: int) -> dict[str, int]:
    known = sorted(set(keys))
    order = np.random.default_rng(_SEED).permutation(len(known))
    return {known[place]: rank % folds for rank, place in enumerate(order)}


def models_of_folds(
    golds: Sequence[Gold], more: Sequence[Gold] = (), *, folds: int = 5, settings: Settings | None = None
) -> Folds:
    """Train a model for each fold on the golds of the others, and on `more` without any of the golds' publishers.

    `more` is dealt out too: a second set of models labels it, each what it has not seen. How texts open is learned from
    articles as models label them that had not seen their publisher.
    """
    publishers, sites = {gold.publisher for gold in golds}, {gold.site for gold in golds}
    foreign = [gold for gold in more if gold.publisher not in publishers and gold.site not in sites]
    dealt, site = fold_of(golds, folds), _dealt((gold.site for gold in foreign), folds)
    own = [dealt[gold.publisher] for gold in golds]
    other = [site[gold.site] for gold in foreign]
    never = [folds] * len(foreign)
    uses = [np.array([*own, *never]) != number for number in range(folds)]
    if foreign:
        uses += [np.array([*own, *other]) != number for number in range(folds)]
    cues = load_lists()
    members = fit_members([*golds, *foreign], cues, settings or Settings(), uses)
    models = [Model(tuple(member[number] for member in members), cues) for number in range(len(uses))]
    return with_openings(models[:folds], (golds, own), models[folds:], (foreign, other))


Dealt = tuple[Sequence[Gold], Sequence[int]]
"""Articles, and beside them the fold of each."""


def with_openings(models: Sequence[Model], golds: Dealt, others: Sequence[Model] = (), more: Dealt = ((), ())) -> Folds:
    """Teach the model of each fold how texts open, on the articles of the others.

    `others` label `more`: machine-labelled articles, each dealt to the one of them that has not seen it.
    """
    tables: list[list[Case]] = []
    for number, model in enumerate(models):
        held = [gold for gold, fold in zip(*golds, strict=True) if fold == number]
        cases = [case for gold in [*held, *map(_clean, held)] for case in _case(gold, model, reviewed=True)]
        foreign = [gold for gold, fold in zip(*more, strict=True) if fold == number]
        tables.append(cases + [case for gold in foreign for case in _case(gold, others[number], reviewed=False)])
    taught = []
    for number, model in enumerate(models):
        rest = [case for other, cases in enumerate(tables) if other != number for case in cases]
        taught.append(replace(model, card={**model.card, "opening": _learned(rest)}))
    return Folds(tuple(taught), _learned([case for cases in tables for case in cases]))


def _learned(cases: Sequence[Case]) -> opening.Weights:
    return dict(zip(runs.NAMES, learn(cases, runs.HABITS, ridge=RIDGE), strict=True)) if cases else {}


def _clean(gold: Gold) -> Gold:
    """Return the article with nothing but headline and paragraphs: there none should be taken for a standfirst."""
    sample = sample_of(clean(pieces_of(gold)))
    return replace(gold, text=sample.layout.text, labels=sample.labels)


def _case(gold: Gold, model: Model, *, reviewed: bool) -> Iterator[Case]:
    """Yield the choice of a standfirst that the text poses to the model, unless it is not settled what is right."""
    item = layout(gold.text)
    places = paragraphs(item)
    labels: dict[int, Label | None] = {}
    for place, label in zip(places, gold.labels, strict=True):
        labels.setdefault(place, label)
    batch = extract([joined(item, places)], model.cues)
    languages = spoken(batch)
    marginals = settle(first_look(run(batch, model.stacked), batch, model), batch, languages)
    wanted = {line for line, label in labels.items() if label is Label.STANDFIRST}
    for found in opening.looked_at(marginals, batch, languages):
        if wanted or all(labels[line] is not None for run_ in found.runs for line in run_):
            yield Case(found.numbers, _closest(found.runs, wanted), reviewed)


def _closest(runs: Sequence[range], wanted: set[int]) -> NDArray[np.bool_]:
    """Tell which runs have most in common with the standfirst; none where no run has anything."""
    shares = np.array([len(wanted.intersection(run_)) / len(wanted.union(run_)) for run_ in runs])
    found: NDArray[np.bool_] = (shares == shares.max()) & (shares > 0)
    return found


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
    return label_held_out(golds, models_of_folds(golds, more, folds=folds, settings=settings).models)


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
