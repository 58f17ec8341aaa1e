"""Which way a text runs."""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE: Final = 2000
_RIGHT_TO_LEFT: Final = ("R", "AL")


def direction(texts: Iterable[str]) -> str:
    """Return `rtl` when most letters with a direction run from right to left, else `ltr`.

    The script decides, not the language: Azerbaijani, Kurdish or Punjabi are written both ways. The first 2,000 such
    letters are enough to judge by: a headline in Latin letters does not turn an Arabic article.
    """
    classes = (unicodedata.bidirectional(character) for text in texts for character in text)
    strong = [name for name in islice(classes, 10 * _SAMPLE) if name == "L" or name in _RIGHT_TO_LEFT][:_SAMPLE]
    return "rtl" if 2 * strong.count("L") < len(strong) else "ltr"
