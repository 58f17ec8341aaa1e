"""The credit of a picture: who took it, who passes it on; where in the words of its caption it stands.

A credit is announced (`Photo:`, `©`, `(Foto: …)`), or it names an agency, or it is what a repeat of the caption has
more than the first, or it follows the caption's last full stop and is nothing but names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from convert.fields import agencies, names, words
from convert.fields.creditwords import (
    ANNOUNCING,
    BRACKETED,
    LONGEST_CREDIT,
    LONGEST_CUE,
    announcements,
    bare,
    credit,
    is_cue,
    is_named,
    is_prose,
    sources,
    titled,
)
from convert.fields.lexer import LONGEST, flat
from convert.fields.namewords import Kind

_TAIL: Final = 40
_LONGEST_BEHIND: Final = 12
_CREDIT_WORDS: Final = 8
_SHORTEST_REPEAT: Final = 8
"""Characters of a caption that can be repeated: a word is none."""

_OPEN: Final = ("(", "（", "[")
_CLOSED: Final = (")", "）", "]")
_CLOSING: Final = ")）]."
_ENDED: Final = (".", "!", "?", "。")
_SENTENCE: Final = re.compile(r"[.!?…。！？।»”\"')\]–—|-](?:(?<![–—|-])\s?(?=[^\s.;])|(?<=\s[–—-])\s|(?<=\s\|)\s?)")
"""Where a sentence ends. It begins with one class of characters, which `re` looks for in one go."""

_LED: Final = re.compile(r"[(（\[]([^\s()（）\[\]]{3,30})[)）\]]\s*(?=\S)")
_AFTER_CUE_SIGN: Final = re.compile(r"[^\s:：]+(?:\s[^\s:：]+)?\s?[:：=＝]|©|\([cC]\)")
_GOES_ON: Final = re.compile(r"[.!?]\s+[a-zß-ÿ]")
_APART: Final = frozenset(".!?…。»”\"')]|/-–—(（:;,、＝=")
_BARE_CUE: Final = re.compile(
    r"(?:foto|fotos|photo|fot|nuotr|mynd|kuva|фото|снимка|fotograf|sursa|zdroj)\b[.:]?\s*"
    r"(?:(?:di|de|por|par|av|af|door|od)\b\s*)?"
)
_WORD: Final = re.compile(r"\S+")
_PHOTOGRAPHER: Final = re.compile(r"\s((?:[^\W\d_]\S*\s){1,2}[^\W\d_][^\s/]*)\s?/\s?([^/]{2,40})$")
_AFTER_WORDS: Final = ("撮影", "提供", "摄", "攝", "供图", "摄影", "제공")
_AFTER: Final = re.compile(
    rf"[=＝（(、。\s](?:本[报報社])?(?:記者|记者)?([^=＝（()）、。\s]{{2,24}}?)(?:氏)?\s?({'|'.join(_AFTER_WORDS)})[)）]?$"
)


@cache
def _labels() -> frozenset[str]:
    return words.fold_all(words.file("credits")["labels"])


@cache
def _buttons() -> tuple[str, ...]:
    return tuple(words.file("credits")["buttons"])


def _without_button(text: str) -> str:
    """Leave out a button that a page glues to a caption: `Ana Costa/AP hide caption`."""
    bare = text.rstrip()
    if bare.endswith(_buttons()):
        bare = bare.removesuffix(next(filter(bare.endswith, _buttons())))
    return bare.rstrip(" |") or text


def _without_label(text: str) -> str:
    """Leave out the word that says `caption` before a caption."""
    label, colon, rest = text[:LONGEST].partition(":")
    if colon and len(label) <= LONGEST_CUE and words.fold_text(label) in _labels():
        return rest.strip() + text[LONGEST:]
    return text


def tell(text: str, above: str = "") -> tuple[str, str]:
    """Split a caption line into caption and credit, without the word that says `caption`; either may be empty.

    `above`: the caption over it, whose repeat shows the credit.
    """
    text = _without_button(text)
    text = (_without_label(text) if ":" in text else text).strip()
    if text.startswith(_OPEN):
        text = _unled(text)
    if not text:
        return "", ""
    hint = ANNOUNCING.search(text, max(len(text) - LONGEST_CREDIT - LONGEST_CUE, 0))
    if len(text) <= LONGEST_CREDIT and (whole := _whole(text, above, hint is not None)) is not None:
        return "", whole
    repeated = _repeat(text, above) if above and text.startswith(above) else None
    return repeated or _at_end(text, hint.start() if hint else None) or (text, "")


def _at_end(text: str, hint: int | None) -> tuple[str, str] | None:
    """Split a caption with a credit at its end; most ways to write one show in the last character.

    `hint`: where something first announces a credit, if anything does.
    """
    last = text[-1]
    return (
        (_bracketed(text) if last in _CLOSING and text.rstrip(".").endswith(_CLOSED) else None)
        or (None if hint is None else _signed(text, hint))
        or (None if last in _ENDED else _trailing(text, sources if hint is None else credit))
        or (_photographer(text) if "/" in text else None)
        or _followed(text)
        or (None if text.isascii() else _eastern(text))
    )


def _unled(text: str) -> str:
    """Take off a word in brackets that says what the picture is: `(Symbolfoto) © Getty Images`."""
    led = _LED.match(text)
    return text[led.end() :] if led and is_cue(led[1]) else text


def _whole(text: str, above: str, announced: bool) -> str | None:
    """Return the bare credit where a whole line is one; under a caption the name of a house alone is one."""
    if len(text.split()) > _CREDIT_WORDS:
        return None
    found = credit(text) if announced else sources(text)
    if found is not None:
        return found
    if text.startswith(_OPEN) and BRACKETED.fullmatch(text) and titled(text.strip("()（）[] ")):
        return bare(text)
    return bare(text) if above and titled(text) and _is_house(text, above) else None


def _is_house(text: str, above: str) -> bool:
    shouted = text.isupper() and not above.isupper() and " " in text
    return shouted or "/" in text or names.judge(text).kind is Kind.ORGANISATION


def _repeat(text: str, above: str) -> tuple[str, str] | None:
    """Split what a repeat has more than the line above it."""
    if len(above) < _SHORTEST_REPEAT:
        return None
    rest = text[len(above) :].strip(" \t-–—|,.")
    if not rest:
        return None
    named = bare(rest)
    if ("/" in rest and not is_prose(rest) and not announcements(rest)) or titled(named) or credit(rest) is not None:
        return above, named
    return None


def _bracketed(text: str) -> tuple[str, str] | None:
    """Split `… (AFP)`, `… (Photo: X/Y)`, and after a full stop any `(Name)`."""
    found = BRACKETED.search(text)
    if found is None or not found.start():
        return None
    before = text[: found.start()].rstrip()
    inner = found[1]
    uncued = _uncued(inner)
    if uncued != inner and titled(uncued):
        return before, bare(uncued)
    named = credit(inner)
    if named is not None:
        return before, named
    ended = before.endswith((*_ENDED, "”", '"'))
    return (before, bare(inner)) if (ended or "/" in inner) and titled(inner) else None


def _signed(text: str, hint: int) -> tuple[str, str] | None:
    """Split at the first `Photo:`, `©`, `Bild:` that a short rest follows: only the end of the text is looked at."""
    tail = text[-LONGEST_CREDIT - LONGEST_CUE :]
    cut = len(text) - len(tail)
    for place in announcements(tail, hint - cut):
        before, rest = tail[:place].rstrip(), tail[place:].strip()
        apart = not before or before[-1] in _APART or rest[0].isupper() or not rest[0].isascii()
        if not apart or len(rest) > LONGEST_CREDIT or _GOES_ON.search(rest):
            continue
        named = bare(rest)
        # `Bilder von Kameras. Bild: Jörg Muster` announces with its second word for a picture, not with the first.
        mentioned = ":" in named and not _AFTER_CUE_SIGN.match(rest) and announcements(named)
        if is_named(named) and not mentioned:
            return (text[:cut] + before).strip(" \t,-–—|(（["), named
    return None


def _ends(text: str) -> list[tuple[int, int]]:
    """Return where sentences end in the last part of a text, the dots of initials aside: start and end of the sign."""
    cut = max(len(text) - LONGEST_CREDIT, 0)
    found = [(cut + match.start(), cut + match.end()) for match in _SENTENCE.finditer(text[cut:])]
    return [(start, end) for start, end in found if text[start] != "." or not _behind_initial(text, start)]


def _behind_initial(text: str, place: int) -> bool:
    """Tell whether one letter alone stands before a place: the `J` of `J. Smith`."""
    return text[place - 1 : place].isalpha() and not text[max(place - 2, 0) : place - 1].isalpha()


def _trailing(text: str, told: Callable[[str], str | None]) -> tuple[str, str] | None:
    """Split a credit that follows the last sentence without a word: `… in Madrid. EFE/ J.J. Guillén`.

    `told` reads a credit: `sources` where nothing in the text announces one, so that nothing in a part of it does.
    """
    ends = _ends(text)
    for _, end in reversed(ends):
        rest = text[end:].strip()
        named = told(rest) if rest else None
        if named is not None:
            return text[:end].strip(" \t-–—|"), named
    if ends and text[ends[-1][0]] == ".":
        rest = _uncued(text[ends[-1][1] :])
        if titled(rest) and len(rest.split()) <= _CREDIT_WORDS:
            return text[: ends[-1][1]].strip(), bare(rest)
    return None


def _uncued(text: str) -> str:
    """Take off a word for a photograph that no colon follows: `PHOTO ANA COSTA`."""
    cue = _BARE_CUE.match(flat(text))
    return text[cue.end() :] if cue and text[cue.end() :] else text


def _photographer(text: str) -> tuple[str, str] | None:
    """Split `… to represent the UK Jon Super/AP`: a name of two words before a slash and an agency."""
    before, slash, house = text[-LONGEST_CREDIT:].rpartition("/")
    if not slash:
        return None
    if not agencies.picture(house.strip(" )")):
        return _housed(text, before, house)
    cut = max(len(text) - LONGEST_CREDIT, 0)
    found = _PHOTOGRAPHER.search(text, cut)
    if found is None:
        return None
    last = list(_WORD.finditer(found[1]))[-2:]
    if names.judge(" ".join(word[0] for word in last)).kind is not Kind.PERSON:
        return None
    place = found.start(1) + last[0].start()
    return text[:place].strip(), text[place:].strip()


def _housed(text: str, before: str, name: str) -> tuple[str, str] | None:
    """Split `… entering the country AP Photo/Ana Costa`: a news agency before the slash, a person behind it."""
    tokens = before.split()
    for count in (2, 1):
        house = " ".join(tokens[-count:])
        if len(tokens) > count and agencies.news(house) and names.judge(name).kind is Kind.PERSON:
            place = text.rindex(tokens[-count], 0, len(text) - len(name))
            return text[:place].strip(), text[place:].strip()
    return None


@cache
def _behind() -> re.Pattern[str]:
    """Return the pattern of two names and the word for a photograph behind them: `J. Kazlausko nuotr.`."""
    cues = words.alternatives(words.file("credits")["behind"])
    return re.compile(rf"(?:^|[\s(])([^\W\d_]\S{{0,30}}\s[^\W\d_]\S{{1,30}})\s(?:{cues})[.)]{{0,2}}$")


@cache
def _ends_behind() -> tuple[str, ...]:
    return tuple(sorted(words.fold_all(words.file("credits")["behind"])))


def _followed(text: str) -> tuple[str, str] | None:
    """Split a credit whose word for a photograph stands behind the names."""
    if not flat(text[-_LONGEST_BEHIND:]).rstrip(".)").endswith(_ends_behind()):
        return None
    tail = flat(text[-LONGEST_CREDIT:])
    found = _behind().search(tail)
    if found is None:
        return None
    start, end = (len(text) - len(tail) + place for place in found.span(1))
    if not all(token[0].isupper() for token in text[start:end].split()):
        return None
    return text[:start].strip(" ("), text[start:end]


def _eastern(text: str) -> tuple[str, str] | None:
    """Split `…（山田太郎撮影）`, `…＝警視庁提供`."""
    if not text.rstrip(")）").endswith(_AFTER_WORDS):
        return None
    found = _AFTER.search(text[-_TAIL:])
    if found is None:
        return None
    place = max(len(text) - _TAIL, 0) + found.start()
    return text[: place + (text[place] == "。")].strip(), found[1]
