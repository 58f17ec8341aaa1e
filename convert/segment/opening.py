"""Which of the first paragraphs is the standfirst, if any: a second look at how the running text opens.

The network sees what a line is like. Whether a first paragraph is the standfirst depends on more: on what else might
be it, how long it is beside those that follow, whether the text has anything but paragraphs, and on the language, for
nearly all German papers set one and many English ones set none. So runs of one to four lines are compared with each
other, and with none. The weights are learned from all labelled articles; but how many have a standfirst at all is
learned from the reviewed ones alone, for of the machine-labelled ones only half as many show it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.choice import chances, rounded
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
    factors = [weights[name] for name in NAMES]
    for opening in looked_at(marginals, batch, languages):
        chance = chances(opening.numbers, factors)
        best = int(chance.argmax())
        none = chance[best] < 1 - chance.sum()
        _settle(result, opening, range(0) if none else opening.runs[best])
    return result


def _settle(marginals: Marginals, opening: Opening, chosen: range) -> None:
    """Make the chosen run the standfirst, in place; where none is, lines outside all runs keep what they have."""
    start, stop = opening.lines.start, opening.lines.stop
    weighed = {line for run in opening.runs for line in run} if not chosen else set(opening.lines)
    likely = start + np.flatnonzero(marginals[start:stop, _STANDFIRST] > _HARDLY)
    for line in sorted({*chosen, *weighed.intersection(likely.tolist())}):
        row = marginals[line]
        if int(row.argmax()) == _HEADLINE:
            continue
        standfirst = float(row[_STANDFIRST])
        put(row, _STANDFIRST, max(standfirst, RAISED) if line in chosen else standfirst * LOWERED)


def looked_at(marginals: Marginals, batch: Batch, languages: Spoken) -> Iterator[Opening]:
    """Yield the openings of the texts that have runs which might be a standfirst."""
    view = _View.of(marginals, batch)
    for number, (start, size) in enumerate(zip(batch.starts.tolist(), batch.sizes.tolist(), strict=True)):
        paragraphs = (start + np.flatnonzero(view.paragraph[start : start + size])).tolist()
        runs = tuple(_runs(view, paragraphs, start, start + size))
        if runs:
            spoken = float(languages.german[number]), float(languages.english[number])
            rows = [_numbers(view, run, paragraphs, spoken, start) for run in runs]
            yield Opening(range(start, start + size), runs, rounded(np.array(rows)))


@dataclass(frozen=True, slots=True)
class _View:
    """What is asked of the lines of a batch, for all of them at once."""

    width: list[int]
    odds: list[float]
    neither: list[float]
    paragraph: NDArray[np.bool_]
    headline: list[bool]
    starts: NDArray[np.bool_]
    goes_on: NDArray[np.bool_]
    bare: list[bool]
    text_of: NDArray[np.int32]
    of_lines: dict[int, list[float]]

    @classmethod
    def of(cls, marginals: Marginals, batch: Batch) -> _View:
        either = marginals[:, _STANDFIRST] + marginals[:, _BODY]
        running = either > 0.5  # noqa: PLR2004 - more likely than not
        headline = marginals.argmax(axis=1) == _HEADLINE
        own = marginals[:, _STANDFIRST]
        wide = batch.widths
        furniture = np.bincount(batch.text_of, marginals[:, _FURNITURE].sum(axis=1), len(batch.sizes))
        away = marginals[:, _CAPTION] + marginals[:, _BOILERPLATE]
        in_runs = ~headline & (wide >= _SHORTEST) & (own > _HARDLY) | running
        lines = np.flatnonzero(in_runs)
        of_lines = (batch.values[lines][:, _columns()] / SCALE).tolist()
        return cls(
            width=wide.tolist(),
            odds=np.log((own + _LEAST) / (marginals[:, _BODY] + _LEAST)).tolist(),
            neither=np.log((away + _LEAST) / (either + _LEAST)).tolist(),
            paragraph=running & (wide >= _PARAGRAPH),
            headline=headline.tolist(),
            starts=~headline & (wide >= _SHORTEST) & ((own > _MAY_START) | running),
            goes_on=~headline
            & (wide >= _SHORTEST)
            & (wide <= _WIDEST)
            & (own > _HARDLY)
            & ((own > _MAY_GO_ON) | running),
            bare=(furniture < 1).tolist(),
            text_of=batch.text_of,
            of_lines=dict(zip(lines.tolist(), of_lines, strict=True)),
        )


def _runs(view: _View, paragraphs: Sequence[int], start: int, end: int) -> Iterator[range]:
    if not paragraphs:
        return
    last = paragraphs[:_PARAGRAPHS][-1]
    for first in (start + np.flatnonzero(view.starts[start : last + 1])[:_STARTS]).tolist():
        stop = first + 1
        yield range(first, stop)
        while stop < end and stop - first < _LONGEST and view.goes_on[stop]:
            stop += 1
            yield range(first, stop)


def _numbers(
    view: _View, run: range, paragraphs: Sequence[int], spoken: tuple[float, float], start: int
) -> list[float]:
    widths = [view.width[line] for line in run]
    mean, total = sum(widths) / len(run), sum(widths)
    odds = sum(view.odds[line] for line in run) / len(run)
    following = next((line for line in paragraphs if line >= run.stop), None)
    ahead = view.width[following] if following is not None else widths[0]
    german, english = spoken
    return [
        1.0,
        odds,
        sum(view.neither[line] for line in run) / len(run),
        math.log2((ahead + _SHORT) / (mean + _SHORT)),
        abs(math.log2(total / _USUAL)),
        german,
        english,
        not any(line < run.start for line in paragraphs[:1]),
        len(run) == 2,  # noqa: PLR2004 - as its name says
        len(run) > 2,  # noqa: PLR2004 - as its name says
        math.log2((max(widths) + _SHORT) / (min(widths) + _SHORT)),
        following is not None and following > run.stop,
        run.start > start and view.headline[run.start - 1],
        odds if view.bare[int(view.text_of[run.start])] else 0.0,
        *(sum(values) / len(run) for values in zip(*(view.of_lines[line] for line in run), strict=True)),
    ]


@cache
def _columns() -> list[int]:
    known = names()
    return [known.index(name) for name in OF_LINES]
