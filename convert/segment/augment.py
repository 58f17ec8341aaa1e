"""Other shapes of the same labelled article, so that the model does not lean on how one corpus was rendered.

Each change is a small function from pieces to pieces; `vary` draws some of them. All randomness comes from the
generator that is passed in.
"""

# ruff: noqa: PLR2004 - the chances of each change, set by hand
from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from convert.article import Label
from convert.segment.gold import Gold
from convert.segment.lines import Layout, joined, layout, paragraphs
from convert.segment.pieces import Change, Piece, Pieces, Random
from convert.segment.shapes import SHAPES
from convert.segment.wire import wire_copy

WIDTHS: Final = (65, 72, 80)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to learn from, as the model will see it, and its labels."""

    layout: Layout
    labels: tuple[Label | None, ...]


def leftovers_of(golds: Sequence[Gold]) -> list[str]:
    """Collect short lines of the articles' boilerplate, to be put into others."""
    found: dict[str, None] = {}
    for gold in golds:
        if gold.rendition == "extract":
            found |= {p.text: None for p in pieces_of(gold) if p.label is Label.BOILERPLATE and len(p.text) < 100}
    return list(found)


def pieces_of(gold: Gold) -> Pieces:
    """Take a labelled text apart."""
    seen = layout(gold.text)
    texts = [gold.text[start:end] for start, end in seen.spans]
    return [Piece(*row) for row in zip(texts, gold.labels, seen.above, seen.indents, strict=True)]


def sample_of(pieces: Pieces) -> Sample:
    """Put the pieces together again."""
    rows = [
        "\n" * (piece.above + (number > 0)) + " " * piece.indent + piece.text for number, piece in enumerate(pieces)
    ]
    seen = layout("".join(rows))
    if len(seen) != len(pieces):  # a piece was blank
        pieces = [piece for piece in pieces if piece.text.strip()]
        return sample_of(pieces)
    return as_read(Sample(seen, tuple(piece.label for piece in pieces)))


def as_read(sample: Sample) -> Sample:
    """Join the lines of wrapped text as the tagger does; a paragraph of lines of different labels is not settled."""
    numbers = paragraphs(sample.layout)
    found: dict[int, set[Label | None]] = {}
    for number, label in zip(numbers, sample.labels, strict=True):
        found.setdefault(number, set()).add(label)
    labels = tuple(labels.pop() if len(labels) == 1 else None for labels in found.values())
    return Sample(joined(sample.layout, numbers), labels)


def vary(gold: Gold, leftovers: Sequence[str], random: Random) -> Sample:
    """Return one of the shapes of an article: mostly as it is, else changed in one to four ways."""
    pieces = pieces_of(gold)
    if random.random() < 0.5:
        pieces = [piece for piece in pieces if piece.label is not None] or pieces
    if gold.rendition == "page":
        pieces = crop(pieces, random)
    draw = random.random()
    if draw < 0.14:
        pieces = clean(pieces)
    elif draw < 0.22:
        return sample_of([Piece(*row) for row in wire_copy([(p.text, p.label) for p in pieces], random)] or pieces)
    for change, chance in _CHANGES:
        if random.random() < chance:
            pieces = change(pieces, random)
    if random.random() < 0.15:
        pieces = insert(pieces, leftovers, random)
    for change, chance in _LAYOUTS:
        if random.random() < chance:
            pieces = change(pieces, random)
            break
    return sample_of(pieces)


def crop(pieces: Pieces, random: Random) -> Pieces:
    """Keep the article of a page and some lines around it; seven times of ten up to 400 lines of it."""
    inside = [n for n, piece in enumerate(pieces) if piece.label not in (Label.BOILERPLATE, None)]
    if not inside:
        return pieces[:100]
    around = 200 if random.random() < 0.7 else int(random.integers(1, 80))
    start = max(inside[0] - around, 0)
    return pieces[start : inside[-1] + 1 + int(random.integers(0, around + 1))]


def clean(pieces: Pieces) -> Pieces:
    """Keep the headline and the body."""
    kept = [piece for piece in pieces if piece.label in (Label.HEADLINE, Label.BODY)]
    return kept if any(piece.label is Label.BODY for piece in kept) else pieces


def no_blanks(pieces: Pieces, random: Random) -> Pieces:
    """Take out all blank lines."""
    del random
    return [replace(piece, above=0) for piece in pieces]


def more_blanks(pieces: Pieces, random: Random) -> Pieces:
    """Put one to three blank lines between all lines, or double those that are there."""
    if random.random() < 0.5:
        count = int(random.integers(1, 4))
        return [replace(piece, above=count) for piece in pieces]
    return [replace(piece, above=piece.above * 2) for piece in pieces]


def wrap(pieces: Pieces, random: Random) -> Pieces:
    """Wrap all lines at one width; paragraphs are set off by a blank line, by an indent, by both or by nothing."""
    width = int(random.choice(WIDTHS))
    blanks = random.random() < 0.6
    indent = int(random.integers(2, 6)) if random.random() < 0.4 else 0
    if random.random() < 0.5:
        return rewrap(pieces, width, indent=0, blanks=None)
    return rewrap(pieces, width, indent=indent, blanks=blanks)


def rewrap(pieces: Pieces, width: int, *, indent: int = 0, blanks: bool | None = None) -> Pieces:
    """Wrap lines at a width. `blanks` None keeps the blank lines as they are."""
    result: Pieces = []
    for piece in pieces:
        above = piece.above if blanks is None else int(blanks)
        first = indent if piece.label is Label.BODY else 0
        for number, text in enumerate(wrapped(piece.text, width, first)):
            if number == 0:
                result.append(Piece(text, piece.label, above, first or piece.indent))
            else:
                result.append(Piece(text, piece.label))
    return result


def wrapped(text: str, width: int, indent: int) -> list[str]:
    """Break a text at blanks; where it has none, as in Chinese, after every width / 2 characters."""
    if sum(ord(char) > 0x2E80 for char in text[:80]) > 20:
        step = width // 2
        return [text[start : start + step].strip() for start in range(0, len(text), step)]
    lines = textwrap.wrap(text, width, initial_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
    return [line.strip() for line in lines] or [text]


def shout(pieces: Pieces, random: Random) -> Pieces:
    """Set the headline in capitals, now and then the byline too."""
    labels = {Label.HEADLINE} if random.random() < 0.7 else {Label.HEADLINE, Label.BYLINE}
    return [replace(piece, text=piece.text.upper()) if piece.label in labels else piece for piece in pieces]


def drop_headline(pieces: Pieces, random: Random) -> Pieces:
    """Leave out the headline; a line of boilerplate that repeats it goes too."""
    del random
    titles = {piece.text for piece in pieces if piece.label is Label.HEADLINE}
    return [piece for piece in pieces if piece.text not in titles] or pieces


def drop_some(pieces: Pieces, random: Random) -> Pieces:
    """Leave out the byline, the times, the captions, the standfirst, or the boilerplate between the paragraphs."""
    label = random.choice([Label.BYLINE, Label.DATELINE, Label.CAPTION, Label.STANDFIRST, Label.BOILERPLATE])
    return [piece for piece in pieces if piece.label != label] or pieces


def truncate(pieces: Pieces, random: Random) -> Pieces:
    """Cut the text off after some paragraph."""
    body = [n for n, piece in enumerate(pieces) if piece.label is Label.BODY]
    return pieces[: int(random.choice(body)) + 1] if body else pieces


def insert(pieces: Pieces, leftovers: Sequence[str], random: Random) -> Pieces:
    """Put one to five lines of other pages' boilerplate between the lines."""
    result = list(pieces)
    if not leftovers:
        return result
    for _ in range(int(random.integers(1, 6))):
        text = leftovers[int(random.integers(len(leftovers)))]
        place = int(random.integers(len(result) + 1))
        result.insert(place, Piece(text, Label.BOILERPLATE, above=int(random.integers(0, 2))))
    return result


_CHANGES: Final[tuple[tuple[Change, float], ...]] = (
    (shout, 0.06),
    (drop_headline, 0.04),
    (drop_some, 0.10),
    (truncate, 0.06),
    *SHAPES,
)
_LAYOUTS: Final[tuple[tuple[Change, float], ...]] = ((no_blanks, 0.20), (more_blanks, 0.08), (wrap, 0.10))
