"""What a credit is: the words that announce one, and the names that make one up.

A credit is announced (`Photo:`, `©`, `Courtesy of`), or its parts are agencies and photographers parted by slashes.
Where in a caption it stands is for `creditline` to find.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from convert.fields import agencies, names, namewords, words
from convert.fields.characters import same
from convert.fields.lexer import flat, fold
from convert.fields.namewords import Kind

LONGEST_CREDIT: Final = 110
LONGEST_CUE: Final = 32
_MOST_PARTS: Final = 6
_MOST_SMALL: Final = 3
_NAME_WORDS: Final = 5
_TITLE_WORDS: Final = 9
"""Bounds of what a credit is: its characters and those of its cue, its parts between slashes, its words in small
letters, the words of one name and of a name with its house."""

_EDGE: Final = " \t\u00a0.;,-–—|/"
BRACKETED: Final = re.compile(r"[(（\[]\s*([^()（）\[\]]*(?:[(（][^()（）]{1,60}[)）][^()（）\[\]]*)?)[)）\]]\s*\.?$")
_OPENING: Final = ("(", "（", "[")
_SIGNS: Final = ("©", "(", "（", "Copyright")
_SIGN: Final = re.compile(r"\s*(?:©|\([cC©]\)|（[CcＣ]）|\bCopyright\b)\s*:?\s*")
_PARTED: Final = re.compile(r"/|\||—|v[ií]a(?<= v.a) |for(?<= for) |-(?<= -) ")
_SLASH: Final = re.compile(r"\s*(?:/|\||—| v[ií]a | for | - )\s*")
_DIGIT: Final = re.compile(r"\d")
_FOR_HOUSE: Final = re.compile(r"([^/]+?)(?: for |\s?/\s?)([^/]+)")
_TITLE_GAPS: Final = re.compile(r"[\s/,&]+")
_GLUED: Final = re.compile(r"(?<=[^\W_])(?<![A-ZÀ-Þ])[A-ZÀ-Þ][a-zß-ÿ]+$")
"""A cue that is written together with the caption before it: `am MorgenBild:`."""

_COLONS: Final = "[:：\u055d\u1361\u1366\u17d6]"
_EASTERN_SLASH: Final = r"/(?<=[\u3040-\u9fff]/)|/(?<=[\u3040-\u9fff]\s/)"
_SAYING: Final = r"by(?<=\bby)\b|via(?<=\bvia)\b|von(?<=\bvon)\b"
_AFTER_CUE: Final = re.compile(rf":|：|=|＝|\u055d|\u1361|\u1366|\u17d6|{_EASTERN_SLASH}|{_SAYING}")
_MARK: Final = r"©|\(c\)|\(C\)|（C）|（c）|（Ｃ）"
_ANNOUNCING_SIGN: Final = re.compile(rf"{_AFTER_CUE.pattern}|{_MARK}|Copyright(?<=\bCopyright)\b")
_LAST_WORD: Final = re.compile(r"[^\s(（\[|/.!?;,»”\"]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIRST_UNSPACED: Final = "\u0e00"


def _by_letter(letter: str, *listed: str) -> str:
    """Return a pattern of words that begins with a letter of theirs, a rare one: `re` skips to where it stands."""
    parted = (word.partition(letter) for word in listed)
    return "|".join(f"{letter}(?<={head}{letter}){tail}" for head, _, tail in parted)


_RIGHTS_HINT: Final = re.compile(
    "|".join(
        (
            _by_letter("y", "Courtesy", "courtesy"),
            _by_letter("g", "Rights", "rights"),
            _by_letter("c", "Rechte", "rechte", "Picha na", "picha na"),
            _by_letter("d", "Cedida", "cedida", "Handout", "handout", "should read"),
            "Droits|droits",
        )
    )
)
ANNOUNCING: Final = re.compile(
    rf"{_AFTER_CUE.pattern}|{_MARK}|{_RIGHTS_HINT.pattern}|Copyright|copyright|{_by_letter('c', 'Source', 'source')}"
)
"""Without any of these nothing announces a credit: cheaper than looking for what does.

Each branch begins with a letter of its own, so that `re` looks for those letters and not for the pattern everywhere.
What has a place of its own among the announcements is found where it begins.
"""

_COURTESY: Final = re.compile(
    r"(?:photo\s+)?courtesy\s+(?:of\s+)?|image source,\s*|picha na\s+|(?:photo\s+)?credit should read:?\s*", re.I
)
_TWO_SENTENCES: Final = re.compile(r"[.!?]\s+\S+\s")
_SMALL: Final = frozenset(
    "for via of the von van de der den di da del du la le y e und and et handout file archive photo images pour".split()
)


@cache
def _cue() -> re.Pattern[str]:
    """Return the pattern of the words that announce a credit and are no part of it: `Photo:`, `Bild:`, `写真＝`."""
    found = words.alternatives(words.flat(words.file("credits")["cues"]))
    return re.compile(rf"(?:{found})(?:\s*(?:{_COLONS}|[=＝])|\s+(?:by|via|von)\b\s*:?|(?<=[\u3040-\u9fff])\s*/)\s*")


@cache
def _cue_words() -> frozenset[str]:
    return words.fold_all(words.flat(words.file("credits")["cues"]))


@cache
def _cue_ends() -> frozenset[str]:
    """Return the last words of all cues: behind any other word nothing is announced."""
    return frozenset(found[-1] for cue in _cue_words() if (found := _LAST_WORD.findall(cue)))


@cache
def _closed_cues() -> tuple[str, ...]:
    """Return the cues of scripts that write words together, longest first."""
    return tuple(sorted((cue for cue in _cue_words() if _UNSPACED.search(cue)), key=lambda cue: (-len(cue), cue)))


@cache
def _rights() -> re.Pattern[str]:
    """Return the pattern of the words that announce a credit and belong to it: `Courtesy of X`."""
    return re.compile(words.alternatives(words.file("credits")["rights"]))


def bare(credit: str) -> str:
    """Return a credit without the word, the sign or the brackets that announce it."""
    text = credit.strip(_EDGE)
    for _ in range(3):
        before = text
        text = _unannounced(text)
        if text == before:
            break
    return _once(_balanced(text.strip(_EDGE)))


def _unannounced(text: str) -> str:
    """Take off the outer brackets, a sign of rights and a word that announces, each at most once."""
    bracketed = BRACKETED.fullmatch(text) if text.startswith(_OPENING) else None
    if bracketed:
        text = bracketed[1].strip()
    sign = _SIGN.match(text) if text.startswith(_SIGNS) else None
    text = text[sign.end() :] if sign else text
    cue = (_cue().match(flat(text)) if _AFTER_CUE.search(text) else None) or _COURTESY.match(text)
    return text[cue.end() :].strip() if cue else text


def _once(text: str) -> str:
    """Return a credit that is said twice once: `Jörg Muster/dpa +++ Bild: Jörg Muster/dpa`."""
    again = _cue().search(flat(text), 1) if ":" in text else None
    if again is None:
        return text
    before = text[: again.start()].strip(_EDGE + "+")
    return before if same(text[again.end() :]) in same(before) else text


def _balanced(text: str) -> str:
    """Take off a bracket whose partner was cut away."""
    opened, closed = text.count("(") + text.count("（"), text.count(")") + text.count("）")
    if not opened and text.endswith((")", "）")):
        text, closed = text[:-1], closed - 1
    return text if opened == closed else text.strip("(（[")


def is_cue(text: str) -> bool:
    """Tell whether a text is nothing but a word that announces a credit: `Symbolfoto`."""
    return words.fold_text(text) in _cue_words()


def _announced(text: str) -> bool:
    """Tell whether a text begins with `Photo:`, `©`, `Bild:` or their kin."""
    folded = flat(text.lstrip(" (（["))
    match = _SIGN.match(folded) or _cue().match(folded) or _rights().match(folded) or _COURTESY.match(folded)
    return match is not None


def credit(text: str) -> str | None:
    """Return the bare credit where a whole text is one: announced, or agencies and photographers parted by slashes."""
    if not text or len(text) > LONGEST_CREDIT:
        return None
    if hint := ANNOUNCING.search(text):
        if _announced(text):
            named = bare(text)
            return named if is_named(named) else None
        if announcements(text, hint.start()):
            return None
    return sources(text)


def sources(text: str) -> str | None:
    """Return the bare credit where a whole text is one that nothing announces: agencies and photographers.

    With a semicolon it is a part of a list whose beginning is elsewhere.
    """
    if ";" in text:
        return None
    if not _PARTED.search(text):
        known_alone = _is_source(namewords.strip(text)) and not _TWO_SENTENCES.search(text)
        return bare(text) if known_alone else None
    parts = [part for raw in _SLASH.split(text) if (part := namewords.strip(raw))]
    known = [_is_source(part) for part in parts]
    if not (any(known) or _on_behalf(text)) or len(parts) > _MOST_PARTS or _TWO_SENTENCES.search(text):
        return None
    # Beside an agency one word names somebody too: `Divulgação/Flamengo`, `lensfan42/Getty Images`.
    named = [k or name_like(part) or (" " not in part and any(known)) for k, part in zip(known, parts, strict=True)]
    return bare(text) if all(named) else None


def _on_behalf(text: str) -> bool:
    """Tell `Ana Costa for The Harbour Gazette`: a person, and a house that no list has to know."""
    found = _FOR_HOUSE.fullmatch(text)
    return found is not None and names.alone(found[1]) and names.judge(found[2]).kind is Kind.ORGANISATION


def is_named(text: str) -> bool:
    """Tell whether a credit names somebody: letters, and no sentence."""
    return any(map(str.isalpha, text)) and not is_prose(text)


def _is_source(part: str) -> bool:
    """Tell whether a part of a credit is an agency, also with the photographer in brackets or `File` behind it."""
    head, comma, rest = part.partition(",")
    if comma:
        return agencies.picture(rest.strip()) and (agencies.picture(head) or name_like(head))
    return agencies.picture(part) or ("(" in part and agencies.picture(part.partition("(")[0].strip()))


def is_prose(text: str) -> bool:
    """Tell a sentence from names: mostly words in small letters."""
    tokens = text.split()
    if len(tokens) <= _MOST_SMALL:
        return False
    tokens = [token for token in tokens if token[0].isalpha()]
    small = [token for token in tokens if token[0].islower() and token not in _SMALL]
    return len(small) > _MOST_SMALL and 2 * len(small) > len(tokens)


def titled(text: str) -> bool:
    """Tell whether a short text is all capitalised words, as the names of people and houses are."""
    if text.endswith((".", "!", "?")):
        return False
    count = 0
    for token in _TITLE_GAPS.split(text):
        if word := token.strip("«»\"'“”„()"):
            if not (word[0].isupper() or (count and word in _SMALL)):
                return False
            count += 1
    return 1 <= count <= _TITLE_WORDS and not _DIGIT.search(text)


def name_like(text: str) -> bool:
    """Tell whether a short text is the name of a person or of an organisation."""
    tokens = text.split()
    found = names.judge(text).kind if len(tokens) <= _NAME_WORDS else Kind.NOTHING
    if found in (Kind.PERSON, Kind.ORGANISATION):
        return True
    return bool(tokens) and fold(tokens[0]) in namewords.listed().town_heads and titled(text)


def announcements(text: str, hint: int = 0) -> list[int]:
    """Return where in a text something announces a credit: `Photo:`, `Foto von`, `©`, `Courtesy of`.

    `hint`: where ANNOUNCING finds something first, if that is known.
    """
    places: list[int] = []
    for sign in _ANNOUNCING_SIGN.finditer(text, hint):
        start, said = sign.start(), sign[0]
        if said.startswith(_SIGNS):
            places.append(start)
        elif (before := text[:start].rstrip()) and not (said.isalpha() and len(before) == start):
            places += _cues_before(before)
    if _RIGHTS_HINT.search(text, hint):
        places.extend(match.start() for match in _rights().finditer(flat(text)))
    return sorted(places)


def _cues_before(text: str) -> list[int]:
    """Return where the words begin that a text ends with and that announce a credit."""
    last = _LAST_WORD.match(text[: -LONGEST_CUE - 1 : -1])
    word = text[len(text) - last.end() :] if last else ""
    places: list[int] = []
    if flat(word) in _cue_ends():
        cut = max(len(text) - LONGEST_CUE, 0)
        starts = [cut + found.start() for found in _LAST_WORD.finditer(text[cut:])][-3:]
        places = [start for start in starts if flat(text[start:]) in _cue_words()]
    glued = None if word[1:].islower() else _GLUED.search(word)
    if glued and flat(glued[0]) in _cue_words():
        places.append(len(text) - len(glued[0]))
    if text[-1] >= _FIRST_UNSPACED and _UNSPACED.match(text[-1]):
        folded = flat(text[-LONGEST_CUE:])
        places.extend(len(text) - len(cue) for cue in _closed_cues() if folded.endswith(cue))
    return places
