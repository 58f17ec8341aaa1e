"""The linear chain over the lines of a text: how likely each label of each line is.

Scores are exact multiples of 2**-14, so sums do not depend on their order; the chain runs over several texts at once,
the longest first, so that at every step the texts that still go on are the first rows.
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
    """Texts as columns in time: `order` the texts, longest first; `live[t]` how many have a line t.

    `offsets` and `sizes`: the first line and the number of lines of each.
    """

    order: NDArray[np.int64]
    live: NDArray[np.int64]
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def rows(self, step: int, beside: int = 0) -> NDArray[np.int64] | slice:
        """Return the rows of the lines at a step, or `beside` so many lines from there; of one text a slice: faster."""
        live = self.live[step]
        if live > 1:
            return self.offsets[:live] + (step + beside)
        row = int(self.offsets[0]) + step + beside
        return slice(row, row + 1)


def pack(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Packed:
    """Order texts for the chain; texts without lines are left out."""
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] > 0]
    longest = int(sizes.max(initial=0))
    live = np.searchsorted(-sizes[order], -np.arange(longest), side="left")
    return Packed(order, live.astype(np.int64), starts[order], sizes[order])


@dataclass(frozen=True, slots=True)
class Sums:
    """What forward and backward give.

    `lines`: the probability of each label of each line. `forward`, `ahead`: for each line the sums up to it and from
    it on, each to its own scale. `log_total`: the log of the sum over all paths of each text, in the pack's order.
    """

    lines: Scores
    forward: Scores
    ahead: Scores
    log_total: Scores


def forward_backward(scores: Scores, packed: Packed, chain: Transitions) -> Sums:
    """Return the probability of every label of every line, and what `pair_counts` needs."""
    peaks = scores.max(axis=1, initial=-np.inf)
    weights = np.exp(scores - peaks[:, None])
    forward, log_total = _forward(weights, peaks, packed, chain)
    beta = np.broadcast_to(np.exp(chain.last), scores.shape).copy()
    ahead = np.zeros_like(scores)
    back_weights = np.ascontiguousarray(np.exp(chain.step).T)
    for step in range(len(packed.live) - 1, 0, -1):
        rows, above = packed.rows(step), packed.rows(step, -1)
        onward = weights[rows] * beta[rows]
        if step % RESCALE == 0:
            onward /= onward.sum(axis=1, keepdims=True)
        ahead[rows] = onward
        beta[above] = onward @ back_weights
    lines = forward * beta
    lines /= np.maximum(lines.sum(axis=1, keepdims=True), 1e-300)
    return Sums(lines, forward, ahead, log_total)


def _forward(weights: Scores, peaks: Scores, packed: Packed, chain: Transitions) -> tuple[Scores, Scores]:
    """Return the scaled forward sums of every line and the log of the total of every text."""
    step_weights = np.exp(chain.step)
    forward, scales = np.zeros_like(weights), np.ones(len(weights))
    alpha = np.exp(chain.first)[None, :]
    for step in range(len(packed.live)):
        live, rows = packed.live[step], packed.rows(step)
        alpha = (alpha[:live] @ step_weights if step else alpha) * weights[rows]
        if step % RESCALE == 0:
            scale = alpha.sum(axis=1, keepdims=True)
            alpha /= scale
            scales[rows] = scale[:, 0]
        forward[rows] = alpha
    running = np.append(0.0, np.cumsum(np.log(scales) + peaks))
    ends = packed.offsets + packed.sizes
    last = np.log(forward[ends - 1] @ np.exp(chain.last)) if len(ends) else np.zeros(0)
    return forward, running[ends] - running[packed.offsets] + last


def pair_counts(sums: Sums, second: NDArray[np.int64], weights: Scores, chain: Transitions) -> Scores:
    """Return how often each label follows each other, over the lines `second` that have one above, each weighted."""
    before, after = sums.forward[second - 1], sums.ahead[second]
    steps = np.exp(chain.step)
    total = ((before @ steps) * after).sum(axis=1)
    counts: Scores = steps * ((before * (weights / total)[:, None]).T @ after)
    return counts
