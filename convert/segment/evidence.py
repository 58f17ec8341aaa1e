"""What an archive knows of itself: lines that recur from article to article are no article's own words.

The evidence is counted once for an archive (`batch.learning`) and kept: a file of its own, which people may read and
correct. The labels of a text depend on the text, the model and the evidence, never on what else is in a batch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson

from convert.article import Label
from convert.segment.chain import Scores
from convert.segment.grammar import LABEL_OF
from convert.segment.lines import Layout

FORMAT: Final = "newsconvert-evidence/1"

LONGEST: Final = 500
"""Letters of a line that is counted: notices are shorter, and what is longer is prose."""

_OWN: Final = tuple(
    number
    for number, label in enumerate(Label)
    if label in (Label.HEADLINE, Label.STANDFIRST, Label.CROSSHEAD, Label.BODY)
)
"""Labels of an article's own words. Bylines, datelines and captions recur rightly: a desk, a town, a logo."""

PENALTY: Final = 8.0
"""What a recurring line loses for each label of `_OWN`. On 65 articles of the corpus from 33 sites that have three or
more, labelled by models that had not seen their publishers (`benchmarks.evidence`), 1, 2, 4 and 8 mended 9, 11, 12 and
12 of 412 wrong lines of pages and spoilt none, 1, 2 and 2; of 323 of extracts they mended 4, 6, 8 and 8 and spoilt one
each; 12 and 30 were as 8. A penalty for bylines and captions spoilt as many as it mended, with earlier networks."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lines that recur in an archive, folded, each with the number of its documents that have it."""

    documents: int = 0
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of what the labels depend on."""
        return hashlib.sha256("\n".join(sorted(line for line, _ in self.lines)).encode()).hexdigest()

    def as_json(self) -> bytes:
        """Return the evidence as a file: a recurring line a line, the commonest first."""
        head = orjson.dumps({"format": FORMAT, "documents": self.documents})[:-1]
        rows = b",\n".join(orjson.dumps({"line": line, "documents": number}) for line, number in self.lines)
        return head + b',"lines":[\n' + rows + b"\n]}\n"


def from_json(data: bytes) -> Evidence:
    """Read the evidence of a file. Raises ValueError that says what is wrong."""
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error}") from None
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ValueError(f"it is not of format {FORMAT}")
    rows = values.get("lines")
    if not isinstance(rows, list) or not isinstance(values.get("documents"), int):
        raise ValueError("it has no number of documents, or no list of lines")
    return Evidence(values["documents"], tuple(_row(row) for row in rows))


def _row(row: Any) -> tuple[str, int]:
    if isinstance(row, dict) and isinstance(row.get("line"), str) and isinstance(row.get("documents"), int):
        return fold(row["line"]), row["documents"]
    raise ValueError("a line has no text, or no number of documents")


def fold(line: str) -> str:
    """Make lines comparable: case and runs of blanks do not matter."""
    return " ".join(line.casefold().split())


def lines_of(layout: Layout) -> set[str]:
    """Return the lines of a text that may be counted, folded."""
    return {fold(layout.text[start:end]) for start, end in layout.spans if end - start <= LONGEST}


def weigh(scores: Scores, layouts: Sequence[Layout], known: Iterable[str]) -> None:
    """Take from the scores of recurring lines, in place, what speaks for an article's own words."""
    recurring = frozenset(known)
    longest = max(map(len, recurring), default=0) * 3
    spans = ((item.text, start, end) for item in layouts for start, end in item.spans)
    rows = [
        row
        for row, (text, start, end) in enumerate(spans)
        if end - start <= longest and fold(text[start:end]) in recurring
    ]
    scores[np.ix_(np.array(rows, np.int64), np.flatnonzero(np.isin(LABEL_OF, _OWN)))] -= PENALTY
