"""`plugins`, `schemas` and `profile`: what is installed, and what a publisher sets."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()
schemas = typer.Typer(
    help="The official schemas: what is installed, and how to get it.", no_args_is_help=True, rich_markup_mode=None
)
commands.add_typer(schemas, name="schemas")
profile = typer.Typer(
    help="The publisher's profile: what a publisher knows and its texts do not say.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
commands.add_typer(profile, name="profile")

ProfileFile = Annotated[Path, typer.Argument(metavar="FILE", help="A profile, in TOML.")]


class ListForm(StrEnum):
    """How `plugins` lists."""

    TEXT = "text"
    JSON = "json"


@commands.command(epilog="""\b\nExamples:\n  newsconvert plugins\n  newsconvert plugins --format json""")
def plugins(
    shape: Annotated[ListForm, typer.Option("--format", help="text or json.")] = ListForm.TEXT,
) -> None:
    """List the readers, writers, rules and sinks that others added, and whether each is used."""
    from convert.commands import plugins as command

    typer.echo(command.show(shape.value), nl=False)


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


@profile.command("init", epilog="""\b\nExample:\n  newsconvert profile init > my.toml""")
def profile_init() -> None:
    """Print a profile with every key explained, to be filled in."""
    from convert import profile_text

    typer.echo(profile_text.template(), nl=False)


@profile.command("check", epilog="""\b\nExample:\n  newsconvert profile check my.toml""")
def profile_check(file: ProfileFile) -> None:
    """Check a profile; name the key that is wrong and the remedy, or what receivers ask for and it leaves open."""
    from convert.commands import profile as command

    typer.echo(command.check(file), nl=False)


@profile.command("explain", epilog="""\b\nExample:\n  newsconvert profile explain my.toml""")
def profile_explain(file: ProfileFile) -> None:
    """Say what a profile sets, key by key, and what that does."""
    from convert.commands import profile as command

    typer.echo(command.explain(file), nl=False)
