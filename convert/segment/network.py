"""From features to scores: a small network over the lines of a text, in whole-number arithmetic.

A line's features and its embedded words become `width` numbers; blocks of three-line windows, further apart from block
to block, let it see some thirty lines either way, and the mean over the text tells what kind of text it is.

Weights are multiples of 1/256 and numbers between layers multiples of 1/64, so that float32 holds every sum exactly:
the scores are the same alone or in a batch, with any BLAS and on any machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def snap(values: Floats) -> Floats:
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


def stack(members: Sequence[Weights]) -> Weights:
    """Put the weights of a model's members together, one after the other along a new first axis.

    Their embeddings become one `table`: a row a bucket, the members side by side, and a last row of zeros.
    """
    stacked = {name: np.stack([weights[name] for weights in members]) for name in members[0]}
    embedding = stacked.pop("embedding")
    count, buckets, size = embedding.shape
    table = np.zeros((buckets + 1, count * size), embedding.dtype)
    table[:buckets] = embedding.transpose(1, 0, 2).reshape(buckets, count * size)
    return {**stacked, "table": table}


def inputs(batch: Batch, table: Floats, means: Floats, members: int, rows: slice) -> Floats:
    """Join features and embedded words of some lines: the first, second and last word, and `means` over all words."""
    values = batch.values[rows]
    lines, wide, size = len(values), values.shape[1], table.shape[1] // members
    result = np.empty((members, lines, wide + (SLOTS + 1) * size), table.dtype)
    np.divide(values, table.dtype.type(SCALE), out=result[:, :, :wide])
    slots = table[batch.slots[rows]].reshape(lines, SLOTS, members, size).transpose(2, 0, 1, 3)
    result[:, :, wide : wide + SLOTS * size] = slots.reshape(members, lines, SLOTS * size)
    result[:, :, wide + SLOTS * size :] = means[rows].reshape(lines, members, size).transpose(1, 0, 2)
    return result


def mean_words(batch: Batch, table: Floats) -> Floats:
    """Return the mean of the embedded words of each line, 0 where it has none."""
    result = np.zeros((len(batch.values), table.shape[1]), table.dtype)
    if len(batch.words):
        heads = np.flatnonzero(np.append(True, batch.word_line[1:] != batch.word_line[:-1]))
        counts = np.diff(np.append(heads, len(batch.words)))[:, None]
        sums = np.add.reduceat(table[batch.words], heads, axis=0)
        result[batch.word_line[heads]] = sums / counts
    return result


def window(values: Floats, text_of: NDArray[np.int32], reach: int) -> Floats:
    """Put beside each line the line `reach` above and the one below, zeros beyond the ends of its text."""
    lines, size = values.shape[-2:]
    result = np.zeros((*values.shape[:-1], 3 * size), values.dtype)
    result[..., size : 2 * size] = values
    if lines > reach:
        same = (text_of[reach:] == text_of[:-reach])[:, None]
        np.multiply(values[..., :-reach, :], same, out=result[..., reach:, :size])
        np.multiply(values[..., reach:, :], same, out=result[..., :-reach, 2 * size :])
    return result


def text_means(values: Floats, batch: Batch) -> Floats:
    """Return the mean over the lines of each text."""
    result = np.zeros((*values.shape[:-2], len(batch.sizes), values.shape[-1]), np.float32)
    some = np.flatnonzero(batch.sizes)
    if len(some):
        sums = np.add.reduceat(values, batch.starts[some], axis=-2, dtype=np.float64)
        result[..., some, :] = sums / batch.sizes[some, None]
    return result


def text_peaks(values: Floats, batch: Batch) -> Floats:
    """Return the maximum over the lines of each text."""
    result = np.zeros((*values.shape[:-2], len(batch.sizes), values.shape[-1]), values.dtype)
    some = np.flatnonzero(batch.sizes)
    if len(some):
        result[..., some, :] = np.maximum.reduceat(values, batch.starts[some], axis=-2)
    return result


TOGETHER: Final = 512
"""Lines up to which all members run as one, which saves calls; beyond it one by one, which stays in the cache."""


def run(batch: Batch, stacked: Weights) -> NDArray[np.float64]:
    """Return the scores of every state for every line: the mean over the members of a model (see `stack`)."""
    members = len(stacked["in"])
    step = members if len(batch.values) <= TOGETHER else 1
    size = stacked["table"].shape[1] // members
    total = np.zeros((len(batch.values), stacked["out"].shape[-1]))
    for first in range(0, members, step):
        part = {name: value[first : first + step] for name, value in stacked.items()}
        part["table"] = stacked["table"][:, first * size : (first + step) * size]
        total += _run(batch, part).sum(axis=0, dtype=np.float64)
    return total / members


STRETCH: Final = 1 << 14
"""Lines that a layer works on at a time: bounds the memory of a text of hundreds of thousands of lines."""


def _stretches(lines: int) -> Iterator[slice]:
    for start in range(0, max(lines, 1), STRETCH):
        yield slice(start, min(start + STRETCH, lines))


def _run(batch: Batch, stacked: Weights) -> Floats:
    hidden = _first(batch, stacked)
    for block, reach in enumerate(REACH):
        if block == POOL:
            summary = np.concatenate([snap(text_means(hidden, batch)), text_peaks(hidden, batch)], axis=-1)
            hidden = snap(hidden + snap(np.maximum(summary @ stacked["pool"], 0))[:, batch.text_of])
        hidden = _block(hidden, batch.text_of, reach, (stacked[f"block {block}"], stacked[f"bias {block}"]))
    scores: Floats = hidden @ stacked["out"] + stacked["out bias"][:, None]
    return scores


def _first(batch: Batch, stacked: Weights) -> Floats:
    """Return the numbers that the features of each line become."""
    table, members = stacked["table"], len(stacked["in"])
    means = mean_words(batch, table)
    hidden = np.empty((members, len(batch.values), stacked["in"].shape[-1]), table.dtype)
    for rows in _stretches(len(batch.values)):
        seen = snap(inputs(batch, table, means, members, rows))
        hidden[:, rows] = snap(_layer(seen, stacked["in"], stacked["in bias"]))
    return hidden


def _block(hidden: Floats, text_of: NDArray[np.int32], reach: int, weights: tuple[Floats, Floats]) -> Floats:
    """Return what a block makes of its input, for each line from the three lines of its window."""
    result, lines = np.empty_like(hidden), hidden.shape[1]
    for rows in _stretches(lines):
        start, stop = max(rows.start - reach, 0), min(rows.stop + reach, lines)
        beside = window(hidden[:, start:stop], text_of[start:stop], reach)
        inner = beside[:, rows.start - start : rows.stop - start]
        result[:, rows] = snap(hidden[:, rows] + _layer(inner, *weights))
    return result


def _layer(values: Floats, weights: Floats, bias: Floats) -> Floats:
    result: Floats = values @ weights
    result += bias[:, None]
    return np.maximum(result, 0, out=result)
