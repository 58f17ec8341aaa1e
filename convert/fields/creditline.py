"""The credit of a picture: who took it, who passes it on; told from the words of its caption.

A credit is announced (`Photo:`, `©`, `(Foto: …)`), or it names an agency, or it is what a repeat of the caption has
more than the first, or it follows the caption's last full stop and is nothing but names.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from convert.fields import agencies, names, words
from convert.fields.characters import same
from convert.fields.lexer import LONGEST, flat

_LONGEST_CREDIT: Final = 110
_TAIL: Final = 40
_EDGE: Final = " \t\u00a0.;,-–—|/"
_BRACKETED: Final = re.compile(
    r"\s*[(（\[]\s*([^()（）\[\]]*(?:[(（][^()（）]{1,60}[)）][^()（）\[\]]*)?)[)）\]]\s*\.?$"
)
_SIGN: Final = re.compile(r"\s*(?:©|\([cC©]\)|（[CcＣ]）|\bCopyright\b)\s*:?\s*")
_SENTENCE: Final = re.compile(r"[.!?…。！？।»”\"')\]\s](?:(?<=\S)\s?(?=[^\s.])|(?<=\s)[-–—|]\s|(?<=\s)\|\s?)")
_SLASH: Final = re.compile(r"\s*(?:/|\||—| via | for | - )\s*")
_LED: Final = re.compile(r"[(（\[]([^\s()（）\[\]]{3,30})[)）\]]\s*(?=\S)")
_AFTER_CUE_SIGN: Final = re.compile(r"[^\s:：]+(?:\s[^\s:：]+)?\s?[:：=＝]|©|\([cC]\)")
_GLUED: Final = re.compile(r"(?<=[^\W_])(?<![A-ZÀ-Þ])[A-ZÀ-Þ][a-zß-ÿ]+$")
"""A cue that is written together with the caption before it: `am MorgenBild:`."""

_INITIAL: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]$")
_LONGEST_CUE: Final = 32
_LONGEST_BEHIND: Final = 12
_COLONS: Final = "[:：\u055d\u1361\u1366\u17d6]"
_EASTERN_SLASH: Final = r"/(?<=[\u3040-\u9fff]/)|/(?<=[\u3040-\u9fff]\s/)"
_SAYING: Final = r"by(?<=\bby)\b|via(?<=\bvia)\b|von(?<=\bvon)\b"
_AFTER_CUE: Final = re.compile(rf":|：|=|＝|\u055d|\u1361|\u1366|\u17d6|{_EASTERN_SLASH}|{_SAYING}")
_MARK: Final = r"©|\(c\)|\(C\)|（C）|（c）|（Ｃ）"
_COPYRIGHT: Final = re.compile(rf"{_MARK}|Copyright(?<=\bCopyright)\b")
_LAST_WORDS: Final = re.compile(r"[^\s(（\[|/.!?;,»”\"]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RIGHTS_HINT: Final = re.compile(
    "Courtesy|courtesy|Rights|rights|Droits|droits|Cedida|cedida|Rechte|rechte|Handout|handout|Picha na|picha na"
)
_ANNOUNCING: Final = re.compile(
    rf"{_AFTER_CUE.pattern}|{_MARK}|{_RIGHTS_HINT.pattern}|Copyright|copyright|Source|source"
)
"""Without any of these nothing announces a credit: cheaper than looking for what does.

Each branch begins with a letter of its own, so that `re` looks for those letters and not for the pattern everywhere.
"""

_APART: Final = frozenset(".!?…。»”\"')]|/-–—(（:;、＝=")
_COURTESY: Final = re.compile(r"(?:photo\s+)?courtesy\s+(?:of\s+)?|image source,\s*|picha na\s+", re.I)
_BARE_CUE: Final = re.compile(r"(?:foto|fotos|photo|fot|nuotr|mynd|kuva|фото|снимка|fotograf|sursa|zdroj)\b[.:]?\s*")
_TWO_SENTENCES: Final = re.compile(r"[.!?]\s+\S+\s")
_SMALL: Final = frozenset(
    "for via of the von van de der den di da del du la le y e und and et handout file archive photo images pour".split()
)
_PHOTOGRAPHER: Final = re.compile(r"\s((?:[^\W\d_]\S*\s){1,2}[^\W\d_][^\s/]*)\s?/\s?([^/]{2,40})$")
_AFTER: Final = re.compile(
    r"[=＝（(、。\s]([^=＝（()）、。\s]{2,24}?)(?:氏)?\s?(撮影|提供|摄|攝|供图|摄影|제공)[)）]?$"
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
def _closed_cues() -> tuple[str, ...]:
    """Return the cues of scripts that write words together, longest first."""
    return tuple(sorted((cue for cue in _cue_words() if _UNSPACED.search(cue)), key=lambda cue: (-len(cue), cue)))


@cache
def _rights() -> re.Pattern[str]:
    """Return the pattern of the words that announce a credit and belong to it: `Courtesy of X`."""
    return re.compile(words.alternatives(words.file("credits")["rights"]))


@cache
def _labels() -> frozenset[str]:
    return words.fold_all(words.file("credits")["labels"])


def bare(credit: str) -> str:
    """Return a credit without the word, the sign or the brackets that announce it."""
    text = credit.strip(_EDGE)
    for _ in range(3):
        before = text
        bracketed = _BRACKETED.fullmatch(text)
        if bracketed:
            text = bracketed[1].strip()
        sign = _SIGN.match(text)
        text = text[sign.end() :] if sign else text
        cue = _cue().match(flat(text)) or _COURTESY.match(text)
        text = text[cue.end() :].strip() if cue else text
        if text == before:
            break
    return _once(_balanced(text.strip(_EDGE)))


def _once(text: str) -> str:
    """Return a credit that is said twice once: `Jörg Muster/dpa +++ Bild: Jörg Muster/dpa`."""
    again = _cue().search(flat(text), 1) if ":" in text else None
    if again is None:
        return text
    before = text[: again.start()].strip(_EDGE + "+")
    return before if same(text[again.end() :]) in same(before) else text


def is_cue(text: str) -> bool:
    """Tell whether a text is nothing but a word that announces a credit: `Symbolfoto`."""
    return words.fold_text(text) in _cue_words()


def _unled(text: str) -> str:
    """Take off a word in brackets that says what the picture is: `(Symbolfoto) © Getty Images`."""
    led = _LED.match(text)
    return text[led.end() :] if led and is_cue(led[1]) else text


def _balanced(text: str) -> str:
    """Take off a bracket whose partner was cut away."""
    if text.endswith((")", "）")) and not ("(" in text or "（" in text):
        text = text[:-1]
    return (
        text.lstrip("(（[").rstrip("(（[")
        if text.count("(") + text.count("（") != text.count(")") + text.count("）")
        else text
    )


def _announced(text: str) -> bool:
    """Tell whether a text begins with `Photo:`, `©`, `Bild:` or their kin."""
    folded = flat(text.lstrip(" (（["))
    return any(pattern.match(folded) for pattern in (_SIGN, _cue(), _rights(), _COURTESY))


def is_credit(text: str) -> bool:
    """Tell whether a whole text is a credit: announced, or agencies and photographers parted by slashes."""
    if not text or len(text) > _LONGEST_CREDIT:
        return False
    if _ANNOUNCING.search(text):
        if _announced(text):
            return _is_named(bare(text))
        if _announcements(text):
            return False
    parts = [part for part in (names.strip(part) for part in _SLASH.split(text)) if part]
    if not parts or len(parts) > 6 or _TWO_SENTENCES.search(text):  # noqa: PLR2004 - no credit names more
        return False
    known = [_is_source(part) for part in parts]
    return any(known) and all(k or _name_like(part) for k, part in zip(known, parts, strict=True))


def _is_named(credit: str) -> bool:
    return any(map(str.isalpha, credit)) and not _is_prose(credit)


def _is_source(part: str) -> bool:
    """Tell whether a part of a credit is an agency, also with the photographer in brackets or `File` behind it."""
    head, comma, rest = part.partition(",")
    if comma:
        return agencies.picture(rest.strip()) and (agencies.picture(head) or _name_like(head))
    return agencies.picture(part) or agencies.picture(part.partition("(")[0].strip())


def _is_prose(text: str) -> bool:
    """Tell a sentence from names: mostly words in small letters."""
    tokens = [token for token in text.split() if token[0].isalpha()]
    small = [token for token in tokens if token[0].islower() and token not in _SMALL]
    return len(small) > 3 and 2 * len(small) > len(tokens)  # noqa: PLR2004 - a credit has few small words


def _titled(text: str) -> bool:
    """Tell whether a short text is all capitalised words, as the names of people and houses are."""
    tokens = [bare for token in re.split(r"[\s/,&]+", text) if (bare := token.strip("«»\"'“”„()"))]
    if not 1 <= len(tokens) <= 9 or any(char.isdigit() for char in text):  # noqa: PLR2004 - words of a credit
        return False
    small = [token for token in tokens if not token[0].isupper()]
    return tokens[0][0].isupper() and all(token in _SMALL for token in small) and not text.endswith((".", "!", "?"))


def _name_like(text: str) -> bool:
    return len(text.split()) <= 5 and names.judge(text).kind in (names.Kind.PERSON, names.Kind.ORGANISATION)  # noqa: PLR2004 - words of a name


def split(text: str, above: str = "") -> tuple[str, str]:
    """Split a caption line into caption and credit. `above`: the caption over it, whose repeat shows the credit."""
    text = _unled(text.strip())
    if _is_all_credit(text, above):
        return "", bare(text)
    return (
        _repeat(text, above)
        or _bracketed(text)
        or _signed(text)
        or _trailing(text)
        or _photographer(text)
        or _followed(text)
        or _eastern(text)
        or (text, "")
    )


def _is_all_credit(text: str, above: str) -> bool:
    """Tell whether a line is nothing but a credit; under a caption the name of a house alone is one."""
    if len(text) > _LONGEST_CREDIT or len(text.split()) > 8:  # noqa: PLR2004 - words of a credit
        return False
    if is_credit(text) or (_BRACKETED.fullmatch(text) and _titled(text.strip("()（）[] "))):
        return True
    if not above or not _titled(text):
        return False
    shouted = text.isupper() and not above.isupper() and " " in text
    return shouted or "/" in text or names.judge(text).kind is names.Kind.ORGANISATION


def _repeat(text: str, above: str) -> tuple[str, str] | None:
    """Split what a repeat has more than the line above it."""
    if len(above) < 8 or not text.startswith(above) or len(text) == len(above):  # noqa: PLR2004 - a word is no caption
        return None
    rest = text[len(above) :].strip(" \t-–—|,.")
    housed = "/" in rest and not _announcements(rest) and not _is_prose(rest)
    if not rest or not (housed or is_credit(rest) or _titled(bare(rest))):
        return None
    return above, bare(rest)


def _bracketed(text: str) -> tuple[str, str] | None:
    """Split `… (AFP)`, `… (Photo: X/Y)`, and after a full stop any `(Name)`."""
    if not text.rstrip(".").endswith((")", "）", "]")):
        return None
    found = _BRACKETED.search(text)
    if found is None or not found.start():
        return None
    before = text[: found.start()].rstrip()
    ended = before.endswith((".", "!", "?", "”", '"', "。"))
    inner = found[1]
    cue = _BARE_CUE.match(flat(inner))
    if cue and _titled(inner[cue.end() :]):
        return before, bare(inner[cue.end() :])
    if is_credit(inner) or ((ended or "/" in inner) and _titled(inner)):
        return before, bare(inner)
    return None


def _announcements(text: str) -> list[int]:
    """Return where in a text something announces a credit: `Photo:`, `Foto von`, `©`, `Courtesy of`."""
    cues = _cue_words()
    places = [match.start() for match in _COPYRIGHT.finditer(text)]
    for sign in _AFTER_CUE.finditer(text):
        before = text[: sign.start()].rstrip()
        if sign[0].isalpha() and len(before) == sign.start():
            continue
        found = list(_LAST_WORDS.finditer(before[-_LONGEST_CUE:]))[-3:]
        cut = max(len(before) - _LONGEST_CUE, 0)
        places.extend(cut + word.start() for word in found if flat(before[cut + word.start() :]) in cues)
        glued = None if not found or found[-1][0][1:].islower() else _GLUED.search(found[-1][0])
        if glued and flat(glued[0]) in cues:
            places.append(len(before) - len(glued[0]))
        if _UNSPACED.search(before[-1:]):
            folded = flat(before[-_LONGEST_CUE:])
            places.extend(len(before) - len(cue) for cue in _closed_cues() if folded.endswith(cue))
    if _RIGHTS_HINT.search(text):
        places.extend(match.start() for match in _rights().finditer(flat(text)))
    return sorted(places)


def _signed(text: str) -> tuple[str, str] | None:
    """Split at the first `Photo:`, `©`, `Bild:` that a short rest follows: only the end of the text is looked at."""
    cut = max(len(text) - _LONGEST_CREDIT - _LONGEST_CUE, 0)
    tail = text[cut:]
    if not _ANNOUNCING.search(tail):
        return None
    for place in _announcements(tail):
        before, rest = tail[:place].rstrip(), tail[place:].strip()
        apart = not before or before[-1] in _APART or rest[0].isupper() or not rest[0].isascii()
        if not apart or len(rest) > _LONGEST_CREDIT or re.search(r"[.!?]\s+[a-zß-ÿ]", rest):
            continue
        named = bare(rest)
        # `Bilder von Kameras. Bild: Jörg Muster` announces with its second word for a picture, not with the first.
        mentioned = ":" in named and not _AFTER_CUE_SIGN.match(rest) and _announcements(named)
        if _is_named(named) and not mentioned:
            return (text[:cut] + before).strip(" \t-–—|(（["), named
    return None


def _ends(text: str) -> list[tuple[int, int]]:
    """Return where sentences end in the last part of a text, the dots of initials aside: start and end of the sign."""
    cut = max(len(text) - _LONGEST_CREDIT, 0)
    found = [(cut + match.start(), cut + match.end()) for match in _SENTENCE.finditer(text[cut:])]
    return [(start, end) for start, end in found if text[start] != "." or not _INITIAL.search(text, 0, start)]


def _trailing(text: str) -> tuple[str, str] | None:
    """Split a credit that follows the last sentence without a word: `… in Madrid. EFE/ J.J. Guillén`."""
    if text.endswith((".", "!", "?", "。")):
        return None
    ends = _ends(text)
    for _, end in reversed(ends):
        rest = text[end:].strip()
        if rest and is_credit(rest):
            return text[:end].strip(" \t-–—|"), bare(rest)
    if ends and text[ends[-1][0]] == ".":
        rest = text[ends[-1][1] :]
        if _titled(rest) and len(rest.split()) <= 8:  # noqa: PLR2004 - words of a name and its house
            return text[: ends[-1][1]].strip(), bare(rest)
    return None


def _photographer(text: str) -> tuple[str, str] | None:
    """Split `… to represent the UK Jon Super/AP`: a name of two words before a slash and an agency."""
    before, slash, house = text[-_LONGEST_CREDIT:].rpartition("/")
    if not slash:
        return None
    if not agencies.picture(house.strip(" )")):
        return _housed(text, before, house)
    found = _PHOTOGRAPHER.search(text[-_LONGEST_CREDIT:])
    if found is None:
        return None
    name = " ".join(found[1].split()[-2:])
    if names.judge(name).kind is not names.Kind.PERSON:
        return None
    place = text.rindex(name)
    return text[:place].strip(), text[place:].strip()


@cache
def _behind() -> re.Pattern[str]:
    """Return the pattern of two names and the word for a photograph behind them: `J. Kazlausko nuotr.`."""
    cues = words.alternatives(words.file("credits")["behind"])
    return re.compile(rf"(?:^|[\s(])([^\W\d_]\S{{0,30}}\s[^\W\d_]\S{{1,30}})\s(?:{cues})[.)]{{0,2}}$")


def _followed(text: str) -> tuple[str, str] | None:
    """Split a credit whose word for a photograph stands behind the names."""
    if not flat(text[-_LONGEST_BEHIND:]).rstrip(".)").endswith(_behind_words()):
        return None
    tail = flat(text[-_LONGEST_CREDIT:])
    found = _behind().search(tail)
    if found is None:
        return None
    start, end = (len(text) - len(tail) + place for place in found.span(1))
    if not all(token[0].isupper() for token in text[start:end].split()):
        return None
    return text[:start].strip(" ("), text[start:end]


@cache
def _behind_words() -> tuple[str, ...]:
    return tuple(words.fold_all(words.file("credits")["behind"]))


def _housed(text: str, before: str, name: str) -> tuple[str, str] | None:
    """Split `… entering the country AP Photo/Ana Costa`: a news agency before the slash, a person behind it."""
    tokens = before.split()
    for count in (2, 1):
        house = " ".join(tokens[-count:])
        if len(tokens) > count and agencies.news(house) and names.judge(name).kind is names.Kind.PERSON:
            place = text.rindex(tokens[-count], 0, len(text) - len(name))
            return text[:place].strip(), text[place:].strip()
    return None


def _eastern(text: str) -> tuple[str, str] | None:
    """Split `…（山田太郎撮影）`, `…＝警視庁提供`."""
    found = None if text.isascii() else _AFTER.search(text[-_TAIL:])
    if found is None:
        return None
    place = max(len(text) - _TAIL, 0) + found.start()
    return text[: place + (text[place] == "。")].strip(), found[1]


def tell(text: str, above: str = "") -> tuple[str, str]:
    """Split a line into caption and credit, without the word that says `caption`; either may be empty."""
    label, colon, rest = text[:LONGEST].partition(":")
    if colon and len(label) <= _LONGEST_CUE and words.fold_text(label) in _labels():
        text = rest.strip() + text[LONGEST:]
    return split(text, above)
