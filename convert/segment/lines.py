"""A text as the model sees it: the spans of its lines and the blanks around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

_UNSPACED: Final = "\u2e7f"
"""Above it lie the scripts of East Asia, which write no spaces (and Hangul, which is wrapped within words too)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The non-empty lines of one text.

    `spans`: start and end of each stripped line, in code points. `above`: blank lines directly above it (for the
    first: line breaks before it). `indents`: blank characters between the line break and the line.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    above: tuple[int, ...]
    indents: tuple[int, ...]

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.spans)


def layout(text: str) -> Layout:
    """Split at line breaks ("\\n") only; a line is blank when `str.strip()` leaves nothing."""
    spans: list[tuple[int, int]] = []
    above: list[int] = []
    indents: list[int] = []
    position = blanks = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            spans.append((start, start + len(stripped)))
            above.append(blanks)
            indents.append(indent)
            blanks = 0
        else:
            blanks += 1
        position += len(raw) + 1
    return Layout(text, tuple(spans), tuple(above), tuple(indents))


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Return the start and end of every non-empty line, stripped of outer blanks."""
    return layout(text).spans


WIDE: Final = 100
"""Columns beyond which no newsroom's system wraps its lines; wire copy has 58 to 80."""

_RARE: Final = 0.02
_ENOUGH: Final = 3
_MIDWAY: Final = 0.3
"""Share of the breaks that must fall within a sentence: in wrapped text most do (in German half), in lists none."""


def paragraphs(item: Layout) -> tuple[int, ...]:
    """Return the number of the paragraph that each line belongs to: one a line, unless the text is hard-wrapped.

    In wrapped text a line goes on in the next one when the next one's first word would not have fitted into it and no
    blank line or deeper indent stands between them.
    """
    widths = [indent + end - start for (start, end), indent in zip(item.spans, item.indents, strict=True)]
    narrow = [width for width in widths if width <= WIDE]
    if len(narrow) <= _ENOUGH or len(widths) - len(narrow) > _RARE * len(widths):
        return tuple(range(len(widths)))
    full = max(narrow)
    goes_on = [_goes_on(item, number, widths[number], full) for number in range(len(widths) - 1)]
    breaks = [number for number, joined in enumerate(goes_on) if joined]
    midway = sum(_midway(item.text[item.spans[number + 1][0]]) for number in breaks)
    if len(breaks) < _ENOUGH or midway < _MIDWAY * len(breaks):
        return tuple(range(len(widths)))
    return tuple(accumulate((not joined for joined in goes_on), initial=0))


def _goes_on(item: Layout, number: int, width: int, full: int) -> bool:
    start, end = item.spans[number + 1]
    if item.above[number + 1] or item.indents[number + 1] > item.indents[number]:
        return False
    word = item.text[start : min(end, start + full)].split(None, 1)[0]
    size = 0 if word[0] > _UNSPACED else len(word)
    return width <= full < width + 1 + size


def _midway(char: str) -> bool:
    return char.isalpha() and char == char.lower()


def joined(item: Layout, numbers: tuple[int, ...]) -> Layout:
    """Return the layout of a wrapped text's paragraphs: each reads as one line."""
    if not numbers or numbers[-1] + 1 == len(numbers):
        return item
    texts: list[list[str]] = [[] for _ in range(numbers[-1] + 1)]
    for (start, end), number in zip(item.spans, numbers, strict=True):
        texts[number].append(item.text[start:end])
    firsts = [line for line, number in enumerate(numbers) if not line or numbers[line - 1] != number]
    lines = ["".join(parts) if parts[0][-1] > _UNSPACED else " ".join(parts) for parts in texts]
    ends = list(accumulate(len(line) + 1 for line in lines))
    return Layout(
        "\n".join(lines),
        tuple((end - len(line) - 1, end - 1) for end, line in zip(ends, lines, strict=True)),
        tuple(item.above[line] for line in firsts),
        tuple(item.indents[line] for line in firsts),
    )
