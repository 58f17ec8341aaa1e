"""What a worker is asked, and what it answers: both cross from one process to another."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from convert.diagnostics import Severity
from convert.stamp import Stamp

JSON: Final = "application/json"


class Kind(StrEnum):
    """What is to be done with a body."""

    CONVERT = "convert"
    SEGMENT = "segment"
    VALIDATE = "validate"


@dataclass(frozen=True, slots=True)
class Call:
    """One request whose body is here and whose head was understood.

    `media` is the content type without its `parameters`. `source` is the format that the caller says the body is in.
    `formats` are those to write; `alone`: the one document is the answer, not a JSON object around it. `least` is the
    severity from which findings are told. `run` is the time of the request.
    """

    kind: Kind
    body: bytes
    media: str
    parameters: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    formats: tuple[str, ...] = ()
    alone: bool = False
    least: Severity = Severity.INFO
    run: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The response to a call. `outcome` is what it is counted as: a status, or the code of what went wrong."""

    status: int
    media: str
    body: bytes
    outcome: str
    headers: dict[str, str] = field(default_factory=dict)
