"""Which evidence gave a line its label, in words.

The winning score is set against that of the runner-up, and the difference is traced back through the network: how much
each feature of the line itself, and the lines above and below, add to it. What is left over is the order of the labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.chain import forward_backward, pack
from convert.segment.features import Batch, extract, names
from convert.segment.gradient import contributions
from convert.segment.grammar import LABEL_OF, LABELS, to_labels
from convert.segment.lines import joined, layout, paragraphs
from convert.segment.model import Model, default
from convert.segment.network import REACH, SLOTS, Floats, run
from convert.segment.tagger import second_look

if TYPE_CHECKING:
    from collections.abc import Iterator

REASONS: Final = 4
_SIGHT: Final = sum(REACH)
_LEAST: Final = 0.3
"""Reasons below this are left out: e**0.3 changes the odds by a third, less than a person would call a reason."""

_CUES: Final = {
    "ad": "advertising",
    "agency": "news agency",
    "bio": "biography",
    "by": "byline",
    "comments": "comment section",
    "common": "common",
    "lead": "summary",
    "legal": "legal",
    "live": "live blog",
    "media": "player",
    "month": "month",
    "nav": "section",
    "photo": "photo credit",
    "place": "place",
    "related": "related-article",
    "role": "job title",
    "said": "attribution",
    "share": "sharing",
    "subscribe": "subscription",
    "time": "time",
    "weekday": "weekday",
    "wire": "wire",
    "given": "given-name",
    "family": "family-name",
    "onward": "linking",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What spoke for a line's label against the next best.

    `odds`: the probability of the label and of the rival. `reasons`: words, and by how much they moved the score
    (natural logarithm of the odds), weightiest first.
    """

    label: Label
    rival: Label
    odds: tuple[float, float]
    reasons: tuple[tuple[str, float], ...]

    def rows(self) -> list[str]:
        """Return the evidence as lines for people."""
        head = f"{self.label} {self.odds[0]:.0%}, else {self.rival} {self.odds[1]:.0%}"
        return [head, *(f"{weight:+5.1f} {words}" for words, weight in self.reasons)]


def explain(text: str, model: Model | None = None) -> tuple[Evidence, ...]:
    """Return the evidence for the label of every line."""
    model = model or default()
    lines = layout(text)
    numbers = paragraphs(lines)
    item = joined(lines, numbers)
    if not item.spans:
        return ()
    batch = extract([item], model.cues)
    scores = run(batch, model.stacked)
    sums = forward_backward(scores, pack(batch.starts, batch.sizes), model.chain)
    before = to_labels(sums.lines)
    odds = second_look(before, batch, model.card.get("opening", {}))
    ranked = np.argsort(-odds, axis=1, kind="stable")[:, :2]
    winners, rivals = _best_states(sums.lines, ranked[:, 0]), _best_states(sums.lines, ranked[:, 1])
    rows = np.arange(len(odds))
    gaps = scores[rows, winners] - scores[rows, rivals]
    found: dict[int, Evidence] = {}
    for line, parts in _traced(batch, model, winners, rivals):
        one, two = ranked[line]
        both = (float(odds[line, one]), float(odds[line, two]))
        chained, whole = _odds(before[line, one], before[line, two]), _odds(*both)
        beside = {"the order of labels around it": chained - float(gaps[line])}
        beside["what else in the text might be it"] = whole - chained
        reasons = _reasons({**parts, **beside})
        found[line] = Evidence(LABELS[one], LABELS[two], both, reasons)
    return tuple(found[number] for number in numbers)


def _odds(one: float, two: float) -> float:
    """Return the logarithm of the odds of two probabilities, either of which may be nothing."""
    return float(np.log((one + 1e-9) / (two + 1e-9)))


def _best_states(states: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    best: NDArray[np.int64] = np.argmax(np.where(labels[:, None] == LABEL_OF, states, -1.0), axis=1)
    return best


def _traced(
    batch: Batch, model: Model, winners: NDArray[np.int64], rivals: NDArray[np.int64]
) -> Iterator[tuple[int, dict[str, float]]]:
    """Trace every line's gap back; lines so far apart that they see nothing in common share one pass."""
    lines, period = len(winners), 2 * _SIGHT + 1
    slopes: list[Floats] = []
    for start in range(min(period, lines)):
        slope = np.zeros((lines, len(LABEL_OF)), np.float32)
        rows = np.arange(start, lines, period)
        slope[rows, winners[rows]] += 1
        slope[rows, rivals[rows]] -= 1
        slopes.append(slope)
    passes = [contributions(batch, weights, slopes) for weights in model.members]
    for start, parts in enumerate(zip(*passes, strict=True)):
        # the members' embeddings are as wide as each other, and so are their inputs
        mean = np.mean(parts, axis=0)
        for line in range(start, lines, period):
            yield line, _in_words(mean, line)


def _in_words(parts: Floats, line: int) -> dict[str, float]:
    """Name the parts of one line's gap: its own features, its words, the lines above and below."""
    wide = len(names())
    own = parts[line]
    words = own[wide:].reshape(SLOTS + 1, -1).sum(axis=1)
    reasons: dict[str, float] = {}
    for name, value in zip(names(), own, strict=False):
        reasons[phrase(name)] = reasons.get(phrase(name), 0.0) + float(value)
    reasons |= {"its first word": float(words[0]), "its second word": float(words[1])}
    reasons |= {"its last word": float(words[2]), "its words": float(words[3])}
    above, below = parts[max(line - _SIGHT, 0) : line], parts[line + 1 : line + 1 + _SIGHT]
    return reasons | {"the lines above": float(above.sum()), "the lines below": float(below.sum())}


def _reasons(parts: dict[str, float]) -> tuple[tuple[str, float], ...]:
    ranked = sorted(parts.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple((words, round(weight, 1)) for words, weight in ranked[:REASONS] if abs(weight) >= _LEAST)


_PHRASES: Final = (
    ("title worth", "how well its words sum up the running text"),
    ("rank as a title", "how well its words sum up the running text"),
    ("best title", "how well its words sum up the running text"),
    ("as good as the best title", "how well its words sum up the running text"),
    ("below the best title", "where it stands to the best candidate for a headline"),
    ("above the best title", "where it stands to the best candidate for a headline"),
    ("best title is near", "where it stands to the best candidate for a headline"),
    ("alike ", "a line near it says the same"),
    ("contained ", "a line near it says the same"),
    ("containing ", "a line near it says the same"),
    ("pairs of names", "full names in it"),
    ("names again", "full names in it that come again"),
    ("size to the mean paragraph", "its length beside the paragraphs'"),
    ("paragraphs end in a stop", "how the paragraphs end"),
    ("paragraphs ", "its place among the paragraphs"),
    ("first paragraph", "its place among the paragraphs"),
    ("second paragraph", "its place among the paragraphs"),
    ("third paragraph", "its place among the paragraphs"),
    ("in the core", "where it stands to the main run of paragraphs"),
    ("opens the core", "where it stands to the main run of paragraphs"),
    ("closes the core", "where it stands to the main run of paragraphs"),
    ("near above the core", "where it stands to the main run of paragraphs"),
    ("above the core", "where it stands to the main run of paragraphs"),
    ("below the core", "where it stands to the main run of paragraphs"),
    ("before the core", "where it stands to the main run of paragraphs"),
    ("after the core", "where it stands to the main run of paragraphs"),
    ("length", "its length"),
    ("share of ", "its kinds of letters"),
    ("count of ", "its marks"),
    ("any ", "its marks"),
    ("run ", "marks and spaces in a row, as in times, dates, names of sites"),
    ("words", "how many words it has"),
    ("one word", "how many words it has"),
    ("two to four words", "how many words it has"),
    ("mean word", "how long its words are"),
    ("number", "its numbers"),
    ("titled", "capital letters at the start of its words"),
    ("all words titled", "capital letters at the start of its words"),
    ("single letters", "initials"),
    ("shouting", "words in capitals"),
    ("lower", "words without a capital letter"),
    ("name", "names of people in it"),
    ("running text above 12", "its words come in the running text just above"),
    ("running text below", "its words come in the running text just below"),
    ("running text", "where it stands in the running text"),
    ("much running text", "where it stands in the running text"),
    ("no running text above", "no running text above it"),
    ("to running text", "how far the running text is"),
    ("terms alone", "its words come nowhere else"),
    ("terms in running text", "its words come in the running text"),
    ("terms in short lines", "its words come in other short lines"),
    ("terms", "its words come in the lines next to it"),
    ("repeat", "it is repeated"),
    ("opening repeats", "other lines begin alike"),
    ("from ", "its place in the text"),
    ("depth", "its place in the text"),
    ("first line", "its place in the text"),
    ("second line", "its place in the text"),
    ("last line", "its place in the text"),
    ("stands alone", "the blank lines around it"),
    ("agency near the start", "a news agency near its start"),
    ("no word", "how many words it has"),
    ("no term", "how many words it has"),
    ("lines of text", "how long the text is"),
    ("blank", "the blank lines around it"),
    ("text has", "how the text is set"),
    ("text is", "how the text is set"),
    ("widest", "how the text is set"),
    ("indent", "its indent"),
    ("full", "how full the line is"),
)


@cache
def phrase(name: str) -> str:
    """Say the name of a feature in words."""
    for prefix, words in (("cue share ", "how many {} words it has"), ("cue first ", "starts with a {} word")):
        if name.startswith(prefix):
            return words.format(_CUES.get(name.removeprefix(prefix), "known"))
    if name.startswith("cue "):
        return f"has {_CUES.get(name.removeprefix('cue '), 'known')} words"
    return next((words for prefix, words in _PHRASES if name.startswith(prefix)), name)
