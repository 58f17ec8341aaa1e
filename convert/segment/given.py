"""Labels that a person set: they stand in place of the model's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from convert.article import Label, Segmentation
from convert.diagnostics import Diagnostic, diagnostic

CERTAIN: Final = 1.0
"""The confidence of a label that a person set."""


def corrected(segmentation: Segmentation, labels: Sequence[Label | None]) -> Segmentation | Diagnostic:
    """Set the labels of lines, in their order; None leaves a line the label it has.

    A Diagnostic says so when there are not as many labels as lines: then nobody knows which line each was meant for.
    """
    if len(labels) != len(segmentation.lines):
        return diagnostic("segment.labels", f"{len(labels)} labels for {len(segmentation.lines)} lines", path="/labels")
    lines = tuple(
        line if label is None else replace(line, label=label, confidence=CERTAIN)
        for line, label in zip(segmentation.lines, labels, strict=True)
    )
    sure = CERTAIN if None not in labels else segmentation.confidence
    return replace(segmentation, lines=lines, confidence=sure)
