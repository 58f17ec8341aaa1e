"""The JSON that the service takes and gives, as OpenAPI describes it. Nothing is checked by these: they are tested."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from convert.article import Label
from convert.diagnostics import Severity


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Finding(_Shape):
    """One finding, with its stable code, its place and its remedy."""

    code: str = Field(examples=["fields.no-headline"])
    severity: Severity
    message: str
    line: Annotated[int, Field(ge=1)] = Field(default=1, description="1-based; absent where there is no such place.")
    column: Annotated[int, Field(ge=1)] = Field(default=1, description="1-based; absent where there is no such place.")
    path: str = Field(default="", description="An XPath, a JSON Pointer or the name of a field.")
    fix: str = Field(default="", description="How to mend it.")


class Problem(_Shape):
    """Why there is no other answer: problem details (RFC 9457), with our code and all that is known of the input."""

    type: str = Field(description="The address of what the code means.", examples=["/problems/read.empty"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["read.empty"])
    diagnostics: list[Finding]


class LabelledLine(_Shape):
    """One line that is not blank, with the blank text before it; offsets are code points of the whole text."""

    before: str
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    label: Label
    confidence: Annotated[float, Field(ge=0, le=1)]


class Lines(_Shape):
    """A text in lines. `before` and `text` of all lines in order, then `after`, are the whole text."""

    id: str | None
    source: dict[str, Any] = Field(description="The bytes: SHA-256, size, encoding and how that is known.")
    diagnostics: list[Finding]
    confidence: Annotated[float, Field(ge=0, le=1)] | None = Field(
        description="Of all labels together: the lower, the sooner a person should look."
    )
    lines: list[LabelledLine]
    after: str


class Converted(_Shape):
    """An article that was converted."""

    id: str | None = Field(description="The id that the request gave.")
    status: Literal["converted", "warned"]
    guid: str
    version: Annotated[int, Field(ge=1)]
    confidence: float | None
    outputs: dict[str, str] = Field(description="The documents by their formats.")
    segments: dict[str, Any] = Field(
        description="The account, as segments.json: every line, the origin of every field. Sent back with other "
        "labels it is converted anew, and `newsconvert train` learns from it."
    )
    diagnostics: list[Finding]


class Judged(_Shape):
    """What validation found; `ok`: no error."""

    ok: bool
    format: str | None
    findings: list[Finding]


class Health(_Shape):
    """Whether the service can work."""

    status: Literal["ok", "failing"]
    version: str
    workers: int


class Meaning(_Shape):
    """What a code means."""

    code: str
    severity: Severity
    meaning: str
    remedy: str
