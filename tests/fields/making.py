"""Segmentations by hand: a text with a label before each line."""

from __future__ import annotations

from convert.article import Article, Label, Line, Segmentation
from convert.diagnostics import Diagnostic
from convert.fields import build
from convert.metadata import NONE, Metadata, Source
from convert.profile import DEFAULT, Profile

SHORT = {"h": "headline", "s": "standfirst", "y": "byline", "d": "dateline", "c": "caption", "x": "crosshead"}
SHORT |= {"b": "body", "o": "boilerplate"}

SOURCE = Source("2024/story.txt", "0" * 64)


def seg(marked: str, confidence: float = 1.0) -> Segmentation:
    """`h|The headline` is a headline line; a line without a mark is blank or, with text, body."""
    rows = [row.split("|", 1) if row[1:2] == "|" else ["b", row] for row in marked.split("\n")]
    lines, position = [], 0
    for mark, text in rows:
        bare = text.strip()
        if bare:
            start = position + text.index(bare)
            lines.append(Line(bare, start, start + len(bare), Label(SHORT[mark]), confidence))
        position += len(text) + 1
    return Segmentation("\n".join(text for _, text in rows), tuple(lines))


def article(marked: str, profile: Profile = DEFAULT, metadata: Metadata = NONE) -> Article:
    made = build(seg(marked), SOURCE, profile, metadata).article
    assert made is not None
    return made


def diagnostics(marked: str, profile: Profile = DEFAULT, metadata: Metadata = NONE) -> tuple[Diagnostic, ...]:
    return build(seg(marked), SOURCE, profile, metadata).diagnostics


def codes(marked: str, profile: Profile = DEFAULT, metadata: Metadata = NONE) -> set[str]:
    return {found.code for found in diagnostics(marked, profile, metadata)}
