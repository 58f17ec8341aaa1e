"""Corrections of machine-labelled articles: which labels a review of the lines changed, kept apart from the texts.

A file of corrections (JSON Lines) holds no text. Its first record names the corpus file by its SHA-256 (`corrects`);
each further one gives an article's `id`, its changed `lines` (number in the extract, from 0: label, or "ambiguous"),
and `settled`: whether headline, standfirst, byline and dateline are beyond doubt after the review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import orjson

from convert.article import Label
from convert.diagnostics import UsageError, diagnostic
from convert.segment.gold import AMBIGUOUS, Gold, digest, read_gold
from convert.segment.lines import layout

EXTRACT: Final = "extract"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the review of one article changed: the label of a line of its extract, None where it is not settled."""

    labels: Mapping[int, Label | None]
    settled: bool


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of one corpus file, known by its SHA-256, by the articles' ids."""

    corrects: str
    articles: Mapping[str, Correction]


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections. Raises UsageError that names the file and what is wrong."""
    try:
        rows = [orjson.loads(row) for row in path.read_bytes().split(b"\n") if row.strip()]
        articles = {row["id"]: _correction(row) for row in rows[1:]}
        return Corrections(rows[0]["corrects"], articles)
    except OSError as error:
        raise UsageError(diagnostic("usage.invalid", f"{path.name}: {error.strerror}")) from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UsageError(diagnostic("usage.invalid", f"{path.name}: not a file of corrections: {error}")) from error


def _correction(row: dict[str, Any]) -> Correction:
    labels = {int(number): None if label == AMBIGUOUS else Label(label) for number, label in row["lines"].items()}
    return Correction(labels, row["settled"])


def read_corrected(paths: Sequence[Path], corrections: Path | None = None) -> list[Gold]:
    """Read labelled articles as `read_gold` does, corrected. Raises UsageError where no file is the corrected one."""
    if corrections is None:
        return read_gold(paths)
    found = read_corrections(corrections)
    golds: list[Gold] = []
    met = False
    for path in paths:
        part = read_gold([path])
        if digest([path]) == found.corrects:
            part, met = corrected(part, found.articles), True
        golds.extend(part)
    if not met:
        raise UsageError(diagnostic("usage.invalid", f"{corrections.name}: made for none of the files"))
    return golds


def corrected(golds: Sequence[Gold], articles: Mapping[str, Correction]) -> list[Gold]:
    """Return the articles with their corrected labels, in every rendition."""
    extracts = {gold.key: gold for gold in golds if gold.rendition == EXTRACT}
    return [
        _apply(gold, extracts[gold.key], articles[gold.key]) if gold.key in articles and gold.key in extracts else gold
        for gold in golds
    ]


def _apply(gold: Gold, extract: Gold, correction: Correction) -> Gold:
    places = {number: number for number in range(len(extract.labels))} if gold is extract else aligned(extract, gold)
    labels = list(gold.labels)
    for number, label in correction.labels.items():
        if number in places:
            labels[places[number]] = label
    return replace(gold, labels=tuple(labels))


def aligned(one: Gold, other: Gold) -> dict[int, int]:
    """Return which line of the other rendition each line of one is: equal lines in the same order."""
    matcher = SequenceMatcher(None, _texts(one), _texts(other), autojunk=False)
    blocks = matcher.get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _texts(gold: Gold) -> list[str]:
    return [gold.text[start:end] for start, end in layout(gold.text).spans]
