"""How sure the labels are: calibrated for a line, and one figure for the article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.features import Batch
from convert.segment.settle import likeliest, texts_with

DIGITS: Final = 3

LOW: Final = 0.6
"""Below this confidence of the article a person should look at it. In cross-validation that names 12 % of the extracts,
and of those whose headline comes out other than the labels give 6 of 8. Chosen of 0.5 to 0.8 on earlier networks, where
these named 9 to 25 %: of the articles with a line wrongly headline or not, 0.5 found 38 %, 0.6 and 0.7 found 54 %, 0.8
found 69 %."""

_NONE_FOUND: Final = 0.5
"""A text in which no headline was found is at most this sure: nearly every article has one."""

Knots = Sequence[Sequence[float]]
"""Pairs of (probability of the chain, share that was right), rising: a model's calibration."""

MEASURED: Final[Knots] = (
    (0.0, 0.0),
    (0.397, 0.286),
    (0.503, 0.453),
    (0.6, 0.668),
    (0.704, 0.737),
    (0.805, 0.75),
    (0.887, 0.844),
    (0.943, 0.909),
    (0.974, 0.931),
    (0.99, 0.959),
    (0.999, 0.992),
    (1.0, 0.995),
)
"""Measured on the 6,286 settled lines of the reviewed extracts in cross-validation by publisher, in ten classes."""


def calibrated(probabilities: NDArray[np.float64], knots: Knots = ()) -> NDArray[np.float64]:
    """Return the confidence of each line: the chain's probability of its label, mapped to the share that is right.

    The map was measured in cross-validation and stands in the model's card.
    """
    if knots:
        said, right = zip(*knots, strict=True)
        probabilities = np.interp(probabilities, said, right)
    return np.round(probabilities, DIGITS)


def of_articles(title: NDArray[np.float64], headline: NDArray[np.bool_], batch: Batch) -> list[float]:
    """Return the confidence of each article: how likely its likeliest headline is one, and no other text is.

    `title`: the probability of each line of being headline, before the second look; `headline`: which lines were called
    that. Copies do not speak against each other, and lines count as independent. 1 for a text without lines. The
    headline is what a wrong article goes by in every list: so it decides.
    """
    some = np.flatnonzero(batch.sizes)
    if not len(some):
        return [1.0] * len(batch.sizes)
    best = likeliest(title, batch)
    others = np.where(batch.whole != batch.whole[best][batch.text_of], 1 - title, 1.0)
    sure = np.ones(len(batch.sizes))
    sure[some] = title[best[some]] * np.multiply.reduceat(others, batch.starts[some])
    sure[some] = np.where(texts_with(headline, batch)[some], sure[some], np.minimum(sure[some], _NONE_FOUND))
    return [round(one, DIGITS) for one in sure.tolist()]
