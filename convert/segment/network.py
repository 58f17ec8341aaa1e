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
_TOP: Final = CEILING * NUMBER_STEP
SLOTS: Final = 3
_BIASES: Final = ("in bias", *(f"bias {block}" for block in range(len(REACH))))


def snap(values: Floats) -> Floats:
    """Bring numbers, counted in 64ths, onto the grid between layers, in place; those below zero are embeddings."""
    np.rint(values, out=values)
    return values.clip(-_TOP, _TOP, out=values)


def on_grid(weights: Weights) -> Weights:
    """Round weights to their grid."""
    return {
        name: np.clip(np.rint(value * WEIGHT_STEP) / WEIGHT_STEP, -3.99, 3.99).astype(np.float32)
        for name, value in weights.items()
    }


def stack(members: Sequence[Weights]) -> Weights:
    """Put the weights of a model's members together, one after the other along a new first axis.

    Their embeddings become one `table`: a row a bucket, the members side by side, and a last row of zeros; `slots` is
    the same in 64ths, as are all biases between layers. What was `in` is parted into `features`, which take 32nds, and
    `words`.
    """
    stacked = {name: np.stack([weights[name] for weights in members]) for name in members[0]}
    embedding = stacked.pop("embedding")
    count, buckets, size = embedding.shape
    table = np.zeros((buckets + 1, count * size), embedding.dtype)
    table[:buckets] = embedding.transpose(1, 0, 2).reshape(buckets, count * size)
    first = stacked.pop("in")
    wide = first.shape[1] - (SLOTS + 1) * size
    biases = {name: value * NUMBER_STEP for name, value in stacked.items() if name in _BIASES}
    parted = {"features": first[:, :wide] * (NUMBER_STEP // SCALE), "words": first[:, wide:].copy()}
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
    counts = np.bincount(batch.word_line, minlength=len(batch.values))
    order = np.argsort(-counts, kind="stable")
    sizes, at, words = counts[order], (np.cumsum(counts) - counts)[order], batch.words.astype(np.intp)
    sums = np.zeros((len(order), table.shape[1]), table.dtype)
    # The first words of all lines, the second ones, and so on: twice as fast as line by line (`add.reduceat`).
    for live in np.searchsorted(-sizes, -np.arange(sizes.max(initial=0))).tolist():
        sums[:live] += table.take(words.take(at[:live]), axis=0)
        at += 1
    result = np.empty_like(sums)
    result[order] = sums / np.maximum(sizes, 1)[:, None]
    result *= NUMBER_STEP
    return snap(result)


def neighbours(text_of: NDArray[np.int32], reach: int) -> NDArray[np.int64]:
    """Return for each line the line `reach` above, itself and the one below; the number of lines beyond its text."""
    lines = len(text_of)
    result = np.full((lines, 3), lines, np.int64)
    result[:, 1] = np.arange(lines)
    inner = max(lines - reach, 0)
    same = np.flatnonzero(text_of[lines - inner :] == text_of[:inner])
    result[same + reach, 0], result[same, 2] = same, same + reach
    return result


def window(values: Floats, beside: NDArray[np.int64]) -> Floats:
    """Put the `neighbours` of each line side by side; the last of the values stands for all beyond a text."""
    return values.take(beside, axis=-2).reshape(*values.shape[:-2], len(beside), 3 * values.shape[-1])


def text_means(values: Floats, batch: Batch) -> Floats:
    """Return the mean over the lines of each text."""
    result = np.zeros((*values.shape[:-2], len(batch.sizes), values.shape[-1]), np.float32)
    some = np.flatnonzero(batch.sizes)
    if len(some):
        sums = np.add.reduceat(values, batch.starts[some], axis=-2, dtype=np.float64)
        result[..., some, :] = sums / batch.sizes[some, None]
    return result


def text_peaks(values: Floats, batch: Batch) -> Floats:
    """Return the maximum over the lines of each text, of numbers of which none is below zero."""
    result = np.zeros((*values.shape[:-2], len(batch.sizes), values.shape[-1]), values.dtype)
    some, whole = np.flatnonzero(batch.sizes), f"i{values.itemsize}"
    if len(some):  # their bits, read as whole numbers, are in the same order, and are compared in half the time
        result.view(whole)[..., some, :] = np.maximum.reduceat(values.view(whole), batch.starts[some], axis=-2)
    return result


TOGETHER: Final = 512
"""Lines up to which all members run as one, which saves calls; beyond it one by one, which stays in the cache."""


def run(batch: Batch, stacked: Weights) -> NDArray[np.float64]:
    """Return the scores of every state for every line: the mean over the members of a model (see `stack`)."""
    members, lines = len(stacked["features"]), len(batch.values)
    step = members if lines <= TOGETHER else 1
    size = stacked["table"].shape[1] // members
    around = {reach: neighbours(batch.text_of, reach) for reach in set(REACH)}
    means = mean_words(batch, stacked["table"])
    total = np.zeros((lines, stacked["out"].shape[-1]))
    for first in range(0, members, step):
        part = {name: value[first : first + step] for name, value in stacked.items() if name not in ("table", "slots")}
        own = slice(first * size, (first + step) * size)
        hidden = _first(batch, part | {"slots": stacked["slots"][:, own]}, means[:, own])
        total += _run(batch, part, hidden, around).sum(axis=0, dtype=np.float64)
    return total / members


STRETCH: Final = 1 << 14
"""Lines that a layer works on at a time: bounds the memory of a text of hundreds of thousands of lines."""


def _stretches(lines: int) -> Iterator[slice]:
    for start in range(0, max(lines, 1), STRETCH):
        yield slice(start, min(start + STRETCH, lines))


def _run(batch: Batch, stacked: Weights, hidden: Floats, around: dict[int, NDArray[np.int64]]) -> Floats:
    """Return the scores of each member; between the layers everything is counted in 64ths.

    The last row of `hidden` is zeros, for what is beyond a text (see `neighbours`).
    """
    for block, reach in enumerate(REACH):
        if block == POOL:
            lines = hidden[:, :-1]
            summary = np.concatenate([snap(text_means(lines, batch)), text_peaks(lines, batch)], axis=-1)
            lines += snap(np.maximum(summary @ stacked["pool"], 0))[:, batch.text_of]
            snap(lines)
        hidden = _block(hidden, around[reach], (stacked[f"block {block}"], stacked[f"bias {block}"]))
    scores: Floats = hidden[:, :-1] @ stacked["out"]
    scores /= scores.dtype.type(NUMBER_STEP)
    scores += stacked["out bias"][:, None]
    return scores


def _first(batch: Batch, stacked: Weights, means: Floats) -> Floats:
    """Return the numbers that the features and words of each line become, and below them a row of zeros."""
    layer, lines = stacked["features"], len(batch.values)
    hidden = np.empty((len(layer), lines + 1, layer.shape[-1]), layer.dtype)
    hidden[:, lines:] = 0
    for rows in _stretches(lines):
        part = np.matmul(batch.values[rows].astype(layer.dtype), layer, out=hidden[:, rows])
        part += words(batch, stacked, means, rows) @ stacked["words"]
        _rectify(part, stacked["in bias"])
        snap(part)
    return hidden


def _block(hidden: Floats, beside: NDArray[np.int64], weights: tuple[Floats, Floats]) -> Floats:
    """Return what a block makes of its input, for each line from the three lines of its window."""
    result, lines = np.empty_like(hidden), len(beside)
    result[:, lines:] = 0
    layer, bias = weights
    for rows in _stretches(lines):
        part = np.matmul(window(hidden, beside[rows]), layer, out=result[:, rows])
        _rectify(part, bias)
        part += hidden[:, rows]
        snap(part)
    return result


def _rectify(values: Floats, bias: Floats) -> None:
    """Add the bias and leave nothing below zero, nor above the ceiling, in place."""
    values += bias[:, None]
    values.clip(0, _TOP, out=values)
