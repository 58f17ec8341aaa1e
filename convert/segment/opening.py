"""Whether the running text opens with a standfirst: a second look at its first paragraphs.

The network sees what a line is like. Whether a first paragraph is the standfirst depends on more: on how long it is
beside those that follow, and on the language, for nearly all German papers set one and many English ones set none. A
few weights over that and over what the network says, learned from the reviewed articles alone: the machine-labelled
ones show a standfirst half as often, and would teach the network their habit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.features import BUCKETS, Batch
from convert.segment.tokens import read

Weights = Sequence[float]

NAMES: Final = (
    "bias",
    "odds",
    "next paragraphs",
    "next paragraph",
    "first",
    "second",
    "length",
    "another standfirst",
    "far from usual length",
    "German",
    "English",
    "German, first",
    "English, first",
)
"""What the weights are for, in their order."""

MEASURED: Final[Weights] = (
    -0.453125,
    0.296875,
    -0.03125,
    0.171875,
    0.96875,
    0.28125,
    -0.640625,
    -0.5625,
    -0.71875,
    0.390625,
    -0.625,
    0.46875,
    0.03125,
)
"""Learned on 815 lines of the reviewed articles in both renditions, each as labelled by models that had not seen its
publisher (`folds.openings`)."""

_STANDFIRST: Final = tuple(Label).index(Label.STANDFIRST)
_BODY: Final = tuple(Label).index(Label.BODY)
_LOOKED_AT: Final = 3
"""Paragraphs from the top that are looked at again: a standfirst further down is rare and stands out by itself."""

_SHORTEST: Final = 60
"""Letters of a line that is looked at again. 0, 60 and 90 were as good in cross-validation; below, points of a list are
judged by what they are like."""

_AHEAD: Final = 5
_USUAL: Final = 180
"""Letters of a common standfirst; 150 is the middle of what may be either. Both as read off the reviewed articles."""

_MIDDLE: Final = 150
_SHORT: Final = 20
"""Letters added to lengths that are compared, so that those of short lines differ less."""

_GRID: Final = 64
"""Numbers are rounded to such parts, and sums of them are exact: the last bits of a logarithm must not matter."""

_SPOKEN: Final = 0.1
"""Share of its common words above which a text is in a language: about a third of the words of a text are, and of
another language's text about one in a hundred."""

_ENGLISH: Final = "the of and to that is for with as he his are on by at be from this have has it not said".split()
_GERMAN: Final = (
    "der die das und den von zu mit ist im für auf des dem nicht ein eine als auch es werden aus er sich hat sie nach "
    "wird bei"
).split()


@cache
def _common() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which hash buckets hold common words of German, and of English."""

    def buckets(words: Sequence[str]) -> NDArray[np.bool_]:
        found = np.zeros(BUCKETS, np.bool_)
        found[(read(words).words.hash >> np.uint64(64 - 12)).astype(np.int64)] = True
        return found

    return buckets(_GERMAN), buckets(_ENGLISH)


def _languages(batch: Batch) -> list[tuple[bool, bool]]:
    """Tell of each text whether it is in German, and whether in English."""
    texts = len(batch.sizes)
    text = batch.text_of[batch.word_line]
    total = np.maximum(np.bincount(text, minlength=texts), 1)
    german, english = (np.bincount(text, table[batch.words], texts) / total for table in _common())
    return [
        (bool(one >= _SPOKEN and one > two), bool(two >= _SPOKEN and two >= one))
        for one, two in zip(german, english, strict=True)
    ]


def reread(marginals: NDArray[np.float64], batch: Batch, weights: Weights) -> NDArray[np.float64]:
    """Return the probabilities of the labels (a row a line) with those of body and standfirst shared out anew."""
    result = marginals.copy()
    if not weights:
        return result
    for line, numbers in looked_at(marginals, batch):
        score = sum(weight * number for weight, number in zip(weights, numbers, strict=True))
        share = 1 / (1 + math.exp(-score))
        both = float(marginals[line, _STANDFIRST] + marginals[line, _BODY])
        result[line, _STANDFIRST], result[line, _BODY] = both * share, both * (1 - share)
    return result


def looked_at(marginals: NDArray[np.float64], batch: Batch) -> Iterator[tuple[int, list[float]]]:
    """Yield the lines that may be a standfirst or body, at most three a text, with their numbers (as `NAMES`)."""
    either = marginals[:, _STANDFIRST] + marginals[:, _BODY]
    may_be = (either > 0.5) & (batch.widths >= _SHORTEST)  # noqa: PLR2004 - more likely than not
    said = marginals.argmax(axis=1) == _STANDFIRST
    for start, size, spoken in zip(batch.starts.tolist(), batch.sizes.tolist(), _languages(batch), strict=True):
        prose = start + np.flatnonzero(may_be[start : start + size])
        top = prose[: _LOOKED_AT + _AHEAD].tolist()
        widths = [int(batch.widths[line]) for line in top]
        found = int(said[start : start + size].sum())
        for place, line in enumerate(top[:_LOOKED_AT]):
            odds = math.log((marginals[line, _STANDFIRST] + _LEAST) / (marginals[line, _BODY] + _LEAST))
            shape = _shape(widths[place], widths[place + 1 : place + 1 + _AHEAD])
            numbers = _numbers(place, odds, shape, spoken, another=found > int(said[line]))
            yield line, [round(number * _GRID) / _GRID for number in numbers]


_LEAST: Final = 0.001
"""Probabilities below this are alike: the network is then as sure as it can be."""


def _shape(width: int, following: list[int]) -> tuple[float, float, float]:
    """Return how a length stands to those of the next paragraphs, and itself: logarithms to the base of 2."""
    following = following or [width]
    own = width + _SHORT
    mean = sum(following) / len(following) + _SHORT
    return math.log2(mean / own), math.log2((following[0] + _SHORT) / own), float(width)


def _numbers(
    place: int, odds: float, shape: tuple[float, float, float], spoken: tuple[bool, bool], *, another: bool
) -> tuple[float, ...]:
    first = place == 0
    german, english = spoken
    next_mean, next_one, width = shape
    return (
        1.0,
        odds,
        next_mean,
        next_one,
        first,
        place == 1,
        math.log2(max(width, 1) / _MIDDLE),
        another,
        abs(math.log2(max(width, 1) / _USUAL)),
        german,
        english,
        german and first,
        english and first,
    )


def learn(numbers: NDArray[np.float64], is_standfirst: NDArray[np.bool_]) -> Weights:
    """Fit the weights by ridge-penalised logistic regression (Newton's method), on the grid of the numbers."""
    weights = np.zeros(len(NAMES))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-numbers @ weights))
        slope = numbers.T @ (chance - is_standfirst) + _RIDGE * weights
        curve = (numbers * (chance * (1 - chance))[:, None]).T @ numbers + _RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return tuple(round(float(weight) * _GRID) / _GRID for weight in weights)


_STEPS: Final = 40
_RIDGE: Final = 4.0
"""1 and 4 were tried: 4 was as good on articles, and left clean text alone."""
