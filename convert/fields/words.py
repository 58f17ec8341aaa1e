"""The word lists of `data/`: what is said around names, dates and credits, in each language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from convert import resources
from convert.fields.lexer import fold

UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that write words together, and Hangul, whose particles cling: a word of theirs needs no border."""


@cache
def file(name: str) -> dict[str, Any]:
    """Return the parsed word file `data/NAME.json`."""
    table: dict[str, Any] = json.loads(resources.data("fields", f"{name}.json").read_text(encoding="utf-8"))
    return table


def fold_all(words: Iterable[str]) -> frozenset[str]:
    """Fold every word of a list, inner blanks as one."""
    return frozenset(fold_text(word) for word in words)


def fold_text(text: str) -> str:
    """Fold a text of several words, blanks as one."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(fold(word) for word in text.split())


def flat(table: Any) -> list[str]:
    """List the words of a table by language, each once, in the order of the file."""
    return list(dict.fromkeys(word for words in table.values() for word in words))


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression, without groups, that finds any of the folded words as a whole, longest first."""
    bordered: list[str] = []
    joined: list[str] = []
    for word in sorted({fold_text(word) for word in words}, key=lambda w: (-len(w), w)):
        (joined if UNSPACED.search(word) else bordered).append(re.escape(word))
    parts = [rf"(?<!\w)(?:{'|'.join(bordered)})(?!\w)"] if bordered else []
    return "|".join(parts + joined)
