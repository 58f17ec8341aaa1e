"""How sure the labels are: calibrated for a line, and one figure for the article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label

DIGITS: Final = 3

LOW: Final = 0.55
"""Below this confidence of the article a person should look at it. In cross-validation 0.5, 0.55, 0.6 and 0.7 name
9, 15, 19 and 24 % of the extracts, and 42, 58, 74 and 79 % of those with a wrong headline."""

_HEADLINE: Final = list(Label).index(Label.HEADLINE)
_NONE_FOUND: Final = 0.5
"""A text in which no headline was found is at most this sure: nearly every article has one."""

Knots = Sequence[Sequence[float]]
"""Pairs of (probability of the chain, share that was right), rising: a model's calibration."""

MEASURED: Final[Knots] = (
    (0.0, 0.0),
    (0.393, 0.409),
    (0.502, 0.41),
    (0.598, 0.61),
    (0.701, 0.682),
    (0.803, 0.763),
    (0.887, 0.855),
    (0.942, 0.909),
    (0.974, 0.911),
    (0.99, 0.952),
    (0.999, 0.991),
    (1.0, 0.995),
)
"""Measured on the 6,286 settled lines of the reviewed extracts in cross-validation by publisher, in ten classes.
The two lowest are taken together, so that it rises."""


def calibrated(probabilities: NDArray[np.float64], knots: Knots = ()) -> NDArray[np.float64]:
    """Return the confidence of each line: the chain's probability of its label, mapped to the share that is right.

    The map was measured in cross-validation and stands in the model's card.
    """
    if knots:
        said, right = zip(*knots, strict=True)
        probabilities = np.interp(probabilities, said, right)
    return np.round(probabilities, DIGITS)


def of_article(labels: NDArray[np.int8], marginals: NDArray[np.float64]) -> float:
    """Return the confidence of the article: how likely exactly the right lines are its headline.

    As if the lines were independent: the product of what each says for being, or not being, a headline line. 1 for a
    text without lines. The headline is what a wrong article goes by in every list: so it decides.
    """
    if not len(labels):
        return 1.0
    title = marginals[:, _HEADLINE]
    sure = float(np.prod(np.where(labels == _HEADLINE, title, 1 - title)))
    found = bool((labels == _HEADLINE).any())
    return round(sure if found else min(sure, _NONE_FOUND), DIGITS)
