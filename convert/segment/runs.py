"""Runs of lines at the opening of a text that might be its standfirst, and what is told of each: a row of numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.choice import rounded
from convert.segment.features import SCALE, Batch, names
from convert.segment.settle import likeliest
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

_BY_LANGUAGE: Final = ("odds", "next paragraph", "first paragraph")
"""What tells another thing in each language: German papers set short first paragraphs apart, English ones seldom do."""

NAMES: Final = (
    "bias",
    "odds",
    "odds of what is neither",
    "likeliest",
    "caption",
    "next paragraph",
    "far from usual length",
    "first paragraph",
    "running text above",
    "two lines",
    "more lines",
    "uneven",
    "below the headline",
    "above the headline",
    "caption above",
    "author or time above",
    "boilerplate above",
    "author or time below",
    "odds, in bare text",
    "German",
    *(f"{name}, German" for name in _BY_LANGUAGE),
    "English",
    *(f"{name}, English" for name in _BY_LANGUAGE),
    *OF_LINES,
)
"""What is told of a run, in its order."""

HABITS: Final = tuple(NAMES.index(name) for name in ("bias", "odds", "German", "English", "first paragraph"))
"""What tells how often a text has a standfirst: habits of publishers, and of those who label."""

Marginals = NDArray[np.float64]
"""The probabilities of the labels, a row a line."""

_LABELS: Final = tuple(Label)
_HEADLINE: Final = _LABELS.index(Label.HEADLINE)
_STANDFIRST: Final = _LABELS.index(Label.STANDFIRST)
_BODY: Final = _LABELS.index(Label.BODY)
_CAPTION: Final = _LABELS.index(Label.CAPTION)
_BOILERPLATE: Final = _LABELS.index(Label.BOILERPLATE)
_TOLD: Final = [_LABELS.index(label) for label in (Label.BYLINE, Label.DATELINE)]
_FURNITURE: Final = [*_TOLD, _CAPTION, _BOILERPLATE]

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

_ABOVE: Final = 3
"""Lines above a run that are asked whether they are running text."""

_LEAST: Final = 0.001
"""Probabilities below this are alike: the network is then as sure as it can be."""

_MAY_START: Final = 0.05
_MAY_GO_ON: Final = 0.03
HARDLY: Final = 0.005
"""Probability of being a standfirst at which a run may start or go on with a line that is no running text either; and
below which no run goes on."""


Lines = NDArray[np.int64]
Told = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of the lines of a batch, for all of them at once.

    `beside`: how likely each is a caption, names the author or a time, or is boilerplate. `paragraphs`: the lines that
    are some; `starts`, `goes_on`: where a run may start, and go on. Never with what is proved to be said of a picture.
    """

    marginals: Marginals
    odds: NDArray[np.float64]
    neither: NDArray[np.float64]
    beside: NDArray[np.float64]
    bare: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    paragraphs: list[int]
    starts: list[int]
    goes_on: list[bool]

    @classmethod
    def of(cls, marginals: Marginals, batch: Batch) -> View:
        """Look at the lines of a batch."""
        own, wide = marginals[:, _STANDFIRST], batch.widths
        either = own + marginals[:, _BODY]
        running = either > 0.5  # noqa: PLR2004 - more likely than not
        headline = marginals.argmax(axis=1) == _HEADLINE
        furniture = np.bincount(batch.text_of, marginals[:, _FURNITURE].sum(axis=1), len(batch.sizes))
        away = marginals[:, _CAPTION] + marginals[:, _BOILERPLATE]
        told = marginals[:, _TOLD].sum(axis=1)
        fits = ~headline & (wide >= _SHORTEST) & ~batch.alternative & ~batch.credited
        return cls(
            marginals=marginals,
            odds=np.log((own + _LEAST) / (marginals[:, _BODY] + _LEAST)),
            neither=np.log((away + _LEAST) / (either + _LEAST)),
            beside=np.column_stack([marginals[:, _CAPTION], told, marginals[:, _BOILERPLATE]]),
            bare=furniture < 1,
            headline=headline,
            paragraphs=np.flatnonzero(running & (wide >= _PARAGRAPH)).tolist(),
            starts=np.flatnonzero(fits & ((own > _MAY_START) | running)).tolist(),
            goes_on=(fits & (wide <= _WIDEST) & (own > HARDLY) & ((own > _MAY_GO_ON) | running)).tolist(),
        )


def runs_of(view: View, start: int, end: int) -> Iterator[range]:
    """Yield the runs of the text that has these lines, as line numbers of the batch."""
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


def numbers_of(view: View, batch: Batch, languages: Spoken, runs: Sequence[range]) -> NDArray[np.float64]:
    """Return the numbers of all runs, a row a run, in the order of `NAMES`."""
    starts, stops = (np.array(ends) for ends in zip(*((run.start, run.stop) for run in runs), strict=True))
    told = _of_place(view, batch, starts, stops) | _of_lines(view, batch, starts, stops)
    text = batch.text_of[starts]
    told["bias"] = np.ones(len(runs))
    told["odds, in bare text"] = np.where(view.bare[text], told["odds"], 0.0)
    for language, spoken in (("German", languages.german[text]), ("English", languages.english[text])):
        told[language] = spoken
        told |= {f"{name}, {language}": told[name] * spoken for name in _BY_LANGUAGE}
    return rounded(np.column_stack([told[name] for name in NAMES]))


def _of_lines(view: View, batch: Batch, starts: Lines, stops: Lines) -> Told:
    """Tell what the lines of each run are like, how long they are, and how they compare with what follows."""
    sizes = stops - starts
    heads = np.cumsum(sizes) - sizes
    lines = np.arange(sizes.sum()) - np.repeat(heads - starts, sizes)
    widths = batch.widths[lines]
    total, widest, narrowest = (np.asarray(f.reduceat(widths, heads), float) for f in (np.add, np.maximum, np.minimum))
    of_lines = np.column_stack([view.odds[lines], view.neither[lines], batch.values[lines][:, _columns()] / SCALE])
    means = np.add.reduceat(of_lines, heads, axis=0) / sizes[:, None]
    ahead = _next_paragraph(view, batch, starts, stops)
    return {
        "odds": means[:, 0],
        "odds of what is neither": means[:, 1],
        "caption": np.maximum.reduceat(view.beside[lines, 0], heads),
        "next paragraph": np.log2((ahead + _SHORT) / (total / sizes + _SHORT)),
        "far from usual length": np.abs(np.log2(total / _USUAL)),
        "two lines": sizes == 2,  # noqa: PLR2004 - as its name says
        "more lines": sizes > 2,  # noqa: PLR2004 - as its name says
        "uneven": np.log2((widest + _SHORT) / (narrowest + _SHORT)),
        **dict(zip(OF_LINES, means[:, 2:].T, strict=True)),
    }


def _next_paragraph(view: View, batch: Batch, starts: Lines, stops: Lines) -> NDArray[np.int32]:
    """Return the length of the paragraph below each run, or else of the run's first line."""
    below = np.append(view.paragraphs, len(batch.widths))[np.searchsorted(view.paragraphs, stops)]
    followed = below < (batch.starts + batch.sizes)[batch.text_of[starts]]
    return batch.widths[np.where(followed, below, starts)]


def _of_place(view: View, batch: Batch, starts: Lines, stops: Lines) -> Told:
    """Tell where each run stands: to the headline, to the paragraphs, and between which lines."""
    text = batch.text_of[starts]
    top, bottom = batch.starts[text], (batch.starts + batch.sizes)[text]
    paragraphs, near = np.array(view.paragraphs), starts - np.arange(1, _ABOVE + 1)[:, None]
    above = view.beside[starts - 1] * (starts > top)[:, None]
    below = np.append(view.beside[:, 1], 0.0)[stops] * (stops < bottom)
    best = likeliest(view.marginals[:, _STANDFIRST], batch)[text]
    return {
        "likeliest": (best >= starts) & (best < stops),
        "first paragraph": paragraphs[np.searchsorted(paragraphs, top)] >= starts,
        "running text above": np.where(near >= top, view.marginals[np.maximum(near, 0), _BODY], 0.0).sum(axis=0),
        "below the headline": (starts > top) & view.headline[starts - 1],
        "above the headline": _titled_below(view, batch)[starts],
        "caption above": above[:, 0],
        "author or time above": above[:, 1],
        "boilerplate above": above[:, 2],
        "author or time below": below,
    }


def _titled_below(view: View, batch: Batch) -> NDArray[np.bool_]:
    """Tell of each line whether its text has headlines, and all are further down."""
    seen = np.append(0, np.cumsum(view.headline))
    above = seen[:-1] - seen[batch.starts][batch.text_of]
    titled = np.bincount(batch.text_of, view.headline, len(batch.sizes)) > 0
    found: NDArray[np.bool_] = (above == 0) & titled[batch.text_of]
    return found


@cache
def _columns() -> list[int]:
    known = names()
    return [known.index(name) for name in OF_LINES]
