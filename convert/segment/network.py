"""From features to scores: a small network over the lines of a text, in whole-number arithmetic.

A line's features and its embedded words become `width` numbers; blocks of three-line windows, further apart from block
to block, let it see some thirty lines either way, and the mean over the text tells what kind of text it is.

Weights are multiples of 1/256 and numbers between layers multiples of 1/64, so that float32 holds every sum exactly:
the scores are the same alone or in a batch, with any BLAS and on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.features import SCALE, Batch

Floats = NDArray[np.float32]
Weights = dict[str, Floats]

REACH: Final = (1, 2, 4, 8, 1)
"""How far apart the lines of each block's window are."""

POOL: Final = 2
"""The block before which the mean over the text is added."""

WEIGHT_STEP: Final = 256
NUMBER_STEP: Final = 64
CEILING: Final = 15.0
SLOTS: Final = 3


def settle(values: Floats) -> Floats:
    """Bring numbers onto the grid between layers."""
    values = values * values.dtype.type(NUMBER_STEP)
    np.rint(values, out=values)
    np.minimum(values, CEILING * NUMBER_STEP, out=values)
    np.maximum(values, -CEILING * NUMBER_STEP, out=values)
    values *= values.dtype.type(1 / NUMBER_STEP)
    return values


def on_grid(weights: Weights) -> Weights:
    """Round weights to their grid."""
    return {
        name: np.clip(np.rint(value * WEIGHT_STEP) / WEIGHT_STEP, -3.99, 3.99).astype(np.float32)
        for name, value in weights.items()
    }


def inputs(batch: Batch, embedding: Floats) -> Floats:
    """Join features and embedded words: those of the first, second and last word, and the mean over all words."""
    lines, size = len(batch.values), embedding.shape[1]
    table = np.concatenate([embedding, np.zeros((1, size), np.float32)])
    result = np.empty((lines, batch.values.shape[1] + (SLOTS + 1) * size), np.float32)
    wide = batch.values.shape[1]
    np.divide(batch.values, np.float32(SCALE), out=result[:, :wide])
    result[:, wide : wide + SLOTS * size] = table[batch.slots].reshape(lines, SLOTS * size)
    result[:, wide + SLOTS * size :] = mean_words(batch, embedding)
    return result


def mean_words(batch: Batch, embedding: Floats) -> Floats:
    """Return the mean of the embedded words of each line, 0 where it has none."""
    result = np.zeros((len(batch.values), embedding.shape[1]), np.float32)
    if len(batch.words):
        heads = np.flatnonzero(np.append(True, batch.word_line[1:] != batch.word_line[:-1]))
        counts = np.diff(np.append(heads, len(batch.words)))[:, None]
        sums = np.add.reduceat(embedding[batch.words], heads, axis=0)
        result[batch.word_line[heads]] = sums / counts
    return result


def window(values: Floats, text_of: NDArray[np.int32], reach: int) -> Floats:
    """Put beside each line the line `reach` above and the one below, zeros beyond the ends of its text."""
    lines, size = values.shape
    result = np.zeros((lines, 3 * size), np.float32)
    result[:, size : 2 * size] = values
    if lines > reach:
        same = (text_of[reach:] == text_of[:-reach])[:, None]
        result[reach:, :size] = values[:-reach] * same
        result[:-reach, 2 * size :] = values[reach:] * same
    return result


def text_means(values: Floats, batch: Batch) -> Floats:
    """Return the mean over the lines of each text."""
    result = np.zeros((len(batch.sizes), values.shape[1]), np.float32)
    some = np.flatnonzero(batch.sizes)
    if len(some):
        sums = np.add.reduceat(values, batch.starts[some], axis=0, dtype=np.float64)
        result[some] = sums / batch.sizes[some, None]
    return result


def text_peaks(values: Floats, batch: Batch) -> Floats:
    """Return the maximum over the lines of each text."""
    result = np.zeros((len(batch.sizes), values.shape[1]), values.dtype)
    some = np.flatnonzero(batch.sizes)
    if len(some):
        result[some] = np.maximum.reduceat(values, batch.starts[some], axis=0)
    return result


def run_all(batch: Batch, members: Sequence[Weights]) -> NDArray[np.float64]:
    """Return the scores of every state for every line: the mean over the members of a model."""
    total = np.zeros((len(batch.values), members[0]["out"].shape[1]))
    for weights in members:
        total += run(batch, weights)
    return total / len(members)


def run(batch: Batch, weights: Weights) -> Floats:
    """Return the scores of every state for every line."""
    seen = settle(inputs(batch, weights["embedding"]))
    hidden = settle(np.maximum(seen @ weights["in"] + weights["in bias"], 0))
    for block, reach in enumerate(REACH):
        if block == POOL:
            means = np.concatenate([settle(text_means(hidden, batch)), text_peaks(hidden, batch)], axis=1)
            hidden = settle(hidden + settle(np.maximum(means @ weights["pool"], 0))[batch.text_of])
        beside = window(hidden, batch.text_of, reach)
        hidden = settle(hidden + np.maximum(beside @ weights[f"block {block}"] + weights[f"bias {block}"], 0))
    return hidden @ weights["out"] + weights["out bias"]
