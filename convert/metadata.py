"""What is known of an article beside its text: from a sidecar, a manifest, a JSONL record, the caller.

`Metadata` is checked and frozen. `parse` makes it of untrusted mappings: a bad value becomes a diagnostic that names
the key, and the rest is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, Field, ValidationError

from convert.article import Address, Author, AuthorKind, Label, LanguageTag, Model, Signal, Status, Text, legal
from convert.diagnostics import Diagnostic, diagnostic


@dataclass(frozen=True, slots=True)
class Source:
    """Which input a text came from: its stable key and the SHA-256 of its bytes (hexadecimal)."""

    key: str
    sha256: str


class Metadata(Model):
    """Facts about one article. Every key is optional; an unset key is None or empty.

    `labels` are those that a person set: one for each line that is not blank, None where the model's shall stand.
    """

    id: Text | None = None
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    headline: Text | None = None
    alternative_headline: Text | None = None
    standfirst: Text | None = None
    byline: Text | None = None
    authors: tuple[Author, ...] = ()
    published: datetime | date | None = None
    modified: datetime | date | None = None
    issued: AwareDatetime | None = None
    embargoed: AwareDatetime | None = None
    language: LanguageTag | None = None
    slugline: Text | None = None
    keywords: tuple[Text, ...] = ()
    section: Text | None = None
    genre: Text | None = None
    urgency: Annotated[int, Field(ge=1, le=9)] | None = None
    status: Status | None = None
    digital_source_type: Annotated[str, Field(pattern=r"^[A-Za-z]+$")] | None = None
    signals: tuple[Signal, ...] = ()
    notes: tuple[Text, ...] = ()
    based_on: tuple[Address, ...] = ()
    encoding: Text | None = None
    labels: tuple[Label | None, ...] = ()


NONE: Final = Metadata()


_TEXTS: Final = (
    "id", "headline", "alternative_headline", "standfirst", "byline", "language", "slugline", "section", "genre",
    "encoding", "digital_source_type",
)  # fmt: skip
_DATES: Final = ("published", "modified", "issued", "embargoed")
_NUMBERS: Final = ("version", "urgency")
_LISTS: Final = ("keywords", "notes", "signals", "based_on")

_LISTED: Final = 1000
"""Values that a list may have, and keys that are reported as unknown: a bound on hostile records."""

_LABELLED: Final = 200_000
"""Labels that may be given: as many as an article may have lines."""

_LONGEST: Final = 100_000
_DIGITS: Final = re.compile(r"\d{1,9}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")


def parse(
    values: Mapping[str, Any], mapping: Mapping[str, str] | None = None
) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    """Check untrusted values; return what is good and one diagnostic for each key that is not.

    Lists stand for tuples and ISO 8601 strings for dates, as in JSON; numbers may be strings of digits, as in CSV. An
    author may be a bare name, a list may be a single value. Empty values are no values. `mapping` (the profile's
    `fields`) gives the name we use for a key of the record; a key mapped to the empty string is passed over. The path
    of a diagnostic is the JSON Pointer of the value.
    """
    good: dict[str, Any] = {}
    found: list[Diagnostic] = []
    for key, value in values.items():
        name = (mapping or {}).get(key, key) if isinstance(key, str) else str(key)
        if name == "" or value is None or value in ("", [], {}):
            continue
        if name not in Metadata.model_fields:
            if len(found) < _LISTED:
                found.append(diagnostic("read.metadata-unknown", repr(_shown(key)), path=pointer(key)))
            continue
        if name in good and name != key:
            continue
        try:
            good[name] = _checked(name, value)
            if isinstance(value, str) and (count := legal(value)[1]):
                left_out = f"{name}: {count} characters that XML forbids were left out"
                found.append(diagnostic("read.metadata", left_out, path=pointer(key)))
        except (ValueError, TypeError) as error:
            found.append(diagnostic("read.metadata", f"{name}: {_reason(error)}", path=pointer(key)))
    return (Metadata(**good) if good else NONE), tuple(found)


def pointer(*parts: Any) -> str:
    """Return the JSON Pointer (RFC 6901) of a place in a record."""
    return "".join("/" + _shown(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _shown(value: Any) -> str:
    """Return a value for a message: legal characters, one line, not too long."""
    text = legal(str(value)[:80])[0]
    return " ".join(text.split())


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        return f"{place}: {first['msg']}" if place else str(first["msg"])
    return str(error)


def _checked(name: str, value: Any) -> Any:
    """Make one value what the model wants. Raises ValueError or TypeError with the reason."""
    if name == "authors":
        made: Any = _authors(value)
    elif name in _TEXTS:
        made = _text(value)
        if name == "encoding" and not is_encoding(made):
            raise ValueError(f"{_shown(made)!r} is no encoding that Python knows")
        if name == "language" and not is_language(made := shortest(made) or made):
            raise ValueError(f"{_shown(made)!r} is no registered language tag, as en, pt-BR or zh-Hant are")
    elif name in _DATES:
        made = _date(value, aware=name in ("issued", "embargoed"))
    elif name in _NUMBERS:
        made = _number(value)
    elif name in _LISTS:
        made = _list(name, value)
    elif name == "labels":
        made = _labels(value)
    else:
        made = Status(_text(value))
    return getattr(Metadata.model_validate({name: made}), name)


def _text(value: Any) -> str:
    """Return a text without what XML forbids and without outer blanks."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise TypeError(f"a text is wanted, not {_kind(value)}")
    if len(value) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} characters")
    text = legal(value)[0].strip()
    if not text:
        raise ValueError("nothing is left of it without the characters that XML forbids")
    return text


@lru_cache(maxsize=100)
def is_encoding(name: str) -> bool:
    """Tell whether Python knows an encoding of text by that name."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


@lru_cache(maxsize=1000)
def is_language(tag: str) -> bool:
    """Tell whether a tag is well-formed and its subtags stand in the registry of BCP 47."""
    if not _TAG.fullmatch(tag):
        return False
    from langcodes import tag_is_valid  # reads the registry, and most metadata name no language

    try:
        return bool(tag_is_valid(tag)) and shortest(tag) is None and _may_follow(tag)
    except ValueError:
        return False


_TAG: Final = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*")

_EXTENDED: Final = frozenset("ar kok lv ms sgn sw uz zh".split())
"""Languages that a second subtag of three letters may narrow down, as in zh-yue."""


def _may_follow(tag: str) -> bool:
    """Tell whether a subtag of three letters behind the language, if there is one, may stand there."""
    primary, *rest = tag.lower().split("-")
    if not rest or not (len(rest[0]) == 3 and rest[0].isalpha()) or len(primary) == 1:  # noqa: PLR2004 - letters
        return True
    from langcodes import tag_is_valid

    return primary in _EXTENDED and bool(tag_is_valid(rest[0]))


def shortest(tag: str) -> str | None:
    """Return the tag with two letters for the language where it has three, or None: eng is en in the registry."""
    primary, dash, rest = tag.partition("-")
    better = _two_letters().get(primary.lower()) if len(primary) == 3 else None  # noqa: PLR2004 - letters
    return f"{better}{dash}{rest}" if better else None


@cache
def _two_letters() -> dict[str, str]:
    from langcodes.data_dicts import LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC

    return {long: short for table in (LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC) for short, long in table.items()}


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", float: "a fraction", str: "a text"}
    return names.get(type(value), f"a {type(value).__name__}")


def _date(value: Any, *, aware: bool) -> datetime | date:
    """Read ISO 8601: a day, or a time with or without a zone. `aware`: hour and zone have to be there."""
    moment = value if isinstance(value, date) else _iso(_text(value))
    if aware and (not isinstance(moment, datetime) or moment.tzinfo is None):
        raise ValueError("a date, an hour and a zone are wanted, as in 2024-03-09T14:05:00+01:00")
    return moment


def _iso(text: str) -> datetime | date:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{_shown(text)!r} is no date as ISO 8601 writes it, as in 2024-03-09T14:05:00+01:00"
        ) from None


def _number(value: Any) -> int:
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a whole number is wanted, not {_shown(value)!r}")
    return value


def _list(name: str, value: Any) -> tuple[Any, ...]:
    items = list(value) if isinstance(value, list | tuple) else [value]
    if len(items) > _LISTED:
        raise ValueError(f"more than {_LISTED} values")
    texts = tuple(_text(item) for item in items if item not in (None, ""))
    return tuple(Signal(text) for text in texts) if name == "signals" else texts


def _labels(value: Any) -> tuple[Label | None, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"a list is wanted, not {_kind(value)}")
    if len(value) > _LABELLED:
        raise ValueError(f"more than {_LABELLED} labels")
    return tuple(None if item is None else _label(item) for item in value)


def _label(value: Any) -> Label:
    try:
        return Label(value)
    except ValueError:
        raise ValueError(f"{_shown(value)!r} is no label; there are {', '.join(Label)}") from None


def _authors(value: Any) -> tuple[Author, ...]:
    items = list(value) if isinstance(value, list | tuple) else [value]
    if len(items) > _LISTED:
        raise ValueError(f"more than {_LISTED} values")
    return tuple(_author(item) for item in items if item not in (None, "", {}))


def _author(value: Any) -> Author:
    """Make an author of a bare name, or of an object with the keys of `Author`; kind is person where not given."""
    if isinstance(value, Author):
        return value
    if not isinstance(value, Mapping):
        return Author(name=_text(value), kind=AuthorKind.PERSON)
    unknown = sorted(set(map(str, value)) - set(Author.model_fields))
    if unknown:
        raise ValueError(f"an author has no {_shown(unknown[0])!r}; it has {', '.join(Author.model_fields)}")
    facts: dict[str, Any] = {key: _text(item) for key, item in value.items() if item not in (None, "")}
    if "name" not in facts:
        raise ValueError("an author without a name")
    return Author(**{**facts, "kind": AuthorKind(facts.get("kind", "person"))})
