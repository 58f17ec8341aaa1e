"""The linear chain over the lines of a text: the best path, and how sure each label is.

Scores are exact multiples of 2**-14, so sums do not depend on their order; the chain runs over several texts at once,
the longest first, so that at every step the texts that still go on are the first rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
    """Texts as columns in time: `order` the texts, longest first; `live[t]` how many have a line t."""

    order: NDArray[np.int64]
    live: NDArray[np.int64]
    offsets: NDArray[np.int64]


def pack(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Packed:
    """Order texts for the chain; texts without lines are left out."""
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] > 0]
    longest = int(sizes.max(initial=0))
    live = np.searchsorted(-sizes[order], -np.arange(longest), side="left")
    return Packed(order, live.astype(np.int64), starts[order])


def viterbi(scores: Scores, packed: Packed, chain: Transitions) -> NDArray[np.int8]:
    """Return the best label of every line. Of equal paths the earlier label wins."""
    labels = np.zeros(len(scores), np.int8)
    steps = len(packed.live)
    if not steps:
        return labels
    back: list[NDArray[np.int8]] = []
    best = scores[packed.offsets] + chain.first
    ends = np.zeros(len(packed.offsets), np.int8)
    for step in range(1, steps):
        live = int(packed.live[step])
        if live < len(best):
            ends[live : len(best)] = np.argmax(best[live:] + chain.last, axis=1)
        paths = best[:live, :, None] + chain.step
        choice = np.argmax(paths, axis=1)
        best = np.take_along_axis(paths, choice[:, None], axis=1)[:, 0] + scores[packed.offsets[:live] + step]
        back.append(choice.astype(np.int8))
    ends[: len(best)] = np.argmax(best + chain.last, axis=1)
    current = ends.copy()
    for step in range(steps - 1, 0, -1):
        live = int(packed.live[step])
        labels[packed.offsets[:live] + step] = current[:live]
        current[:live] = back[step - 1][np.arange(live), current[:live]]
    labels[packed.offsets] = current
    return labels


@dataclass(frozen=True, slots=True)
class Sums:
    """What forward and backward give: probabilities of each line's labels, of each step, and log of the total."""

    lines: Scores
    pairs: Scores
    log_total: Scores


def forward_backward(scores: Scores, packed: Packed, chain: Transitions) -> Sums:
    """Return the probability of every label of every line, and the expected count of every transition.

    `log_total` has one entry a text of the pack, in its order.
    """
    peaks = scores.max(axis=1, initial=FLOOR)
    weights = np.exp(scores - peaks[:, None])
    forward, log_total = _forward(weights, peaks, packed, chain)
    lines, pairs = np.zeros_like(scores), np.zeros((len(packed.offsets), *chain.step.shape))
    step_weights, last = np.exp(chain.step), np.exp(chain.last)
    beta = np.zeros((0, scores.shape[1]))
    for step in range(len(packed.live) - 1, -1, -1):
        live = int(packed.live[step])
        rows = packed.offsets[:live] + step
        fresh = np.broadcast_to(last, (live - len(beta), len(last)))
        if len(beta):
            ahead = weights[rows[: len(beta)] + 1] * beta
            both = forward[rows[: len(beta)]][:, :, None] * step_weights * ahead[:, None, :]
            pairs[: len(beta)] += both / both.sum(axis=(1, 2), keepdims=True)
            beta = ahead @ step_weights.T
            beta /= beta.sum(axis=1, keepdims=True)
        beta = np.concatenate([beta, fresh])
        both_ways = forward[rows] * beta
        lines[rows] = both_ways / both_ways.sum(axis=1, keepdims=True)
    return Sums(lines, pairs, log_total)


def _forward(weights: Scores, peaks: Scores, packed: Packed, chain: Transitions) -> tuple[Scores, Scores]:
    """Return the scaled forward sums of every line and the log of the total of every text."""
    step_weights, last = np.exp(chain.step), np.exp(chain.last)
    forward = np.zeros_like(weights)
    log_total = np.zeros(len(packed.offsets))
    alpha = np.exp(chain.first)[None, :]
    for step in range(len(packed.live)):
        live = int(packed.live[step])
        rows = packed.offsets[:live] + step
        alpha = (alpha[:live] @ step_weights if step else alpha) * weights[rows]
        scale = alpha.sum(axis=1, keepdims=True)
        alpha = alpha / scale
        forward[rows] = alpha
        log_total[:live] += np.log(scale[:, 0]) + peaks[rows]
        over = int(packed.live[step + 1]) if step + 1 < len(packed.live) else 0
        log_total[over:live] += np.log(alpha[over:] @ last)
    return forward, log_total
