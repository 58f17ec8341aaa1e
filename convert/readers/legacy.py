"""Which legacy encoding bytes are in, when nothing says so.

A detector that looks at bytes alone cannot tell the Latin encodings apart on a newspaper's paragraph: most readings are
free of mess. What tells is the language that comes out: Spanish is not written in windows-1250. So charset-normalizer
says how much mess a reading holds, and the language of each reading says whether the encoding can have been meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WESTERN: Final = frozenset(
    "en de fr es it pt nl sv da nb nn no fi is ga ca eu gl af sw id ms fo lb oc br wa mt zu xh so rw tl ht qu".split()
)
_CENTRAL: Final = frozenset("pl cs sk hu ro hr sl bs sq".split())
_CYRILLIC: Final = frozenset("ru uk bg sr mk be kk ky mn".split())

# Encodings that news systems wrote, and the languages they serve. The order decides between equals.
_SERVES: Final[dict[str, frozenset[str]]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1254": frozenset({"tr", "az", "ku"}),
    "cp1257": frozenset({"lt", "lv", "et"}),
    "cp1251": _CYRILLIC,
    "koi8_r": frozenset({"ru"}),
    "koi8_u": frozenset({"uk"}),
    "iso8859_5": _CYRILLIC,
    "cp866": frozenset({"ru"}),
    "cp1253": frozenset({"el"}),
    "iso8859_7": frozenset({"el"}),
    "cp1255": frozenset({"he"}),
    "cp1256": frozenset({"ar", "fa", "ur", "ps", "ug"}),
    "iso8859_2": _CENTRAL,
    "iso8859_15": _WESTERN,
    "cp932": frozenset({"ja"}),
    "euc_jp": frozenset({"ja"}),
    "gb18030": frozenset({"zh"}),
    "cp950": frozenset({"zh"}),
    "cp949": frozenset({"ko"}),
    "cp874": frozenset({"th"}),
    "cp1258": frozenset({"vi"}),
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp437": frozenset({"en"}),
}

_SAMPLE: Final = 400
_UNLISTED: Final = 0.3
"""Mess assumed of a reading that charset-normalizer dropped. 0.2 to 0.5 were tried: the same choices."""

_MARKS: Final = frozenset("\u3000\u00a0“”„‘’‚–—…«»·•€£¥©®°§¿¡、。，「」『』（）：；！？・％")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that reads all bytes, the text it gives, and how sure that is (0 to 1)."""

    encoding: str
    text: str
    confidence: float


def guess(data: bytes) -> Guess | None:
    """Return the likeliest reading of bytes that are not UTF-8, or None when nothing reads them.

    On 17 paragraphs in 15 encodings, cut at 20, 40, 80 and 500 characters, it reads 67 of 68 right; charset-normalizer
    alone reads 52.
    """
    from charset_normalizer import from_bytes  # 40 ms to load, and most inputs are UTF-8

    matches = from_bytes(data)
    mess = {name: match.chaos for match in reversed(matches) for name in match.could_be_from_charset}
    best: Guess | None = None
    for encoding, languages in _SERVES.items():
        text = _read(data, encoding)
        if text is None:
            continue
        score = _score(text, languages) * (1.0 - mess.get(encoding, _UNLISTED))
        if best is None or score > best.confidence:
            best = Guess(encoding, text, score)
    if best is not None and best.confidence > 0:
        return best
    found = matches.best()
    return None if found is None else Guess(found.encoding, str(found), 0.0)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _score(text: str, languages: frozenset[str]) -> float:
    sample = _telling(text)
    beyond = [char for char in sample if ord(char) > 0x7F]  # noqa: PLR2004 - the end of ASCII
    if not beyond:
        return 0.0
    language, probability = _identifier().classify(sample)
    odd = sum(not char.isalpha() and char not in _MARKS for char in beyond) / len(beyond)
    return float(probability) * (1.0 - odd) if language in languages else 0.0


def _telling(text: str) -> str:
    """Choose the part of a text that says most of its encoding: its first lines that are not all ASCII."""
    chosen: list[str] = []
    size = 0
    for line in text.split("\n"):
        if not line.isascii():
            chosen.append(line[:_SAMPLE])
            size += len(chosen[-1])
            if size >= _SAMPLE:
                break
    return "\n".join(chosen)[:_SAMPLE]


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
