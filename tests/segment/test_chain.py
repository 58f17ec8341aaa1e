from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.segment.chain import Transitions, forward_backward, pack, pair_counts


def chain(random: np.random.Generator, states: int) -> Transitions:
    return Transitions(random.normal(size=(states, states)), random.normal(size=states), random.normal(size=states))


def total(path: tuple[int, ...], scores: np.ndarray, steps: Transitions) -> float:
    inner = sum(steps.step[a, b] for a, b in pairwise(path))
    return float(sum(scores[t, s] for t, s in enumerate(path)) + steps.first[path[0]] + steps.last[path[-1]] + inner)


@given(st.integers(0, 1000), st.lists(st.integers(0, 4), min_size=1, max_size=4))
def test_against_every_path(seed: int, sizes: list[int]) -> None:
    random = np.random.default_rng(seed)
    steps, lengths = chain(random, 3), np.array(sizes)
    scores = random.normal(size=(lengths.sum(), 3))
    packed = pack(np.cumsum(lengths) - lengths, lengths)
    sums = forward_backward(scores, packed, steps)
    for rank, text in enumerate(packed.order):
        start = (np.cumsum(lengths) - lengths)[text]
        here = scores[start : start + lengths[text]]
        paths = list(product(range(3), repeat=lengths[text]))
        totals = np.array([total(path, here, steps) for path in paths])
        assert sums.log_total[rank] == pytest.approx(np.logaddexp.reduce(totals))
        share = np.exp(totals - np.logaddexp.reduce(totals))
        for line in range(lengths[text]):
            for state in range(3):
                expected = sum(p for path, p in zip(paths, share, strict=True) if path[line] == state)
                assert sums.lines[start + line, state] == pytest.approx(expected, abs=1e-9)


def test_counts_of_pairs_are_those_of_all_paths() -> None:
    random = np.random.default_rng(5)
    steps, scores = chain(random, 3), random.normal(size=(4, 3))
    sums = forward_backward(scores, pack(np.array([0]), np.array([4])), steps)
    counts = pair_counts(sums, np.array([1, 2, 3]), np.ones(3), steps)
    paths = list(product(range(3), repeat=4))
    totals = np.array([total(path, scores, steps) for path in paths])
    share = np.exp(totals - np.logaddexp.reduce(totals))
    expected = np.zeros((3, 3))
    for path, p in zip(paths, share, strict=True):
        for a, b in pairwise(path):
            expected[a, b] += p
    assert counts == pytest.approx(expected)


def test_long_texts_and_great_scores_stay_within_numbers() -> None:
    random = np.random.default_rng(2)
    steps, scores = chain(random, 3), random.normal(size=(3000, 3)) * 30
    sums = forward_backward(scores, pack(np.array([0]), np.array([3000])), steps)
    assert np.isfinite(sums.lines).all()
    assert sums.lines.sum(axis=1) == pytest.approx(1)
    assert np.isfinite(sums.log_total).all()
