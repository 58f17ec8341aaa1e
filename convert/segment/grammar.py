"""The grammar of an article: the states of the chain, finer than the labels.

A text has four parts: before the headline, from the headline to the body, from the first line of the body to its last,
after it. A state is a label in a part. So the chain knows over any distance that the headline has been, that the body
has begun or is over, and it holds the one order: before, front, body, after. Without a headline the body follows on the
first part.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.chain import FLOOR, Transitions

LABELS: Final = tuple(Label)


class Part(IntEnum):
    """The parts of a text, in their order."""

    BEFORE = 0
    FRONT = 1
    STORY = 2
    AFTER = 3


_OTHERS: Final = tuple(label for label in Label if label not in (Label.HEADLINE, Label.BODY))
STATES: Final = (
    *((Part.BEFORE, label) for label in _OTHERS),
    *((Part.FRONT, label) for label in (Label.HEADLINE, *_OTHERS)),
    *((Part.STORY, label) for label in (Label.BODY, Label.HEADLINE, *_OTHERS)),
    *((Part.AFTER, label) for label in (Label.HEADLINE, *_OTHERS)),
)
"""The states. Their order is that of the weights and breaks ties."""

LABEL_OF: Final = np.array([LABELS.index(label) for _, label in STATES], np.int8)
_PART_OF: Final = np.array([part for part, _ in STATES], np.int8)
_BODY: Final = LABELS.index(Label.BODY)
_HEADLINE: Final = LABELS.index(Label.HEADLINE)


def _follows(before: int, after: int) -> bool:
    one, two = _PART_OF[before], _PART_OF[after]
    if one == two:
        return True
    if two == Part.FRONT:
        return bool(one == Part.BEFORE and LABEL_OF[after] == _HEADLINE)
    if two == Part.STORY:
        return bool(one < Part.STORY and LABEL_OF[after] == _BODY)
    return bool(one == Part.STORY and two == Part.AFTER and LABEL_OF[before] == _BODY)


_COUNT: Final = len(STATES)
MAY_FOLLOW: Final = np.array([[_follows(a, b) for b in range(_COUNT)] for a in range(_COUNT)])
"""Which state may follow which."""

MAY_OPEN: Final = np.array(
    [
        part is Part.BEFORE or (part, label) in ((Part.FRONT, Label.HEADLINE), (Part.STORY, Label.BODY))
        for part, label in STATES
    ]
)
"""Which state may be the first."""

MAY_CLOSE: Final = np.array([part is not Part.STORY or label is Label.BODY for part, label in STATES])
"""Which state may be the last."""


def transitions(*members: Mapping[str, NDArray[np.float32]]) -> Transitions:
    """Return the chain's scores among the weights of a model's members: their mean, and what the grammar rules out."""
    rules = (("step", MAY_FOLLOW), ("first", MAY_OPEN), ("last", MAY_CLOSE))
    means = [np.mean([weights[name] for weights in members], axis=0, dtype=np.float64) for name, _ in rules]
    step, first, last = (np.where(rule, mean, FLOOR) for mean, (_, rule) in zip(means, rules, strict=True))
    return Transitions(step, first, last)


def allowed(labels: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return the states that each line of one text may have, given its labels (-1: not settled).

    A line that is not settled may have any label, and may thereby be where a part begins or ends.
    """
    count = len(labels)
    body, maybe_body = labels == _BODY, (labels == _BODY) | (labels < 0)
    title, maybe_title = labels == _HEADLINE, (labels == _HEADLINE) | (labels < 0)
    seen = np.logical_or.accumulate
    body_before, body_after = seen(body), seen(body[::-1])[::-1]
    parts = np.zeros((count, len(Part)), np.bool_)
    parts[:, Part.BEFORE] = ~body_before & ~(seen(title))
    parts[:, Part.FRONT] = ~body_before & seen(maybe_title)
    parts[:, Part.STORY] = seen(maybe_body) & seen(maybe_body[::-1])[::-1]
    parts[:, Part.AFTER] = ~body_after & seen(maybe_body)
    fits = (labels[:, None] == LABEL_OF) | (labels[:, None] < 0)
    result: NDArray[np.bool_] = fits & parts[:, _PART_OF]
    return result


def to_labels(states: NDArray[np.floating]) -> NDArray[np.float64]:
    """Sum the probabilities of states into those of labels."""
    result = np.zeros((len(states), len(LABELS)))
    for state, label in enumerate(LABEL_OF.tolist()):
        result[:, label] += states[:, state]
    return result
