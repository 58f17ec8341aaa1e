"""Is it a name? The shape of the names of people and of newsrooms, in any script, without a list of people.

Precision first: what is not clearly one of them is neither.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from convert.fields import agencies, easternnames, namerows, words
from convert.fields.houses import is_newsroom, is_organisation
from convert.fields.lexer import fold
from convert.fields.namewords import NOTHING, Kind, Piece, is_particle, listed, strip
from convert.fields.persons import capital, cased, is_person, without_titles

_PLAIN_WORDS: Final = 3
_HOUSED: Final = 4
"""Words from which on a piece may be a person's name and that of a house, two each."""

_TWICE: Final = 5
"""Letters of the shortest name that is taken for one said twice."""

_LONGEST: Final = 60
_CODE: Final = re.compile(r"[a-zäöü]{2,4}")
_TRAILING_NUMBER: Final = re.compile(r"(?<=\D)\d{1,2}$")
_DIGIT: Final = re.compile(r"\d")
_FOOTNOTE: Final = re.compile(r"(?<=[a-zß-öø-ÿ])\d{1,2}(?=[\s,]|$)")


def _role_start(tokens: list[str]) -> int | None:
    """Return where a role begins that ends a piece: `Amy Gibbons | Political Correspondent`."""
    lists = listed()
    folded = [fold(token.strip(".,()")) for token in tokens]
    nouns = [at for at, word in enumerate(folded) if word in lists.roles]
    if not nouns:
        return None
    known = [at for at in range(2, nouns[0]) if folded[at] in lists.modifiers]
    return known[0] if known else nouns[0] - (nouns[0] == 1 and folded[0] in lists.modifiers)


def _cut(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Split a piece where its capitalised beginning ends: what follows a name is a role, a place or a leftover."""
    lists = listed()
    for at, token in enumerate(tokens):
        if at == 0:
            if not token.isalpha() and _DIGIT.search(token):
                return [], tokens
            continue
        folded = fold(token.strip(".,:"))
        particle = folded in lists.particles and token.islower()
        initial = len(folded) == 1 and token[0].isupper()
        if folded in lists.following and not initial and not (particle and folded not in ("in", "aus", "en")):
            return tokens[:at], tokens[at:]
        if particle:
            continue
        if _DIGIT.search(token) or not capital(token) or (at > 1 and folded in lists.not_names):
            return tokens[:at], tokens[at:]
    return tokens, []


def _rest(rest: list[str]) -> tuple[str | None, str | None, bool]:
    """Read what follows a name: its role, its organisation, and whether the two were understood."""
    if not rest:
        return None, None, True
    first = fold(rest[0])
    if first in listed().on_behalf and len(rest) > 1:
        return None, strip(" ".join(rest[1:])), True
    if first in listed().inside and len(rest) > 1 and capital(rest[1]):
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
        lists.titles, lists.not_names, lists.town_heads, lists.inside, lists.on_behalf, lists.following,
        agencies.last_words(), words.fold_all(words.file("bylines")["with_agencies"]["with"]),
    )  # fmt: skip


def plain(text: str) -> bool:
    """Tell whether a piece is a person's name for certain: two or three capitalised words that say nothing else."""
    if not (text.istitle() or text.isupper()) or len(text) > _LONGEST:
        return False
    tokens = text.split(" ")
    parts = text.replace("-", " ").split(" ") if "-" in text else tokens
    if not 2 <= len(tokens) <= _PLAIN_WORDS or min(map(len, parts)) < 2:  # noqa: PLR2004 - an initial is no word
        return False
    if not "".join(parts).isalpha() or not all(map(str.isupper, [part[0] for part in parts])):
        return False
    folded = fold(text)
    said = [folded, *folded.split(" "), *folded.replace("-", " ").split(" ")]
    return _telling().isdisjoint(said)  # no agency either: the last words of their names are among those that tell


def judge(text: str, cued: bool = False, follows: bool = False) -> Piece:
    """Judge one piece of a byline: `cued` where `By` or its like stands before it, `follows` where a name does."""
    if plain(bare := text.strip()):
        return Piece(Kind.PERSON, bare)
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
    if is_newsroom(tokens):
        return Piece(Kind.ORGANISATION, text)
    start = _role_start(tokens)
    if start is not None:
        return _with_role(text, tokens, start, cued, follows)
    if (house := _ends_with_house(text, tokens)) is not None:
        return house
    head, rest = _cut(tokens)
    if is_organisation(strip(" ".join(head)) or text, head or tokens):
        return _organisation(text, head, rest)
    return _named(text, head, rest, cued)


def _with_agency(tokens: list[str]) -> Piece | None:
    """Split `Tom Davies Associated Press`: a person's name with a known agency behind it."""
    if len(tokens) < 3 or fold(tokens[-1]) not in agencies.last_words():  # noqa: PLR2004 - two names and a house
        return None
    for count in range(3, 0, -1):
        name, house = tokens[:-count], " ".join(tokens[-count:])
        if len(name) > 1 and agencies.news(house) and is_person(name, False) and not agencies.news(" ".join(name)):
            return Piece(Kind.PERSON, " ".join(name), organisation=house)
    return None


def _ends_with_house(text: str, tokens: list[str]) -> Piece | None:
    """Judge a piece that ends as houses are called: `Bay Area News Group`.

    Only a house that is known, or begins with an article, parts from the person: `Tom Oakes The Harbour Gazette`. Else
    nothing tells where the name ends, or whether it is of the house (`Mark Twain Media Group`): nobody is named.
    """
    ends = len(tokens) >= _HOUSED and fold(tokens[-1]) in listed().organisations and all(map(capital, tokens))
    if not ends:
        return None
    if not namerows.opens(text):
        return Piece(Kind.ORGANISATION, text)
    for at in range(2, len(tokens) - 1):
        name, house = " ".join(tokens[:at]), " ".join(tokens[at:])
        if fold(tokens[at]) in listed().articles or fold(house) in listed().houses:
            return Piece(Kind.PERSON, name, organisation=house) if alone(name) else NOTHING
    return NOTHING


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
    placed = len(rest) > 1 and fold(rest[0]) in listed().inside and capital(rest[1])
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
    lower = cased(tokens[0]) and tokens[0].islower() and not is_particle(tokens[0])
    if lower or start == 0 or _is_role(tokens[:start], follows):
        return Piece(Kind.ROLE, role=text)
    if start == 1 and not (is_organisation(text, tokens) and len(tokens) > start + 1):
        return Piece(Kind.ROLE, role=text)
    if start == 1 or (not follows and any(fold(token) in listed().organisations for token in tokens[:start])):
        return Piece(Kind.ORGANISATION, text)
    return None


def _with_role(text: str, tokens: list[str], start: int, cued: bool, follows: bool) -> Piece:
    """Judge a piece that says a role from token `start` on."""
    other = _without_person(text, tokens, start, follows)
    if other is not None:
        return other
    head, between = _cut(tokens[:start])
    return _named(text, head, between + tokens[start:], cued)


def _named(text: str, head: list[str], rest: list[str], cued: bool) -> Piece:
    """Judge a piece that may be a name with a role, a place or a house behind it."""
    name = without_titles([token.strip(",;:") for token in head])
    role, organisation, understood = _rest(rest)
    bare = strip(_TRAILING_NUMBER.sub("", " ".join(name)))
    if not bare or not understood:
        return NOTHING
    if is_organisation(bare, bare.split()):
        return Piece(Kind.ORGANISATION, bare, role, organisation)
    if is_person(bare.split(), cued or len(name) < len(head)):
        return Piece(Kind.PERSON, bare, role, organisation)
    return Piece(Kind.CODE, bare) if _CODE.fullmatch(text) else NOTHING
