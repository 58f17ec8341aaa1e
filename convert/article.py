"""The document model: lines with their labels, and the article that is made of them.

Frozen and strict: an `Article` that exists is one that every writer can write. It imports nothing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

FORMAT: Final = "newsconvert-article/1"

# XML 1.0, production 2 (Char), negated. Lone surrogates are in the negation.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Label(StrEnum):
    """What a line is. The order is that of the model's weights and breaks ties: never change it."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CROSSHEAD = "crosshead"
    BODY = "body"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line: `source[start:end] == text`, stripped of outer blanks; offsets in code points."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    text: str
    start: int
    end: int
    label: Label
    confidence: float


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A text and its labelled lines, in order. What lies between two lines is blank.

    `confidence` (0 to 1) says how sure the labels of the whole article are: the lower, the sooner a person should look.
    """

    text: str
    lines: tuple[Line, ...]
    confidence: float = 1.0

    def gaps(self) -> Iterator[str]:
        """Yield what precedes each line, then what follows the last: with the lines, the whole text."""
        position = 0
        for line in self.lines:
            yield self.text[position : line.start]
            position = line.end
        yield self.text[position:]

    def blank_lines_before(self, number: int) -> int:
        """Count the blank lines directly above line `number` (0-based); text before the first line counts."""
        start = self.lines[number - 1].end if number else 0
        breaks = self.text.count("\n", start, self.lines[number].start)
        return max(breaks - 1, 0) if number else breaks

    def indent(self, number: int) -> int:
        """Count the blank characters between the line break (or the start) and line `number`."""
        start = self.lines[number].start
        return start - (self.text.rfind("\n", 0, start) + 1)


def legal(text: str) -> tuple[str, int]:
    """Leave out the characters that XML 1.0 forbids; return the rest and how many went.

    Only here does anything leave a text on its way into a field, and the caller accounts for the count.
    """
    return _FORBIDDEN.subn("", text)


Text = Annotated[str, Field(pattern="^[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+$")]
"""A value that is there: not empty, and every character legal in XML."""

_UNBROKEN: Final = r"[^\s\x00-\x1f\ufffe\uffff]"
"""A character of an identifier: no blank, and legal in XML."""

LanguageTag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
"""A BCP 47 tag by its syntax; `fields` only makes registered ones."""


Address = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9+.-]*:[^\\s\x00-\x20\ufffe\uffff]+$")]
"""An absolute URI: a web address, or the guid of another item."""


class Model(BaseModel):
    """Base of the model's classes: immutable, nothing unknown, nothing coerced."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ser_json_inf_nan="constants")


class Identity(Model):
    """Which item this is, over all its versions, and which bytes it came from."""

    guid: Annotated[str, Field(pattern=rf"^[A-Za-z][A-Za-z0-9+.-]*:{_UNBROKEN}+$")]
    version: Annotated[int, Field(ge=1)] = 1
    source_key: Text
    source_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class AuthorKind(StrEnum):
    """Whether a byline names a human being or a desk, an agency, a newsroom."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Author(Model):
    """One author. `name` is the bare name: no 'By', role, agency or address in it."""

    name: Text
    kind: AuthorKind
    role: Text | None = None
    organisation: Text | None = None
    email: Text | None = None


When = datetime | date
"""A time as far as it is known: a day, or an instant with the zone that was stated, or with none."""


class Dateline(Model):
    """The place-and-date line of an agency story: the literal text, and what it says."""

    text: Text
    place: Text | None = None
    date: When | None = None
    agency: Text | None = None


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    LIST = "list"
    QUOTE = "quote"


class Block(Model):
    """One block of the body, in reading order.

    `text`: the items of a list are separated by "\n", any other block has no line break. `lines`: the numbers
    (0-based) of the lines it was joined from; empty where it was not read from text.
    """

    kind: BlockKind
    text: Text
    lines: tuple[int, ...] = ()


class Caption(Model):
    """The words that belong to one picture: caption, alternative text, credit, and its address where known."""

    text: Text | None = None
    alt: Text | None = None
    credit: Text | None = None
    url: Text | None = None


class Party(Model):
    """A provider or a rights holder. `qcode` is one of IPTC's news providers, such as `nprov:AFP`."""

    name: Text | None = None
    uri: Text | None = None
    qcode: Annotated[str, Field(pattern=rf"^[^\s:\x00-\x1f\ufffe\uffff]+:{_UNBROKEN}+$")] | None = None
    logo: Text | None = None


class Publication(Model):
    """What the publisher's profile says: who provides, who owns, on which terms."""

    provider: Party | None = None
    copyright_holder: Party | None = None
    copyright_notice: Text | None = None
    usage_terms: Text | None = None
    creditline: Text | None = None
    data_mining: Text | None = None
    licence: Text | None = None


class Signal(StrEnum):
    """IPTC's signals to a receiver (scheme `sig`)."""

    CORRECTION = "correction"
    UPDATE = "update"
    CONTENT_WARNING = "cwarn"


class Status(StrEnum):
    """IPTC's publishing status (scheme `stat`)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class OriginSource(StrEnum):
    """Where a value came from."""

    TEXT = "text"
    METADATA = "metadata"
    PROFILE = "profile"
    DERIVED = "derived"
    INPUT = "input"
    OPTION = "option"
    CLOCK = "clock"


class Origin(Model):
    """Where the value of a field came from (`lines`: 0-based numbers) and how sure it is (0 to 1, None: given)."""

    source: OriginSource
    lines: tuple[int, ...] = ()
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    note: str | None = None


class Article(Model):
    """One article: everything a writer may use, and nothing else."""

    format: Literal["newsconvert-article/1"] = FORMAT
    identity: Identity
    issued: AwareDatetime | None = None
    language: LanguageTag | None = None
    headline: Text | None = None
    alternative_headline: Text | None = None
    standfirst: Text | None = None
    byline: Text | None = None
    authors: tuple[Author, ...] = ()
    dateline: Dateline | None = None
    published: When | None = None
    modified: When | None = None
    body: Annotated[tuple[Block, ...], Field(min_length=1)]
    captions: tuple[Caption, ...] = ()
    agencies: tuple[Text, ...] = ()
    publication: Publication = Publication()
    slugline: Text | None = None
    keywords: tuple[Text, ...] = ()
    section: Text | None = None
    genre: Text | None = None
    urgency: Annotated[int, Field(ge=1, le=9)] | None = None
    notes: tuple[Text, ...] = ()
    signals: tuple[Signal, ...] = ()
    status: Status = Status.USABLE
    digital_source_type: Annotated[str, Field(pattern=r"^[A-Za-z]+$")] | None = None
    embargoed: AwareDatetime | None = None
    based_on: tuple[Address, ...] = ()
    boilerplate: tuple[Line, ...] = ()
    origins: dict[str, Origin] = {}

    def evolve(self, **changes: Any) -> Article:
        """Return a checked copy with some fields replaced."""
        return Article(**{**{name: getattr(self, name) for name in Article.model_fields}, **changes})
