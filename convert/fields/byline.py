"""Bylines to authors: who wrote it, in which role, for whom.

`bylinecuts` cuts the line into pieces, and each is judged by `names`. What is not clearly a name is left out: the
literal byline is kept beside the authors anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from convert.article import Author, AuthorKind
from convert.fields import agencies, easternnames, moments, namerows, names, namewords, words
from convert.fields.bylinecuts import cut, is_cue, joined, strip_cue
from convert.fields.days import Context
from convert.fields.lexer import LONGEST
from convert.fields.namewords import NOTHING, Kind, Piece

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HANDLE: Final = re.compile(r"@\w{2,30}")
_GLUED_ON: Final = re.compile(r"(?<=[a-zß-ÿ])(?:Twitter|Facebook|LinkedIn|Instagram)\b|(?<=[a-zß-ÿ])(?=The [A-Z])")
_GLUES: Final = ("The ", "Twitter", "Facebook", "LinkedIn", "Instagram")
"""What pages glue to a name: the button of a network, a house with its article."""


class Byline(NamedTuple):
    """The authors of a byline and the agencies it names; `sure`: 0 to 1, how much of it was understood."""

    authors: tuple[Author, ...] = ()
    agencies: tuple[str, ...] = ()
    sure: float = 0.0


def _without_times(text: str, context: Context) -> list[str]:
    """Cut a line at its dates, which go."""
    parts: list[str] = []
    start = 0
    for moment in moments.find(text, context):
        parts.append(text[start : max(moments.lead_in(text, moment, context), start)])
        start = moments.behind(text, moment)
    return [*parts, text[start:]]


def behind_name(text: str) -> str:
    """Return what follows a `By` inside a line: `Opinion By Tom Oakes`, `The Bridge at Dawn, by Ana Costa`."""
    before, said, behind = text.replace(", by ", " By ", 1).partition(" By ")
    return f"By {behind}" if said and before and behind[:1].isupper() else text


_APART: Final = ("comma", "hard", "paren")
"""What stands before a piece that may be the house of those before it."""


class _Tally:
    """The authors so far, in order, each once."""

    def __init__(self) -> None:
        self.authors: list[Author] = []
        self.agencies: list[str] = []
        self.understood = 0
        self.seen = 0
        self._names: set[str] = set()

    def _is_new(self, name: str) -> bool:
        """Tell whether no author has a name yet, and take it for known from now on."""
        known = len(self._names)
        self._names.add(words.fold_text(name))
        return len(self._names) > known

    def add(self, piece: Piece, before: str) -> None:
        """Take a judged piece in: a new author, or the role or house of those before it."""
        self.seen += 1
        self.understood += piece.kind is not Kind.NOTHING
        if piece.kind is Kind.ROLE:
            self._complete("role", piece.role)
        elif piece.kind is Kind.ORGANISATION or self._shouted(piece, before):
            self._organisation(piece, before)
        elif piece.kind is Kind.PERSON and self._is_new(piece.name):
            house = piece.organisation
            self.authors.append(
                Author(name=piece.name, kind=AuthorKind.PERSON, role=piece.role or None, organisation=house or None)
            )
            if piece.role and before == "hard" and easternnames.is_hangul(piece.name):
                self._share_role(piece.role)

    def _share_role(self, role: str) -> None:
        """Give the role to the names before it as well: `홍길동·김영희 기자` are two reporters."""
        for at, author in enumerate(self.authors):
            if author.role is None and easternnames.is_hangul(author.name):
                self.authors[at] = author.model_copy(update={"role": role})

    def _shouted(self, piece: Piece, before: str) -> bool:
        """Tell a house by its capitals: `Sean Leahy, USA TODAY`."""
        if piece.kind is not Kind.PERSON or not piece.name.isupper() or before not in _APART:
            return False
        return not all(author.name.isupper() for author in self.authors)

    def _organisation(self, piece: Piece, before: str) -> None:
        agency = agencies.news(piece.name)
        if agency and agency not in self.agencies:
            self.agencies.append(agency)
        people = any(author.kind is AuthorKind.PERSON for author in self.authors)
        if people and (before in _APART or (before == "line" and not agency)):
            self._complete("organisation", piece.name)
        elif self._is_new(piece.name):
            self.authors.append(Author(name=piece.name, kind=AuthorKind.ORGANISATION, role=piece.role or None))

    def _complete(self, key: str, value: str | None) -> None:
        """Give the last persons that lack it a role or a house."""
        for at in range(len(self.authors) - 1, -1, -1):
            author = self.authors[at]
            if author.kind is not AuthorKind.PERSON or getattr(author, key) is not None:
                break
            self.authors[at] = author.model_copy(update={key: value})
            if key == "role":
                break


def _codes(pieces: Sequence[tuple[Piece, str]]) -> list[tuple[Piece, str]]:
    """Take lower-case codes (`ssi, dan`) as authors where the first piece of the byline is one."""
    first = pieces[0][0] if pieces else NOTHING
    kind = Kind.PERSON if first.kind is Kind.CODE else Kind.NOTHING
    return [(piece._replace(kind=kind) if piece.kind is Kind.CODE else piece, before) for piece, before in pieces]


def parse(lines: Sequence[str], context: Context) -> Byline:
    """Read the authors from the literal byline lines, in order."""
    tally = _Tally()
    language = context.language
    for line, cued in joined(lines, language):
        emails = _EMAIL.findall(line) if "@" in line else []
        start = len(tally.authors)
        bare = _HANDLE.sub(" | ", _EMAIL.sub(" | ", line)) if "@" in line else line
        if any(map(bare.__contains__, _GLUES)):
            bare = _GLUED_ON.sub(" | ", bare)
        for number, part in enumerate(_without_times(bare, context)):
            text, found = strip_cue(behind_name(part), language)
            if number and len(tally.authors) > start and not found:
                break
            _take(tally, text, cued or found, language)
        _address(tally.authors, start, emails)
    sure = tally.understood / tally.seen if tally.seen else 0.0
    return Byline(tuple(tally.authors), tuple(tally.agencies), round(sure, 2))


_BETWEEN: Final = " ,|–—-·•/"
"""What may stand between a name and the time beside it."""


def announced(line: str, context: Context) -> Byline:
    """Read the authors of a line that is about times: those whom a `By` announces, or who signed it.

    Signed is a line that opens with a person's name, the given name known, before a date with the time of day: before a
    date alone it may be a town's (`San Jose, 3 March`).
    """
    bare = line.strip()[:LONGEST]
    parts = _without_times(bare, context)
    for part in parts:
        text, found = strip_cue(behind_name(part.strip()), context.language)
        if found and namewords.strip(text):
            return parse([part], context)
    name = parts[0].rstrip(_BETWEEN)
    timed = len(parts) > 1 and any(moment.time is not None for moment in moments.find(bare, context))
    return parse([name], context) if timed and names.plain(name) and namerows.opens(name) else Byline()


def parse_apart(groups: Sequence[Sequence[str]], context: Context) -> Byline:
    """Read the authors from byline lines that stand in several places of a text.

    A place that says `By` outranks those that do not, and so does its line the lines above it. Of places of one rank
    those that name an author who is named in another place as well outrank the rest: a page repeats its author, but
    not the people in its captions. Else the first that names somebody counts. A house that an author is of is none.
    """
    if len(groups) == 1 and (alone := _alone(groups[0], context)):
        return alone
    announced = [[strip_cue(line, context.language)[1] for line in group] for group in groups]
    pairs = zip(groups, announced, strict=True)
    cued = [parse(group[said.index(True) :], context) for group, said in pairs if any(said)]
    read = cued if any(one.authors for one in cued) else [parse(group, context) for group in groups]
    if len(read) > 1:
        keys = [{words.fold_text(author.name) for author in one.authors} for one in read]
        again = [n for n, key in enumerate(keys) if any(key & other for m, other in enumerate(keys) if m != n)]
        read = [read[n] for n in again] or _first(read) or read
    return read[0] if len(read) == 1 and not any(one.organisation for one in read[0].authors) else _together(read)


def _together(read: Sequence[Byline]) -> Byline:
    """Put several places together, each author once, without the houses that somebody is of."""
    authors = {words.fold_text(author.name): author for one in reversed(read) for author in reversed(one.authors)}
    houses = {words.fold_text(one.organisation) for one in authors.values() if one.organisation}
    for name in houses & authors.keys():  # `来源：江岸晚报` beside its reporter: she says whose she is
        if authors[name].kind is AuthorKind.ORGANISATION and authors[name].organisation is None:
            del authors[name]
    named = dict.fromkeys(agency for one in read for agency in one.agencies)
    sure = min((one.sure for one in read), default=0.0)
    return Byline(tuple(reversed(authors.values())), tuple(named), sure)


def _first(places: Sequence[Byline]) -> list[Byline]:
    """Return the place that counts where one must: the first that names somebody, those with a known name before."""
    naming = [one for one in places if one.authors]
    return sorted(naming, key=lambda one: not any(map(_credible, one.authors)))[:1]


def _credible(author: Author) -> bool:
    """Tell whether an author is a house, or a person by a known given name or by initials."""
    first = author.name.partition(" ")[0]
    return author.kind is not AuthorKind.PERSON or "." in first or namerows.opens(first.title())


def _alone(lines: Sequence[str], context: Context) -> Byline | None:
    """Read one plain name with a `By` before it, above it, or without: as `parse` does, in a third of its time."""
    if len(lines) > 2 or (len(lines) > 1 and not is_cue(lines[0], context.language)):  # noqa: PLR2004 - cue and name
        return None
    name = strip_cue(lines[-1], context.language)[0]
    return Byline((Author(name=name, kind=AuthorKind.PERSON),), (), 1.0) if names.plain(name) else None


def _take(tally: _Tally, text: str, cued: bool, language: str | None) -> None:
    """Judge the pieces of a part of a line and take them in. Two or three plain words need no cutting."""
    if names.plain(bare := text.strip()):
        tally.add(Piece(Kind.PERSON, bare), "line")
        return
    found = cut(text, cued, language)
    pieces = [(names.judge(one.text, one.cued, one.before not in ("line", "and")), one.before) for one in found]
    for piece, before in _codes(pieces):
        tally.add(piece, before)


def _address(authors: list[Author], start: int, emails: Sequence[str]) -> None:
    """Give the addresses of a line to its authors where they are as many."""
    mine = range(start, len(authors)) if len(authors) > start else range(max(len(authors) - 1, 0), len(authors))
    if len(mine) == len(emails):
        for at, email in zip(mine, emails, strict=True):
            authors[at] = authors[at].model_copy(update={"email": email})
