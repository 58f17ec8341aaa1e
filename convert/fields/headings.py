"""Headline, standfirst and literal byline from their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convert.article import Label, Segmentation
from convert.fields import joining
from convert.fields.characters import Cleaner, same
from convert.fields.times import runs


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the lines it was made of."""

    text: str
    lines: tuple[int, ...]


def by_label(seg: Segmentation) -> dict[Label, list[int]]:
    """Return the numbers of the lines with each label, in order."""
    numbers: dict[Label, list[int]] = {label: [] for label in Label}
    for number, line in enumerate(seg.lines):
        numbers[line.label].append(number)
    return numbers


def headline(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> Found | None:
    """Return the first group of headline lines that stand together, joined by a blank, a repeated line once."""
    for group in runs(numbers):
        texts: list[str] = []
        for number in group:
            text = clean.line(seg.lines[number].text)
            if text and (not texts or not _repeats(text, texts)):
                texts.append(text)
        if texts:
            return Found(joining.join(texts), tuple(group))
    return None


def _repeats(text: str, texts: Sequence[str]) -> bool:
    """Tell whether a line says again what the lines before it said, one by one or joined."""
    return same(text) in {same(known) for known in texts} | {same("".join(texts))}


def standfirst(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> Found | None:
    """Return the standfirst: one line each, wrapped lines joined, repeats left out."""
    wrap = joining.judge(seg, numbers)
    texts: list[list[str]] = []
    for number in numbers:
        text = clean.line(seg.lines[number].text)
        above = seg.lines[number - 1].text if number else ""
        if texts and number - 1 in numbers and wrap.width and not joining.ends(above, text, wrap):
            texts[-1].append(text)
        elif text:
            texts.append([text])
    if len(texts) == 1:
        return Found(joining.join(texts[0]), tuple(numbers))
    joined = list({same(text): text for text in reversed([joining.join(lines) for lines in texts])}.values())[::-1]
    return Found("\n".join(joined), tuple(numbers)) if joined else None


def byline(seg: Segmentation, numbers: Sequence[int], clean: Cleaner) -> Found | None:
    """Return the literal byline, its lines as they stand."""
    texts = {number: text for number in numbers if (text := clean.line(seg.lines[number].text))}
    return Found("\n".join(texts.values()), tuple(texts)) if texts else None


def least_confidence(seg: Segmentation, numbers: Sequence[int]) -> float:
    """Return how sure the labels of some lines are: the least sure of them."""
    return min((seg.lines[number].confidence for number in numbers), default=0.0)
