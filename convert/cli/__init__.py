"""The command line. It parses, calls one function, prints; all work is done elsewhere, and imported when needed.

Data goes to stdout, talk to stderr. Exit codes: 0 done; 1 some input rejected, or findings; 2 wrong usage, profile or
configuration; 3 the machine; 130 interrupted, and to be resumed by the same command.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, Final, NoReturn

import typer

from convert.cli import conversion, installation, intake, segmentation, validation
from convert.diagnostics import ConvertError, diagnostic

app = typer.Typer(
    name="newsconvert",
    help="Raw news text in, valid and importable NewsML-G2 and schema.org JSON-LD out.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

INTERRUPTED: Final = 130

CLICK_ERROR: Any = typer.BadParameter.__mro__[2]
"""ClickException of the click that typer uses, which is its own or the package's by version."""


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


for group in (conversion, segmentation, intake, validation, installation):
    app.add_typer(group.commands)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    import convert.batch.onethread  # noqa: F401 - for what it does to numpy, which is not there yet

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
    except OSError as error:
        from convert.terminal import say_diagnostic

        # What was not written waits in the buffer, and Python would try again, and fail aloud, on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        say_diagnostic(diagnostic("write.failed", error.strerror or str(error)))
        code = 3
    sys.exit(code or 0)
