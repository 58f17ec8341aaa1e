"""Which of the first paragraphs is the standfirst, if any: a second look at how the running text opens.

The network sees what a line is like. Whether a first paragraph is the standfirst depends on more: on what else might
be it, how long it is beside those that follow, whether the text has anything but paragraphs, and on the language, for
nearly all German papers set one and many English ones set none. So runs of one to four lines are compared with each
other, and with none. The weights are learned from all labelled articles; but how many have a standfirst at all is
learned from the reviewed ones alone, for of the machine-labelled ones only half as many show it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.choice import rounded
from convert.segment.features import SCALE, Batch, names
from convert.segment.settle import LOWERED, RAISED, put
from convert.segment.spoken import Spoken

OF_LINES: Final = (
    "terms in running text below",
    "terms in running text above",
    "count of comma",
    "ends with stop",
    "any dash",
    "opening repeats",
    "names again below",
)
"""Features of the lines (see `features`) whose mean over the run counts."""

NAMES: Final = (
    "bias",
    "odds",
    "odds of what is neither",
    "next paragraph",
    "far from usual length",
    "German",
    "English",
    "first paragraph",
    "two lines",
    "more lines",
    "uneven",
    "set off below",
    "below the headline",
    "odds, in bare text",
    *OF_LINES,
)
"""What the weights are for, in their order."""

HABITS: Final = tuple(NAMES.index(name) for name in ("bias", "odds", "German", "English", "first paragraph"))
"""What tells how often a text has a standfirst: habits of publishers, and of those who label."""

Weights = Mapping[str, float]
Marginals = NDArray[np.float64]

NONE: Final = 0.0
"""The score of no standfirst at all: what a run must reach."""

_FILE: Final = Path(__file__).parent / "data" / "opening.json"

_LABELS: Final = tuple(Label)
_HEADLINE: Final = _LABELS.index(Label.HEADLINE)
_STANDFIRST: Final = _LABELS.index(Label.STANDFIRST)
_BODY: Final = _LABELS.index(Label.BODY)
_CAPTION: Final = _LABELS.index(Label.CAPTION)
_BOILERPLATE: Final = _LABELS.index(Label.BOILERPLATE)
_FURNITURE: Final = [_LABELS.index(label) for label in (Label.BYLINE, Label.DATELINE, Label.CAPTION, Label.BOILERPLATE)]

_PARAGRAPHS: Final = 3
"""A run starts above or at the third paragraph: further down a standfirst is rare, and stands out by itself."""

_STARTS: Final = 6
_LONGEST: Final = 4
"""Lines at which a run may start, and lines of the longest run."""

_PARAGRAPH: Final = 60
_SHORTEST: Final = 40
_WIDEST: Final = 220
"""Letters of what counts as a paragraph; of the shortest line of a run; of the longest line of a run of several."""

_USUAL: Final = 180
"""Letters of a common standfirst, as read off the reviewed articles."""

_SHORT: Final = 20
"""Letters added to lengths that are compared, so that those of short lines differ less."""

_LEAST: Final = 0.001
"""Probabilities below this are alike: the network is then as sure as it can be."""

_MAY_START: Final = 0.05
_MAY_GO_ON: Final = 0.03
_HARDLY: Final = 0.005
"""Probability of being a standfirst at which a run may start or go on with a line that is no running text either; and
below which no run goes on."""


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
    lines = np.flatnonzero((chosen | (weighed & (chances > _HARDLY))) & (marginals.argmax(axis=1) != _HEADLINE))
    chances = chances[lines]
    put(marginals, lines, _STANDFIRST, np.where(chosen[lines], np.maximum(chances, RAISED), chances * LOWERED))


def looked_at(marginals: Marginals, batch: Batch, languages: Spoken) -> Iterator[Opening]:
    """Yield the openings of the texts that have runs which might be a standfirst."""
    view = _View.of(marginals, batch)
    found = [(range(start, start + size), tuple(_runs(view, start, start + size))) for start, size in _texts(batch)]
    if not any(runs for _, runs in found):
        return
    numbers = _numbers(view, batch, languages, [run for _, runs in found for run in runs])
    row = 0
    for lines, runs in found:
        if runs:
            yield Opening(lines, runs, numbers[row : row + len(runs)])
            row += len(runs)


def _texts(batch: Batch) -> Iterator[tuple[int, int]]:
    return zip(batch.starts.tolist(), batch.sizes.tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class _View:
    """What is asked of the lines of a batch, for all of them at once. `paragraphs`: the lines that are some."""

    odds: NDArray[np.float64]
    neither: NDArray[np.float64]
    bare: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    paragraphs: list[int]
    starts: list[int]
    goes_on: list[bool]

    @classmethod
    def of(cls, marginals: Marginals, batch: Batch) -> _View:
        own, wide = marginals[:, _STANDFIRST], batch.widths
        either = own + marginals[:, _BODY]
        running = either > 0.5  # noqa: PLR2004 - more likely than not
        headline = marginals.argmax(axis=1) == _HEADLINE
        furniture = np.bincount(batch.text_of, marginals[:, _FURNITURE].sum(axis=1), len(batch.sizes))
        away = marginals[:, _CAPTION] + marginals[:, _BOILERPLATE]
        fits = ~headline & (wide >= _SHORTEST)
        return cls(
            odds=np.log((own + _LEAST) / (marginals[:, _BODY] + _LEAST)),
            neither=np.log((away + _LEAST) / (either + _LEAST)),
            bare=furniture < 1,
            headline=headline,
            paragraphs=np.flatnonzero(running & (wide >= _PARAGRAPH)).tolist(),
            starts=np.flatnonzero(fits & ((own > _MAY_START) | running)).tolist(),
            goes_on=(fits & (wide <= _WIDEST) & (own > _HARDLY) & ((own > _MAY_GO_ON) | running)).tolist(),
        )


def _runs(view: _View, start: int, end: int) -> Iterator[range]:
    first, behind = bisect_left(view.paragraphs, start), bisect_left(view.paragraphs, end)
    if first == behind:
        return
    last = view.paragraphs[min(first + _PARAGRAPHS, behind) - 1]
    at = bisect_left(view.starts, start)
    for opens in view.starts[at : min(bisect_right(view.starts, last), at + _STARTS)]:
        stop = opens + 1
        yield range(opens, stop)
        while stop < end and stop - opens < _LONGEST and view.goes_on[stop]:
            stop += 1
            yield range(opens, stop)


def _numbers(view: _View, batch: Batch, languages: Spoken, runs: Sequence[range]) -> NDArray[np.float64]:
    """Return the numbers of all runs, a row a run, in the order of `NAMES`."""
    starts, stops = (np.array(ends) for ends in zip(*((run.start, run.stop) for run in runs), strict=True))
    text, sizes = batch.text_of[starts], stops - starts
    heads = np.cumsum(sizes) - sizes
    lines = np.arange(sizes.sum()) - np.repeat(heads - starts, sizes)
    widths = batch.widths[lines]
    total, widest, narrowest = (np.asarray(f.reduceat(widths, heads), float) for f in (np.add, np.maximum, np.minimum))
    of_lines = np.column_stack([view.odds[lines], view.neither[lines], batch.values[lines][:, _columns()] / SCALE])
    means = np.add.reduceat(of_lines, heads, axis=0) / sizes[:, None]
    paragraphs = np.array(view.paragraphs)
    following = np.searchsorted(paragraphs, stops)
    below = np.append(paragraphs, len(batch.widths))[following]
    followed = below < (batch.starts + batch.sizes)[text]
    ahead = np.where(followed, batch.widths[np.where(followed, below, starts)], widths[heads])
    first = paragraphs[np.searchsorted(paragraphs, batch.starts[text])]
    under = (starts > batch.starts[text]) & view.headline[starts - 1]
    columns = (
        np.ones(len(runs)),
        means[:, 0],
        means[:, 1],
        np.log2((ahead + _SHORT) / (total / sizes + _SHORT)),
        np.abs(np.log2(total / _USUAL)),
        languages.german[text],
        languages.english[text],
        first >= starts,
        sizes == 2,  # noqa: PLR2004 - as its name says
        sizes > 2,  # noqa: PLR2004 - as its name says
        np.log2((widest + _SHORT) / (narrowest + _SHORT)),
        followed & (below > stops),
        under,
        np.where(view.bare[text], means[:, 0], 0.0),
    )
    return rounded(np.column_stack([*columns, means[:, 2:]]))


@cache
def _columns() -> list[int]:
    known = names()
    return [known.index(name) for name in OF_LINES]
