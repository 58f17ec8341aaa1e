"""Bylines to authors: who wrote it, in which role, for whom.

The line is cut at what separates names, the word that announces them is taken off, and each piece is judged by
`names`. What is not clearly a name is left out: the literal byline is kept beside the authors anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

from convert.article import Author, AuthorKind
from convert.fields import agencies, moments, names, words
from convert.fields.dates import Context
from convert.fields.lexer import LONGEST, flat
from convert.fields.names import Kind, Piece

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HANDLE: Final = re.compile(r"@\w{2,30}")
_GLUED_ON: Final = re.compile(r"(?<=[a-zß-ÿ])(?:Twitter|Facebook|LinkedIn|Instagram)\b|(?<=[a-zß-ÿ])(?=The [A-Z])")
"""What pages glue to a name: the button of a network, a house with its article."""

_PARENTHESIS: Final = re.compile(r"[(（\[]([^()（）\[\]]{1,80})[)）\]]")
_HARD: Final = re.compile(r"\s*(?:[|•·;；●▪■/／]| [-–—] |[—–]|－)\s*")
_SECTION: Final = re.compile(r"\s*(?:in|dans|en|unter)\s+[A-ZÀ-Þ]\w+\s*$")
"""Where a piece says in which section the story stands, the rest of the line names sections."""

_SOFT: Final = re.compile(r"\s*(?:[,،、，]|\n)\s*")
_FIRST: Final = re.compile(r"\W*(\w+)")
_CLOSED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
COLONS: Final = ":：\u055d\u1361\u1366\u17d6"
"""Colons of Latin, East Asian, Armenian, Ethiopic and Khmer writing."""

_LABEL: Final = re.compile(r"([^:：]{2,40})[:：]\s*(.+)", re.S)


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors of a byline and the agencies it names; `sure`: 0 to 1, how much of it was understood."""

    authors: tuple[Author, ...] = ()
    agencies: tuple[str, ...] = ()
    sure: float = 0.0


class _Cut(NamedTuple):
    """A piece and what stands before it: `start`, `hard` (dash, bar, slash), `comma`, `and`, `line`, `paren`."""

    text: str
    before: str
    cued: bool


@cache
def _listed_cues(language: str | None) -> tuple[str, ...]:
    """Return the cues of all languages, and those that are names or articles in any language but that of the text."""
    table = words.file("bylines")
    return (*words.flat(table["cues"]), *table["cues_of_one_language"].get(language, ()))


@cache
def _cue(language: str | None) -> re.Pattern[str]:
    """Return the pattern of `By`, `Von`, `Kommentar von` and their kin at the start of a folded text."""
    genres = words.alternatives(words.file("bylines")["genres"])
    cues = words.alternatives(_listed_cues(language))
    return re.compile(rf"\W*(?:(?:{genres})\s+)?(?:{cues})(?=[\s.,/|{COLONS}]|$)\s*[.|{COLONS}]?\s*")


@cache
def _cue_heads(language: str | None) -> frozenset[str]:
    """Return the first words of all cues and genres: where a text begins with none of them, it has no cue."""
    listed = (*_listed_cues(language), *words.file("bylines")["genres"])
    phrases = [words.fold_text(phrase) for phrase in listed]
    return frozenset(first[1] for phrase in phrases if (first := _FIRST.match(phrase)))


@cache
def _closed_cue() -> re.Pattern[str]:
    """Return the pattern of cues that need no border behind them: `文/`, `記者：`."""
    cues = words.flat(words.file("bylines")["cues"])
    unspaced = sorted((cue for cue in cues if re.search("[\u3040-\u9fff\uac00-\ud7af]", cue)), key=len, reverse=True)
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, unspaced))})\s*[:：/／＝=|・]\s*")


@cache
def _and_words() -> frozenset[str]:
    """Return the words for `and` in many languages: in small letters or in capitals, for Dan and Nina are names."""
    listed = words.file("bylines")["and"]
    return frozenset({"+", *listed, *(word.upper() for word in listed)})


@cache
def _and() -> re.Pattern[str]:
    """Return the pattern of `and`, blanks included."""
    joined = "|".join(re.escape(word) for word in sorted(_and_words(), key=lambda word: (-len(word), word)))
    return re.compile(rf"\s+(?:{joined}|&)\s+|\s*&\s*")


@lru_cache(maxsize=32)
def strip_cue(text: str, language: str | None = None) -> tuple[str, bool]:
    """Take `By`, `Von:`, `文/` off the start of a text; tell whether one was there.

    The last texts are remembered: of one line it is asked whether it is a cue, whether it has one, and what follows.
    """
    first = _FIRST.match(text)
    if first is None or not (flat(first[1]) in _cue_heads(language) or _CLOSED.search(first[0])):
        return text, False
    folded = flat(text)
    for pattern in (_cue(language), _closed_cue()):
        found = pattern.match(folded)
        if found and (found.end() < len(text) or found.group().strip()):
            return _again(text[found.end() :], found[0]), True
    return text, False


@cache
def _said_again() -> re.Pattern[str]:
    return re.compile(rf"(?:{words.alternatives(words.file('bylines')['cues_again'])})\s+(?=\S)")


def _again(rest: str, cue: str) -> str:
    """Take a second `By` off behind a label: `Artikel von: Von Karla Beispiel`."""
    again = _said_again().match(flat(rest)) if cue.rstrip().endswith(tuple(COLONS)) else None
    return rest[again.end() :] if again else rest


def is_cue(text: str, language: str | None = None) -> bool:
    """Tell whether a line is nothing but a cue: `By` alone above the names."""
    rest, cued = strip_cue(text, language)
    return cued and not names.strip(rest)


def _without_times(text: str, context: Context) -> list[str]:
    """Cut a line at its dates, which go."""
    parts: list[str] = []
    start = 0
    for moment in moments.find(text, context):
        parts.append(text[start : max(moments.lead_in(text, moment, context), start)])
        start = moments.behind(text, moment)
    return [*parts, text[start:]]


def _behind_name(text: str) -> str:
    """Return what follows a `By` inside a line: `Opinion By Tom Oakes`, `The Bridge at Dawn, by Ana Costa`."""
    before, said, behind = text.replace(", by ", " By ", 1).partition(" By ")
    return f"By {behind}" if said and before and behind[:1].isupper() else text


def _unglued(text: str) -> str:
    """Set apart the `and` that Arabic and Hebrew write together with the name behind it."""
    if text.isascii():
        return text
    table = words.file("bylines")["and_glued"]
    tokens = text.split()
    for at in range(2, len(tokens) - 1):
        token = tokens[at]
        if token[0] in table["letters"] and len(token) > 3 and token not in table["names"]:  # noqa: PLR2004 - a letter and a name
            return f"{' '.join(tokens[:at])} {token[0]} {_unglued(' '.join([token[1:], *tokens[at + 1 :]]))}"
    return text


def _split_and(text: str) -> list[str]:
    """Split at `and`, `&`, `und`, `y`; at a single letter only between what could be two names."""
    text = _unglued(text)
    if "&" not in text and _and_words().isdisjoint(text.split()):
        return [text] if text.strip() else []
    parts = [part for part in _and().split(f" {text}") if part.strip()]
    if len(parts) < 2 or re.search(r"\s(?:and|und|et|och|og|ve|και|dan|&)\s|&", text, re.I):  # noqa: PLR2004 - one part is no two names
        return parts
    whole = all(len(part.split()) > 1 or agencies.news(names.strip(part)) for part in parts)
    return parts if whole else [text]


def _cuts(line: str, cued: bool, language: str | None) -> Iterable[_Cut]:
    """Cut a line into pieces, each with what separates it from the piece before."""
    before, open_cue = "line", cued
    for place, hard in enumerate(_HARD.split(line)):
        if place and _editing().match(flat(hard)):
            continue  # `Reporting by Ana Costa; editing by Tom Oakes`: an editor beside authors is none
        text, found = (hard, False) if open_cue else strip_cue(hard, language)
        text, found_label = _unlabelled(text, language)
        open_cue = open_cue or found or found_label
        if found and not names.strip(text):
            continue  # `By | Ana Costa`: the cue is for the next piece
        for soft in _SOFT.split(text):
            for number, part in enumerate(_split_and(soft)):
                inner = _PARENTHESIS.findall(part)
                single = open_cue and (before in ("line", "hard") or number > 0)
                yield _Cut(_PARENTHESIS.sub(" ", part), "and" if number else before, single)
                for bracketed in inner:
                    yield _Cut(bracketed, "paren", False)
                before = "comma"
        before, open_cue = "hard", False


@cache
def _editing() -> re.Pattern[str]:
    return re.compile(words.alternatives(words.file("bylines")["editing"]))


@cache
def _pictures() -> frozenset[str]:
    return words.fold_all(words.file("bylines")["pictures"])


@cache
def _subjects() -> frozenset[str]:
    return words.fold_all(words.file("bylines")["not_names"])


def _unlabelled(text: str, language: str | None) -> tuple[str, bool]:
    """Take off a label: `Translation and adaptation:`, or one word such as `Columnist:`, which names follow.

    What follows `Photo:` or `Topic:` names no author.
    """
    label = _LABEL.match(text) if ":" in text or "：" in text else None
    if label and words.fold_text(label[1]) in _pictures() | _subjects():
        return "", False
    if label and len(label[1].split()) <= 4 and strip_cue(label[1], language)[1]:  # noqa: PLR2004 - a label is short
        return strip_cue(label[2], language)[0], True
    if label and _has_subject(label[1]):
        return label[1].rpartition(" ")[0], False
    if label and len(label[1].split()) == 1:
        return label[2], names.judge(re.sub(r"[*:/_]in(?:nen)?$", "", label[1])).kind is Kind.ROLE
    return text, False


def _has_subject(label: str) -> bool:
    """Tell whether a label begins behind a name: `Ana Costa Category: Bridges`."""
    name, _, last = label.rpartition(" ")
    return words.fold_text(last) in _pictures() | _subjects() and names.plain(name)


def _joined(lines: Sequence[str], language: str | None) -> list[tuple[str, bool]]:
    """Join a lone cue, and a line that ends in a comma or an `and`, with the line below it."""
    found: list[tuple[str, bool]] = []
    cued = False
    for line in lines:
        text = line.strip()[:LONGEST]
        if is_cue(text, language):
            cued = True
            continue
        if _and().fullmatch(f" {text} "):
            continue
        found.append((text, cued))
    return found


class _Tally:
    """The authors so far, in order, each once."""

    def __init__(self) -> None:
        self.authors: list[Author] = []
        self.agencies: list[str] = []
        self.understood = 0
        self.seen = 0

    def _known(self, name: str) -> bool:
        return any(words.fold_text(author.name) == words.fold_text(name) for author in self.authors)

    def add(self, piece: Piece, before: str) -> None:
        """Take a judged piece in: a new author, or the role or house of those before it."""
        self.seen += 1
        self.understood += piece.kind is not Kind.NOTHING
        if piece.kind is Kind.ROLE:
            self._complete("role", piece.role)
        elif piece.kind is Kind.ORGANISATION or self._shouted(piece, before):
            self._organisation(piece, before)
        elif piece.kind is Kind.PERSON and not self._known(piece.name):
            house = piece.organisation
            self.authors.append(
                Author(name=piece.name, kind=AuthorKind.PERSON, role=piece.role or None, organisation=house or None)
            )
            if piece.role and before == "hard" and names.is_hangul(piece.name):
                self._share_role(piece.role)

    def _share_role(self, role: str) -> None:
        """Give the role to the names before it as well: `홍길동·김영희 기자` are two reporters."""
        for at, author in enumerate(self.authors):
            if author.role is None and names.is_hangul(author.name):
                self.authors[at] = author.model_copy(update={"role": role})

    def _shouted(self, piece: Piece, before: str) -> bool:
        """Tell a house by its capitals: `Sean Leahy, USA TODAY`."""
        mixed = any(not author.name.isupper() for author in self.authors)
        return piece.kind is Kind.PERSON and piece.name.isupper() and before in ("comma", "hard", "paren") and mixed

    def _organisation(self, piece: Piece, before: str) -> None:
        agency = agencies.news(piece.name)
        if agency and agency not in self.agencies:
            self.agencies.append(agency)
        people = any(author.kind is AuthorKind.PERSON for author in self.authors)
        if people and (before in ("comma", "hard", "paren") or (before == "line" and not agency)):
            self._complete("organisation", piece.name)
        elif not self._known(piece.name):
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
    first = pieces[0][0] if pieces else names.NOTHING
    kind = Kind.PERSON if first.kind is Kind.CODE else Kind.NOTHING
    return [(piece._replace(kind=kind) if piece.kind is Kind.CODE else piece, before) for piece, before in pieces]


def parse(lines: Sequence[str], context: Context, house: frozenset[str] = frozenset()) -> Byline:
    """Read the authors from the literal byline lines, in order. `house`: folded names that are never an author."""
    tally = _Tally()
    language = context.language
    for line, cued in _joined(lines, language):
        emails = _EMAIL.findall(line) if "@" in line else []
        start = len(tally.authors)
        bare = _HANDLE.sub(" | ", _EMAIL.sub(" | ", line)) if "@" in line else line
        bare = _GLUED_ON.sub(" | ", bare)
        for number, part in enumerate(_without_times(bare, context)):
            text, found = strip_cue(_behind_name(part), language)
            if number and len(tally.authors) > start and not found:
                break
            _take(tally, text, cued or found, house, language)
        _address(tally.authors, start, emails)
    sure = tally.understood / tally.seen if tally.seen else 0.0
    return Byline(tuple(tally.authors), tuple(tally.agencies), round(sure, 2))


def announced(line: str, context: Context) -> Byline:
    """Read the authors of a line that is about times: only those whom a `By` announces."""
    for part in _without_times(line.strip()[:LONGEST], context):
        text, found = strip_cue(_behind_name(part.strip()), context.language)
        if found and names.strip(text):
            return parse([part], context)
    return Byline()


def parse_apart(groups: Sequence[Sequence[str]], context: Context, house: frozenset[str] = frozenset()) -> Byline:
    """Read the authors from byline lines that stand in several places of a text.

    A place that says `By` outranks those that do not, and so does its line the lines above it. Of places that do not,
    those that name an author who is named in another place as well outrank the rest: a page repeats its author, but
    not the people in its captions.
    """
    announced = [[strip_cue(line, context.language)[1] for line in group] for group in groups]
    pairs = zip(groups, announced, strict=True)
    cued = [parse(group[said.index(True) :], context, house) for group, said in pairs if any(said)]
    read = cued if any(one.authors for one in cued) else [parse(group, context, house) for group in groups]
    if len(read) > 1:
        keys = [{words.fold_text(author.name) for author in one.authors} for one in read]
        again = [n for n, key in enumerate(keys) if any(key & other for m, other in enumerate(keys) if m != n)]
        read = [read[n] for n in again] or read
    authors = {words.fold_text(author.name): author for one in reversed(read) for author in reversed(one.authors)}
    named = dict.fromkeys(agency for one in read for agency in one.agencies)
    sure = min((one.sure for one in read), default=0.0)
    return Byline(tuple(reversed(authors.values())), tuple(named), sure)


def _take(tally: _Tally, text: str, cued: bool, house: frozenset[str], language: str | None) -> None:
    """Judge the pieces of a part of a line and take them in. Two or three plain words need no cutting."""
    if names.plain(text) and words.fold_text(text) not in house:
        tally.add(Piece(Kind.PERSON, text), "line")
        return
    cuts = list(takewhile(lambda cut: not _SECTION.match(cut.text), _cuts(text, cued, language)))
    cuts = _without_photographers([cut for cut in cuts if cut.text.strip()])
    pieces = [(names.judge(cut.text, cut.cued, cut.before not in ("line", "and")), cut.before) for cut in cuts]
    for piece, before in _codes(pieces):
        if words.fold_text(piece.name) not in house:
            tally.add(piece, before)


def _without_photographers(cuts: list[_Cut]) -> list[_Cut]:
    """Leave out who took the pictures: `Ana Costa (text) and Tom Oakes (photos)`."""
    taken = {at - 1 for at, cut in enumerate(cuts) if at > 1 and cut.before == "paren" and _says_pictures(cut.text)}
    return [cut for at, cut in enumerate(cuts) if not {at, at - 1} & taken] if taken else cuts


def _says_pictures(text: str) -> bool:
    return words.fold_text(text) in _pictures()


def _address(authors: list[Author], start: int, emails: Sequence[str]) -> None:
    """Give the addresses of a line to its authors where they are as many."""
    mine = range(start, len(authors)) if len(authors) > start else range(max(len(authors) - 1, 0), len(authors))
    if len(mine) == len(emails):
        for at, email in zip(mine, emails, strict=True):
            authors[at] = authors[at].model_copy(update={"email": email})
