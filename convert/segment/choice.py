"""Choosing one of several, or none: a conditional logit over a few numbers of each (McFadden, 1974).

Weights and numbers are whole 64ths, so that their sums are exact and a choice never hangs on the last bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

GRID: Final = 64

Numbers = NDArray[np.float64]
"""A row for each of those to choose from."""


@dataclass(frozen=True, slots=True)
class Case:
    """A choice to learn from. `right` tells which were right: where none is, none should be chosen.

    `reviewed` sets apart the cases whose habits count: they have weights of their own for `Habits`, beside the shared.
    """

    numbers: Numbers
    right: NDArray[np.bool_]
    reviewed: bool = True


def rounded(numbers: Numbers) -> Numbers:
    """Return numbers as whole 64ths."""
    return np.rint(numbers * GRID) / GRID


def chances(numbers: Numbers, weights: Sequence[float] | Numbers) -> NDArray[np.float64]:
    """Return how likely each is the one; what is left is the chance that none is."""
    scores = np.append(numbers @ np.asarray(weights), 0.0)
    shares = np.exp(scores - scores.max())
    result: NDArray[np.float64] = (shares / shares.sum())[:-1]
    return result


def learn(cases: Sequence[Case], habits: Sequence[int], *, ridge: float, steps: int = 30) -> tuple[float, ...]:
    """Fit the weights by Newton's method; `ridge` is the penalty on their squares.

    The columns `habits` have a second weight that reviewed cases alone teach. It is returned added to the first: what
    comes out chooses as the reviewed cases would, and has learned of all of them what they have in common.
    """
    if not cases:
        return ()
    shared = cases[0].numbers.shape[1]
    tables = [(_design(case, habits), _target(case)) for case in cases]
    weights = np.zeros(shared + len(habits))
    for _ in range(steps):
        slope, curve = ridge * weights, ridge * np.eye(len(weights))
        for table, target in tables:
            chance = chances(table, weights)
            slope = slope + table.T @ (chance - target)
            curve = curve + table.T @ (np.diag(chance) - np.outer(chance, chance)) @ table
        weights = weights - np.linalg.solve(curve, slope)
    result = weights[:shared].copy()
    result[list(habits)] += weights[shared:]
    return tuple(rounded(result).tolist())


def _design(case: Case, habits: Sequence[int]) -> Numbers:
    own = case.numbers[:, list(habits)] * case.reviewed
    return np.hstack([case.numbers, own])


def _target(case: Case) -> NDArray[np.float64]:
    """Return the shares of the right ones: evenly where there are several."""
    return case.right / max(int(case.right.sum()), 1)
