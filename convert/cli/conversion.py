"""`convert` and `status`: texts into documents, and what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

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

if TYPE_CHECKING:
    from convert.batch.options import Options
    from convert.commands.conversion import Run, Wanted

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


InputsArgument = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, folders, s3://..., or - for stdin.")
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the outputs and the ledger.")]
EmbedOption = Annotated[str | None, typer.Option("--embed", help="html: JSON-LD as the script element of a page.")]
StampOption = Annotated[
    str | None, typer.Option("--timestamp", help="Stamp of items that have no date, such as 2026-03-01T12:00:00Z.")
]
PackOption = Annotated[PackForm | None, typer.Option("--pack", help="Shards of 10,000 articles, not loose files.")]
BundleOption = Annotated[int | None, typer.Option("--bundle", min=1, help="NewsML-G2 as messages of so many.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first so many inputs.")]
SampleOption = Annotated[int | None, typer.Option("--sample", min=1, help="Only so many, drawn evenly.")]
SinceOption = Annotated[datetime | None, typer.Option("--since", help="Only files changed since.")]
RetryOption = Annotated[Retry | None, typer.Option("--retry", help="Do again what was rejected.")]
IgnoreOption = Annotated[list[str] | None, typer.Option("--ignore", help="Not these: *.bak, drafts/, 2019/**.")]
ManifestOption = Annotated[
    Path | None, typer.Option("--manifest", help="Metadata of the inputs by path, CSV or JSONL.", exists=True)
]
EvidenceOption = Annotated[
    str, typer.Option("--evidence", help="learn: a first pass finds lines that recur; or FILE, or off.")
]
ConfidenceOption = Annotated[
    float | None, typer.Option("--min-confidence", min=0, max=1, help="Less sure articles go to OUT/review/.")
]
MergeOption = Annotated[
    bool, typer.Option("--merge", help="Of each story the newest stands, the others go to OUT/merged/.")
]
RejectsOption = Annotated[bool, typer.Option("--rejects", help="Copy what is rejected to OUT/rejected/.")]
BytesOption = Annotated[
    str | None, typer.Option("--max-bytes", help="Largest article.  [default: 10M, or the profile's]")
]
FailFastOption = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first input that is rejected.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
StreamOption = Annotated[
    bool, typer.Option("--stream", help="With -: a JSON object a line in, a JSON object a line out.")
]


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
    inputs: InputsArgument,
    out: OutOption = None,
    to: FormatsOption = None,
    embed: EmbedOption = None,
    source: SourceOption = None,
    profile: ProfileOption = None,
    jobs: JobsOption = 1,
    timestamp: StampOption = None,
    pack: PackOption = None,
    bundle: BundleOption = None,
    limit: LimitOption = None,
    sample: SampleOption = None,
    since: SinceOption = None,
    retry: RetryOption = None,
    ignore: IgnoreOption = None,
    manifest: ManifestOption = None,
    evidence: EvidenceOption = "off",
    min_confidence: ConfidenceOption = None,
    merge: MergeOption = False,
    rejects: RejectsOption = False,
    max_seconds: SecondsOption = 30.0,
    max_memory: MemoryOption = "4G",
    max_bytes: BytesOption = None,
    fail_fast: FailFastOption = False,
    dry_run: DryRunOption = False,
    post: PostOption = None,
    secret_file: SecretOption = None,
    post_attempts: AttemptsOption = 10,
    log: LogOption = LogForm.TEXT,
    quiet: QuietOption = False,
    stream: StreamOption = False,
) -> None:
    """Convert texts: one output a format, and an account of every line and field.

    Run again with the same --out, it does only what is new or changed.
    """
    from convert.batch.options import Options
    from convert.batch.selection import Selection
    from convert.commands.conversion import Run, Wanted, packing, size

    wanted = Wanted(to, source, profile, timestamp, embed, max_bytes)
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
    if STDIN in inputs:
        if len(inputs) > 1 or out is not None:
            _misuse("- stands alone, and writes to stdout: leave out other inputs and --out")
        raise typer.Exit(_filter(wanted, options, max_seconds, stream=stream))
    if stream:
        _misuse("--stream reads stdin: write convert - --stream")
    if out is None:
        _misuse("--out is missing: name the folder for the outputs")
    to_post = None if post is None else (post, secret_file, post_attempts)
    raise typer.Exit(_into(out, inputs, wanted, options, how, to_post))


def _filter(wanted: Wanted, options: Options, seconds: float, *, stream: bool) -> int:
    """Convert what comes on stdin; return the exit code."""
    if stream:
        from convert.commands.streaming import convert_stream

        return convert_stream(wanted, options.jobs, options.memory, seconds)
    from convert.commands.conversion import convert_stdin

    convert_stdin(wanted)
    return 0


def _into(
    out: Path,
    inputs: list[str],
    wanted: Wanted,
    options: Options,
    how: Run,
    to_post: tuple[str, Path | None, int] | None,
) -> int:
    """Convert into a folder, and send the results on where that is asked for; return the exit code."""
    from convert.commands.conversion import convert_files
    from convert.containers import place

    places = [place(name) for name in inputs]
    if to_post is None:
        return convert_files(places, out, wanted, options, how)
    from convert.commands.posting import Post, convert_and_post

    return convert_and_post(places, out, wanted, options, how, Post(*to_post))


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
