"""Training: labelled articles in, a model file out. Deterministic: the same files give the same model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.augment import Sample, leftovers_of, vary
from convert.segment.confidence import MEASURED
from convert.segment.corrections import read_corrected
from convert.segment.cues import Cues, load_lists
from convert.segment.features import BUCKETS, Batch, extract, names
from convert.segment.gold import LABELS, Gold, digest
from convert.segment.gradient import UNSETTLED, Dropout, loss_and_gradient
from convert.segment.grammar import STATES
from convert.segment.model import Model, load, save
from convert.segment.network import REACH, SLOTS, Weights, on_grid
from convert.segment.opening import measured

REVIEWED: Final = 3
"""How often a reviewed article comes for once of a machine-labelled one. 2 and 3 gave the same in cross-validation."""

INVENTED: Final = 2 / 3
"""Share of the epochs that invented articles are learned from: they teach what real ones are short of, and the last
epochs how often it occurs. All epochs and every second article gave the same macro-F1 in cross-validation, but captions
and standfirsts a point lower."""

_CODES: Final[dict[Label | None, int]] = {None: UNSETTLED} | {label: n for n, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training run is made of. The values were chosen in cross-validation (docs/segmenter.md)."""

    epochs: int = 12
    rate: float = 0.003
    decay: float = 0.01
    width: int = 64
    embedding: int = 12
    texts: int = 24
    seed: int = 1
    members: int = 3
    dropout: Dropout = field(default_factory=Dropout)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One step of training: the features of some texts, their labels, weights, and which article each is of."""

    batch: Batch
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]
    articles: NDArray[np.int64]


def lessons(golds: Sequence[Gold], cues: Cues, settings: Settings) -> Iterator[list[Lesson]]:
    """Yield the lessons of each epoch: every article in one of its renditions and one of its shapes.

    Reviewed articles come `REVIEWED` times an epoch, invented ones once in the first epochs.
    """
    leftovers = leftovers_of([gold for gold in golds if not gold.reviewed])
    groups: dict[str, list[int]] = {}
    for number, gold in enumerate(golds):
        groups.setdefault(gold.key, []).append(number)
    for epoch in range(settings.epochs):
        random = np.random.default_rng([settings.seed, epoch])
        drawn: list[int] = []
        for members in groups.values():
            count = _times(golds[members[0]], epoch / settings.epochs)
            drawn += [int(n) for n in random.permutation(members * count)[:count]]
        random.shuffle(drawn)
        yield [
            _lesson(golds, drawn[start : start + settings.texts], leftovers, cues, random)
            for start in range(0, len(drawn), settings.texts)
        ]


def _times(gold: Gold, done: float) -> int:
    """Return how often an article comes in the epoch that begins when `done` of all are over."""
    if gold.invented:
        return int(done < INVENTED)
    return REVIEWED if gold.reviewed else 1


def _lesson(
    golds: Sequence[Gold], numbers: Sequence[int], leftovers: Sequence[str], cues: Cues, random: np.random.Generator
) -> Lesson:
    samples = [vary(golds[number], leftovers, random) for number in numbers]
    return lesson_of(samples, numbers, cues)


def lesson_of(samples: Sequence[Sample], numbers: Sequence[int], cues: Cues) -> Lesson:
    """Make the features of some samples."""
    batch = extract([sample.layout for sample in samples], cues)
    labels = np.array([_CODES[label] for sample in samples for label in sample.labels], np.int8)
    weights = np.sqrt(40 / np.maximum(batch.sizes, 10))
    return Lesson(batch, labels, weights, np.array(numbers))


def fresh(settings: Settings, random: np.random.Generator) -> Weights:
    """Return weights to start from."""
    width, size, labels = settings.width, settings.embedding, len(STATES)
    wide = len(names()) + (SLOTS + 1) * size
    shapes = {"in": (wide, width), "pool": (2 * width, width), "out": (width, labels)}
    shapes |= {f"block {n}": (3 * width, width) for n in range(len(REACH))}
    weights = {
        name: random.normal(0, np.sqrt(1.5 / shape[0]), shape).astype(np.float32) for name, shape in shapes.items()
    }
    for n in range(len(REACH)):
        weights[f"block {n}"] *= np.float32(0.5)
        weights[f"bias {n}"] = np.zeros(width, np.float32)
    weights["embedding"] = random.normal(0, 0.1, (BUCKETS, size)).astype(np.float32)
    weights["in bias"] = np.zeros(width, np.float32)
    weights["out bias"] = np.zeros(labels, np.float32)
    weights |= {"step": np.zeros((labels, labels), np.float32)}
    weights |= {name: np.zeros(labels, np.float32) for name in ("first", "last")}
    return weights


@dataclass
class Adam:
    """The optimiser; weights decay towards `anchor` (none: zero) beside the gradient; `mean` is over the last steps."""

    weights: Weights
    steps: int
    rate: float
    decay: float
    anchor: Weights | None = None
    count: int = 0

    def __post_init__(self) -> None:
        self.first = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self.second = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self.mean = {name: value.copy() for name, value in self.weights.items()}

    def step(self, grads: Weights) -> None:
        """Move the weights; the rate rises over the first twentieth and falls as a half cosine."""
        self.count += 1
        done = self.count / self.steps
        rate = self.rate * min(1.0, done * 20) * (0.5 + 0.5 * np.cos(np.pi * min(done, 1.0)))
        norm = np.sqrt(sum(float((grad.astype(np.float64) ** 2).sum()) for grad in grads.values()))
        shrink = np.float32(min(1.0, 5.0 / max(norm, 1e-9)))
        for name, grad in grads.items():
            grad = grad * shrink  # noqa: PLW2901 - the shrunk one takes its place
            self.first[name] += np.float32(0.1) * (grad - self.first[name])
            self.second[name] += np.float32(0.01) * (grad * grad - self.second[name])
            lead = self.first[name] / np.float32(1 - 0.9**self.count)
            spread = np.sqrt(self.second[name] / np.float32(1 - 0.99**self.count)) + np.float32(1e-6)
            away = self.weights[name] - self.anchor[name] if self.anchor else self.weights[name]
            move = lead / spread + np.float32(self.decay) * away
            self.weights[name] -= np.float32(rate) * move
            keep = np.float32(min(0.995, self.count / (self.count + 10)))
            self.mean[name] += (1 - keep) * (self.weights[name] - self.mean[name])


def fit(
    epochs: Sequence[Sequence[Lesson]], use: NDArray[np.bool_], settings: Settings, start: Weights | None = None
) -> Weights:
    """Train on the lessons' articles that are to be used; return weights on their grid."""
    random = np.random.default_rng([settings.seed, 1 << 20])
    weights = {name: value.copy() for name, value in (start or fresh(settings, random)).items()}
    adam = Adam(weights, sum(len(epoch) for epoch in epochs), settings.rate, settings.decay, start)
    for epoch in epochs:
        for lesson in epoch:
            text_weights = lesson.weights * use[lesson.articles]
            total = max(float(text_weights.sum()), 1e-9)
            _, grads = loss_and_gradient(
                lesson.batch, lesson.labels, text_weights / total, weights, settings.dropout, random
            )
            adam.step(grads)
    return on_grid(adam.mean)


def fit_members(
    golds: Sequence[Gold],
    cues: Cues,
    settings: Settings,
    uses: Sequence[NDArray[np.bool_]],
    starts: Sequence[Weights] = (),
) -> list[list[Weights]]:
    """Train the members of a model, each from its own start; for each member the weights for each choice of articles.

    A choice (`uses`) says of every article whether it is learned from. New members are trained side by side, in as many
    processes as there are processors; `starts` are adapted one after the other, for that takes seconds.
    """
    if starts:
        jobs = [(golds, cues, settings_of_member(settings, n), uses, start) for n, start in enumerate(starts)]
        return [_fit_member(*job) for job in jobs]
    fresh_jobs = [(golds, cues, settings_of_member(settings, n), uses, None) for n in range(settings.members)]
    with ProcessPoolExecutor(min(settings.members, os.cpu_count() or 1)) as pool:
        return list(pool.map(_fit_member, *zip(*fresh_jobs, strict=True)))


def _fit_member(
    golds: Sequence[Gold], cues: Cues, settings: Settings, uses: Sequence[NDArray[np.bool_]], start: Weights | None
) -> list[Weights]:
    epochs = list(lessons(golds, cues, settings))
    return [fit(epochs, use, settings, start) for use in uses]


ADAPT: Final = Settings(epochs=12, rate=0.0006, decay=1.0, texts=8)
"""How a model is adapted to a few articles: small steps, held back towards where it started. Rates of 0.0006 and 0.002
were tried on 1, 3 and 6 to 10 articles of unseen publishers (docs/segmenter.md)."""


def settings_of_member(settings: Settings, member: int) -> Settings:
    """Return the settings of one of a model's members: alike but for the seed."""
    return replace(settings, seed=settings.seed + member)


def train(
    gold: Sequence[Path],
    out: Path,
    *,
    base: Path | None = None,
    corrections: Path | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """Train a model on labelled articles, write it and return its card.

    `gold`: corpus files (.jsonl) and corrected accounts (.json). With `base` that model is adapted to the articles.
    `corrections` changes labels of the one of the files that it was made for. Raises UsageError for a file that holds
    no labelled articles or for corrections of none of the files, MachineError for a base that is no model.
    """
    golds = read_corrected(gold, corrections)
    start = load(base) if base else None
    chosen = settings or (ADAPT if start else Settings())
    cues = start.cues if start else load_lists()
    members = [
        weights
        for (weights,) in fit_members(
            golds, cues, chosen, [np.ones(len(golds), np.bool_)], start.members if start else ()
        )
    ]
    card = {
        "trained_on": [path.name for path in gold],
        "sha256": digest(gold),
        "corrections_sha256": digest([corrections]) if corrections else None,
        "articles": len({item.key for item in golds}),
        "publishers": len({item.publisher for item in golds}),
        "base": start.card if start else None,
        "calibration": start.card.get("calibration", ()) if start else MEASURED,
        "opening": start.card.get("opening", {}) if start else measured(),
    }
    save(Model(tuple(members), cues, card), out)
    return card
