"""What a line is to the whole text: how well it would serve as its title, and which lines near it say the same.

A title's words come back all over the running text; a standfirst's names are introduced anew by the text below it.
"""

# ruff: noqa: PLR2004 - the distances and sizes that the names say
from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.segment.frames import Columns
from convert.segment.terms import Floats, Terms
from convert.segment.tokens import Ints, Words, mix

REACH: Final = 40
"""How many lines above the core of a text a title may stand. 10 % of the reviewed pages have it further up; the
wider the reach, the more lines of menus compete with it."""

NEAR: Final = 4
"""How many lines away a line is compared with others, word by word."""


def pull(terms: Terms, prose: Floats) -> NDArray[np.int64]:
    """Return how much of the running text each line's terms run through, in 64ths.

    A term counts by the running text below the line and above that holds it, at most three paragraphs' worth, and less
    the more lines hold it; the sum goes by the square root of the number of terms.
    """
    if not len(terms.line):
        return np.zeros(len(prose), np.int64)
    own = np.rint(prose * 64).astype(np.int64)[terms.line]
    total = np.add.reduceat(own, terms.starts)
    others = np.minimum(total[terms.group] - own, 192)
    worth = np.bincount(terms.line, others * 16 // _rarity(terms.sizes)[terms.group], minlength=len(prose))
    result: NDArray[np.int64] = np.rint(worth / np.sqrt(np.maximum(terms.count, 1))).astype(np.int64)
    return result


def _rarity(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return by how much a term is divided that stands in so many lines: 16 times the fourth root."""
    result: NDArray[np.int64] = np.rint(16 * np.sqrt(np.sqrt(sizes))).astype(np.int64)
    return result


def standing(worth: NDArray[np.int64], fits: NDArray[np.bool_], text_of: Ints, texts: int) -> Columns:
    """Return how each line compares with the best of its text's lines that might be a title."""
    chosen = np.where(fits, worth, 0)
    most = np.zeros(texts, np.int64)
    np.maximum.at(most, text_of, chosen)
    best = most[text_of]
    number = np.arange(len(worth), dtype=np.int64)
    top = np.full(texts, len(worth), np.int64)
    leading = np.flatnonzero((chosen == best) & (best > 0))
    np.minimum.at(top, text_of[leading], leading)
    away = number - top[text_of]
    known = best > 0
    order = np.lexsort((-chosen, text_of))
    first = np.searchsorted(text_of, np.arange(texts))
    rank = np.empty(len(worth), np.int64)
    rank[order] = number
    rank -= first[text_of]
    near = np.log2(1 + np.minimum(np.abs(away), 255)) / 4
    return {
        "title worth": np.minimum(np.log2(1 + worth / 64.0) / 4, 2),
        "title worth to the best": np.where(known, np.minimum(worth / np.maximum(best, 1), 2), 0),
        "rank as a title": np.where(fits, np.log2(1 + np.minimum(rank, 255)) / 4, 2),
        "best title": known & (away == 0),
        "as good as the best title": known & fits & (worth * 8 >= best * 7),
        "below the best title": np.where(known & (away > 0), near, 0),
        "above the best title": np.where(known & (away < 0), near, 0),
        "best title is near above": known & (away > 0) & (away <= NEAR),
    }


def alike(terms: Terms) -> Columns:
    """Return for each line how like it the most alike of the lines near it is, above and below.

    "alike": shared terms of all terms of the two; "contained": of its own; "containing": of the other's.
    """
    lines = len(terms.count)
    counts = np.zeros((NEAR + 1, lines), np.float32)
    for step in range(1, NEAR + 1):
        if len(terms.line) <= step:
            break
        gap = terms.line[step:] - terms.line[:-step]
        pairs = np.flatnonzero((terms.group[step:] == terms.group[:-step]) & (gap <= NEAR))
        cells = gap[pairs].astype(np.int64) * lines + terms.line[pairs]
        counts += np.bincount(cells, minlength=(NEAR + 1) * lines).reshape(NEAR + 1, lines)
    own = np.maximum(terms.count, 1)
    best = np.zeros((2, 3, lines), np.float32)
    for away in range(1, min(NEAR, lines - 1) + 1):
        both, one, two = counts[away, :-away], own[:-away], own[away:]
        some = np.minimum(np.minimum(one, two), 3) / 3  # a line of one or two words says little
        likeness, of_one, of_two = both / (one + two - both) * some, both / one * some, both / two * some
        below, above = best[0, :, :-away], best[1, :, away:]
        np.maximum(below, (likeness, of_one, of_two), out=below)
        np.maximum(above, (likeness, of_two, of_one), out=above)
    return {
        "alike below": best[0, 0],
        "alike above": best[1, 0],
        "contained below": best[0, 1],
        "contained above": best[1, 1],
        "containing below": best[0, 2],
        "containing above": best[1, 2],
    }


def names_anew(words: Words, text_of: Ints, lines: int) -> Columns:
    """Return how many pairs of words in title case a line has, and how many come back in the lines near it.

    A person is named in full once in the running text: in a standfirst or a caption once more.
    """
    pairs = np.flatnonzero(
        words.titled[:-1] & words.titled[1:] & (words.line[:-1] == words.line[1:]) & (words.length[1:] > 1)
    )
    line = words.line[pairs]
    keys = mix(mix(words.hash[pairs] * np.uint64(3) + words.hash[pairs + 1]) + text_of[line].astype(np.uint64))
    order = np.argsort(keys, kind="stable")
    keys, line = keys[order], line[order]
    gap = np.full(len(keys), 1 << 30, np.int64)
    gap[1:] = np.where(keys[1:] == keys[:-1], line[1:] - line[:-1], 1 << 30)
    nxt = np.append(gap[1:], 1 << 30)[: len(gap)]

    def count(which: NDArray[np.bool_]) -> NDArray[np.floating]:
        return np.minimum(np.bincount(line[which], minlength=lines), 4) / 2

    return {
        "pairs of names": count(np.ones(len(line), np.bool_)),
        "names again below": count((nxt > 0) & (nxt <= 6)),
        "names again above": count((gap > 0) & (gap <= 6)),
        "names again far below": count((nxt > 6) & (nxt < 1 << 30)),
    }
