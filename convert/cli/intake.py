"""`watch`, `deliver` and `serve`: articles as they come, and results on their way out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from convert.cli.options import (
    AttemptsOption,
    FormatsOption,
    JobsOption,
    LogForm,
    LogOption,
    MemoryOption,
    PostOption,
    ProfileOption,
    QuietOption,
    SecondsOption,
    SecretOption,
    SourceOption,
)

commands = typer.Typer()


InboxArgument = Annotated[Path, typer.Argument(metavar="INBOX", help="The folder into which files are put.")]
OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder for the outputs and the ledger.")]
StampOption = Annotated[str | None, typer.Option("--timestamp", help="Stamp of items that have no date.")]
SettleOption = Annotated[float, typer.Option("--settle", min=0, help="Seconds in which a whole file has not changed.")]
MarkerOption = Annotated[str | None, typer.Option("--marker", help="A file is whole when NAME.MARKER is there.")]
PollOption = Annotated[float, typer.Option("--poll", min=0.05, help="Seconds between two looks at the folder.")]
DoneOption = Annotated[str, typer.Option("--done", help="Folder in INBOX for what is stored.")]
ErrorOption = Annotated[str, typer.Option("--error", help="Folder in INBOX for what was rejected.")]
RecursiveOption = Annotated[bool, typer.Option("--recursive", help="Folders in INBOX too.")]
OnceOption = Annotated[bool, typer.Option("--once", help="Leave when nothing is left to do, as for cron.")]
MostOption = Annotated[int | None, typer.Option("--max-files", min=1, help="Leave after so many files.")]
BytesOption = Annotated[str | None, typer.Option("--max-bytes", help="Largest article.  [default: 10M]")]


@commands.command(
    epilog="""\b
Examples:
  newsconvert watch inbox/ --out converted/
  newsconvert watch inbox/ --out converted/ --marker .done --profile my.toml
  newsconvert watch inbox/ --out converted/ --once --max-files 1000
"""
)
def watch(
    inbox: InboxArgument,
    out: OutOption,
    to: FormatsOption = None,
    source: SourceOption = None,
    profile: ProfileOption = None,
    timestamp: StampOption = None,
    settle: SettleOption = 2,
    marker: MarkerOption = None,
    poll: PollOption = 1,
    done: DoneOption = "_PROCESSED",
    failed: ErrorOption = "_ERROR",
    recursive: RecursiveOption = False,
    once: OnceOption = False,
    max_files: MostOption = None,
    jobs: JobsOption = 1,
    max_seconds: SecondsOption = 30.0,
    max_memory: MemoryOption = "4G",
    max_bytes: BytesOption = None,
    post: PostOption = None,
    secret_file: SecretOption = None,
    post_attempts: AttemptsOption = 10,
    log: LogOption = LogForm.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Convert files as they arrive in a folder, and move each to _PROCESSED when it is stored, or to _ERROR.

    SIGTERM and SIGINT end it after what it is at (exit code 0); the same command goes on.
    """
    from convert.commands import watching
    from convert.commands.conversion import Wanted, size
    from convert.commands.posting import Post
    from convert.intake.watch.loop import Until
    from convert.terminal import talker

    wanted = Wanted(to, source, profile, timestamp, None, max_bytes)
    hot = watching.Hot(settle, poll, marker, done, failed, recursive, Until(once, max_files))
    machine = watching.Machine(jobs, size(max_memory, "--max-memory"), max_seconds)
    to_post = None if post is None else Post(post, secret_file, post_attempts)
    raise typer.Exit(watching.watch(inbox, out, wanted, hot, machine, talker(log.value, quiet=quiet), to_post))


@commands.command(
    epilog="""\b
Examples:
  newsconvert deliver converted/ --post https://cms.example.com/news
"""
)
def deliver(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of a run.")],
    post: Annotated[str, typer.Option("--post", metavar="URL", help="Where the results are sent, as POSTs.")],
    secret_file: SecretOption = None,
    post_attempts: AttemptsOption = 10,
    log: LogOption = LogForm.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Send again what could not be delivered, and what was never sent."""
    from convert.commands import posting
    from convert.terminal import talker

    to_post = posting.Post(post, secret_file, post_attempts)
    raise typer.Exit(posting.deliver(folder, to_post, talker(log.value, quiet=quiet)))


@commands.command(
    epilog="""\b
Examples:
  newsconvert serve
  newsconvert serve --port 9000 --workers 4 --profile my.toml
  newsconvert serve --host 0.0.0.0 --token /run/secrets/token
  curl --data-binary @story.txt -H 'Content-Type: text/plain' 'http://127.0.0.1:8080/convert?to=json-ld'
"""
)
def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; another than this machine's own needs a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8080,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes.  [default: one a processor]")
    ] = None,
    max_bytes: Annotated[
        str | None, typer.Option("--max-bytes", help="Largest body.  [default: 10M, or the profile's]")
    ] = None,
    max_seconds: Annotated[
        float, typer.Option("--max-seconds", min=0.1, help="Time for a body to come, and for the work on it.")
    ] = 30.0,
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, help="Requests in hand; more get 429.")] = 32,
    profile: ProfileOption = None,
    token: Annotated[
        str | None, typer.Option("--token", help="File with the token that callers send; else NEWSCONVERT_TOKEN.")
    ] = None,
) -> None:
    """Convert, segment and validate over HTTP, with a page to correct labels on."""
    from convert.commands import serve as command

    command.serve(host, port, workers, max_bytes, max_seconds, concurrency, profile, token)
