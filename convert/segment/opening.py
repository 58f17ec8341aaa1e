"""Which of the first paragraphs is the standfirst, if any: a second look at how the running text opens.

The network sees what a line is like. Whether a first paragraph is the standfirst depends on more: on what else might
be it, how long it is beside those that follow, whether the text has anything but paragraphs, and on the language, for
nearly all German papers set one and many English ones set none. So runs of one to four lines are compared with each
other, and with none. The weights are learned from all labelled articles; but how many have a standfirst at all is
learned from the reviewed ones alone, for of the machine-labelled ones only half as many show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.features import Batch
from convert.segment.runs import HARDLY, NAMES, Marginals, View, numbers_of, runs_of
from convert.segment.settle import LOWERED, RAISED, put
from convert.segment.spoken import Spoken

Weights = Mapping[str, float]

NONE: Final = 0.0
"""The score of no standfirst at all: what a run must reach."""

CAUTION: Final = 0.5
"""By how much less than the weights say a German text is taken to have a standfirst. They come from pages of papers, of
which 96 % set one; other copy does not, and a paragraph lost from the body is worse than a standfirst left in it. Of 80
forms of ten German stories without any, written for the purpose, 42 got one at 0, 26 at 0.25, 13 at 0.5, 5 at 0.75; in
cross-validation one article of 110 loses its standfirst by each of them."""

_GERMAN: Final = NAMES.index("German")

_FILE: Final = Path(__file__).parent / "data" / "opening.json"

_LABELS: Final = tuple(Label)
_HEADLINE: Final = _LABELS.index(Label.HEADLINE)
_STANDFIRST: Final = _LABELS.index(Label.STANDFIRST)


@dataclass(frozen=True, slots=True)
class Opening:
    """The runs of one text that might be its standfirst (as line numbers of the batch), and a row of numbers for each.

    `lines`: all lines of the text.
    """

    lines: range
    runs: tuple[range, ...]
    numbers: NDArray[np.float64]


def measured() -> Weights:
    """Return the weights that the shipped model is given: learned in cross-validation (`folds.with_openings`)."""
    weights: Weights = orjson.loads(_FILE.read_bytes())
    return weights


def reread(marginals: Marginals, batch: Batch, languages: Spoken, weights: Weights) -> Marginals:
    """Return the probabilities of the labels (a row a line) with one standfirst at most in each text that has runs."""
    result = marginals.copy()
    if not weights:
        return result
    factors = np.array([weights[name] for name in NAMES])
    factors[_GERMAN] -= CAUTION
    chosen, weighed = np.zeros((2, len(result)), np.bool_)
    for opening in looked_at(marginals, batch, languages):
        scores = opening.numbers @ factors
        best = int(scores.argmax())
        if scores[best] >= NONE:
            _mark(chosen, opening.runs[best])
            _mark(weighed, opening.lines)
        else:  # lines outside all runs keep what they have
            for run in opening.runs:
                _mark(weighed, run)
    _settle(result, chosen, weighed)
    return result


def _mark(lines: NDArray[np.bool_], run: range) -> None:
    lines[run.start : run.stop] = True


def _settle(marginals: Marginals, chosen: NDArray[np.bool_], weighed: NDArray[np.bool_]) -> None:
    """Make the chosen lines standfirst, in place, and the others of those that were weighed hardly any."""
    chances = marginals[:, _STANDFIRST]
    lines = np.flatnonzero((chosen | (weighed & (chances > HARDLY))) & (marginals.argmax(axis=1) != _HEADLINE))
    chances = chances[lines]
    put(marginals, lines, _STANDFIRST, np.where(chosen[lines], np.maximum(chances, RAISED), chances * LOWERED))


def looked_at(marginals: Marginals, batch: Batch, languages: Spoken) -> Iterator[Opening]:
    """Yield the openings of the texts that have runs which might be a standfirst."""
    view = View.of(marginals, batch)
    found = [(range(start, start + size), tuple(runs_of(view, start, start + size))) for start, size in _texts(batch)]
    if not any(runs for _, runs in found):
        return
    numbers = numbers_of(view, batch, languages, [run for _, runs in found for run in runs])
    row = 0
    for lines, runs in found:
        if runs:
            yield Opening(lines, runs, numbers[row : row + len(runs)])
            row += len(runs)


def _texts(batch: Batch) -> Iterator[tuple[int, int]]:
    return zip(batch.starts.tolist(), batch.sizes.tolist(), strict=True)
