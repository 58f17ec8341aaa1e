"""The linear chain over the lines of a text: how likely each label of each line is.

Scores are exact multiples of 2**-14, so sums do not depend on their order; the chain runs over several texts at once,
the longest first, so that the texts that still go on at a step are the first of those of the step before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

RESCALE: Final = 4
"""Every so many lines the sums are brought back to 1: four steps shrink them by e**-240 at the very most."""

Scores = NDArray[np.float64]
FLOOR: Final = -40.0
"""Score of what is ruled out: e**-40 is nothing beside any other path, and yet no infinity."""


@dataclass(frozen=True, slots=True)
class Transitions:
    """Scores of one label after another (`step[before, after]`), of the first and of the last label."""

    step: Scores
    first: Scores
    last: Scores


@dataclass(frozen=True, slots=True)
class Packed:
    """Texts as columns in time: `order` the texts, longest first; `steps` the rows of all first lines, second lines...

    Every line has a row: `lines` is the line of each row, `row_of` the row of each line. `offsets` and `sizes`: the
    first line and the number of lines of each text, in their order.
    """

    order: NDArray[np.int64]
    steps: tuple[slice, ...]
    lines: NDArray[np.int64]
    row_of: NDArray[np.int64]
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]


def pack(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Packed:
    """Order texts for the chain; texts without lines are left out."""
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] > 0]
    offsets, sizes = starts[order], sizes[order]
    longest = int(sizes.max(initial=0))
    live = np.searchsorted(-sizes, -np.arange(longest), side="left")
    ends = np.cumsum(live)
    row = np.arange(sizes.sum())
    lines = offsets[row - np.repeat(ends - live, live)] + np.repeat(np.arange(longest), live)
    row_of = np.empty_like(row)
    row_of[lines] = row
    steps = tuple(slice(end - count, end) for end, count in zip(ends.tolist(), live.tolist(), strict=True))
    return Packed(order, steps, lines, row_of, offsets, sizes)


@dataclass(frozen=True, slots=True)
class Sums:
    """What forward and backward give.

    `lines`: the probability of each label of each line. `forward`, `ahead`: for each line, in row `row_of` of it, the
    sums up to it and from it on, each to its own scale. `log_total`: the log of the sum over all paths of each text, in
    the pack's order.
    """

    lines: Scores
    forward: Scores
    ahead: Scores
    row_of: NDArray[np.int64]
    log_total: Scores


def forward_backward(scores: Scores, packed: Packed, chain: Transitions) -> Sums:
    """Return the probability of every label of every line, and what `pair_counts` needs."""
    peaks = scores.max(axis=1, initial=-np.inf)
    weights = np.exp((scores - peaks[:, None])[packed.lines])
    forward, log_total = _forward(weights, peaks, packed, chain)
    beta, ahead = _backward(weights, packed, chain)
    beta *= forward
    beta /= np.maximum(beta.sum(axis=1, keepdims=True), 1e-300)
    return Sums(beta[packed.row_of], forward, ahead, packed.row_of, log_total)


def _forward(weights: Scores, peaks: Scores, packed: Packed, chain: Transitions) -> tuple[Scores, Scores]:
    """Return the scaled forward sums of every row and the log of the total of every text."""
    step_weights = np.exp(chain.step)
    forward, scales = np.empty_like(weights), np.ones((len(weights), 1))
    alpha = np.exp(chain.first)[None, :]
    for step, rows in enumerate(packed.steps):
        if step:
            alpha = np.matmul(alpha[: rows.stop - rows.start], step_weights, out=forward[rows])
        alpha = np.multiply(alpha, weights[rows], out=forward[rows])
        if step % RESCALE == 0:
            alpha /= alpha.sum(axis=1, keepdims=True, out=scales[rows])
    running = np.append(0.0, np.cumsum(np.log(scales[packed.row_of, 0]) + peaks))
    ends = packed.offsets + packed.sizes
    last = np.log(forward[packed.row_of[ends - 1]] @ np.exp(chain.last)) if len(ends) else np.zeros(0)
    return forward, running[ends] - running[packed.offsets] + last


def _backward(weights: Scores, packed: Packed, chain: Transitions) -> tuple[Scores, Scores]:
    """Return for every row the sums of what may follow it, and the scaled ones from it on."""
    back_weights = np.ascontiguousarray(np.exp(chain.step).T)
    beta = np.broadcast_to(np.exp(chain.last), weights.shape).copy()
    ahead = np.zeros_like(weights)
    for step in range(len(packed.steps) - 1, 0, -1):
        rows, above = packed.steps[step], packed.steps[step - 1].start
        onward = np.multiply(weights[rows], beta[rows], out=ahead[rows])
        if step % RESCALE == 0:
            onward /= onward.sum(axis=1, keepdims=True)
        np.matmul(onward, back_weights, out=beta[above : above + len(onward)])
    return beta, ahead


def pair_counts(sums: Sums, second: NDArray[np.int64], weights: Scores, chain: Transitions) -> Scores:
    """Return how often each label follows each other, over the lines `second` that have one above, each weighted."""
    before, after = sums.forward[sums.row_of[second - 1]], sums.ahead[sums.row_of[second]]
    steps = np.exp(chain.step)
    total = ((before @ steps) * after).sum(axis=1)
    counts: Scores = steps * ((before * (weights / total)[:, None]).T @ after)
    return counts
