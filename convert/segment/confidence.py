"""How sure the labels are: calibrated for a line, and one figure for the article."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label

DIGITS: Final = 3

LOW: Final = 0.5
"""Below this confidence of the article a person should look at it."""

_FRONT: Final = tuple(list(Label).index(label) for label in (Label.HEADLINE, Label.STANDFIRST, Label.BYLINE))


def calibrated(probabilities: NDArray[np.float64], labels: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return the confidence of each line: the chain's probability of the label that it was given."""
    del labels
    return np.round(probabilities, DIGITS)


def of_article(labels: NDArray[np.int8], sure: NDArray[np.float64]) -> float:
    """Return the confidence of the article: of its headline, or what it lacks one by; 1 for a text without lines."""
    if not len(labels):
        return 1.0
    front = sure[np.isin(labels, _FRONT[:1])]
    return float(front.min()) if len(front) else float(round(sure.mean() * 0.5, DIGITS))
