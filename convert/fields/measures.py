"""What is counted on one article: of what the corpus says, how much was read, and of what was read, how much is right.

How each figure is counted is told in docs/fields.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from convert.article import Article, Label, Segmentation
from convert.fields import headings
from convert.fields.characters import Cleaner, same
from convert.fields.language import primary
from convert.fields.times import day_of
from convert.fields.words import fold_text

_ENOUGH_WORDS: Final = 0.8
_LONG: Final = 200

_ABSOLUTE: Final = re.compile(r"\b(19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d\d\b|(19|20)\d\d[年./-]")
"""A date in full, found without our own grammar: a year of four digits, or three numbers."""

WORD: Final = re.compile(r"\w+")
_TITLE: Final = re.compile(r"\b(dr|prof|mr|mrs|ms|sir)\.?\s+", re.I)
_TOGETHER: Final = re.compile(r"\s+(?:et|and|und|y|&)\s+", re.I)

_ZONES: Final = {
    "at": "Europe/Vienna", "au": "Australia/Sydney", "be": "Europe/Brussels", "ca": "America/Toronto",
    "ch": "Europe/Zurich", "cl": "Asia/Shanghai", "cn": "Asia/Shanghai", "cz": "Europe/Prague",
    "de": "Europe/Berlin", "es": "Europe/Madrid", "fr": "Europe/Paris", "il": "Asia/Jerusalem", "in": "Asia/Kolkata",
    "it": "Europe/Rome", "jp": "Asia/Tokyo", "ls": "Africa/Maseru", "lu": "Europe/Luxembourg",
    "mx": "America/Mexico_City", "my": "Asia/Kuala_Lumpur", "na": "Africa/Windhoek", "no": "Europe/Oslo",
    "pl": "Europe/Warsaw", "pt": "Europe/Lisbon", "ru": "Europe/Moscow", "se": "Europe/Stockholm",
    "tr": "Europe/Istanbul", "tz": "Africa/Dar_es_Salaam", "uk": "Europe/London", "us": "America/New_York",
    "za": "Africa/Johannesburg",
}  # fmt: skip
"""The zone that most of a country's newsrooms print, for gold times that are stored in UTC."""


@dataclass(frozen=True, slots=True)
class Case:
    """One article: what the corpus says, and what was made of its text."""

    record: Mapping[str, Any]
    truth: Segmentation
    article: Article | None


Counts = tuple[float, float]
"""Hits and total of one article."""


def _texts(seg: Segmentation, *labels: Label) -> str:
    return "\n".join(line.text for line in seg.lines if line.label in labels)


def _name(name: str) -> str:
    return fold_text(_TITLE.sub("", name))


def _gold_names(case: Case) -> tuple[set[str], set[str]]:
    """Return all gold authors, and those whom the byline or dateline lines name."""
    names = {_name(part) for name in case.record["gold"]["authors"] for part in _TOGETHER.split(name)}
    stated = _name(_texts(case.truth, Label.BYLINE, Label.DATELINE).replace("\n", " "))
    return names, {name for name in names if name in stated}


def _read_names(case: Case) -> set[str]:
    return {_name(author.name) for author in case.article.authors} if case.article else set()


def author_precision(case: Case) -> Counts:
    """Of the authors read, those who are the article's."""
    read, (names, _) = _read_names(case), _gold_names(case)
    return len(read & names), len(read)


def author_recall(case: Case) -> Counts:
    """Of the gold authors whom the text names, those who were read."""
    read, (_, stated) = _read_names(case), _gold_names(case)
    return len(read & stated), len(stated)


def _gold_days(case: Case) -> set[date]:
    """Return the day of publication as it is stored, and as it was in the publisher's country."""
    stored = datetime.fromisoformat(case.record["gold"]["publishing_date"])
    days = {stored.date()}
    zone = _ZONES.get(case.record.get("country", ""))
    if zone and stored.tzinfo:
        days.add(stored.astimezone(ZoneInfo(zone)).date())
    return days


def states_date(case: Case) -> bool:
    """Tell whether the byline and dateline lines state a date in full."""
    return _ABSOLUTE.search(_texts(case.truth, Label.BYLINE, Label.DATELINE)) is not None


def published_right(case: Case) -> Counts:
    """Of the articles whose text states a date in full, those with the right day."""
    if not states_date(case) or not case.record["gold"].get("publishing_date"):
        return 0, 0
    value = case.article.published if case.article else None
    return float(value is not None and day_of(value) in _gold_days(case)), 1


def published_wrong(case: Case) -> Counts:
    """Of the same articles, those with a wrong day."""
    right, counted = published_right(case)
    value = case.article.published if case.article else None
    return float(bool(counted) and value is not None and not right), counted


def zone_invented(case: Case) -> Counts:
    """Of the times read, those with a zone that no line states."""
    value = case.article.published if case.article else None
    if not isinstance(value, datetime):
        return 0, 0
    stated = re.search(r"[A-Z]{1,5}T?\b|[+−-]\d\d|\dZ\b", _texts(case.truth, Label.BYLINE, Label.DATELINE))
    return float(value.tzinfo is not None and not stated), 1


def _words(text: str) -> list[str]:
    return WORD.findall(fold_text(text)) if not re.search("[\u3040-\u9fff]", text) else list(same(text))


def covered(wanted: str, text: str) -> float:
    """Return the share of the words of `wanted` that are in `text`."""
    words, known = _words(wanted), set(_words(text))
    return sum(word in known for word in words) / len(words) if words else 0.0


def standfirst(case: Case) -> Counts:
    """Of the articles that have a standfirst which the text shows, those with 80 % of its words."""
    wanted = case.record["gold"].get("standfirst")
    wanted = " ".join(wanted) if isinstance(wanted, list) else wanted
    if not wanted or not _texts(case.truth, Label.STANDFIRST):
        return 0, 0
    read = case.article.standfirst if case.article else None
    return float(covered(wanted, read or "") >= _ENOUGH_WORDS), 1


def headline(case: Case) -> Counts:
    """Of the articles whose text shows a headline, those with the same one: case, quotes and blanks folded."""
    shown = headings.headline(case.truth, headings.by_label(case.truth)[Label.HEADLINE], Cleaner())
    if shown is None:
        return 0, 0
    read = case.article.headline if case.article else None
    return float(same(read or "") == same(shown.text)), 1


def headline_gold(case: Case) -> Counts:
    """Of all articles, those with the headline that the page's data give."""
    read = case.article.headline if case.article else None
    return float(same(read or "") == same(case.record["gold"]["title"] or "")), 1


def _stated_captions(case: Case) -> list[str]:
    """Return the gold captions that some line of the text holds."""
    text = same(case.record["raw_text"])
    return [caption for caption in case.record["gold"]["captions"] if caption and same(caption) in text]


def captions_found(case: Case) -> Counts:
    """Of the gold captions that the text holds, those found as captions."""
    wanted = _stated_captions(case)
    read = [text for c in case.article.captions for text in (c.text, c.alt) if text] if case.article else []
    return sum(any(covered(one, text) >= _ENOUGH_WORDS for text in read) for one in wanted), len(wanted)


def captions_in_body(case: Case) -> Counts:
    """Of the same captions, those that make up a block of the body."""
    wanted = _stated_captions(case)
    blocks = [same(block.text) for block in case.article.body] if case.article else []

    def inside(caption: str) -> bool:
        key = same(caption)
        return any(key in text and len(text) < 2 * len(key) + 40 for text in blocks)

    return sum(map(inside, wanted)), len(wanted)


def credits_right(case: Case) -> Counts:
    """Of the gold credits that the caption lines state, those read as the credit of a picture, with little else."""
    stated = same(_texts(case.truth, Label.CAPTION))
    wanted = [credit for credit in case.record["gold"]["credits"] if credit and same(credit) in stated]
    read = [same(c.credit) for c in case.article.captions if c.credit] if case.article else []

    def right(credit: str) -> bool:
        key = same(credit)
        return any(key in one and len(one) <= 3 * len(key) + 20 for one in read)

    return sum(map(right, wanted)), len(wanted)


def language(case: Case) -> Counts:
    """Of the articles with 200 characters of body or more, those with the right language."""
    if len(_texts(case.truth, Label.BODY)) < _LONG:
        return 0, 0
    wanted = {"no": "nb"}.get(case.record["lang"], case.record["lang"])
    return float(primary(case.article.language if case.article else None) == wanted), 1


FIGURES: Final[dict[str, Callable[[Case], Counts]]] = {
    "author precision": author_precision,
    "author recall": author_recall,
    "published, right day": published_right,
    "published, wrong day": published_wrong,
    "published, zone not stated": zone_invented,
    "headline as shown": headline,
    "headline as in the page's data": headline_gold,
    "standfirst": standfirst,
    "captions found": captions_found,
    "captions in the body": captions_in_body,
    "credits right": credits_right,
    "language": language,
}
