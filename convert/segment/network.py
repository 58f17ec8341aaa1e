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
_BIASES: Final = ("in bias", *(f"bias {block}" for block in range(len(REACH))))


def snap(values: Floats) -> Floats:
    """Bring numbers, counted in 64ths, onto the grid between layers, in place."""
    np.rint(values, out=values)
    return np.minimum(values, CEILING * NUMBER_STEP, out=values)


def on_grid(weights: Weights) -> Weights:
    """Round weights to their grid."""
    return {
        name: np.clip(np.rint(value * WEIGHT_STEP) / WEIGHT_STEP, -3.99, 3.99).astype(np.float32)
        for name, value in weights.items()
    }


def stack(members: Sequence[Weights]) -> Weights:
    """Put the weights of a model's members together, one after the other along a new first axis.

    Their embeddings become one `table`: a row a bucket, the members side by side, and a last row of zeros; `slots` is
    the same in 64ths, as are all biases between layers. What was `in` is parted into `features` and `words`.
    """
    stacked = {name: np.stack([weights[name] for weights in members]) for name in members[0]}
    embedding = stacked.pop("embedding")
    count, buckets, size = embedding.shape
    table = np.zeros((buckets + 1, count * size), embedding.dtype)
    table[:buckets] = embedding.transpose(1, 0, 2).reshape(buckets, count * size)
    first = stacked.pop("in")
    wide = first.shape[1] - (SLOTS + 1) * size
    biases = {name: value * NUMBER_STEP for name, value in stacked.items() if name in _BIASES}
    parted = {"features": first[:, :wide].copy(), "words": first[:, wide:].copy()}
    return {**stacked, **biases, **parted, "table": table, "slots": snap(table * NUMBER_STEP)}


def words(batch: Batch, stacked: Weights, means: Floats, rows: slice) -> Floats:
    """Return the embedded words of some lines, in 64ths: the first, second and last, and `means` over all words."""
    members, table = len(stacked["words"]), stacked["slots"]
    size, lines = table.shape[1] // members, len(means[rows])
    result = np.empty((members, lines, (SLOTS + 1) * size), table.dtype)
    slots = table[batch.slots[rows]].reshape(lines, SLOTS, members, size).transpose(2, 0, 1, 3)
    result[:, :, : SLOTS * size] = slots.reshape(members, lines, SLOTS * size)
    result[:, :, SLOTS * size :] = means[rows].reshape(lines, members, size).transpose(1, 0, 2)
    return result


def mean_words(batch: Batch, table: Floats) -> Floats:
    """Return the mean of the embedded words of each line, in 64ths; 0 where it has none."""
    result = np.zeros((len(batch.values), table.shape[1]), table.dtype)
    if len(batch.words):
        heads = np.flatnonzero(np.append(True, batch.word_line[1:] != batch.word_line[:-1]))
        counts = np.diff(np.append(heads, len(batch.words)))[:, None]
        sums = np.add.reduceat(table.take(batch.words, axis=0), heads, axis=0)
        result[batch.word_line[heads]] = sums / counts
    result *= NUMBER_STEP
    return snap(result)


def window(values: Floats, text_of: NDArray[np.int32], reach: int) -> Floats:
    """Put beside each line the line `reach` above and the one below, zeros beyond the ends of its text."""
    lines, size = values.shape[-2:]
    inner = max(lines - reach, 0)
    result = np.empty((*values.shape[:-1], 3 * size), values.dtype)
    above, below = result[..., :size], result[..., 2 * size :]
    result[..., size : 2 * size] = values
    above[..., : lines - inner, :] = below[..., inner:, :] = 0
    above[..., lines - inner :, :] = values[..., :inner, :]
    below[..., :inner, :] = values[..., lines - inner :, :]
    other = np.flatnonzero(text_of[lines - inner :] != text_of[:inner])
    above[..., other + reach, :] = below[..., other, :] = 0
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
    members = len(stacked["features"])
    step = members if len(batch.values) <= TOGETHER else 1
    size = stacked["table"].shape[1] // members
    total = np.zeros((len(batch.values), stacked["out"].shape[-1]))
    for first in range(0, members, step):
        part = {name: value[first : first + step] for name, value in stacked.items()}
        part |= {name: stacked[name][:, first * size : (first + step) * size] for name in ("table", "slots")}
        total += _run(batch, part).sum(axis=0, dtype=np.float64)
    return total / members


STRETCH: Final = 1 << 14
"""Lines that a layer works on at a time: bounds the memory of a text of hundreds of thousands of lines."""


def _stretches(lines: int) -> Iterator[slice]:
    for start in range(0, max(lines, 1), STRETCH):
        yield slice(start, min(start + STRETCH, lines))


def _run(batch: Batch, stacked: Weights) -> Floats:
    """Return the scores of each member; between the layers everything is counted in 64ths."""
    hidden = _first(batch, stacked)
    for block, reach in enumerate(REACH):
        if block == POOL:
            summary = np.concatenate([snap(text_means(hidden, batch)), text_peaks(hidden, batch)], axis=-1)
            hidden += snap(np.maximum(summary @ stacked["pool"], 0))[:, batch.text_of]
            snap(hidden)
        hidden = _block(hidden, batch.text_of, reach, (stacked[f"block {block}"], stacked[f"bias {block}"]))
    scores: Floats = hidden @ stacked["out"]
    scores /= scores.dtype.type(NUMBER_STEP)
    scores += stacked["out bias"][:, None]
    return scores


def _first(batch: Batch, stacked: Weights) -> Floats:
    """Return the numbers that the features and words of each line become."""
    table = stacked["table"]
    means = mean_words(batch, table)
    hidden = np.empty((len(stacked["features"]), len(batch.values), stacked["features"].shape[-1]), table.dtype)
    for rows in _stretches(len(batch.values)):
        features = np.multiply(batch.values[rows], NUMBER_STEP // SCALE, dtype=table.dtype)
        part = np.matmul(features, stacked["features"], out=hidden[:, rows])
        part += words(batch, stacked, means, rows) @ stacked["words"]
        _rectify(part, stacked["in bias"])
        snap(part)
    return hidden


def _block(hidden: Floats, text_of: NDArray[np.int32], reach: int, weights: tuple[Floats, Floats]) -> Floats:
    """Return what a block makes of its input, for each line from the three lines of its window."""
    result, lines = np.empty_like(hidden), hidden.shape[1]
    layer, bias = weights
    for rows in _stretches(lines):
        start, stop = max(rows.start - reach, 0), min(rows.stop + reach, lines)
        beside = window(hidden[:, start:stop], text_of[start:stop], reach)
        part = np.matmul(beside[:, rows.start - start : rows.stop - start], layer, out=result[:, rows])
        _rectify(part, bias)
        part += hidden[:, rows]
        snap(part)
    return result


def _rectify(values: Floats, bias: Floats) -> None:
    """Add the bias and leave nothing below zero, in place."""
    values += bias[:, None]
    np.maximum(values, 0, out=values)
