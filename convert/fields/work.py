"""What the fields of one article are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from convert.article import Article, Block, Label, Segmentation
from convert.fields import merge
from convert.fields.characters import Cleaner
from convert.fields.days import Context
from convert.fields.joining import Wrap
from convert.fields.merge import Facts, Values
from convert.metadata import NONE, Metadata, Source
from convert.profile import DEFAULT, Profile


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with labelled lines, and what is known of it beside them.

    `reference` is the moment that relative times (`5 hours ago`) are counted from; without it they stay text.
    """

    segmentation: Segmentation
    source: Source
    profile: Profile = DEFAULT
    metadata: Metadata = NONE
    reference: datetime | None = None


@dataclass(slots=True)
class Work:
    """One article in the making: its labelled text, and what the steps so far have found, each by those before it.

    `lines`: the numbers of the lines of each label. `sure`: how sure the label of each line is. `filed`: lines whose
    date says when the story was filed, and no more. `is_over`: the text has no body. `article` is set by the last step.
    """

    labelled: Labelled
    seg: Segmentation
    profile: Profile
    clean: Cleaner
    values: Values
    sure: list[float]
    lines: dict[Label, list[int]] = field(default_factory=dict)
    wrap: Wrap = field(default_factory=Wrap)
    blocks: tuple[Block, ...] = ()
    context: Context = field(default_factory=Context)
    filed: Sequence[int] = ()
    is_over: bool = False
    article: Article | None = None

    def least(self, lines: Sequence[int]) -> float:
        """Return how sure the labels of some lines are: the least sure of them."""
        return min(map(self.sure.__getitem__, lines)) if lines else 0.0

    def origin(self, lines: Sequence[int]) -> Facts:
        """Return the origin of what the text says on some lines."""
        return merge.read_from(lines, self.least(lines))
