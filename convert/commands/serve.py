"""`serve`: the service over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from convert import profile as profiles
from convert.commands.conversion import size
from convert.diagnostics import MachineError, UsageError, diagnostic

TOKEN: Final = "NEWSCONVERT_TOKEN"  # noqa: S105 - the name of the variable, no token

_SHORTEST: Final = 16
"""Characters of a token: shorter ones are guessed."""


def serve(
    host: str, port: int, workers: int | None, max_bytes: str | None, seconds: float, concurrency: int,
    profile: Path | None, token: str | None,
) -> None:  # fmt: skip
    """Serve until a signal. Raises UsageError for options that do not fit, MachineError where it cannot be done."""
    try:
        from convert.intake.http.server import serve as run
    except ModuleNotFoundError as error:
        wanted = f"{error.name} is absent; install it with: pip install 'newsconvert[server]'"
        raise MachineError(diagnostic("machine.extra", wanted)) from error
    from convert.intake.http.settings import Settings

    known = profiles.DEFAULT if profile is None else profiles.load(profile)
    settings = Settings(
        profile=known,
        host=host,
        port=port,
        workers=workers or os.cpu_count() or 1,
        max_bytes=known.limits.max_bytes if max_bytes is None else size(max_bytes, "--max-bytes"),
        seconds=seconds,
        concurrency=concurrency,
        token=_token(token),
    )
    if not settings.is_local and settings.token is None:
        message = f"--host {host} can be reached from elsewhere: set a token with --token FILE or {TOKEN}"
        raise UsageError(diagnostic("usage.invalid", message))
    run(settings)


def _token(file: str | None) -> str | None:
    """Read the token from a file or the environment: on a command line every user of the machine would see it."""
    try:
        token = os.environ.get(TOKEN, "") if file is None else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(diagnostic("usage.invalid", f"--token {file}: {error}")) from error
    token = token.strip()
    if not token and file is None:
        return None
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        message = f"a token has at least {_SHORTEST} characters of ASCII, and no blank"
        raise UsageError(diagnostic("usage.invalid", message))
    return token
