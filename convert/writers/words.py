"""The one word count of all formats.

It is the count of the running text: paragraphs, lists and quotes. Crossheads and captions are furniture and stay out,
so the number is that of the words in JSON-LD's `articleBody`, in ninjs and in the `wordcount` of NewsML-G2 alike.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING, Final

from convert.article import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters of the scripts that put no space between words (Unicode blocks, marks and punctuation left out).
_UNSPACED: Final = re.compile(
    "["
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"  # Lao
    "\u1000-\u102a\u103f\u1050-\u1055"  # Myanmar
    "\u1780-\u17b3"  # Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "]+"
)
_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")


def running(blocks: Iterable[Block]) -> list[str]:
    """Return the texts of the blocks that are running text: all but the crossheads."""
    return [block.text for block in blocks if block.kind is not BlockKind.CROSSHEAD]


def count(blocks: Iterable[Block]) -> int:
    """Count the words of the running text.

    A word is what stands between blanks and has a letter or a digit in it: `well-known` is one, a dash alone is none.
    Thai, Lao, Burmese, Khmer, Chinese and Japanese put no blanks between words: there, as word processors do for
    Chinese and Japanese, each letter counts as one word.
    """
    return count_text("\n".join(running(blocks)))


_REMEMBERED: Final = 20_000
"""Characters of a text whose count is remembered: with 256 of them no more than 5 MB."""


def count_text(text: str) -> int:
    """Count the words of one text, by the rule of `count`; linear in its length.

    Each writer asks for the same texts, one batch of articles after the other: short ones are remembered, and their
    counting was half of the time that JSON-LD takes.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _counted(text)


def _counted(text: str) -> int:
    western = _western(text)
    if western is not None:
        return (b" " + western.translate(_CLASSES, _SIGNS)).count(b" a")
    spaced = _UNSPACED.split(text)
    unspaced_letters = len(text) - sum(map(len, spaced))
    return unspaced_letters + _between_blanks(" ".join(spaced))


_remembered = lru_cache(maxsize=256)(_counted)


def _western(text: str) -> bytes | None:
    """Return a text, which then has none of the unspaced scripts, in windows-1252; None where that has no place for it.

    Encoding takes a quarter of the time that the search for letters of those scripts takes.
    """
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return None


def _between_blanks(text: str) -> int:
    words = text.split()
    odd = filterfalse(str.isalnum, words)
    signs = sum(not (word[0].isalnum() or _LETTER_OR_DIGIT.search(word)) for word in odd)
    return len(words) - signs


def _characters() -> Iterable[tuple[int, str]]:
    """Yield the bytes of windows-1252 and the character of each; five stand for none."""
    for code in range(256):
        with suppress(UnicodeDecodeError):
            yield code, bytes([code]).decode("cp1252")


_CLASSES: Final = bytes.maketrans(
    bytes(code for code, char in _characters() if char.isspace() or char.isalnum()),
    bytes(ord(" " if char.isspace() else "a") for _, char in _characters() if char.isspace() or char.isalnum()),
)
"""Blanks of windows-1252, the unbreakable one among them, become one blank, letters and digits one letter: to count
where a word begins takes half of the time that it takes to split the words."""

_SIGNS: Final = bytes(code for code, char in _characters() if not (char.isspace() or char.isalnum()))
"""What is neither blank nor letter nor digit: left out, it leaves nothing of a word of signs alone."""
