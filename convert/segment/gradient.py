"""The way back through the network and the chain: how the loss changes with every weight. For training only.

The loss of a text is the negative log of the probability of its labels; lines without a settled label count as any.
Here the arithmetic is plain float32 with dropout; `network.run` is the same function on the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.chain import FLOOR, Scores, Transitions, forward_backward, pack
from convert.segment.features import SCALE, Batch
from convert.segment.network import POOL, REACH, SLOTS, Floats, Weights, text_means, window

UNSETTLED: Final = -1
LABELS: Final = 8


@dataclass(frozen=True, slots=True)
class Dropout:
    """Shares that are left out at random in training: embedded words, inputs, numbers between layers."""

    words: float = 0.2
    inputs: float = 0.1
    hidden: float = 0.2


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


def chain_of(weights: Weights) -> Transitions:
    """Return the transitions among the weights."""
    return Transitions(*(weights[name].astype(np.float64) for name in ("step", "first", "last")))


def _chain_loss(
    batch: Batch, scores: Scores, labels: NDArray[np.int8], text_weights: NDArray[np.float64], weights: Weights
) -> tuple[float, Scores, Weights]:
    chain, packed = chain_of(weights), pack(batch.starts, batch.sizes)
    free = forward_backward(scores, packed, chain)
    allowed = np.where(labels[:, None] == np.arange(LABELS), 0.0, FLOOR)
    allowed[labels == UNSETTLED] = 0.0
    bound = forward_backward(scores + allowed, packed, chain)
    weight = text_weights[packed.order]
    loss = float((weight * (free.log_total - bound.log_total)).sum())
    slope = (free.lines - bound.lines) * text_weights[batch.text_of][:, None]
    firsts = packed.offsets
    lasts = firsts + batch.sizes[packed.order] - 1
    pairs = ((free.pairs - bound.pairs) * weight[:, None, None]).sum(axis=0)
    grads = {"step": pairs, "first": slope[firsts].sum(axis=0), "last": slope[lasts].sum(axis=0)}
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
            means = text_means(current, batch)
            lift = np.maximum(means @ weights["pool"], 0)
            current = current + lift[batch.text_of]
        masks.append(_mask(current.shape, dropout.hidden, random))
        beside.append(window(current * masks[-1], batch.text_of, reach))
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
    back: Floats = (slope @ weights["out"].T) * trace.masks[-1]
    for block in range(len(REACH) - 1, -1, -1):
        rise = back * (trace.rises[block] > 0)
        grads[f"block {block}"] = trace.beside[block].T @ rise
        grads[f"bias {block}"] = rise.sum(axis=0)
        spread = rise @ weights[f"block {block}"].T
        back += _unwindow(spread, batch.text_of, REACH[block]) * trace.masks[block + 1]
        if block == POOL:
            back += _pool_backward(batch, trace, back, weights, grads)
    back *= trace.hidden[0] > 0
    grads["in"] = trace.seen.T @ back
    grads["in bias"] = back.sum(axis=0)
    wide = batch.values.shape[1]
    into = (back @ weights["in"][wide:].T) * trace.masks[0][:, wide:]
    grads["embedding"] = _embedding_gradient(batch, trace.kept_words, into, weights["embedding"].shape)
    return grads


def _pool_backward(batch: Batch, trace: _Trace, back: Floats, weights: Weights, grads: Weights) -> Floats:
    some = np.flatnonzero(batch.sizes)
    sums = np.zeros((len(batch.sizes), back.shape[1]), np.float32)
    sums[some] = np.add.reduceat(back, batch.starts[some], axis=0)
    sums *= trace.lift > 0
    grads["pool"] = trace.means.T @ sums
    spread = (sums @ weights["pool"].T) / np.maximum(batch.sizes, 1)[:, None]
    return spread[batch.text_of].astype(np.float32)


def _unwindow(spread: Floats, text_of: NDArray[np.int32], reach: int) -> Floats:
    size = spread.shape[1] // 3
    result = spread[:, size : 2 * size].copy()
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
