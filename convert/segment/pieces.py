"""A labelled text taken apart into lines that can be moved and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from convert.article import Label


@dataclass(frozen=True, slots=True)
class Piece:
    """A line that can be moved: its text, its label (None: not settled) and the blanks before it."""

    text: str
    label: Label | None
    above: int = 0
    indent: int = 0


Pieces = list[Piece]
Random = np.random.Generator
Change = Callable[[Pieces, Random], Pieces]
