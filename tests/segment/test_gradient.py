"""The way back is checked against differences: a wrong gradient would still learn something, and hide."""

from __future__ import annotations

import numpy as np
import pytest

from convert.segment.cues import load_lists
from convert.segment.features import Batch, extract
from convert.segment.gradient import NO_DROPOUT, loss_and_gradient
from convert.segment.lines import layout
from convert.segment.network import Weights, on_grid, run, stack
from convert.segment.train import Settings, fresh

TEXTS = ("Head of it\n\nBy Ann Smith\nBody text goes on and on, he said.\nmore\n", "One\ntwo three four", "")
LABELS = np.array([0, 2, 6, -1, 7, 6], np.int8)
SHARES = np.array([1.0, 0.5, 1.0])


@pytest.fixture(scope="module")
def batch() -> Batch:
    return extract([layout(text) for text in TEXTS], load_lists())


@pytest.fixture
def weights() -> Weights:
    random = np.random.default_rng(3)
    made = fresh(Settings(width=16, embedding=4), random)
    return {name: value + random.normal(0, 0.1, value.shape) for name, value in made.items()}


@pytest.mark.parametrize(
    "name", ["embedding", "in", "pool", "block 0", "block 3", "bias 1", "out", "step", "first", "last"]
)
def test_gradient_is_the_slope_of_the_loss(batch: Batch, weights: Weights, name: str) -> None:
    random = np.random.default_rng(0)
    _, grads = loss_and_gradient(batch, LABELS, SHARES, weights, NO_DROPOUT, random)
    steepest = np.unravel_index(np.argmax(np.abs(grads[name])), grads[name].shape)
    losses = []
    for step in (1e-4, -1e-4):
        moved = {**weights, name: weights[name].copy()}
        moved[name][steepest] += step
        losses.append(loss_and_gradient(batch, LABELS, SHARES, moved, NO_DROPOUT, random)[0])
    assert grads[name][steepest] == pytest.approx((losses[0] - losses[1]) / 2e-4, rel=0.02)


def test_scores_on_the_grid_are_exact(batch: Batch, weights: Weights) -> None:
    """Whatever the order of the sums: twice the precision gives the same bits."""
    settled = on_grid({name: value.astype(np.float32) for name, value in weights.items()})
    wide = {name: value.astype(np.float64) for name, value in settled.items()}
    assert np.array_equal(run(batch, stack([settled])), run(batch, stack([wide])))


def test_members_are_averaged(batch: Batch, weights: Weights) -> None:
    one = on_grid({name: value.astype(np.float32) for name, value in weights.items()})
    two = on_grid({name: (value * 0.5).astype(np.float32) for name, value in weights.items()})
    mean = (run(batch, stack([one])) + run(batch, stack([two]))) / 2
    assert np.array_equal(run(batch, stack([one, two])), mean)
