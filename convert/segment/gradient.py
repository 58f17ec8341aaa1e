"""The way back through the network and the chain: how the loss changes with every weight. For training only.

The loss of a text is the negative log of the probability of its labels; lines without a settled label count as any.
Here the arithmetic is plain float32 with dropout; `network.run` is the same function on the grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.chain import FLOOR, Scores, forward_backward, pack, pair_counts
from convert.segment.features import SCALE, Batch
from convert.segment.grammar import MAY_CLOSE, MAY_FOLLOW, MAY_OPEN, allowed, transitions
from convert.segment.network import POOL, REACH, SLOTS, Floats, Weights, neighbours, text_means, text_peaks, window

UNSETTLED: Final = -1


@dataclass(frozen=True, slots=True)
class Dropout:
    """Shares that are left out at random in training: embedded words, inputs, numbers between layers."""

    words: float = 0.25
    inputs: float = 0.1
    hidden: float = 0.25


@dataclass(slots=True)
class _Trace:
    """What the way forward leaves for the way back."""

    seen: Floats
    kept_words: NDArray[np.int64]
    masks: list[Floats]
    hidden: list[Floats]
    beside: list[Floats]
    rises: list[Floats]
    means: Floats
    lift: Floats
    last: Floats


def loss_and_gradient(
    batch: Batch,
    labels: NDArray[np.int8],
    text_weights: NDArray[np.float64],
    weights: Weights,
    dropout: Dropout,
    random: np.random.Generator,
) -> tuple[float, Weights]:
    """Return the weighted loss of a batch and its gradient."""
    trace = _forward(batch, weights, dropout, random)
    scores = (trace.last @ weights["out"] + weights["out bias"]).astype(np.float64)
    loss, slope, grads = _chain_loss(batch, scores, labels, text_weights, weights)
    grads |= _backward(batch, trace, slope.astype(np.float32), weights)
    return loss, grads


def _chain_loss(
    batch: Batch,
    scores: Scores,
    labels: NDArray[np.int8],
    text_weights: NDArray[np.float64],
    weights: Weights,
) -> tuple[float, Scores, Weights]:
    chain, lines = transitions(weights), len(scores)
    fits = [allowed(labels[start : start + size]) for start, size in zip(batch.starts, batch.sizes, strict=True)]
    bounds = np.where(np.concatenate(fits), 0.0, FLOOR)
    packed = pack(np.append(batch.starts, batch.starts + lines), np.append(batch.sizes, batch.sizes))
    sums = forward_backward(np.concatenate([scores, scores + bounds]), packed, chain)
    signs = np.repeat([1.0, -1.0], len(text_weights))
    loss = float((np.append(text_weights, text_weights) * signs)[packed.order] @ sums.log_total)
    slope = (sums.lines[:lines] - sums.lines[lines:]) * text_weights[batch.text_of][:, None]
    second = np.flatnonzero(np.append(False, batch.text_of[1:] == batch.text_of[:-1])[:lines])
    signed = text_weights[batch.text_of[second]]
    pairs = pair_counts(sums, np.append(second, second + lines), np.append(signed, -signed), chain)
    some = np.flatnonzero(batch.sizes)
    firsts, lasts = batch.starts[some], batch.starts[some] + batch.sizes[some] - 1
    grads = {"step": pairs, "first": slope[firsts].sum(axis=0), "last": slope[lasts].sum(axis=0)}
    for name, rule in (("step", MAY_FOLLOW), ("first", MAY_OPEN), ("last", MAY_CLOSE)):
        grads[name] = grads[name] * rule
    return loss, slope, {name: value.astype(np.float32) for name, value in grads.items()}


def _mask(shape: tuple[int, ...], share: float, random: np.random.Generator) -> Floats:
    keep = random.random(shape, dtype=np.float32) >= share
    return (keep / np.float32(1 - share)).astype(np.float32)


def _forward(batch: Batch, weights: Weights, dropout: Dropout, random: np.random.Generator) -> _Trace:
    lines = len(batch.values)
    embedding = weights["embedding"]
    size = embedding.shape[1]
    table = np.concatenate([embedding, np.zeros((1, size), np.float32)])
    kept = np.flatnonzero(random.random(len(batch.words)) >= dropout.words)
    slots = table[batch.slots] * (random.random((lines, SLOTS, 1)) >= dropout.words)
    mean = _mean(batch, kept, embedding)
    values = batch.values.astype(np.float32) / np.float32(SCALE)
    seen = np.concatenate([values, slots.reshape(lines, -1), mean], axis=1).astype(np.float32)
    masks = [_mask(seen.shape, dropout.inputs, random)]
    seen = seen * masks[0]
    hidden = [np.maximum(seen @ weights["in"] + weights["in bias"], 0)]
    beside: list[Floats] = []
    rises: list[Floats] = []
    means = lift = np.zeros((0, 0), np.float32)
    for block, reach in enumerate(REACH):
        current = hidden[-1]
        if block == POOL:
            means = np.concatenate([text_means(current, batch), text_peaks(current, batch)], axis=1)
            lift = np.maximum(means @ weights["pool"], 0)
            current = current + lift[batch.text_of]
        masks.append(_mask(current.shape, dropout.hidden, random))
        padded = np.append(current * masks[-1], np.zeros((1, current.shape[1]), np.float32), axis=0)
        beside.append(window(padded, neighbours(batch.text_of, reach)))
        rises.append(np.maximum(beside[-1] @ weights[f"block {block}"] + weights[f"bias {block}"], 0))
        hidden.append(current + rises[-1])
    masks.append(_mask(hidden[-1].shape, dropout.hidden, random))
    return _Trace(seen, kept, masks, hidden, beside, rises, means, lift, hidden[-1] * masks[-1])


def _mean(batch: Batch, kept: NDArray[np.int64], embedding: Floats) -> Floats:
    """Return the mean of the kept embedded words of each line."""
    result = np.zeros((len(batch.values), embedding.shape[1]), np.float32)
    if len(kept):
        line = batch.word_line[kept]
        heads = np.flatnonzero(np.append(True, line[1:] != line[:-1]))
        counts = np.diff(np.append(heads, len(line)))[:, None]
        result[line[heads]] = np.add.reduceat(embedding[batch.words[kept]], heads, axis=0) / counts
    return result


def _backward(batch: Batch, trace: _Trace, slope: Floats, weights: Weights) -> Weights:
    grads: Weights = {"out": trace.last.T @ slope, "out bias": slope.sum(axis=0)}
    back = _through_blocks(batch, trace, (slope @ weights["out"].T) * trace.masks[-1], weights, grads)
    grads["in"] = trace.seen.T @ back
    grads["in bias"] = back.sum(axis=0)
    wide = batch.values.shape[1]
    into = (back @ weights["in"][wide:].T) * trace.masks[0][:, wide:]
    grads["embedding"] = _embedding_gradient(batch, trace.kept_words, into, weights["embedding"].shape)
    return grads


def _through_blocks(batch: Batch, trace: _Trace, back: Floats, weights: Weights, grads: Weights) -> Floats:
    """Go back from behind the last block to before the first one's input; fill in the blocks' gradients."""
    for block in range(len(REACH) - 1, -1, -1):
        rise = back * (trace.rises[block] > 0)
        grads[f"block {block}"] = trace.beside[block].T @ rise
        grads[f"bias {block}"] = rise.sum(axis=0)
        spread = rise @ weights[f"block {block}"].T
        back += _unwindow(spread, batch.text_of, REACH[block]) * trace.masks[block + 1]
        if block == POOL:
            back += _pool_backward(batch, trace, back, weights, grads)
    result: Floats = back * (trace.hidden[0] > 0)
    return result


NO_DROPOUT: Final = Dropout(0.0, 0.0, 0.0)


def contributions(batch: Batch, weights: Weights, slopes: Sequence[Floats]) -> Iterator[Floats]:
    """Yield, for each slope on the scores, how much each input of each line adds to the slope's sum (slope by value).

    What reaches the lines by way of the whole text's summary is left out.
    """
    trace = _forward(batch, weights, NO_DROPOUT, np.random.default_rng(0))
    for slope in slopes:
        back: Floats = slope @ weights["out"].T
        for block in range(len(REACH) - 1, -1, -1):
            spread = (back * (trace.rises[block] > 0)) @ weights[f"block {block}"].T
            back += _unwindow(spread, batch.text_of, REACH[block])
        yield ((back * (trace.hidden[0] > 0)) @ weights["in"].T) * trace.seen


def _pool_backward(batch: Batch, trace: _Trace, back: Floats, weights: Weights, grads: Weights) -> Floats:
    some = np.flatnonzero(batch.sizes)
    sums = np.zeros((len(batch.sizes), back.shape[1]), np.float32)
    sums[some] = np.add.reduceat(back, batch.starts[some], axis=0)
    sums *= trace.lift > 0
    grads["pool"] = trace.means.T @ sums
    spread = sums @ weights["pool"].T
    width = back.shape[1]
    means = spread[:, :width] / np.maximum(batch.sizes, 1)[:, None]
    peaks = trace.means[batch.text_of, width:]
    at_peak = (trace.hidden[POOL] == peaks) & (peaks > 0)
    result: Floats = (means[batch.text_of] + spread[batch.text_of, width:] * at_peak).astype(np.float32)
    return result


def _unwindow(spread: Floats, text_of: NDArray[np.int32], reach: int) -> Floats:
    size = spread.shape[1] // 3
    result: Floats = spread[:, size : 2 * size].copy()
    if len(spread) > reach:
        same = (text_of[reach:] == text_of[:-reach])[:, None]
        result[:-reach] += spread[reach:, :size] * same
        result[reach:] += spread[:-reach, 2 * size :] * same
    return result


def _embedding_gradient(batch: Batch, kept: NDArray[np.int64], into: Floats, shape: tuple[int, ...]) -> Floats:
    """Sum what reaches each bucket: from the slots (as if none were dropped) and from the means."""
    size = shape[1]
    line = batch.word_line[kept]
    counts = np.maximum(np.bincount(line, minlength=len(into)), 1)[:, None]
    share = into[:, SLOTS * size :] / counts
    where = np.concatenate([batch.slots.reshape(-1), batch.words[kept]])
    what = np.concatenate([into[:, : SLOTS * size].reshape(-1, size), share[line]])
    order = np.argsort(where, kind="stable")
    where, what = where[order], what[order]
    heads = np.flatnonzero(np.append(True, where[1:] != where[:-1])) if len(where) else where
    result = np.zeros((shape[0] + 1, size), np.float32)
    if len(where):
        result[where[heads]] = np.add.reduceat(what, heads, axis=0)
    return result[:-1]
