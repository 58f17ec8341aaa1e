"""Wire copy made of an article's own paragraphs: what agencies put around a story, which web pages lack.

Slug line and take number, a place-and-date opening, signatures, `MORE` and `ENDS`, notes to editors, narrow columns.
"""

# ruff: noqa: PLR2004 - the chances of each shape, set by hand
from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

import numpy as np

from convert.article import Label
from convert.segment.shapes import person

Row = tuple[str, Label | None, int, int]
"""Text, label, blank lines above, indent."""

_PLACES: Final = (
    "LONDON",
    "BERLIN",
    "PARIS",
    "WASHINGTON",
    "NEW YORK",
    "BRUSSELS",
    "Hamburg",
    "MADRID",
    "ROMA",
    "GENEVA",
)
_DATES: Final = ("March 3", "3. März", "Nov. 12", "12 nov", "1 septembre", "21 de abril", "Jan 9", "14.06.")
_AGENCIES: Final = ("AP", "Reuters", "dpa", "AFP", "EFE", "ANSA", "APA", "PA", "UPI", "KNA", "epd", "TASS")
_ENDS: Final = (
    "MORE",
    "ENDS",
    "END",
    "-30-",
    "###",
    "(MORE)",
    "more",
    "-0-",
    "--30--",
    "XXX",
    "- ENDE -",
    "FIN",
    "Ends",
)
_NOTES: Final = (
    "EDITOR'S NOTE: This story has been updated with new details throughout.",
    "Eds: Updates with quotes, background. With AP Photos.",
    "(This story corrects the spelling of a name in paragraph 4.)",
    "ADVISORY: A photo and a graphic will follow.",
    "Note to editors: embargoed until 0001 GMT.",
    "(Reporting by our bureau; Editing by the desk)",
    "Notizblock: Bilder folgen. Ansprechpartner: Redaktion",
    "(Eds: Recasts lead, adds comment, changes dateline)",
    "ATTENTION - ADDS details, quotes ///",
    "Editors: Recasts with comment, adds detail in paragraphs 3 to 5. Pictures on the wire.",
    "Editors: a graphic is available. For queries call the desk.",
    "Adds reaction in paragraph 4, background; no changes to lead",
)
_SIGNED: Final = (
    "(Additional reporting by {one} in {town}; Editing by {two})",
    "(Reporting by {one}; Editing by {two})",
    "(Reporting by {one} and {two}; writing by {three}; editing by {four})",
    "Additional reporting by {one} and {two}",
    "(({town} newsroom, +49 30 5550 132))",
    "Editing by {one}; {town} newsroom +44 20 5550 1432",
    "(Mitarbeit: {one}; Redaktion: {two})",
    "(Avec {one} à {town}; édité par {two})",
    "(Con la colaboración de {one} en {town}; editado por {two})",
    "({one}, {two})",
)
_SLUGS: Final = (
    "{a}-{b}",
    "BC-{a}--{b}",
    "{a}/{b}",
    "{a}-{b}, 1st Ld",
    "PM-{a}-{b},{n}",
    "{a}-{b} (TAKE {t})",
    "^{a} {b}<",
    "{A} {B} {t}",
    "BC-{a}-{b}  {m:02d}-{d:02d} {h:02d}{n:04d}",
    "{a}-{b} {d:02d}/{m:02d} {n:04d}",
    "BC-{A}-{B}, {n} words",
    "{a}-{b} ({n} words) {h:02d}{t}0GMT",
)


def wire_copy(rows: Sequence[tuple[str, Label | None]], random: np.random.Generator) -> list[Row]:
    """Return the article as an agency would have sent it; nothing where it has no paragraph or is in another script."""
    body = [text for text, label in rows if label is Label.BODY][: int(random.integers(2, 14))]
    if not body or sum(ord(char) > 0x24F for char in "".join(body)) * 5 > len("".join(body)):
        return []
    titles = [text for text, label in rows if label is Label.HEADLINE]
    bylines = [text for text, label in rows if label is Label.BYLINE]
    body[0] = _opening(random) + body[0]
    blank = int(random.random() < 0.5)
    result: list[Row] = _head(titles, bylines, body, random)
    indent = int(random.integers(2, 6)) if not blank or random.random() < 0.4 else 0
    width = int(random.choice([58, 65, 69, 72]))
    for text in body:
        lines = [line.strip() for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)]
        result += [(line, Label.BODY, blank * (n == 0), indent * (n == 0)) for n, line in enumerate(lines)]
    return result + _foot(random)


def _opening(random: np.random.Generator) -> str:
    place, date = str(random.choice(_PLACES)), str(random.choice(_DATES))
    agency = str(random.choice(_AGENCIES))
    shapes = (
        f"{place} ({agency}) - ",
        f"{place}, {date} ({agency}) - ",
        f"{place}, {date} ({agency}) — ",
        f"{place} ({agency}) -- ",
        f"{place}/{date} ({agency}) - ",
        f"{place} - ",
        f"({agency}) - ",
        "",
    )
    return shapes[int(random.integers(len(shapes)))]


def _head(titles: list[str], bylines: list[str], body: list[str], random: np.random.Generator) -> list[Row]:
    result: list[Row] = []
    blank = int(random.random() < 0.6)
    if random.random() < 0.7:
        result.append((_slug(titles + body, random), Label.BOILERPLATE, 0, 0))
    if random.random() < 0.2:
        note = textwrap.wrap(str(random.choice(_NOTES)), int(random.choice([58, 65, 69, 72])))
        result += [(line, Label.BOILERPLATE, blank * (n == 0), 0) for n, line in enumerate(note)]
    if titles and random.random() < 0.8:
        title = titles[0].upper() if random.random() < 0.3 else titles[0]
        result += [(line, Label.HEADLINE, blank * (n == 0), 0) for n, line in enumerate(textwrap.wrap(title, 65))]
    if bylines and random.random() < 0.7:
        line = bylines[0] if " " not in bylines[0] or random.random() < 0.5 else f"By {bylines[0].removeprefix('By ')}"
        result.append((line.upper() if random.random() < 0.2 else line, Label.BYLINE, blank, 0))
    if random.random() < 0.15:
        place, date = str(random.choice(_PLACES)), str(random.choice(_DATES))
        result.append((f"{place}, {date} ({random.choice(_AGENCIES)})", Label.DATELINE, blank, 0))
    return result


def _slug(texts: list[str], random: np.random.Generator) -> str:
    words = [word.strip(".,:;\"'“”„()") for text in texts[:2] for word in text.split() if len(word) > 4] or ["story"]
    one, two = str(random.choice(words)), str(random.choice(words))
    number, take = int(random.integers(100, 1200)), int(random.integers(1, 4))
    month, day, hour = int(random.integers(1, 13)), int(random.integers(1, 29)), int(random.integers(0, 24))
    values: dict[str, str | int] = {"a": one, "b": two, "A": one.upper(), "B": two.upper(), "n": number, "t": take}
    return str(random.choice(_SLUGS)).format_map({**values, "m": month, "d": day, "h": hour})


def _foot(random: np.random.Generator) -> list[Row]:
    result: list[Row] = []
    blank = int(random.random() < 0.6)
    if random.random() < 0.35:
        result.append((str(random.choice(_NOTES)), Label.BOILERPLATE, blank, 0))
    if random.random() < 0.35:
        note = str(random.choice(_SIGNED)).format(
            one=person(random),
            two=person(random),
            three=person(random),
            four=person(random),
            town=str(random.choice(_PLACES)).title(),
        )
        lines = textwrap.wrap(note, int(random.choice([58, 65, 69, 72])))
        result += [(line, Label.BOILERPLATE, blank * (n == 0), 0) for n, line in enumerate(lines)]
    if random.random() < 0.75:
        result.append((str(random.choice(_ENDS)), Label.BOILERPLATE, blank, 0))
    if random.random() < 0.3:
        stamp = f"{random.integers(0, 24):02d}{random.integers(0, 60):02d}GMT {random.choice(_DATES)}"
        result.append((f"{random.choice(_AGENCIES)} {stamp}", Label.BOILERPLATE, 0, 0))
    return result
