"""Shapes of news text that web pages seldom show, made of an article's own lines and invented names.

Bare picture credits, signed letters, corrections, live blogs, tables, standfirsts of several points.
"""

# ruff: noqa: PLR2004 - the chances of each shape, set by hand
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from convert.article import Label
from convert.segment.cues import list_of_names
from convert.segment.pieces import Change, Piece, Pieces, Random

_HOUSES: Final = (
    "AP",
    "AFP",
    "Reuters",
    "REUTERS",
    "dpa",
    "EPA",
    "APA",
    "EFE",
    "ANSA",
    "PA",
    "TT",
    "NTB",
    "POOL",
    "Getty Images",
    "Handout",
    "picture alliance",
    "imago",
    "Keystone",
    "Shutterstock",
    "Anadolu",
    "Xinhua",
    "Bloomberg",
    "Flash90",
    "GPO",
    "UPI",
    "Sipa",
    "Zuma",
)
_TOWNS: Final = (
    "London",
    "Leeds",
    "Boston",
    "Austin",
    "Toronto",
    "Dublin",
    "Berlin",
    "Köln",
    "Wien",
    "Graz",
    "Paris",
    "Lyon",
    "Madrid",
    "Sevilla",
    "Roma",
    "Porto",
    "Oslo",
    "Malmö",
    "Gent",
    "Brno",
)
_CORRECTIONS: Final = (
    "Correction: ",
    "Corrections: ",
    "Corrected: ",
    "Clarification: ",
    "Correction - ",
    "Berichtigung: ",
    "Korrektur: ",
    "Rectificatif : ",
    "Corrección: ",
    "Rettifica: ",
    "Rättelse: ",
)
_ZONES: Final = ("", "", "", " GMT", " BST", " EDT", " Uhr", "h", " CET", " IST")
_BULLETS: Final = ("• ", "- ", "– ", "* ", "· ", "▪ ")


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return list_of_names("given"), list_of_names("family")


def person(random: Random) -> str:
    """Invent a name: mostly a given and a family name, now and then an initial between them.

    Four in ten are on no list, so that the model does not take only names that it knows for names.
    """
    known = random.random() < 0.6
    first, last = (_one_of(names, random) if known else _unheard(names, random) for names in _names())
    middle = f" {chr(65 + int(random.integers(26)))}." if random.random() < 0.08 else ""
    return f"{first}{middle} {last}"


def _unheard(names: Sequence[str], random: Random) -> str:
    """Put the front of one name and the back of another together."""
    one, two = _one_of(names, random), _one_of(names, random)
    return one[: max(len(one) // 2, 2)] + two[len(two) // 2 :].lower()


def _one_of(choices: Sequence[str], random: Random) -> str:
    return choices[int(random.integers(len(choices)))]


def credit(random: Random) -> str:
    """Invent the credit of a picture as it stands on a line of its own."""
    name, house = person(random), _one_of(_HOUSES, random)
    shapes = (
        f"{name}/{house}",
        f"{name} / {house}",
        f"{name}/{house}",
        f"{house}/{name}",
        f"© {house}",
        f"© {name}/{house}",
        f"({house})",
        f"({name}/{house})",
        f"{name}, {house}",
        f"{name} via {house}",
        f"{house} / {name}",
        name.upper(),
        name,
        f"{name} ({house})",
    )
    return _one_of(shapes, random)


def bare_credits(pieces: Pieces, random: Random) -> Pieces:
    """Put a credit on a line of its own below a caption that none follows."""
    result: Pieces = []
    for number, piece in enumerate(pieces):
        result.append(piece)
        last = number + 1 == len(pieces) or pieces[number + 1].label is not Label.CAPTION
        if piece.label is Label.CAPTION and last and random.random() < 0.7:
            result.append(Piece(credit(random), Label.CAPTION, above=int(random.random() < 0.3)))
    return result


def bylines(pieces: Pieces, random: Random) -> Pieces:
    """Give the only byline another name and another form: bare, with a comma, in capitals, with a house or a town."""
    if sum(piece.label is Label.BYLINE for piece in pieces) != 1:
        return pieces
    name, other = person(random), person(random)
    house, town = _one_of(_HOUSES, random), _one_of(_TOWNS, random)
    shapes = (
        name,
        name,
        f"{name},",
        f"{name},",
        f"{name},",
        f"By {name}",
        name.upper(),
        f"{name}, {house}",
        f"{name} ({house})",
        f"{name} | {house}",
        f"{name}, {town}",
        f"{name} in {town}",
        f"{name}, {other}",
        f"{name} / {other}",
        f"{name}  {other}",
    )
    text = _one_of(shapes, random)
    return [replace(piece, text=text) if piece.label is Label.BYLINE else piece for piece in pieces]


def letter(pieces: Pieces, random: Random) -> Pieces:
    """Keep headline and paragraphs, and sign at the foot with a name, mostly with a town."""
    kept = [piece for piece in pieces if piece.label in (Label.HEADLINE, Label.BODY)]
    body = [number for number, piece in enumerate(kept) if piece.label is Label.BODY]
    if not body:
        return pieces
    kept = kept[: body[min(len(body) - 1, int(random.integers(1, 7)))] + 1]
    name, town = person(random), _one_of(_TOWNS, random)
    shapes = (f"{name}, {town}", f"{name}, {town}", name, f"{name.upper()}, {town}", f"{name.upper()}", f"— {name}")
    kept.append(Piece(_one_of(shapes, random), Label.BYLINE, kept[-1].above))
    if random.random() < 0.3 and ", " not in kept[-1].text:
        kept.append(Piece(town, Label.BYLINE, 0))
    return kept


def brief(pieces: Pieces, random: Random) -> Pieces:
    """Keep the headline, now and then the byline, and one to three paragraphs from anywhere in the text."""
    body = [piece for piece in pieces if piece.label is Label.BODY]
    if not body:
        return pieces
    start = int(random.integers(len(body)))
    kept = {Label.HEADLINE, Label.BYLINE} if random.random() < 0.2 else {Label.HEADLINE}
    front = [piece for piece in pieces if piece.label in kept]
    return [*front, *body[start : start + int(random.integers(1, 4))]]


def correction(pieces: Pieces, random: Random) -> Pieces:
    """Let the headline begin with the word for a correction."""
    word = _one_of(_CORRECTIONS, random)
    return [replace(piece, text=word + piece.text) if piece.label is Label.HEADLINE else piece for piece in pieces]


def live_blog(pieces: Pieces, random: Random) -> Pieces:
    """Head every few paragraphs with a time, mostly with some words beside it."""
    zone, colon = _one_of(_ZONES, random), ":" if random.random() < 0.7 else "."
    worded = random.random() < 0.6
    result: Pieces = []
    hour, minute = int(random.integers(10, 24)), 59
    for piece in pieces:
        if piece.label is Label.BODY and random.random() < 0.5:
            minute -= int(random.integers(1, 25))
            hour, minute = (hour - 1, minute + 60) if minute < 0 else (hour, minute)
            head = f"{max(hour, 0):02d}{colon}{minute:02d}{zone}"
            words = " ".join(piece.text.split()[: int(random.integers(2, 8))]).rstrip(".,;:")
            text = f"{head}{_one_of((' ', '  ', ' - ', ': '), random)}{words}" if worded else head
            result.append(Piece(text, Label.CROSSHEAD, piece.above))
        result.append(piece)
    return result


def table(pieces: Pieces, random: Random) -> Pieces:
    """Set a table of results behind the paragraphs: rows of a rank, a name and numbers."""
    last = max((number for number, piece in enumerate(pieces) if piece.label is Label.BODY), default=-1)
    if last < 0:
        return pieces
    columns, rows = int(random.integers(2, 8)), int(random.integers(3, 12))
    gap = " " * int(random.integers(1, 4))
    body: Pieces = []
    if random.random() < 0.5:
        heads = [_one_of(("P", "W", "D", "L", "Pts", "GF", "GA", "Sp", "Pkt", "T"), random) for _ in range(columns)]
        body.append(Piece(gap.join(heads), Label.BODY, 1))
    for row in range(rows):
        numbers = [str(int(random.integers(0, 90))) for _ in range(columns)]
        rank = f"{row + 1}{_one_of(('', '.'), random)} " if random.random() < 0.8 else ""
        name = _one_of((person(random), f"{_one_of(_TOWNS, random)} {person(random).split()[-1]}"), random)
        body.append(Piece(f"{rank}{name}{gap}{gap.join(numbers)}", Label.BODY, int(not body)))
    return [*pieces[: last + 1], *body, *pieces[last + 1 :]]


def points(pieces: Pieces, random: Random) -> Pieces:
    """Set the standfirst as points, a sentence each."""
    bullet = _one_of(_BULLETS, random)
    result: Pieces = []
    for piece in pieces:
        if piece.label is not Label.STANDFIRST:
            result.append(piece)
            continue
        parts = [part.strip().rstrip(".") for part in piece.text.split(". ") if part.strip()]
        for number, part in enumerate(parts or [piece.text]):
            result.append(Piece(bullet + part, Label.STANDFIRST, piece.above if not number else 0))
    return result


SHAPES: Final[tuple[tuple[Change, float], ...]] = (
    (bare_credits, 0.05),
    (bylines, 0.10),
    (letter, 0.01),
    (brief, 0.04),
    (correction, 0.01),
    (live_blog, 0.012),
    (table, 0.006),
    (points, 0.03),
)
"""Each shape and its chance."""
