"""A byline cut into pieces: at what separates names, without the words that announce them.

`By`, `Von:` and their kin are data, by language; those that are names or articles elsewhere count in their own
language alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

from convert.fields import agencies, namerows, names, namewords, words
from convert.fields.lexer import LONGEST, flat
from convert.fields.namewords import Kind

_PARENTHESIS: Final = re.compile(r"[(（\[]([^()（）\[\]]{1,80})[)）\]]")
_HARD: Final = re.compile(r"\s*(?:[|•·;；●▪■/／]| [-–—] |[—–]|－)\s*")
_SECTION: Final = re.compile(r"\s*(?:in|dans|en|unter)\s+[A-ZÀ-Þ]\w+\s*$")
"""Where a piece says in which section the story stands, the rest of the line names sections."""

_OPEN_ENDS: Final = " ,،、，&"
_SOFT: Final = re.compile(r"\s*(?:[,،、，]|\n)\s*")
_FIRST: Final = re.compile(r"\W*(\w+)")
LONGEST_AND: Final = 12
"""Characters up to which a line may be no more than an `and`; a test holds the list to it."""

_CLOSED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
COLONS: Final = ":：\u055d\u1361\u1366\u17d6"
"""Colons of Latin, East Asian, Armenian, Ethiopic and Khmer writing."""

_LABEL: Final = re.compile(r"([^:：]{2,40})[:：]\s*(.+)", re.S)


class Cut(NamedTuple):
    """A piece and what stands before it: `start`, `hard` (dash, bar, slash), `comma`, `and`, `line`, `paren`."""

    text: str
    before: str
    cued: bool


@cache
def _listed_cues(language: str | None) -> tuple[str, ...]:
    """Return the cues of all languages, and those that are names or articles in any language but that of the text."""
    table = words.file("bylines")
    return (*words.flat(table["cues"]), *table["portraits"], *table["cues_of_one_language"].get(language, ()))


@cache
def _cue(language: str | None) -> re.Pattern[str]:
    """Return the pattern of `By`, `Von`, `Kommentar von` and their kin at the start of a folded text."""
    genres = words.alternatives(words.file("bylines")["genres"])
    cues = words.alternatives(_listed_cues(language))
    of = words.alternatives(words.file("bylines")["of"])
    said = rf"(?:(?:{genres})\s+)?(?:{cues})|(?:{genres})\s+(?:{of})"
    return re.compile(rf"\W*(?:{said})(?=[\s.,/|{COLONS}]|$)\s*[.|{COLONS}]?\s*")


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
    return cued and not namewords.strip(rest)


def is_open(line: str) -> bool:
    """Tell whether a byline goes on below: it ends with a comma or an `and`."""
    return closed(line) != line.rstrip()


def closed(line: str) -> str:
    """Return a byline without the comma or the `and` at its end."""
    text = line.rstrip(_OPEN_ENDS) if len(line) <= LONGEST else line.rstrip()
    while len(text) <= LONGEST:
        head, _, last = text.rpartition(" ")
        if not head or last not in _and_words():
            break
        text = head.rstrip(_OPEN_ENDS)
    return text


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
        return namerows.parted(text) if text.strip() else []
    parts = [part for part in _and().split(f" {text}") if part.strip()]
    if len(parts) < 2 or re.search(r"\s(?:and|und|et|och|og|ve|και|dan|&)\s|&", text, re.I):  # noqa: PLR2004 - one part is no two names
        return parts
    whole = all(len(part.split()) > 1 or agencies.news(namewords.strip(part)) for part in parts)
    return parts if whole else [text]


def cut(text: str, cued: bool, language: str | None) -> list[Cut]:
    """Cut a text into the pieces that may name somebody. `cued`: the word that announces them stood before it."""
    bare = _without_agencies(_PARENTHESIS.sub(lambda aside: " " if _says_text(aside[1]) else aside[0], text))
    found = takewhile(lambda one: not _SECTION.match(one.text), _cuts(bare, cued, language))
    return _without_photographers([one for one in found if one.text.strip()])


def _cuts(line: str, cued: bool, language: str | None) -> Iterable[Cut]:
    """Cut a line into pieces, each with what separates it from the piece before."""
    before, open_cue = "line", cued
    for place, hard in enumerate(_HARD.split(_without_pronouns(line))):
        if place and _editing().match(flat(hard)):
            continue  # `Reporting by Ana Costa; editing by Tom Oakes`: an editor beside authors is none
        text, found = (hard, False) if open_cue else strip_cue(hard, language)
        text, found_label = _unlabelled(text, language)
        open_cue = open_cue or found or found_label
        if found and not namewords.strip(text):
            continue  # `By | Ana Costa`: the cue is for the next piece
        first, *others = _SOFT.split(text)
        others = [_joining(other, language) for other in others if not _editing().match(flat(other))]
        for soft in (first, *others):
            for number, part in enumerate(_split_and(soft)):
                inner = _PARENTHESIS.findall(part)
                single = open_cue and (before in ("line", "hard") or number > 0)
                yield Cut(_PARENTHESIS.sub(" ", part), "and" if number else before, single)
                for bracketed in inner:
                    yield Cut(bracketed, "paren", False)
                before = "comma"
        before, open_cue = "hard", False


def _says_text(aside: str) -> bool:
    """Tell an aside that says what somebody made: `Ana Costa (Text and photos)`. `(text)` tells from `(photos)`."""
    return " " in aside and is_cue(aside)


@cache
def _with_agencies() -> re.Pattern[str]:
    table = words.file("bylines")["with_agencies"]
    joined, agencies_ = words.alternatives(table["with"]), words.alternatives(table["agencies"])
    return re.compile(rf"(?<![\s,])[\s,]+(?:{joined})\s+(?:{agencies_})\W*$")


def _without_agencies(line: str) -> str:
    """Leave out agencies without a name behind a full one: `Ana Costa and agencies`, `Ana Costa con agencias`."""
    found = _with_agencies().search(flat(line))
    return line[: found.start()] if found and " " in line[: found.start()].strip() else line


def _joining(piece: str, language: str | None) -> str:
    """Take `with additional reporting by` off a piece behind a comma; one word alone, as `reporter`, is a role."""
    name, cued = strip_cue(piece, language)
    return name if cued and len(piece[: len(piece) - len(name)].split()) > 1 else piece


@cache
def _pronouns() -> re.Pattern[str]:
    one = words.alternatives(words.file("bylines")["pronouns"])
    return re.compile(rf"[(\[]\s*(?:{one})(?:\s*/\s*(?:{one}))+\s*[)\]]")


def _without_pronouns(line: str) -> str:
    """Leave out how somebody wishes to be spoken of: `Ana Costa (she/her)`."""
    found = _pronouns().search(flat(line)) if "/" in line else None
    return f"{line[: found.start()]}{line[found.end() :]}" if found else line


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


def joined(lines: Sequence[str], language: str | None) -> list[tuple[str, bool]]:
    """Join a lone cue, and a line that ends in a comma or an `and`, with the line below it."""
    found: list[tuple[str, bool]] = []
    cued = False
    for line in lines:
        text = line.strip()[:LONGEST]
        if is_cue(text, language):
            cued = True
            continue
        if len(text) <= LONGEST_AND and _and().fullmatch(f" {text} "):
            continue
        found.append((text, cued))
    return found


def _without_photographers(cuts: list[Cut]) -> list[Cut]:
    """Leave out who took the pictures: `Ana Costa (text) and Tom Oakes (photos)`."""
    taken = {at - 1 for at, cut in enumerate(cuts) if at > 1 and cut.before == "paren" and _says_pictures(cut.text)}
    return [cut for at, cut in enumerate(cuts) if not {at, at - 1} & taken] if taken else cuts


def _says_pictures(text: str) -> bool:
    return words.fold_text(text) in _pictures()
