"""Texts in, labelled lines out: the one way through layout, features, network and chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label, Line, Segmentation
from convert.segment.chain import Scores, forward_backward, pack
from convert.segment.confidence import calibrated, of_articles
from convert.segment.evidence import Evidence, fold, weigh
from convert.segment.features import Batch, extract
from convert.segment.grammar import LABEL_OF, to_labels
from convert.segment.lines import Layout, joined, layout, paragraphs
from convert.segment.model import Model, default
from convert.segment.network import run
from convert.segment.opening import Weights, reread
from convert.segment.settle import settle
from convert.segment.spoken import spoken

if TYPE_CHECKING:
    from convert.profile import Words

BATCH_LINES: Final = 8192
"""Lines worked on at a time, unless a single text has more: bounds the memory."""

EXACT: Final = 9
"""Decimals of a probability that count: the last bits of a sum may depend on what else is in the batch."""

LABELS: Final = tuple(Label)
_HEADLINE: Final = LABELS.index(Label.HEADLINE)
HOUSE_SCORE: Final = 30.0
"""What a house word adds to its label's score: more than any line's evidence (at most about 20 on the corpus)."""


def segment(
    text: str, *, model: Model | None = None, house: Words | None = None, evidence: Evidence | None = None
) -> Segmentation:
    """Label the lines of one text: a batch of one (see `segment_many`)."""
    return segment_many([text], model=model, house=house, evidence=evidence)[0]


def segment_many(
    texts: Sequence[str], *, model: Model | None = None, house: Words | None = None, evidence: Evidence | None = None
) -> list[Segmentation]:
    """Label the lines of many texts, in their order; the labels are those that each gets alone.

    `house` gives lines that are always boilerplate or a byline, `evidence` those that recur in the archive. Raises
    MachineError when no model is installed.
    """
    model = model or default()
    known = _house(house)
    recurring = frozenset(line for line, _ in evidence.lines) if evidence else frozenset()
    result: list[Segmentation | None] = [None] * len(texts)
    layouts = [layout(text) for text in texts]
    for numbers in batches([len(item) for item in layouts]):
        chosen = [layouts[number] for number in numbers]
        for number, done in zip(numbers, _label(chosen, model, known, recurring), strict=True):
            result[number] = done
    return [item for item in result if item is not None]


def batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Group texts by their number of lines, so that a batch has at most `BATCH_LINES` lines or one text."""
    batch: list[int] = []
    lines = 0
    for number in sorted(range(len(sizes)), key=lambda n: sizes[n]):
        if batch and lines + sizes[number] > BATCH_LINES:
            yield batch
            batch, lines = [], 0
        batch.append(number)
        lines += sizes[number]
    if batch:
        yield batch


def _label(
    layouts: Sequence[Layout], model: Model, known: dict[str, int], recurring: frozenset[str]
) -> list[Segmentation]:
    places = [paragraphs(item) for item in layouts]
    units = [joined(item, numbers) for item, numbers in zip(layouts, places, strict=True)]
    batch = extract(units, model.cues)
    scores, starts, sizes = run(batch, model.stacked), batch.starts, batch.sizes
    if recurring:
        weigh(scores, units, recurring)
    if known:
        _apply_house(scores, units, known)
    first = first_look(scores, batch, model)
    marginals = second_look(first, batch, model.card.get("opening", {}))
    labels = np.argmax(marginals, axis=1).astype(np.int8)
    sure = calibrated(marginals[np.arange(len(labels)), labels], model.card.get("calibration", ()))
    whole = of_articles(first[:, _HEADLINE], labels == _HEADLINE, batch)
    return [
        _segmentation(item, numbers, labels[start : start + size], sure[start : start + size], certainty)
        for item, numbers, start, size, certainty in zip(
            layouts, places, starts.tolist(), sizes.tolist(), whole, strict=True
        )
    ]


def first_look(scores: Scores, batch: Batch, model: Model) -> NDArray[np.float64]:
    """Return the probability of each label of each line, by the chain alone."""
    sums = forward_backward(scores, pack(batch.starts, batch.sizes), model.chain)
    return np.round(to_labels(sums.lines), EXACT)


def second_look(marginals: NDArray[np.float64], batch: Batch, opening: Weights) -> NDArray[np.float64]:
    """Settle what only the whole text tells: which line is the headline, and which run of lines the standfirst."""
    languages = spoken(batch)
    return reread(settle(marginals, batch, languages), batch, languages, opening)


def _segmentation(
    item: Layout, numbers: tuple[int, ...], codes: NDArray[np.int8], sure: NDArray[np.float64], certainty: float
) -> Segmentation:
    text, labels, confidences = item.text, [LABELS[code] for code in codes.tolist()], sure.tolist()
    lines = tuple(
        Line(text[start:end], start, end, labels[number], confidences[number])
        for (start, end), number in zip(item.spans, numbers, strict=True)
    )
    return Segmentation(text, lines, certainty)


def _house(house: Words | None) -> dict[str, int]:
    if house is None:
        return {}
    known = {fold(line): LABELS.index(Label.BYLINE) for line in house.bylines}
    return known | {fold(line): LABELS.index(Label.BOILERPLATE) for line in house.boilerplate}


def _apply_house(scores: Scores, layouts: Sequence[Layout], known: dict[str, int]) -> None:
    longest = max(map(len, known)) * 3
    row = 0
    for item in layouts:
        for start, end in item.spans:
            if end - start <= longest:
                code = known.get(fold(item.text[start:end]))
                if code is not None:
                    scores[row, code == LABEL_OF] += HOUSE_SCORE
            row += 1
