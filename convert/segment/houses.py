"""Labelled articles written by hand, house by house: a label before each line, the page's frame once a house.

    house: The Old Bridge Courier
    language: en

    == top
    boilerplate: Subscribe
    == foot
    boilerplate: Most read
    == article
    headline: Bridge to reopen
    byline: By Mary Miller

    body: The old bridge over the river reopens in May.

Each article is read twice: alone, as an extractor leaves it, and as a page between the house's top and foot. Blank
lines count; a page has one between frame and article where the article has any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from convert.article import Label

_TOP: Final = "top"
_FOOT: Final = "foot"
_ARTICLE: Final = "article"
_SECTION: Final = "== "

_LABELS: Final = {label.value: label for label in Label}

Row = tuple[Label | None, str]
"""A line of a text and its label; a blank line has none."""


@dataclass(frozen=True, slots=True)
class House:
    """A house: what frames each of its pages, and its articles."""

    name: str
    language: str
    top: Sequence[Row]
    foot: Sequence[Row]
    articles: Sequence[Sequence[Row]]

    def renditions(self) -> Iterator[tuple[int, str, Sequence[Row]]]:
        """Yield each article's number and rows twice: as `extract`, and as `page` within the frame."""
        for number, rows in enumerate(self.articles):
            gap: list[Row] = [(None, "")] if any(label is None for label, _ in rows) else []
            yield number, "extract", rows
            yield number, "page", [*self.top, *gap, *rows, *gap, *self.foot]


def read(text: str) -> House:
    """Read a file's text. Raises ValueError that says what is wrong, and in which line."""
    rows = text.split("\n")
    name, language = _stated(rows, 0, "house"), _stated(rows, 1, "language")
    frame: dict[str, list[Row]] = {_TOP: [], _FOOT: []}
    articles: list[list[Row]] = []
    for section, lines in _sections(rows):
        if section == _ARTICLE:
            if not lines:
                message = f"article {len(articles) + 1} has no lines"
                raise ValueError(message)
            articles.append(lines)
        elif section in frame:
            frame[section] += lines
        else:
            message = f"a section is top, foot or article, not {section!r}"
            raise ValueError(message)
    return House(name, language, frame[_TOP], frame[_FOOT], articles)


def _stated(rows: Sequence[str], number: int, name: str) -> str:
    found, _, value = rows[number].partition(": ") if number < len(rows) else ("", "", "")
    if found != name or not value.strip():
        message = f"line {number + 1}: expected '{name}: ...'"
        raise ValueError(message)
    return value.strip()


def _sections(rows: Sequence[str]) -> Iterator[tuple[str, list[Row]]]:
    """Yield each section with its lines, without the blank ones at its ends."""
    name = ""
    lines: list[Row] = []
    for number, row in enumerate(rows[2:], 3):
        if row.startswith(_SECTION):
            if name:
                yield name, _trimmed(lines)
            name, lines = row.removeprefix(_SECTION), []
        elif row.strip():
            lines.append(_labelled(row, number, name))
        else:
            lines.append((None, ""))
    if name:
        yield name, _trimmed(lines)


def _labelled(row: str, number: int, section: str) -> Row:
    label, _, text = row.partition(": ")
    if not section or label not in _LABELS or not text.strip():
        message = f"line {number}: expected 'label: text' in a section, not {row[:40]!r}"
        raise ValueError(message)
    return _LABELS[label], text.strip()


def _trimmed(rows: list[Row]) -> list[Row]:
    labelled = [number for number, (label, _) in enumerate(rows) if label is not None]
    return rows[labelled[0] : labelled[-1] + 1] if labelled else []
