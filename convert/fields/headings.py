"""Headline, standfirst and literal byline from their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from convert.article import Label, Segmentation
from convert.fields import joining
from convert.fields.characters import Cleaner, same
from convert.fields.times import runs

_LABELS: Final = tuple(Label)


class Found(NamedTuple):
    """A value and the lines it was made of."""

    text: str
    lines: tuple[int, ...]


def by_label(seg: Segmentation) -> dict[Label, list[int]]:
    """Return the numbers of the lines with each label, in order."""
    numbers: dict[Label, list[int]] = {label: [] for label in _LABELS}
    for number, line in enumerate(seg.lines):
        numbers[line.label].append(number)
    return numbers


def inside(numbers: Mapping[Label, list[int]]) -> list[int]:
    """Return the numbers of the lines of the body, crossheads included, in order."""
    if not numbers[Label.CROSSHEAD]:
        return numbers[Label.BODY]
    return sorted(numbers[Label.BODY] + numbers[Label.CROSSHEAD])


def headline(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> Found | None:
    """Return the first group of headline lines that stand together, joined by one blank, a repeated line once.

    A line repeats what the lines before it said, one by one or joined.
    """
    for group in runs(numbers):
        if len(group) == 1 and (text := clean.line(seg.lines[group[0]].text)):
            return Found(text, tuple(group))
        texts: list[str] = []
        said: set[str] = set()
        length = 0
        for number in group:
            text = clean.line(seg.lines[number].text)
            folded = same(text)
            if not text or folded in said or (len(folded) == length and folded == "".join(map(same, texts))):
                continue
            texts.append(text)
            said.add(folded)
            length += len(folded)
        if texts:
            return Found(" ".join(texts), tuple(group))
    return None


def standfirst(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> Found | None:
    """Return the standfirst: one line each, wrapped lines joined, repeats left out."""
    if not numbers:
        return None
    wrap = joining.judge(seg, numbers)
    texts: list[list[str]] = []
    known = frozenset(numbers)
    for number in numbers:
        text = clean.line(seg.lines[number].text)
        above = seg.lines[number - 1].text if number else ""
        if texts and number - 1 in known and wrap.width and not joining.ends(above, text, wrap):
            texts[-1].append(text)
        elif text:
            texts.append([text])
    if len(texts) == 1:
        return Found(joining.join(texts[0]), tuple(numbers))
    joined: dict[str, str] = {}
    for text in map(joining.join, texts):
        joined.setdefault(same(text), text)
    return Found("\n".join(joined.values()), tuple(numbers)) if joined else None


def byline(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> Found | None:
    """Return the literal byline, its lines as they stand."""
    texts = {number: text for number in numbers if (text := clean.line(seg.lines[number].text))}
    return Found("\n".join(texts.values()), tuple(texts)) if texts else None
