"""Is it a name? The shape of the names of people and of newsrooms, in any script, without a list of people.

Precision first: what is not clearly one of them is neither.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from convert.fields import agencies, easternnames
from convert.fields.lexer import fold
from convert.fields.namewords import NOTHING, Kind, Piece, is_particle, listed, strip

_MOST_WORDS: Final = 5
"""Words of a person's name, particles aside."""

_PLAIN_WORDS: Final = 3
_TWICE: Final = 5
"""Letters of the shortest name that is taken for one said twice."""

_LONGEST: Final = 60
_CODE: Final = re.compile(r"[a-zäöü]{2,4}")
_HOST: Final = re.compile(
    r"[\w-]+(\.[\w-]+)*\.(com|org|net|de|ch|at|co|uk|fr|es|it|nl|be|info|tv|eu|cz|pl|se|no|dk|ca|au)", re.I
)
_NEVER: Final = re.compile(r'[\d@#_?!"“”„=%$€]')
_NICKNAME: Final = re.compile(r"""(?<=[^\W\d_]) ["“„][^\W\d_][^"“”„\d]{1,30}["“”] (?=[^\W\d_])""")
_TRAILING_NUMBER: Final = re.compile(r"(?<=\D)\d{1,2}$")
_DIGIT: Final = re.compile(r"\d")
_FOOTNOTE: Final = re.compile(r"(?<=[a-zß-öø-ÿ])\d{1,2}(?=[\s,]|$)")
_CAMEL: Final = re.compile(r"[a-z][A-Z]{2,}")
_VOWELS: Final = frozenset("AEIOUY")
_GLUED: Final = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]{3,}")


def _cased(word: str) -> bool:
    """Tell whether the word's script has capitals."""
    return word.lower() != word.title()  # Georgian has capitals, and begins no name with one


def _capital(word: str) -> bool:
    """Tell whether a word begins as a name does: a capital, also after `d'`, `O'`, `al-`; or a script without case."""
    if not _cased(word):
        return word[0].isalpha()
    first = word.lstrip("'’‘\"“„«(")[:1]
    if first.isupper() or unicodedata.category(first or " ") == "Lt":
        return True
    head = re.match(r"(?:\w{1,3}['’]|\w{2}-)(\w)", word)
    return bool(head and head[1].isupper())


def _without_titles(tokens: list[str]) -> list[str]:
    titles = listed().titles
    while len(tokens) > 1 and (tokens[0].endswith(".") or len(tokens) > 2) and fold(tokens[0].strip(".")) in titles:  # noqa: PLR2004 - a name has two words
        tokens = tokens[1:]
    return tokens


def _role_start(tokens: list[str]) -> int | None:
    """Return where a role begins that ends a piece: `Amy Gibbons | Political Correspondent`."""
    lists = listed()
    folded = [fold(token.strip(".,()")) for token in tokens]
    nouns = [at for at, word in enumerate(folded) if word in lists.roles]
    if not nouns:
        return None
    known = [at for at in range(2, nouns[0]) if folded[at] in lists.modifiers]
    return known[0] if known else nouns[0] - (nouns[0] == 1 and folded[0] in lists.modifiers)


def _is_newsroom(tokens: list[str]) -> bool:
    """Tell `La rédaction` and its kin: an article, and a word for a newsroom in small letters."""
    lists = listed()
    return (
        len(tokens) == 2  # noqa: PLR2004 - as above
        and fold(tokens[0]) in lists.articles | lists.short_articles
        and fold(tokens[1]) in lists.organisations
    )


def _is_organisation(text: str, tokens: list[str]) -> bool:
    lists = listed()
    if agencies.news(text) or _HOST.fullmatch(text):
        return True
    folded = [fold(token.strip(".,()'")) for token in tokens]
    alone = len(tokens) == 2 and folded[0] in lists.short_articles  # noqa: PLR2004 - an article and a name
    if tokens[0][0].isupper() and len(tokens) > 1 and (folded[0] in lists.articles or alone):
        return True
    if any(word in lists.organisations or word.rpartition("-")[2] in lists.organisations for word in folded):
        return not _CAMEL.search(text)
    return len(tokens) == 1 and text.isupper() and 2 <= len(text) <= 5 and text.isalpha()  # noqa: PLR2004 - initials


def _begins_with_initials(tokens: list[str]) -> bool:
    """Tell the initials of a club or a house before its name: `MSV`, which nobody can say, but not `PAK` or `JP`."""
    first = tokens[0]
    initials = len(first) > 2 and first.isascii() and first.isalpha() and first.isupper() and _VOWELS.isdisjoint(first)  # noqa: PLR2004 - as above
    return initials and not tokens[-1].isupper()


def _is_person(tokens: list[str], cued: bool) -> bool:
    """Judge by shape: two to five capitalised words, particles aside; one alone only behind a `By`."""
    lists = listed()
    if any(_GLUED.search(token) or token.endswith(("’s", "'s")) for token in tokens) or fold(tokens[0]) in lists.inside:
        return False
    if _NEVER.search(_NICKNAME.sub(" ", " ".join(tokens))) or (not cued and _begins_with_initials(tokens)):
        return False
    if tokens[-1].isupper() and len(tokens) == 2 and tokens[0].istitle() and fold(tokens[0]) in lists.particles:  # noqa: PLR2004 - `Do UOL`: of a house
        return False
    proper = [token for token in tokens if not is_particle(token)]
    if not proper or not all(_capital(token) for token in proper) or is_particle(tokens[-1]):
        return False
    common = [token for token in proper if fold(token.strip(".,'’")) in lists.not_names and not token.endswith(".")]
    if common and (not cued or len(common) == len(proper)):
        return False
    least = 1 if cued else 2
    return least <= len(proper) <= _MOST_WORDS and (len(proper) > 1 or len(proper[0].strip(".")) > 2)  # noqa: PLR2004 - initials


def _cut(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Split a piece where its capitalised beginning ends: what follows a name is a role, a place or a leftover."""
    lists = listed()
    for at, token in enumerate(tokens):
        if at == 0:
            if _DIGIT.search(token):
                return [], tokens
            continue
        folded = fold(token.strip(".,:"))
        particle = folded in lists.particles and token.islower()
        initial = len(folded) == 1 and token[0].isupper()
        if folded in lists.following and not initial and not (particle and folded not in ("in", "aus", "en")):
            return tokens[:at], tokens[at:]
        if particle:
            continue
        if _DIGIT.search(token) or not _capital(token) or (at > 1 and folded in lists.not_names):
            return tokens[:at], tokens[at:]
    return tokens, []


def _rest(rest: list[str]) -> tuple[str | None, str | None, bool]:
    """Read what follows a name: its role, its organisation, and whether the two were understood."""
    if not rest:
        return None, None, True
    first = fold(rest[0])
    if first in listed().on_behalf and len(rest) > 1:
        return None, strip(" ".join(rest[1:])), True
    if first in listed().inside and len(rest) > 1 and _capital(rest[1]):
        return None, None, True
    start = _role_start(rest)
    if start is not None:
        return strip(" ".join(rest)), None, True
    dated = any(char.isdigit() for char in rest[0] + rest[-1] + rest[min(1, len(rest) - 1)])
    short = len(rest) <= 4 and (dated or first in listed().not_names)  # noqa: PLR2004 - words of a date or place
    return None, None, short


@cache
def _telling() -> frozenset[str]:
    """Return every word of the lists: a piece without any of them is judged by its shape alone."""
    lists = listed()
    return frozenset().union(
        lists.roles, lists.modifiers, lists.organisations, lists.articles, lists.short_articles, lists.particles,
        lists.titles, lists.not_names, lists.inside, lists.on_behalf, lists.following, agencies.last_words(),
    )  # fmt: skip


def plain(text: str) -> bool:
    """Tell whether a piece is a person's name for certain: two or three capitalised words that say nothing else."""
    if not (text.istitle() or text.isupper()) or len(text) > _LONGEST:
        return False
    tokens = text.split(" ")
    parts = text.replace("-", " ").split(" ") if "-" in text else tokens
    if not 2 <= len(tokens) <= _PLAIN_WORDS or min(map(len, parts)) < 2:  # noqa: PLR2004 - an initial is no word
        return False
    if not all(map(str.isalpha, parts)) or not all(map(str.isupper, [part[0] for part in parts])):
        return False
    telling = _telling()
    return telling.isdisjoint(map(fold, (text, *tokens, *parts))) and agencies.news(text) is None


def judge(text: str, cued: bool = False, follows: bool = False) -> Piece:
    """Judge one piece of a byline: `cued` where `By` or its like stands before it, `follows` where a name does."""
    if plain(text):
        return Piece(Kind.PERSON, text)
    half = len(text) // 2
    if half >= _TWICE and text[:half] == text[-half:] and len(text) == 2 * half:
        text = text[:half]  # `Andrea WongAndrea Wong`: a link and its text, glued
    text = strip(_FOOTNOTE.sub("", text))
    tokens = [token for token in text.split() if strip(token)]
    if not tokens or len(text) > _LONGEST * 2:
        return NOTHING
    eastern = easternnames.judge(text, follows)
    if eastern is not None:
        return eastern
    if fold(text) in listed().not_names:
        return NOTHING
    return _with_agency(tokens) or _of_ours(tokens) or _western(text, tokens, cued, follows)


def alone(text: str) -> bool:
    """Tell whether a text is a person's name and nothing else."""
    return judge(text) == Piece(Kind.PERSON, text)


def _western(text: str, tokens: list[str], cued: bool, follows: bool) -> Piece:
    """Judge a piece in a script that parts its words."""
    head, rest = _cut(tokens)
    if _is_newsroom(tokens):
        return Piece(Kind.ORGANISATION, text)
    if _is_organisation(strip(" ".join(head)) or text, head or tokens) and _role_start(tokens) is None:
        return _organisation(text, head, rest)
    return _named(text, tokens, cued, follows)


def _with_agency(tokens: list[str]) -> Piece | None:
    """Split `Tom Davies Associated Press`: a person's name with a known agency behind it."""
    if len(tokens) < 3 or fold(tokens[-1]) not in agencies.last_words():  # noqa: PLR2004 - two names and a house
        return None
    for count in range(3, 0, -1):
        name, house = tokens[:-count], " ".join(tokens[-count:])
        if len(name) > 1 and agencies.news(house) and _is_person(name, False) and not agencies.news(" ".join(name)):
            return Piece(Kind.PERSON, " ".join(name), organisation=house)
    return None


def _of_ours(tokens: list[str]) -> Piece | None:
    """Split `our correspondent Tom Oakes`: a role that belongs to the house, and who holds it."""
    lists = listed()
    if fold(tokens[0]) not in lists.possessives:
        return None
    said = [at for at, token in enumerate(tokens[1:4], 1) if fold(token) in lists.roles | lists.modifiers]
    end = said[-1] + 1 if said else len(tokens)
    name = " ".join(tokens[end:])
    return Piece(Kind.PERSON, name, role=" ".join(tokens[1:end])) if name and alone(name) else None


def _organisation(text: str, head: list[str], rest: list[str]) -> Piece:
    """Take the name of an organisation, without the place that may follow it. `unserer Redaktion` names none."""
    if len(head) == 2 and fold(head[0]) in listed().possessives:  # noqa: PLR2004 - `Our Foreign Staff` is a name
        return NOTHING
    placed = len(rest) > 1 and fold(rest[0]) in listed().inside and _capital(rest[1])
    return Piece(Kind.ORGANISATION, strip(" ".join(head)) if placed else text)


def _is_role(before: list[str], follows: bool) -> bool:
    """Tell whether the words before `Editor` or `Writer` are of the role as well: `Online News`, `Chronicle Staff`."""
    lists = listed()
    folded = [fold(token) for token in before]
    of_house = any(word in lists.organisations or agencies.news(word.upper()) for word in folded)
    of_role = [word in lists.modifiers for word in folded]
    return bool(of_role) and (all(of_role) or (follows and (of_house or any(of_role))))


def _without_person(text: str, tokens: list[str], start: int, follows: bool) -> Piece | None:
    """Judge a piece with a role from token `start` on; None: a person's name stands before the role."""
    lower = _cased(tokens[0]) and tokens[0].islower() and not is_particle(tokens[0])
    if lower or start == 0 or _is_role(tokens[:start], follows):
        return Piece(Kind.ROLE, role=text)
    if start == 1 and not (_is_organisation(text, tokens) and len(tokens) > start + 1):
        return Piece(Kind.ROLE, role=text)
    if start == 1 or (not follows and any(fold(token) in listed().organisations for token in tokens[:start])):
        return Piece(Kind.ORGANISATION, text)
    return None


def _named(text: str, tokens: list[str], cued: bool, follows: bool) -> Piece:
    """Judge a piece that may be a name with a role, a place or a house behind it."""
    start = _role_start(tokens)
    if start is None:
        head, rest = _cut(tokens)
    elif (other := _without_person(text, tokens, start, follows)) is not None:
        return other
    else:
        head, between = _cut(tokens[:start])
        rest = between + tokens[start:]
    name = _without_titles([token.strip(",;:") for token in head])
    role, organisation, understood = _rest(rest)
    bare = strip(_TRAILING_NUMBER.sub("", " ".join(name)))
    if not bare or not understood:
        return NOTHING
    if _is_organisation(bare, bare.split()):
        return Piece(Kind.ORGANISATION, bare, role, organisation)
    if _is_person(bare.split(), cued or len(name) < len(head)):
        return Piece(Kind.PERSON, bare, role, organisation)
    return Piece(Kind.CODE, bare) if _CODE.fullmatch(text) else NOTHING
