"""Place-and-date lines of agencies: `WASHINGTON (AP) —`, `BERLIN, 3. März (dpa) -`, `（東京 共同）`.

Read from a line of its own or from the opening of the first paragraph, which keeps its text. It counts only with
evidence: a known agency, a date beside a place, or a place in capitals. What is not clearly a place is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from convert.fields import agencies, calendar, moments, namewords, words
from convert.fields.days import Context
from convert.fields.lexer import fold, lex
from convert.fields.moments import Moment

_OPENING: Final = 120
"""Characters within which an opening ends."""

_SEPARATOR: Final = re.compile(
    r"[—–―.:_-](?:(?<=[—–―])[—–―]*|(?<=-)-+|(?<=[\s).]-)-*(?=\s)|(?<=\)[.:-])(?=[\sA-ZÀ-Þ])|(?<=\)\s[.:-])(?=[\sA-ZÀ-Þ])"
    r"|(?<=[).]\s-)|(?<=\.-)|(?<=/\.)(?=\s)|(?<=\)\s_)(?=\s))"
)
"""The signs themselves first, what must stand around them after: `re` then looks at signs alone."""

_BRACKET_AND_SENTENCE: Final = re.compile(r"\)\s[A-ZÀ-ÞА-Я]")
_BRACKETED: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,60})[)）\]】]|/([^/\d]{2,20})/(?=\.|$)")
_EASTERN: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]{2,40})[)）\]】]\s*")
_CHINESE: Final = re.compile(
    r"[（(【]?([\u4e00-\u9fff]{2,5}?(?:社|网))([\u4e00-\u9fff]{2,8}?)(\d{1,2}月\d{1,2}日|\d{1,2}日)?[电電讯訊][）)】]?"
)
_EVIDENCE: Final = re.compile(r"[(（\d]|\b[A-ZÀ-ÞА-Я]{3,}|[/,.]|[^\x00-\u024f]")
"""Without any of these an opening cannot name an agency or a date, nor a place in capitals."""

_OWN_EVIDENCE: Final = re.compile(r"[(（\[【]|/[A-ZА-Я]|\b[A-ZÀ-ÞА-ЯΑ-Ω]{3,}|[\u0590-\u06ff\u3040-\uffff]")
_TOGETHER: Final = re.compile(r"\s*(?:[/,،]|\bund\b|\band\b|\bet\b|\by\b)\s*")
_HOUSE: Final = re.compile(r"[^\W\d_]\w*(?:[ -][^\W\d_]\w*){0,2}")
"""An agency we do not know counts where a place and a date stand before it, and no other words."""

_PLACE: Final = re.compile(
    r"[^\W\d_](?:[\w.'’\- ]|[\u064b-\u0652\u0900-\u0903\u093a-\u0963\u0981-\u0d7f\u0e31-\u0e4e]){1,40}"
)
_PIECES: Final = re.compile(r"\s*[,،、;/=＝|•·]\s*|\s+[-–—]\s+|\.\s+|\s{2,}")


_PARTING: Final = (",", "-", "–", "(")


class Opening(NamedTuple):
    """A place-and-date line: the literal text, and what it says."""

    text: str
    place: str | None
    moment: Moment | None
    agency: str | None


def _agency(text: str) -> str | None:
    """Read an agency, or several parted by a slash or a comma: the first counts."""
    for part in _TOGETHER.split(text):
        found = agencies.news(namewords.strip(part))
        if found:
            return found
    return None


@cache
def _never() -> frozenset[str]:
    table = words.file("bylines")
    cues = [*words.flat(words.file("dates")["published"]), *words.flat(words.file("dates")["modified"])]
    return words.fold_all(
        [*table["not_names"], *cues, *words.flat(table["cues"]), "update", "note", "watch", "correction"]
    )


def _placelike(text: str, context: Context) -> bool:
    """Tell whether a piece may be a place: capitalised, short, no common word, no weekday."""
    tokens = text.split()
    if not 1 <= len(tokens) <= 4 or not _PLACE.fullmatch(text) or len(text) < 2:  # noqa: PLR2004 - words of a place
        return False
    folded = [fold(token.strip(".,")) for token in tokens]
    if any(word in _never() and not (at and namewords.is_particle(word)) for at, word in enumerate(folded)) or any(
        calendar.weekday(w, context.language) is not None for w in folded
    ):
        return False
    first, last = tokens[0][0], tokens[-1][0]
    return (first.isupper() and last.isupper()) or first.lower() == first.title()


def _pieces(text: str, context: Context) -> Iterator[str]:
    """Split what is left of a line without its date and brackets; weekdays say nothing."""
    for raw in _PIECES.split(text):
        piece = namewords.strip(raw).strip(" :")
        if piece and calendar.weekday(fold(piece), context.language) is None:
            yield piece


def _could_be_house(text: str, context: Context) -> bool:
    """Tell whether a bracket may name an agency that we do not know: initials, or up to three words all capitalised."""
    tokens = text.split()
    if not _HOUSE.fullmatch(text) or not all(token[0].isupper() for token in tokens):
        return False
    folded = [fold(token) for token in tokens]
    return not any(
        word in _never()
        or calendar.weekday(word, context.language) is not None
        or calendar.month(word, context.language)
        for word in folded
    )


def read(text: str, context: Context) -> Opening | None:
    """Read a whole text as a place-and-date line; None unless every part of it is understood and something proves it.

    A date in full is no proof: `Washington, January 6, 2021 –` may open a memory, and `Obama, May 4, 2024 –` a quote.
    """
    found = _understood(text.strip(), context)
    if found is None or len(found[1]) > 3:  # noqa: PLR2004 - town, region, country
        return None
    opening, places = found
    return opening if _is_proved(opening, places) else None


def _understood(text: str, context: Context) -> tuple[Opening, list[str]] | None:
    """Read place, date and agency; None where something else is said."""
    rest, moment = text, None
    agency: str | None = None
    bracketed = [match[1] or match[2] for match in _BRACKETED.finditer(text)]
    if not all(_agency(inner) or _could_be_house(inner, context) for inner in bracketed):
        return None
    if bracketed and all(_placelike(namewords.strip(part), context) for part in _BRACKETED.split(rest)[::3]):
        return None
    for inner in bracketed:
        agency = agency or _agency(inner)
    rest = _without_brackets(rest, len(bracketed))
    dated = moments.find(rest, context)
    if len(dated) > 1:
        return None
    if dated:
        moment = dated[0]
        rest = f"{rest[: _date_begins(rest, moment, context)]} ; {rest[moment.end :]}"
    places: list[str] = []
    for piece in _pieces(rest, context):
        if agency is None and (found := _agency(piece)):
            agency = found
        elif _placelike(piece, context):
            places.append(piece)
        else:
            return None
    if bracketed and agency is None and places and moment and len(bracketed) == 1 and text.endswith((")", "）", "/")):
        agency = bracketed[0]
    return Opening(text, ", ".join(places) or None, moment, agency), places


def _without_brackets(text: str, times: int) -> str:
    """Leave out brackets and, at most so many times, those that held them: soon none is left."""
    for _ in range(times):
        text, found = _BRACKETED.subn(" ; ", text)
        if not found:
            break
    return text


def _date_begins(text: str, moment: Moment, context: Context) -> int:
    """Return where a date begins: its `den` or `le` is of it behind a comma or a dash. `SINCE TUESDAY` is no place."""
    start = moments.lead_in(text, moment, context)
    return start if text[start : moment.start].lstrip()[:1] in _PARTING else moment.start


def _is_proved(opening: Opening, places: list[str]) -> bool:
    """Tell whether an agency or capitals prove a reading."""
    capitals = bool(places) and places[0].isupper() and len(places[0]) > 2  # noqa: PLR2004 - initials
    return capitals or bool(opening.agency and (opening.place or opening.moment))


def own_line(text: str, context: Context) -> Opening | None:
    """Read a line of its own as a place-and-date line; without brackets, slashes or capitals it is none."""
    if not _OWN_EVIDENCE.search(text):
        return None
    found = read(text, context)
    return found if found is not None or text.isascii() else opening(f"{text} .", context)


def opening(paragraph: str, context: Context) -> Opening | None:
    """Read the agency's opening of a first paragraph; the longest cut that is understood."""
    head = paragraph[:_OPENING]
    if not head.isascii() and (eastern := _eastern(head)) is not None:
        return eastern
    best = None
    for separator in islice(_SEPARATOR.finditer(head), 4):
        if not separator.start() or separator.end() >= len(paragraph):
            continue
        before = head[: separator.start()].rstrip(" ")
        if not _EVIDENCE.search(before):
            continue
        found = read(before, context)
        if found is not None:
            behind = None if found.agency else _behind(head[separator.end() :])
            agency, end = behind or (found.agency, 0)
            best = Opening(head[: separator.end() + end].strip(), found.place, found.moment, agency)
    return best or _without_sign(head, context)


def _without_sign(head: str, context: Context) -> Opening | None:
    """Read `NEW DELHI, March 3 (IANS) The senate …`: nothing but the bracket ends it.

    So all three must be there, and the place in capitals: `Obama, May 4 (AP) The president …` begins with none.
    """
    bracket = _BRACKET_AND_SENTENCE.search(head)
    found = read(head[: bracket.start() + 1], context) if bracket else None
    if not (found and found.agency and found.place and found.moment):
        return None
    return found if found.place.partition(",")[0].isupper() else None


def _behind(text: str) -> tuple[str, int] | None:
    """Read an agency that follows the dash, as in `МОСКВА, 3 мар - РИА Новости`, and where it ends."""
    name, stop, _ = text.partition(".")
    agency = agencies.news(name.strip()) if stop else None
    return (agency, len(name) + 1) if agency else None


def _torn(text: str) -> tuple[str, ...]:
    """Tear a place from the agency that is written together with it: `ロンドン時事`."""
    for length in range(2, min(len(text), 6)):
        if agencies.news(text[-length:]):
            return text[:-length], text[-length:]
    return (text,)


def _eastern(head: str) -> Opening | None:
    """Read `（東京 共同）`, `(서울=연합뉴스)`, `新华社北京3月3日电`."""
    chinese = _CHINESE.match(head)
    if chinese and (agency := agencies.news(chinese[1])):
        moment = moments.find(chinese[3], Context("zh")) if chinese[3] else ()
        return Opening(chinese[0], chinese[2], moment[0] if moment else None, agency)
    bracketed = _EASTERN.match(head)
    if bracketed is None or not re.search("[\u3040-\u9fff\uac00-\ud7a3]", bracketed[1]):
        return None
    parts = [part for raw in re.split(r"[\s=＝・/／]+", bracketed[1]) for part in _torn(raw) if part]
    agency = next((found for part in parts if (found := agencies.news(part))), None)
    places = [part for part in parts if not agencies.news(part) and not any(t.kind == "n" for t in lex(part))]
    if agency is None or len(places) != 1:
        return None
    return Opening(bracketed[0].strip(), places[0], None, agency)
