"""What a line shares with the rest of its text: words that come back, lines that come back."""

# ruff: noqa: PLR2004 - the distances that the names say
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.tokens import Hashes, Ints, Words, mix

CONTENT: Final = 4
"""Letters from which on a word of a spaced script counts as a term; of scripts without spaces every pair counts."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a batch in the order (text, term, line): `line` of each; `group`, which term it is, from 0.

    `starts` and `sizes`: where each term starts, and in how many lines it stands. `count`: terms of each line.
    """

    line: NDArray[np.int64]
    group: NDArray[np.int64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    count: Floats


def terms_of(words: Words, text_of: Ints, lines: int) -> Terms:
    """Find the terms of each line; `text_of` says which text a line belongs to. A term counts once a line."""
    hashes = words.hash
    fits = (words.length >= CONTENT) & (words.digits == 0) & ~words.unspaced
    single = np.flatnonzero(words.unspaced)
    pairs = single[:-1][(single[1:] == single[:-1] + 1) & (words.line[single[1:]] == words.line[single[:-1]])]
    if len(pairs):
        fits[pairs] = True
        hashes = hashes.copy()
        hashes[pairs] = mix(words.hash[pairs] * np.uint64(3) + words.hash[pairs + 1])
    keep = np.flatnonzero(fits)
    keys, line = hashes.take(keep), words.line.take(keep).astype(np.int64)
    keys = mix(keys + text_of[line].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    order = _sorted(keys)
    keys, line = keys.take(order), line.take(order)
    once = np.ones(len(keys), np.bool_)
    once[1:] = (keys[1:] != keys[:-1]) | (line[1:] != line[:-1])
    keys, line = keys[once], line[once]
    head = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=head[1:])
    starts = np.flatnonzero(head)
    sizes = np.diff(starts, append=len(keys))
    return Terms(line, np.cumsum(head) - 1, starts, sizes, np.bincount(line, minlength=lines).astype(np.float32))


def _sorted(keys: Hashes) -> NDArray[np.int64]:
    """Return the stable order of many keys: numpy counts numbers of 16 bits, and compares only longer ones."""
    digits = keys.view(np.uint16).reshape(-1, keys.itemsize // 2)
    order = np.argsort(digits[:, 0], kind="stable")
    for digit in digits.T[1:]:
        order = order.take(np.argsort(digit.take(order), kind="stable"))
    return order


def shared(terms: Terms, weights: Floats) -> tuple[Floats, Floats]:
    """Return for each line how many of its terms, of 0 to 1, stand in weighty lines before it and after it.

    A term counts as much as the lines that hold it weigh, at most 1. The sums are taken in whole 64ths, so that they
    are exact and do not depend on what else is in the batch.
    """
    if not len(terms.line):
        return np.zeros_like(weights), np.zeros_like(weights)
    own = np.rint(weights * 64).astype(np.int64)[terms.line]
    running = np.cumsum(own)
    before = running - own
    base, total = before[terms.starts], running[terms.starts + terms.sizes - 1]
    above = np.minimum(before - base[terms.group], 64) / 64
    below = np.minimum(total[terms.group] - running, 64) / 64
    return _mean(terms, above), _mean(terms, below)


def nearness(terms: Terms) -> dict[str, Floats]:
    """Return for each line the share of its terms whose next or last use is 1, or 2 to 4 lines away, or nowhere."""
    again = np.flatnonzero(terms.group[1:] == terms.group[:-1])
    above, below = terms.line[again], terms.line[again + 1]
    gap = below - above
    beside, close = gap == 1, (gap > 1) & (gap <= 4)
    return {
        "above 1": _share(terms, below[beside]),
        "above 4": _share(terms, below[close]),
        "below 1": _share(terms, above[beside]),
        "below 4": _share(terms, above[close]),
        "alone": _share(terms, terms.line[terms.starts[terms.sizes == 1]]),
    }


def near(terms: Terms, weighty: NDArray[np.bool_]) -> dict[str, Floats]:
    """Return for each line the share of its terms that weighty lines near it hold too.

    "below 12": the next such line is at most 12 lines away; so "below 40" and "above 12".
    """
    if not len(terms.line):
        nothing = np.zeros(len(weighty), np.float32)
        return {"below 12": nothing, "below 40": nothing, "above 12": nothing}
    far = np.int64(1 << 31)
    group = (terms.group + 1) * (far << 1)
    holds = weighty[terms.line]
    line = terms.line
    nxt = np.append(np.minimum.accumulate((np.where(holds, line, far) + group)[::-1])[::-1][1:], far << 30) - group
    last = np.append(np.int64(-1) << 60, np.maximum.accumulate(np.where(holds, line, -far) + group)[:-1]) - group
    below, above = nxt - line, line - last
    return {
        "below 12": _share(terms, line[below <= 12]),
        "below 40": _share(terms, line[below <= 40]),
        "above 12": _share(terms, line[above <= 12]),
    }


def _share(terms: Terms, lines: NDArray[np.int64]) -> Floats:
    """Return the share of each line's terms that are told by naming their lines, as often as there are."""
    return _of_all(terms, np.bincount(lines, minlength=len(terms.count)))


def _mean(terms: Terms, values: NDArray[np.floating]) -> Floats:
    return _of_all(terms, np.bincount(terms.line, values, minlength=len(terms.count)))


def _of_all(terms: Terms, sums: NDArray[Any]) -> Floats:
    return (sums / np.maximum(terms.count, 1)).astype(np.float32)


def repeats(keys: Hashes, text_of: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each line how often its key occurs in its text, and how many lines away the last and next one are.

    0 lines away: there is none. A key of 0 occurs once.
    """
    number = np.arange(len(keys), dtype=np.int32)
    mixed = mix(keys + text_of.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    order = np.argsort(mixed, kind="stable")
    ranked = mixed[order]
    same = np.zeros(len(keys), np.bool_)
    same[1:] = (ranked[1:] == ranked[:-1]) & (keys[order][1:] != 0)
    group = np.cumsum(~same) - 1
    count = np.empty(len(keys), np.int32)
    count[order] = np.bincount(group, minlength=1)[group] if len(keys) else 0
    gap = np.zeros(len(keys), np.int32)
    gap[1:] = np.where(same[1:], number[order][1:] - number[order][:-1], 0)
    last, nxt = np.zeros_like(number), np.zeros_like(number)
    last[order] = gap
    nxt[order] = np.append(gap[1:], np.int32(0))[: len(gap)]
    return count, last, nxt
