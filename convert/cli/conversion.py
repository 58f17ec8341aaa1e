"""`convert` and `status`: texts into documents, and what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NoReturn

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
from convert.diagnostics import UsageError, diagnostic

commands = typer.Typer()

STDIN: Final = "-"


class PackForm(StrEnum):
    """What shards are."""

    ZIP = "zip"
    TAR = "tar"
    JSONL = "jsonl.zst"


class AccountForm(StrEnum):
    """How `status` tells what a run did."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Retry(StrEnum):
    """What is done again."""

    REJECTED = "rejected"


@commands.command(
    epilog="""\b
Examples:
  newsconvert convert archive/ --out converted/
  newsconvert convert story.txt --out . --to json-ld --profile my.toml
  newsconvert convert - --to json-ld < story.txt > story.jsonld
  newsconvert convert - --stream < articles.jsonl > answers.jsonl
"""
)
def convert(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, s3://..., or - for stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the outputs and the ledger.")] = None,
    to: FormatsOption = None,
    embed: Annotated[str | None, typer.Option("--embed", help="html: JSON-LD as the script element of a page.")] = None,
    source: SourceOption = None,
    profile: ProfileOption = None,
    jobs: JobsOption = 1,
    timestamp: Annotated[
        str | None, typer.Option("--timestamp", help="Stamp of items that have no date, such as 2026-03-01T12:00:00Z.")
    ] = None,
    pack: Annotated[PackForm | None, typer.Option("--pack", help="Shards of 10,000 articles, not loose files.")] = None,
    bundle: Annotated[int | None, typer.Option("--bundle", min=1, help="NewsML-G2 as messages of so many.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first so many inputs.")] = None,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Only so many, drawn evenly.")] = None,
    since: Annotated[datetime | None, typer.Option("--since", help="Only files changed since.")] = None,
    retry: Annotated[Retry | None, typer.Option("--retry", help="Do again what was rejected.")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="Not these: *.bak, drafts/, 2019/**.")] = None,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", help="Metadata of the inputs by path, CSV or JSONL.", exists=True)
    ] = None,
    evidence: Annotated[
        str, typer.Option("--evidence", help="learn: a first pass finds lines that recur; or FILE, or off.")
    ] = "off",
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", min=0, max=1, help="Less sure articles go to OUT/review/.")
    ] = None,
    merge: Annotated[
        bool,
        typer.Option("--merge", help="Of each story the newest stands, the others go to OUT/merged/."),
    ] = False,
    rejects: Annotated[bool, typer.Option("--rejects", help="Copy what is rejected to OUT/rejected/.")] = False,
    max_seconds: SecondsOption = 30.0,
    max_memory: MemoryOption = "4G",
    max_bytes: Annotated[
        str | None, typer.Option("--max-bytes", help="Largest article.  [default: 10M, or the profile's]")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first input that is rejected.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    post: PostOption = None,
    secret_file: SecretOption = None,
    post_attempts: AttemptsOption = 10,
    log: LogOption = LogForm.TEXT,
    quiet: QuietOption = False,
    stream: Annotated[
        bool, typer.Option("--stream", help="With -: a JSON object a line in, a JSON object a line out.")
    ] = False,
) -> None:
    """Convert texts: one output a format, and an account of every line and field.

    Run again with the same --out, it does only what is new or changed.
    """
    from convert.batch.options import Options
    from convert.batch.selection import Selection
    from convert.commands.conversion import Run, Wanted, convert_files, convert_stdin, packing, size
    from convert.containers import place

    wanted = Wanted(to, source, profile, timestamp, embed, max_bytes)
    if STDIN in inputs:
        if len(inputs) > 1 or out is not None:
            _misuse("- stands alone, and writes to stdout: leave out other inputs and --out")
        if stream:
            from convert.commands.streaming import convert_stream

            raise typer.Exit(convert_stream(wanted, jobs, size(max_memory, "--max-memory"), max_seconds))
        convert_stdin(wanted)
    elif stream:
        _misuse("--stream reads stdin: write convert - --stream")
    elif out is None:
        _misuse("--out is missing: name the folder for the outputs")
    else:
        options = Options(
            jobs=jobs,
            memory=size(max_memory, "--max-memory"),
            fail_fast=fail_fast,
            dry_run=dry_run,
            rejects=rejects,
            selection=Selection(limit, sample, since),
        )
        how = Run(
            seconds=max_seconds,
            review=min_confidence,
            retry=retry is not None,
            ignore=tuple(ignore or ()),
            manifest=manifest,
            evidence=evidence,
            pack=packing(pack and pack.value, bundle),
            merge=merge,
            quiet=quiet,
            log=log.value,
        )
        places = [place(name) for name in inputs]
        if post is not None:
            from convert.commands.posting import Post, convert_and_post

            to_post = Post(post, secret_file, post_attempts)
            raise typer.Exit(convert_and_post(places, out, wanted, options, how, to_post))
        raise typer.Exit(convert_files(places, out, wanted, options, how))


@commands.command(
    epilog="""\b
Examples:
  newsconvert status converted/
  newsconvert status converted/ --format json | jq .counts
"""
)
def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of a run.")],
    shape: Annotated[AccountForm, typer.Option("--format", help="text, json or html.")] = AccountForm.TEXT,
) -> None:
    """Say what a run did, what it rejected, and why."""
    from convert.commands import status as command

    typer.echo(command.status(folder, shape.value), nl=False)


def _misuse(message: str) -> NoReturn:
    raise UsageError(diagnostic("usage.invalid", message))
