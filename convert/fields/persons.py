"""The shape of a person's name: capitalised words, with particles and initials, where a script parts its words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from convert.fields.lexer import fold
from convert.fields.namewords import is_particle, listed

_MOST_WORDS: Final = 5
"""Words of a person's name, particles aside."""

_ABBREVIATED: Final = 5
"""Letters of a word and its full stop that are no abbreviation: a sentence ends there."""

_NEVER: Final = re.compile(r'[\d@#_?!"“”„=%$€]')
_NICKNAME: Final = re.compile(r"""(?<=[^\W\d_]) ["“„][^\W\d_][^"“”„\d]{1,30}["“”] (?=[^\W\d_])""")
_OTHERWISE: Final = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]{3,}|['’]s(?!\S)")
"""Words glued together, and what belongs to somebody: `Oakes's`."""


def cased(word: str) -> bool:
    """Tell whether the word's script has capitals."""
    return word.lower() != word.title()  # Georgian has capitals, and begins no name with one


def capital(word: str) -> bool:
    """Tell whether a word begins as a name does: a capital, also after `d'`, `O'`, `al-`; or a script without case."""
    if word[0].isupper():
        return True
    if not cased(word):
        return word[0].isalpha()
    first = word.lstrip("'’‘\"“„«(")[:1]
    if first.isupper() or unicodedata.category(first or " ") == "Lt":
        return True
    head = re.match(r"(?:\w{1,3}['’]|\w{2}-)(\w)", word)
    return bool(head and head[1].isupper())


def without_titles(tokens: list[str]) -> list[str]:
    """Leave out the titles before a name: `Dr.`, `Prof.`."""
    titles = listed().titles
    while len(tokens) > 1 and (tokens[0].endswith(".") or len(tokens) > 2) and fold(tokens[0].strip(".")) in titles:  # noqa: PLR2004 - a name has two words
        tokens = tokens[1:]
    return tokens


def _begins_otherwise(tokens: list[str]) -> bool:
    """Tell a town by its first word, a sentence, and the initials of a known club or house: `MSV Duisburg`."""
    first = tokens[0]
    if fold(first) in listed().town_heads or any(len(t) > _ABBREVIATED and t.endswith(".") for t in tokens[:-1]):
        return True
    return first.isupper() and fold(first) in listed().initials and not tokens[-1].isupper()


def is_person(tokens: list[str], cued: bool) -> bool:
    """Judge by shape: two to five capitalised words, particles aside; one alone only behind a `By`."""
    lists, text = listed(), " ".join(tokens)
    if _OTHERWISE.search(text) or fold(tokens[0]) in lists.inside or (not cued and _begins_otherwise(tokens)):
        return False
    if _NEVER.search(text) and _NEVER.search(_NICKNAME.sub(" ", text)):
        return False
    if tokens[-1].isupper() and len(tokens) == 2 and tokens[0].istitle() and fold(tokens[0]) in lists.particles:  # noqa: PLR2004 - `Do UOL`: of a house
        return False
    proper = [token for token in tokens if not is_particle(token)]
    if not proper or not all(capital(token) for token in proper) or is_particle(tokens[-1]):
        return False
    common = [token for token in proper if fold(token.strip(".,'’")) in lists.not_names and not token.endswith(".")]
    if common and (not cued or len(common) == len(proper)):
        return False
    least = 1 if cued else 2
    return least <= len(proper) <= _MOST_WORDS and (len(proper) > 1 or len(proper[0].strip(".")) > 2)  # noqa: PLR2004 - initials
