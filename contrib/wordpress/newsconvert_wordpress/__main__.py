"""`python -m newsconvert_wordpress PATH... --site URL --user NAME`: articles into posts, each version once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from convert.commands.importing import Import, run
from convert.diagnostics import ConvertError, UsageError, diagnostic
from convert.terminal import say_diagnostic

PASSWORD: Final = "NEWSCONVERT_WORDPRESS_PASSWORD"  # noqa: S105 - the name of a variable


def import_posts(  # noqa: PLR0913, PLR0917 - an option of the command is an argument
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, globs, archives.")],
    site: Annotated[str, typer.Option("--site", help="Address of the site, such as https://news.example.")],
    user: Annotated[str, typer.Option("--user", help="User whose application password is used.")],
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help=f"File with that password; else {PASSWORD}.")
    ] = None,
    authors: Annotated[Path | None, typer.Option("--authors", help="Accounts of authors, a TOML file.")] = None,
    source: Annotated[str | None, typer.Option("--from", help="Format of the inputs; else each is recognised.")] = None,
    profile: Annotated[Path | None, typer.Option("--profile", help="The publisher's profile, a TOML file.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first so many articles.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="New articles wait for an editor.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
) -> None:
    """Import news articles into WordPress. Run again, only what is new or changed is imported.

    Exit codes: 0 done, 1 some articles rejected, 2 wrong usage, 3 the machine or the site, 130 interrupted.
    """
    from newsconvert_wordpress.authors import Authors
    from newsconvert_wordpress.client import WordPress
    from newsconvert_wordpress.target import FORMATS, WordPressTarget

    try:
        wordpress = WordPress(site, user, _password(password_file))
        target = WordPressTarget(wordpress, Authors.load(authors) if authors else None, draft=draft)
        target.check()
        code = run(Import(tuple(paths), source, profile, limit, dry_run, FORMATS), target)
    except ConvertError as error:
        say_diagnostic(error.diagnostic)
        code = error.exit_code
    raise typer.Exit(code)


def _password(file: Path | None) -> str:
    """Return the application password. Raises UsageError where there is none."""
    try:
        found = os.environ.get(PASSWORD, "") if file is None else file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(diagnostic("usage.invalid", f"--password-file {file}: {error.strerror}")) from error
    if not found.strip():
        raise UsageError(diagnostic("usage.invalid", f"no password: set {PASSWORD}, or name a file: --password-file"))
    return found.strip()


def main() -> None:
    """Run the command."""
    typer.run(import_posts)


if __name__ == "__main__":
    main()
