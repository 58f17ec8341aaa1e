"""A text as the model sees it: the spans of its lines and the blanks around them."""

from __future__ import annotations

from dataclasses import dataclass


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
