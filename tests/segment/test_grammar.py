from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Label
from convert.segment.grammar import LABEL_OF, MAY_CLOSE, MAY_FOLLOW, MAY_OPEN, STATES, Part, allowed, to_labels

LABELS = list(Label)


@given(st.lists(st.integers(-1, 7), min_size=1, max_size=12))
def test_every_sequence_of_labels_has_a_path(labels: list[int]) -> None:
    fits = allowed(np.array(labels, np.int8))
    alive = fits[0] & MAY_OPEN
    for row in fits[1:]:
        alive = (alive @ MAY_FOLLOW) & row
    assert (alive & MAY_CLOSE).any()
    for label, row in zip(labels, fits, strict=True):
        assert label < 0 or set(LABEL_OF[row].tolist()) == {label}


def test_parts_come_in_their_order() -> None:
    parts = [part for part, _ in STATES]
    for before, after in zip(*np.nonzero(MAY_FOLLOW), strict=True):
        assert parts[before] <= parts[after]
    assert Part.STORY in {parts[state] for state in np.flatnonzero(MAY_OPEN)}


def test_probabilities_of_states_add_up_to_those_of_labels() -> None:
    states = np.full((2, len(STATES)), 1 / len(STATES))
    assert np.allclose(to_labels(states).sum(axis=1), 1)
