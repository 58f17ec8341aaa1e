"""Numbers that every format states alike: counts of words, degrees on the globe."""

from __future__ import annotations

import math
from typing import Any, Final

_MOST: Final = {"latitude": 90, "longitude": 180}
"""Degrees to either side."""


def off_the_globe(name: str, value: Any) -> bool:
    """Tell whether a latitude or longitude is a number that no place has; what is no number is not judged."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return False
    return math.isfinite(degrees) and abs(degrees) > _MOST[name]


_SLACK: Final = (0.9, 1.1, 5)
"""Share below, share above, words: counting rules differ by hyphens, numbers and crossheads, by no more."""


def near(stated: int, real: int) -> bool:
    """Tell whether a stated number of words can be that of a text."""
    low, high, words = _SLACK
    return low * real - words <= stated <= high * real + words
