"""Language tags: registered or not, the same language or not, and the script that a language is written in."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from convert.metadata import is_language, shortest

_COMMON: Final = frozenset(
    "en de fr es it pt nl sv da nb nn no fi pl cs sk hu ro bg el ru uk tr ar he fa hi ja ko zh".split()
)
"""Languages whose bare tag needs no look into the registry."""

_RETIRED: Final = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr"}
"""Subtags that the registry of BCP 47 deprecates, and what it prefers."""


@lru_cache(maxsize=2_048)
def registered(tag: str) -> bool:
    """Tell whether a tag is well-formed and all its subtags stand in the registry of BCP 47."""
    return tag in _COMMON or is_language(tag)


def preferred(tag: str) -> str | None:
    """Return the tag that the registry prefers to a deprecated one, or None."""
    primary, dash, rest = tag.partition("-")
    better = _RETIRED.get(primary.lower())
    return f"{better}{dash}{rest}" if better else None


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags can stand for one language: the primary subtags agree, `und`, `mul` and `zxx` with all."""
    first, second = (_modern(tag) for tag in (one, other))
    return first == second or not {"und", "mul", "zxx", ""}.isdisjoint((first, second))


def _modern(tag: str) -> str:
    primary = tag.partition("-")[0].lower()
    primary = shortest(primary) or _RETIRED.get(primary, primary)
    return _MACRO.get(primary, primary)


_MACRO: Final = {"nb": "no", "nn": "no", "cmn": "zh", "yue": "zh", "hr": "sh", "sr": "sh", "bs": "sh"}
"""Languages that feeds name by either tag: what is not reported as a contradiction, and no statement on languages."""

_SCRIPTS: Final = {
    "LATIN": "en de fr es it pt nl sv da nb nn no fi pl cs sk hu ro tr vi id ms sw et lv lt sl hr ga cy eu ca is",
    "CYRILLIC": "ru uk bg be mk",
    "GREEK": "el",
    "ARABIC": "ar fa ur ps",
    "HEBREW": "he yi",
    "CJK": "zh ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi mr ne",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}
_SCRIPT_OF: Final = {tag: script for script, tags in _SCRIPTS.items() for tag in tags.split()}
_ALIKE: Final = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}

SAMPLE: Final = 200
"""Letters that are looked at. A headline in another script has under 150."""

SHARE: Final = 0.8
"""Share of letters in another script from which a text is not in the language stated."""


def foreign_script(tag: str, text: str) -> str | None:
    """Return the script that a text is in, where the language is not written in it; None where all is well or open."""
    expected = None if len(tag.split("-")) > 1 and len(tag.split("-")[1]) == 4 else _SCRIPT_OF.get(_lower(tag))  # noqa: PLR2004 - a script subtag
    if expected is None or (expected == "LATIN" and text.isascii()):
        return None
    sample = text[: 4 * SAMPLE]
    if expected == "LATIN" and len(sample.encode("ascii", "ignore")) > len(sample) * (1 - SHARE) + sample.count(" "):
        return None
    letters = [char for char in sample if char.isalpha()][:SAMPLE]
    if len(letters) < 20:  # noqa: PLR2004 - too little to tell
        return None
    counts: dict[str, int] = {}
    for char in letters:
        script = unicodedata.name(char, "").partition(" ")[0]
        script = _ALIKE.get(script, script)
        counts[script] = counts.get(script, 0) + 1
    script, number = max(sorted(counts.items()), key=lambda pair: pair[1])
    return script.title() if script != expected and number >= SHARE * len(letters) else None


def _lower(tag: str) -> str:
    return tag.partition("-")[0].lower()


_FUNCTION_WORDS: Final = {
    "en": "the of and to in is was for that with on as it by he at from are his her have this be not has which their",
    "de": "der die das und in den von zu mit ist im für des auf ein eine nicht sich dem als auch es an werden aus bei",
    "fr": "le la les de des et à un une en du est que qui dans pour pas sur au avec il par plus ce sont ne se aux",
    "es": "el la los las de y en que un una del por con para se es no al su lo como más pero sus fue este ha",
    "it": "il la di e che in un una per del della con non si è sono da le dei al alla più come ha nel gli anche",
    "pt": "o a os as de e que em um uma do da dos das para com não se no na por é mais ao como foi mas pela",
    "nl": "de het een en van in is dat op te voor met zijn niet aan er om ook als maar bij door naar werd uit heeft",
    "sv": "och att det som en i är på av för med den till har inte om ett de var från men kan han sig så också",
    "pl": "i w na z się do nie że to jest o po od za przez jak dla są ale co oraz tym przy który także roku",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi kadar sonra en o ama her ne değil var ise göre",
    "fi": "ja on ei että se oli hän mutta ovat myös kun kuin jos joka sen mukaan ole tai vain vuoden sekä jo",
    "id": "yang dan di itu dengan untuk dari ini pada tidak dalam akan juga ke oleh ada mereka telah sebagai",
}
"""The commonest function words of each language, by which any page of prose in it is told from the others."""

_WORD_SETS: Final = {tag: frozenset(words.split()) for tag, words in _FUNCTION_WORDS.items()}

PROSE: Final = 150
"""Words that are looked at; below a quarter of it a text says too little."""

OWN: Final = 0.06
"""Share of function words below which a text is not in the language stated: prose has 0.25 to 0.45 of its own."""

OTHER: Final = 0.2
"""Share of another language's function words from which the text is in that one."""


def foreign_words(tag: str, text: str) -> str | None:
    """Return the language that a text is in by its function words, where it is certainly not the one stated."""
    stated = _WORD_SETS.get(_lower(tag))
    if stated is None:
        return None
    words = text.split(None, PROSE)[:PROSE]
    if len(words) * 4 < PROSE or sum(word in stated for word in words) >= OWN * len(words):
        return None
    lowered = [word.strip(".,;:!?\"'()«»“”").lower() for word in words]
    if sum(word in stated for word in lowered) >= OWN * len(lowered):
        return None
    shares = {other: sum(word in known for word in lowered) / len(lowered) for other, known in _WORD_SETS.items()}
    best = max(sorted(shares), key=lambda other: shares[other])
    return best if shares[best] >= OTHER and not same_language(best, tag) else None
