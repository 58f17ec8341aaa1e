"""What a run of validation is asked: what to judge by, and how to tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from convert.diagnostics import Severity, UsageError, diagnostic
from convert.validate.files import LARGEST
from convert.validate.rulebook import rules

FORMATS: Final = ("text", "json", "sarif", "github")

MOST_JOBS: Final = 256
"""Processes that may be asked for: more than the cores of any machine that judges feeds."""

MOST_BYTES: Final = 1 << 40
"""What max-bytes may be set to: a terabyte, which no document has."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to judge by and how to tell. The names are those of the command line and of the configuration.

    `select` and `ignore` are codes or their beginnings: `G21` stands for every rule on QCodes; small letters and
    blanks around them do not matter. `severity` is the least
    that is shown, `fail_on` the least that makes the exit code 1. `jobs`: processes, 0 for as many as cores.
    """

    format: str | None = None
    report: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Severity = Severity.INFO
    fail_on: Severity = Severity.ERROR
    exit_zero: bool = False
    statistics: bool = False
    baseline: Path | None = None
    write_baseline: bool = False
    fix: bool = False
    in_place: bool = False
    jobs: int = 1
    max_bytes: int = LARGEST
    colour: bool = False


def check(options: Options) -> None:
    """Raise UsageError for options that cannot hold."""
    codes = [code.casefold() for code in (*rules(), *_pipeline_codes())]
    for prefix in (*options.select, *options.ignore):
        if not prefix.strip() or not any(code.startswith(_folded(prefix)) for code in codes):
            raise UsageError(
                diagnostic("usage.invalid", f"no rule's code begins with {prefix!r}; see: newsconvert rules")
            )
    if not 0 <= options.jobs <= MOST_JOBS:
        raise UsageError(diagnostic("usage.invalid", f"--jobs takes a number up to {MOST_JOBS}"))
    if not 0 < options.max_bytes <= MOST_BYTES:
        raise UsageError(diagnostic("usage.invalid", f"max-bytes takes a number from 1 to {MOST_BYTES:,}"))
    if options.report not in FORMATS:
        raise UsageError(diagnostic("usage.unknown-format", f"{options.report}; there are {', '.join(FORMATS)}"))
    if options.in_place and not options.fix:
        raise UsageError(diagnostic("usage.invalid", "--in-place goes with --fix"))
    if options.write_baseline and options.baseline is None:
        raise UsageError(diagnostic("usage.invalid", "--write-baseline needs --baseline FILE"))


def _folded(prefix: str) -> str:
    return prefix.strip().casefold()


def _pipeline_codes() -> tuple[str, ...]:
    return ("schema.absent",)


def wanted(code: str, options: Options) -> bool:
    """Tell whether findings of a code are chosen."""
    folded = code.casefold()
    chosen = not options.select or folded.startswith(tuple(map(_folded, options.select)))
    return chosen and not folded.startswith(tuple(map(_folded, options.ignore)))
