"""`validate` and `rules`: documents judged."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from convert.diagnostics import Severity

commands = typer.Typer()


class ReportForm(StrEnum):
    """How `validate` tells what it found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


@commands.command(
    epilog="""\b
Examples:
  newsconvert validate converted/
  newsconvert validate feed.xml --fail-on warning --format sarif > findings.sarif
  newsconvert validate incoming/ --select G21,LD --ignore G2903
"""
)
def validate(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, zips, or - for stdin.")],
    report: Annotated[ReportForm | None, typer.Option("--format", help="Form of the report.  [default: text]")] = None,
    source: Annotated[str | None, typer.Option("--from", help="Format of the documents; else recognised.")] = None,
    select: Annotated[str | None, typer.Option("--select", help="Only these codes, or their beginnings.")] = None,
    ignore: Annotated[str | None, typer.Option("--ignore", help="Not these codes, or their beginnings.")] = None,
    severity: Annotated[Severity | None, typer.Option("--severity", help="Show findings from here up.")] = None,
    fail_on: Annotated[
        Severity | None, typer.Option("--fail-on", help="Exit 1 from here up.  [default: error]")
    ] = None,
    exit_zero: Annotated[bool | None, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = None,
    statistics: Annotated[bool | None, typer.Option("--statistics", help="Count findings by rule.")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="Leave out the findings in this file.")] = None,
    write_baseline: Annotated[bool | None, typer.Option("--write-baseline", help="Make that file anew.")] = None,
    fix: Annotated[bool | None, typer.Option("--fix", help="Mend what is certain, in a copy beside it.")] = None,
    in_place: Annotated[bool | None, typer.Option("--in-place", help="With --fix: in the file itself.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, max=256, help="Processes.  [default: 1]")] = None,
    config: Annotated[Path | None, typer.Option("--config", help="Options in a file.", exists=True)] = None,
) -> None:
    """Judge NewsML-G2, JSON-LD and ninjs by the official schemas and by the rules that schemas cannot say."""
    from convert.commands import validation

    given = {
        "report": report and report.value,
        "format": source,
        "select": None if select is None else tuple(filter(str.strip, select.split(","))) or ("",),
        "ignore": None if ignore is None else tuple(filter(str.strip, ignore.split(","))) or ("",),
        "severity": severity,
        "fail_on": fail_on,
        "exit_zero": exit_zero,
        "statistics": statistics,
        "baseline": baseline,
        "write_baseline": write_baseline,
        "fix": fix,
        "in_place": in_place,
        "jobs": jobs,
    }
    raise typer.Exit(validation.validate(paths, given, config))


@commands.command(epilog="""\b\nExamples:\n  newsconvert rules\n  newsconvert rules G2101""")
def rules(code: Annotated[str | None, typer.Argument(metavar="CODE", help="All about this rule.")] = None) -> None:
    """List the rules of validation, or explain one: what, why, source, example, mend."""
    from convert.commands import validation

    typer.echo(validation.rules(code), nl=False)
