"""What the fields of one article are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convert.article import Block, Label, Segmentation
from convert.fields import merge
from convert.fields.characters import Cleaner
from convert.fields.days import Context
from convert.fields.joining import Wrap
from convert.fields.merge import Facts, Values
from convert.profile import Profile


@dataclass(slots=True)
class Work:
    """A text with its labelled lines, the blocks of its body, and the values made so far.

    `sure`: how sure the label of each line is.
    """

    seg: Segmentation
    sure: list[float]
    lines: dict[Label, list[int]]
    blocks: tuple[Block, ...]
    wrap: Wrap
    clean: Cleaner
    values: Values
    profile: Profile
    context: Context

    def least(self, lines: Sequence[int]) -> float:
        """Return how sure the labels of some lines are: the least sure of them."""
        return min(map(self.sure.__getitem__, lines)) if lines else 0.0

    def origin(self, lines: Sequence[int]) -> Facts:
        """Return the origin of what the text says on some lines."""
        return merge.read_from(lines, self.least(lines))
