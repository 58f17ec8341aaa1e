"""`segment`: the labelled lines of one text, shown."""

from __future__ import annotations

from pathlib import Path

import orjson

from convert import profile as profiles
from convert.article import Segmentation
from convert.commands.source import one_text
from convert.segment import show
from convert.segment.explain import explain as evidence_of
from convert.segment.tagger import segment_many


def segment(file: str, shape: str, profile: Path | None, *, explain: bool) -> str:
    """Return the labelled lines of one text as text, JSON or HTML. Raises Rejected when it is no text."""
    chosen = profiles.DEFAULT if profile is None else profiles.load(profile)
    text = one_text(file, chosen)
    (segmentation,) = segment_many([text], house=chosen.words)
    if shape == "json":
        return _json(segmentation)
    evidence = evidence_of(text) if explain else None
    if shape == "html":
        return show.render_html(segmentation, evidence)
    return show.render_text(segmentation, evidence)


def _json(segmentation: Segmentation) -> str:
    lines = [
        {"text": line.text, "start": line.start, "end": line.end, "label": line.label, "confidence": line.confidence}
        for line in segmentation.lines
    ]
    head = {"confidence": segmentation.confidence, "lines": lines}
    return orjson.dumps(head, option=orjson.OPT_INDENT_2).decode() + "\n"
