"""A line as the date grammar sees it: numbers, words and signs, in any script, with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from re import compile as pattern
from typing import Final, NamedTuple

LONGEST: Final = 400
"""Characters of a line that are read: no line that states a time or names its authors is longer."""

_UNITS: Final = frozenset("年月日號号時时点點分秒년월일시분초")
"""Characters that follow a number as its unit and stand alone: they are no part of a longer word."""


class _Classes(dict[int, str]):
    """Maps a code point to the kind of its token: `w` letter or mark, `n` digit, `c` unit, `p` sign; or to a blank."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in _UNITS:
            found = "c"
        elif kind == "Nd":
            found = "n"
        elif kind[0] in "LM":
            found = "w"
        else:
            found = " " if char.isspace() else "p"
        self[code] = found
        return found


_CLASSES: Final = _Classes()
_RUNS: Final = pattern("w+|n+|c|p| +")
"""All of a line: each token, and the blanks between."""

_DATE_DIGITS: Final = 8
"""Digits of the longest number that is a date: yyyymmdd."""


class Token(NamedTuple):
    """A number (`kind` n), a word (w), a unit (c) or a sign (p). `word` is folded, `digits` counts a number's."""

    kind: str
    word: str
    number: int
    digits: int
    start: int
    end: int


_token: Final[Callable[[tuple[object, ...]], Token]] = partial(tuple.__new__, Token)
"""Makes a token of its parts, in half the time that `Token(...)` takes."""


def fold(word: str) -> str:
    """Fold case and, outside the scripts of India and their kin, accents: MÄR, Mär and mar are one word."""
    return word.lower() if word.isascii() else _fold(word)


@lru_cache(maxsize=1024)
def _fold(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFKC", "".join(char for char in apart if not "\u0300" <= char <= "\u036f"))


class _Flat(dict[int, str]):
    """Maps a code point to its folded form where that is one code point, else to itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold(char)
        self[code] = found = folded if len(folded) == 1 else char
        return found


_FLAT: Final = _Flat()


def flat(text: str) -> str:
    """Fold case and accents without changing the length: a place found in the result is the same in `text`."""
    return text.lower() if text.isascii() else text.translate(_FLAT)


def lex(text: str) -> list[Token]:
    """Return the tokens of the first LONGEST characters of a line."""
    text = text[:LONGEST]
    found: list[Token] = []
    end = 0
    for run in _RUNS.findall(text.translate(_CLASSES)):
        start, end = end, end + len(run)
        kind = run[0]
        if kind == "w":
            found.append(_token((kind, fold(text[start:end]), -1, 0, start, end)))
        elif kind == "n":
            raw = text[start:end]
            found.append(_token((kind, raw, int(raw) if len(run) <= _DATE_DIGITS else -1, len(run), start, end)))
        elif kind != " ":
            found.append(_token((kind, text[start:end], -1, 0, start, end)))
    return found
