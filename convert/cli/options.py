"""Options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class LogForm(StrEnum):
    """How a command talks: for people or for programs."""

    TEXT = "text"
    JSON = "json"


ProfileOption = Annotated[
    Path | None, typer.Option("--profile", help="The publisher's profile, a TOML file.", exists=True, dir_okay=False)
]

PostOption = Annotated[str | None, typer.Option("--post", metavar="URL", help="Send each result there, as a POST.")]
SecretOption = Annotated[
    Path | None, typer.Option("--secret-file", help="What signs the requests; else NEWSCONVERT_WEBHOOK_SECRET.")
]
AttemptsOption = Annotated[int, typer.Option("--post-attempts", min=1, help="Tries before one is given up.")]

FormatsOption = Annotated[str | None, typer.Option("--to", help="Formats, with commas.  [default: newsml-g2,json-ld]")]
SourceOption = Annotated[str | None, typer.Option("--from", help="Format of the inputs; else each is recognised.")]

JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes.")]
SecondsOption = Annotated[float, typer.Option("--max-seconds", min=0.1, help="Time for one input.")]
MemoryOption = Annotated[str, typer.Option("--max-memory", help="Address space of a process.")]

LogOption = Annotated[LogForm, typer.Option("--log-format", help="text, or json: a JSON object a line.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors of usage.")]
