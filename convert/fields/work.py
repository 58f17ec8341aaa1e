"""What the fields of one article are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convert.article import Block, Label, Origin, OriginSource, Segmentation
from convert.fields import headings
from convert.fields.characters import Cleaner
from convert.fields.dates import Context
from convert.fields.joining import Wrap
from convert.fields.merge import Values
from convert.profile import Profile


@dataclass(frozen=True, slots=True)
class Work:
    """A text with its labelled lines, the blocks of its body, and the values made so far."""

    seg: Segmentation
    lines: dict[Label, list[int]]
    blocks: tuple[Block, ...]
    wrap: Wrap
    clean: Cleaner
    values: Values
    profile: Profile
    context: Context

    def origin(self, lines: Sequence[int]) -> Origin:
        """Return the origin of what the text says on some lines."""
        sure = round(min(max(headings.least_confidence(self.seg, lines), 0.0), 1.0), 3)
        return Origin(source=OriginSource.TEXT, lines=tuple(lines), confidence=sure)
