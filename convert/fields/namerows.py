"""Names in a row with nothing between them, as the links of several authors become in a dump: `Ann Hill Jo Pike`.

Only lists of given names can part them: a name begins where a given name follows a family name.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import orjson

from convert import resources

_ROW: Final = 4
"""Words below which a text is one name."""

_SHORTEST: Final = 2
_LONGEST: Final = 4
"""Words of a name in a row."""

_SURE: Final = 3
"""Names from which on a row is one, though its given names serve as family names too: two of them, as in `Ana Torres
Martín Gómez`, may be one person's."""


class _Known(NamedTuple):
    """Known names; `only_given`: the given names that are no family names."""

    given: frozenset[str]
    family: frozenset[str]
    only_given: frozenset[str]


@cache
def _known() -> _Known:
    lists = orjson.loads(resources.data("segment", "names.json").read_bytes())
    given, family = frozenset(lists["given"]), frozenset(lists["family"])
    return _Known(given, family, given - family)


def opens(text: str) -> bool:
    """Tell whether a text begins with a known given name."""
    return text.partition(" ")[0] in _known().given


def is_family(word: str) -> bool:
    """Tell whether a word, as names are written, is a known family name."""
    return word in _known().family


def parted(text: str) -> list[str]:
    """Return the names that stand in a row in a text; the text alone where it is no such row."""
    tokens = text.split()
    if len(tokens) < _ROW or not all(token.isalpha() and token.istitle() for token in tokens):
        return [text]
    given, _, only_given = _known()
    starts = [0, *(n for n in range(1, len(tokens)) if tokens[n] in given and tokens[n - 1] not in given)]
    names = [tokens[start:end] for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True)]
    whole = all(_SHORTEST <= len(name) <= _LONGEST and name[0] in given and name[-1] not in given for name in names)
    sure = len(names) >= _SURE or all(name[0] in only_given for name in names)
    return [" ".join(name) for name in names] if whole and sure and len(names) > 1 else [text]
