"""What kind of character each code point is: one table of classes and one of simple case folding.

Both are shipped as data, so that a text gets the same labels under any version of Python and its Unicode tables.
`python -m convert.segment.characters` writes them anew; a model must then be trained anew.
"""

# ruff: noqa: PLR2004 - blocks of Unicode
from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT: Final = 0x20000
"""Code points from here on are Han, as planes 2 and 3 are."""

PATH: Final = Path(__file__).parent / "data" / "characters.npz"


class Kind(IntEnum):
    """The class of a character. The numbers stand in the data file and in every model."""

    OTHER = 0
    SPACE = 1
    UPPER = 2
    LOWER = 3
    UNCASED = 4
    HAN = 5
    KANA = 6
    HANGUL = 7
    UNSPACED = 8
    DIGIT = 9
    STOP = 10
    COMMA = 11
    COLON = 12
    SEMICOLON = 13
    QUESTION = 14
    EXCLAMATION = 15
    QUOTE = 16
    APOSTROPHE = 17
    HYPHEN = 18
    DASH = 19
    OPEN = 20
    CLOSE = 21
    SLASH = 22
    BULLET = 23
    AT = 24
    HASH = 25
    RIGHTS = 26
    ELLIPSIS = 27
    ARROW = 28
    UNIT = 29
    RULE = 30
    PICTOGRAM = 31
    BREAK = 32
    CONTROL = 33


_MARKS: Final = {
    Kind.STOP: ".。．।۔։។።",
    Kind.COMMA: ",、，،",
    Kind.COLON: ":：",
    Kind.SEMICOLON: ";；؛",
    Kind.QUESTION: "?？؟¿",
    Kind.EXCLAMATION: "!！¡",
    Kind.QUOTE: '"“”„‟«»‹›「」『』《》〈〉＂״',
    Kind.APOSTROPHE: "'’‘‚`´＇׳",
    Kind.HYPHEN: "-‐‑־",
    Kind.DASH: "–—―−",
    Kind.OPEN: "([{（【［〔",
    Kind.CLOSE: ")]}）】］〕",
    Kind.SLASH: "/\\／",
    Kind.BULLET: "|·•‧∙●○■□▪▫◆◇★☆・｜¦",
    Kind.AT: "@＠",
    Kind.HASH: "#＃",
    Kind.RIGHTS: "©®™℗",
    Kind.ELLIPSIS: "…‥",
    Kind.ARROW: "←↑→↓⇒▶►▼▲◀◄➔➜➤>＞<",
    Kind.UNIT: "%$€£¥₹₽₩฿°％",
    Kind.RULE: "*_=+~^＊＝～",
    Kind.BREAK: "\n",
}
_UNSPACED_BLOCKS: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_HAN_BLOCKS: Final = ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_KANA_BLOCKS: Final = ((0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D))
_HANGUL_BLOCKS: Final = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_LETTER_BLOCKS: Final = (
    (Kind.UNSPACED, _UNSPACED_BLOCKS),
    (Kind.HAN, _HAN_BLOCKS),
    (Kind.KANA, _KANA_BLOCKS),
    (Kind.HANGUL, _HANGUL_BLOCKS),
)
_CATEGORIES: Final = {
    "Lu": Kind.UPPER,
    "Lt": Kind.UPPER,
    "Ll": Kind.LOWER,
    "Lo": Kind.UNCASED,
    "Lm": Kind.UNCASED,
    "Mn": Kind.UNCASED,
    "Mc": Kind.UNCASED,
    "Nd": Kind.DIGIT,
    "So": Kind.PICTOGRAM,
    "Zs": Kind.SPACE,
    "Zl": Kind.SPACE,
    "Zp": Kind.SPACE,
    "Ps": Kind.OPEN,
    "Pe": Kind.CLOSE,
    "Pi": Kind.QUOTE,
    "Pf": Kind.QUOTE,
    "Pd": Kind.DASH,
    "Cc": Kind.CONTROL,
    "Cs": Kind.CONTROL,
    "Cn": Kind.CONTROL,
}


def classify(point: int) -> Kind:
    """Return the class of one code point by this Python's Unicode data."""
    char = chr(point)
    for kind, marks in _MARKS.items():
        if char in marks:
            return kind
    if char in "\t\r\x0b\x0c\x85":
        return Kind.SPACE
    category = unicodedata.category(char)
    if category[0] in "LM":
        for kind, blocks in _LETTER_BLOCKS:
            if any(low <= point <= high for low, high in blocks):
                return kind
    return _CATEGORIES.get(category, Kind.OTHER)


def fold(point: int) -> int:
    """Return the code point of the lower case: always one for one, a surrogate becomes U+FFFD."""
    if 0xD800 <= point < 0xE000:
        return 0xFFFD
    lower = chr(point).lower()
    return ord(lower) if len(lower) == 1 else point


@lru_cache(maxsize=1)
def tables() -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Return the class and the folded code point of every code point; the last entry stands for all above.

    Folding makes lower case, and "0" of every digit: the model reads the shape of a number, never its value.
    """
    with np.load(PATH, allow_pickle=False) as file:
        kinds, steps = file["kinds"], file["steps"]
    points = np.arange(len(steps), dtype=np.int32) + steps
    points[kinds == Kind.DIGIT] = ord("0")
    return kinds, points.astype(np.uint64)


def build() -> None:
    """Write the data file from this Python's Unicode data."""
    kinds = np.fromiter((classify(point) for point in range(LIMIT)), np.uint8, LIMIT)
    steps = np.fromiter((fold(point) - point for point in range(LIMIT)), np.int32, LIMIT)
    np.savez_compressed(PATH, kinds=np.append(kinds, np.uint8(Kind.HAN)), steps=np.append(steps, np.int32(0)))


if __name__ == "__main__":
    build()
