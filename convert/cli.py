"""The command line. It parses, calls one function, prints; all work is done elsewhere, and imported when needed.

Data goes to stdout, talk to stderr. Exit codes: 0 done; 1 some input rejected, or findings; 2 wrong usage, profile or
configuration; 3 the machine; 130 interrupted, and to be resumed by the same command.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

from convert.diagnostics import ConvertError, UsageError, diagnostic

app = typer.Typer(
    name="newsconvert",
    help="Raw news text in, valid and importable NewsML-G2 and schema.org JSON-LD out.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

STDIN: Final = "-"
INTERRUPTED: Final = 130

CLICK_ERROR: Any = typer.BadParameter.__mro__[2]
"""ClickException of the click that typer uses, which is its own or the package's by version."""


class Shape(StrEnum):
    """How `segment` shows an article."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class TextOrJson(StrEnum):
    """For people or for programs."""

    TEXT = "text"
    JSON = "json"


ProfileOption = Annotated[
    Path | None, typer.Option("--profile", help="The publisher's profile, a TOML file.", exists=True, dir_okay=False)
]


def _version(wanted: bool) -> None:
    if wanted:
        from convert.pipeline import package_version

        typer.echo(f"newsconvert {package_version()}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Raw news text in, valid and importable NewsML-G2 and schema.org JSON-LD out."""


@app.command(
    epilog="""\b
Examples:
  newsconvert convert archive/ --out converted/
  newsconvert convert story.txt --out . --to json-ld --profile my.toml
  newsconvert convert - --to json-ld < story.txt > story.jsonld
"""
)
def convert(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files and folders, or - for stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the outputs and the ledger.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Formats, with commas.  [default: newsml-g2,json-ld]")] = None,
    source: Annotated[str | None, typer.Option("--from", help="Format of the inputs; else each is recognised.")] = None,
    profile: ProfileOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes.")] = 1,
    timestamp: Annotated[
        str | None, typer.Option("--timestamp", help="Stamp of items that have no date, such as 2026-03-01T12:00:00Z.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors of usage.")] = False,
) -> None:
    """Convert texts: one output a format, and an account of every line and field.

    Run again with the same --out, it does only what is new or changed.
    """
    from convert.batch.options import Options
    from convert.commands.conversion import Wanted, convert_files, convert_stdin

    wanted = Wanted(to, source, profile, timestamp)
    if STDIN in inputs:
        if len(inputs) > 1 or out is not None:
            _misuse("- stands alone, and writes to stdout: leave out other inputs and --out")
        convert_stdin(wanted)
    elif out is None:
        _misuse("--out is missing: name the folder for the outputs")
    else:
        raise typer.Exit(convert_files([Path(name) for name in inputs], out, wanted, Options(jobs), quiet=quiet))


@app.command(
    epilog="""\b
Examples:
  newsconvert segment story.txt
  newsconvert segment story.txt --explain
  newsconvert segment - --format html < story.txt > story.html
"""
)
def segment(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text, or - for stdin.")],
    shape: Annotated[Shape, typer.Option("--format", help="text, json or html.")] = Shape.TEXT,
    explain: Annotated[bool, typer.Option("--explain", help="Say which evidence gave each line its label.")] = False,
    profile: ProfileOption = None,
) -> None:
    """Label every line of one text, and show it."""
    from convert.commands import segmentation

    typer.echo(segmentation.segment(file, shape.value, profile, explain=explain), nl=False)


@app.command(
    epilog="""\b
Examples:
  newsconvert status converted/
  newsconvert status converted/ --format json | jq .counts
"""
)
def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of a run.")],
    shape: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = TextOrJson.TEXT,
) -> None:
    """Say what a run did, what it rejected, and why."""
    from convert.commands import status as command

    typer.echo(command.status(folder, shape.value), nl=False)


@app.command(
    epilog="""\b
Examples:
  newsconvert evaluate gold.jsonl
  newsconvert evaluate gold.jsonl --model mine.npz --json
"""
)
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Labelled articles.", exists=True, dir_okay=False)],
    model: Annotated[Path | None, typer.Option("--model", help="Another model than the shipped one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure the segmenter on labelled articles."""
    from convert import commands

    typer.echo(commands.evaluate(gold, model, as_json=as_json), nl=False)


schemas = typer.Typer(
    help="The official schemas: what is installed, and how to get it.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(schemas, name="schemas")


@schemas.command("list", epilog="""\b\nExample:\n  newsconvert schemas list""")
def schemas_list() -> None:
    """List the official schema files that we know, and which of them are installed."""
    from convert.commands import schemas as command

    typer.echo(command.table(), nl=False)


@schemas.command(
    "install",
    epilog="""\b
Examples:
  newsconvert schemas install
  newsconvert schemas install --from downloads/
""",
)
def schemas_install(
    source: Annotated[str | None, typer.Option("--from", help="A folder or an address; else IPTC's own.")] = None,
    accept_changed: Annotated[
        bool, typer.Option("--accept-changed", help="Install a file whose SHA-256 is not the one we know.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Older versions of NewsML-G2 too.")] = False,
) -> None:
    """Fetch IPTC's schemas, check their SHA-256, and install them for this user."""
    from convert.commands import schemas as command

    raise typer.Exit(command.install(source, accept_changed=accept_changed, everything=everything))


def _misuse(message: str) -> NoReturn:
    raise UsageError(diagnostic("usage.invalid", message))


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    try:
        code = app(standalone_mode=False)
    except CLICK_ERROR as error:
        error.show()
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("interrupted; the same command goes on where it stopped\n")
        code = INTERRUPTED
    except ConvertError as error:
        from convert.terminal import say_diagnostic

        say_diagnostic(error.diagnostic)
        code = error.exit_code
    except BrokenPipeError:
        # The reader of our stdout has gone, as `head` does: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code or 0)
