"""The publisher's profile: what a publisher knows of its texts that the texts do not say.

TOML in, a frozen model out. Every key has a default; the empty profile converts, and says so: provider and rights are
then unset. A profile adds facts (names, rights, language, zone), never guesses.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from convert import pathpattern
from convert.article import LanguageTag, Text
from convert.diagnostics import UsageError, diagnostic
from convert.metadata import NONE, Metadata, is_encoding, is_language, shortest
from convert.metadata import parse as parse_metadata

RECORD_TEXT: Final = "text"
"""What the text of a record is called where the profile's `fields` map no other key to it."""


class Section(BaseModel):
    """Base of the tables of a profile: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provider(Section):
    """Who sends the items."""

    name: Text | None = Field(None, description="The provider's name, as it is to stand in the outputs.")
    uri: Text | None = Field(None, description="An absolute URI that identifies the provider.")
    qcode: Annotated[str, Field(pattern=r"^nprov:\S+$")] | None = Field(
        None, description="The provider's code in IPTC's scheme nprov."
    )
    domain: Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")] | None = Field(
        None, description="A domain the provider owns: it makes guids of the forms tag: and urn:newsml:."
    )
    logo: Text | None = Field(None, description="The absolute address of the provider's logo (JSON-LD).")


class Rights(Section):
    """Who owns the content, and on which terms it is passed on."""

    holder: Text | None = Field(None, description="Name of the copyright holder.")
    holder_uri: Text | None = Field(None, description="An absolute URI that identifies the copyright holder.")
    notice: Text | None = Field(None, description="The copyright notice.")
    usage_terms: Text | None = Field(None, description="Terms of use, in words.")
    licence: Text | None = Field(None, description="The absolute address of the licence.")
    creditline: Text | None = Field(None, description="The credit line that users have to print.")
    data_mining: Text | None = Field(None, description="A URI of the PLUS vocabulary on data mining.")


class DateOrder(StrEnum):
    """How a publisher writes a date in digits."""

    DAY_MONTH = "day-month"
    MONTH_DAY = "month-day"


class TextFacts(Section):
    """What holds for every text of the publisher."""

    encoding: Text | None = Field(None, description="Encoding of bytes that are not UTF-8 and declare none.")
    language: LanguageTag | None = Field(None, description="Language of every text, as a BCP 47 tag.")
    zone: Text | None = Field(None, description="IANA time zone of times that state none, such as Europe/Berlin.")
    date_order: DateOrder | None = Field(None, description="Order of dates such as 05/02/2001.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError) as error:
                raise ValueError(f"{value!r} is no IANA time zone; write it like Europe/Berlin") from error
        return value

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str | None) -> str | None:
        tag = None if value is None else shortest(value) or value
        if tag is not None and not is_language(tag):
            raise ValueError(f"{value!r} is no registered language tag; write it like en, pt-BR or zh-Hant")
        return tag

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None and not is_encoding(value):
            raise ValueError(f"{value!r} is no encoding that Python knows")
        return value


class GuidScheme(StrEnum):
    """How guids are made: `auto` is `tag` with a provider domain, else `urn:uuid`."""

    AUTO = "auto"
    TAG = "tag"
    URN_NEWSML = "urn:newsml"
    URN_UUID = "urn:uuid"


class Guid(Section):
    """How the identity of an item is made from its source key."""

    scheme: GuidScheme = Field(GuidScheme.AUTO, description="auto, tag, urn:newsml or urn:uuid.")
    year: Annotated[int, Field(ge=1900, le=2999)] | None = Field(
        None, description="The year in tag: guids: one in which the provider owned the domain. Fixed for good."
    )
    date: Annotated[str, Field(pattern=r"^\d{8}$")] | None = Field(
        None, description="The date in urn:newsml: guids of inputs whose metadata gives none, as YYYYMMDD."
    )


class Defaults(Section):
    """Values of fields that neither text nor metadata gives."""

    section: Text | None = Field(None, description="Section of the paper or site.")
    genre: Text | None = Field(None, description="Genre, in words.")
    urgency: Annotated[int, Field(ge=1, le=9)] | None = Field(None, description="1 (flash) to 9.")
    keywords: tuple[Text, ...] = Field((), description="Keywords of every item.")


class Words(Section):
    """House words: lines that this publisher repeats, matched whole, case folded."""

    boilerplate: tuple[Text, ...] = Field((), description="Lines that are never part of an article.")
    bylines: tuple[Text, ...] = Field((), description="Lines that are always a byline.")


class Paths(Section):
    """Facts that the publisher's file names state."""

    pattern: Text | None = Field(
        None, description="Facts in the path of a file, such as {date:%Y/%m/%d}/{slug}.txt; {} skips a part."
    )

    @field_validator("pattern")
    @classmethod
    def _readable(cls, value: str | None) -> str | None:
        if value is not None:
            pathpattern.compiled(value)
        return value


class Limits(Section):
    """Bounds of one article."""

    max_bytes: Annotated[int, Field(ge=1)] = Field(10_000_000, description="Largest input, in bytes.")
    max_lines: Annotated[int, Field(ge=1)] = Field(200_000, description="Most lines of one input.")


class Profile(Section):
    """A publisher's profile. The default one knows nothing: provider and rights are unset."""

    provider: Provider = Provider()
    rights: Rights = Rights()
    text: TextFacts = TextFacts()
    guid: Guid = Guid()
    defaults: Defaults = Defaults()
    words: Words = Words()
    path: Paths = Paths()
    fields: dict[str, str] = Field(
        {}, description="Keys of records and sidecars, and the names we have for them; an empty name passes a key over."
    )
    variants: dict[str, str] = Field(
        {}, description='Variant of a format that is asked for without one, such as json-ld = "graph".'
    )
    limits: Limits = Limits()

    @field_validator("fields")
    @classmethod
    def _known_fields(cls, value: dict[str, str]) -> dict[str, str]:
        for key, name in value.items():
            if name and name != RECORD_TEXT and name not in Metadata.model_fields:
                known = ", ".join((RECORD_TEXT, *Metadata.model_fields))
                raise ValueError(f"{key} is mapped to {name!r}; use one of {known}, or an empty text")
        return value

    @model_validator(mode="after")
    def _guid_can_be_made(self) -> Self:
        scheme, domain = self.guid.scheme, self.provider.domain
        if scheme in (GuidScheme.TAG, GuidScheme.URN_NEWSML) and domain is None:
            raise ValueError(f"guid.scheme: {scheme.value} needs a domain; set provider.domain, or use auto")
        tagged = scheme is GuidScheme.TAG or (scheme is GuidScheme.AUTO and domain is not None)
        if tagged and self.guid.year is None:
            raise ValueError(
                "guid.year: with provider.domain guids are tag: URIs, and those need a year in which the provider had "
                'the domain; set it once and for good, or set guid.scheme = "urn:uuid"'
            )
        return self

    def from_path(self, key: str) -> Metadata:
        """Return what the key of an input says by `path.pattern`; nothing where it does not fit."""
        if self.path.pattern is None:
            return NONE
        names = {"date": "published", "slug": "slugline", "keyword": "keywords"}
        values = pathpattern.read(self.path.pattern, key)
        return parse_metadata({names.get(name, name): value for name, value in values.items()})[0]

    def fingerprint(self) -> str:
        """Return the SHA-256 of the profile's meaning: equal for two files that say the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def unset(self) -> tuple[str, ...]:
        """Name what receivers ask for and the profile leaves open."""
        wanted = {
            "provider.name": self.provider.name,
            "provider.domain": self.provider.domain,
            "rights.holder": self.rights.holder,
            "rights.notice": self.rights.notice,
        }
        return tuple(key for key, value in wanted.items() if value is None)


DEFAULT: Final = Profile()


def parse(text: str, name: str = "profile") -> Profile:
    """Read a profile from TOML; `name` stands in messages. Raises UsageError naming the key and the remedy."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(diagnostic("profile.invalid", f"{name} is not TOML: {error}")) from error
    return from_table(table, name)


def from_table(table: dict[str, Any], name: str = "profile") -> Profile:
    """Check a table against the model. Raises UsageError naming the first wrong key."""
    try:
        return Profile.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = tuple(str(part) for part in first["loc"])
        reason = _reason(first["type"], str(first["msg"]).removeprefix("Value error, "), place)
        message = f"{name}: {'.'.join(place)}: {reason}" if place else f"{name}: {reason}"
        raise UsageError(diagnostic("profile.invalid", message, path=".".join(place) or None)) from error


def _reason(kind: str, said: str, place: tuple[str, ...]) -> str:
    """Say what is wrong with a key, and what would be right."""
    model: Any = Profile
    for part in place[:-1]:
        known = getattr(model, "model_fields", {}).get(part)
        model = known.annotation if known else None
    known_keys = list(getattr(model, "model_fields", {}))
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(place[-1], known_keys, 1)
        hint = f"did you mean {near[0]}?" if near else f"the keys here are {', '.join(known_keys)}"
        return f"there is no such key; {hint}"
    wanted = model.model_fields[place[-1]].description if place and place[-1] in known_keys else None
    return f"{said}. Wanted: {wanted}" if wanted else said


def load(path: Path) -> Profile:
    """Read a profile from a file. Raises UsageError when it cannot be read or is not valid."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(diagnostic("profile.invalid", f"{path.name}: {error}")) from error
    return parse(text, path.name)
