"""The command line. It parses, calls one function, prints; all work is done elsewhere, and imported when needed.

Data goes to stdout, talk to stderr. Exit codes: 0 done; 1 some input rejected, or findings; 2 wrong usage, profile or
configuration; 3 the machine; 130 interrupted, and to be resumed by the same command.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

from convert.diagnostics import ConvertError, Severity, UsageError, diagnostic

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


class PackForm(StrEnum):
    """What shards are."""

    ZIP = "zip"
    TAR = "tar"
    JSONL = "jsonl.zst"


class LogForm(StrEnum):
    """How `convert` talks: for people or for programs."""

    TEXT = "text"
    JSON = "json"


class AccountForm(StrEnum):
    """How `status` tells what a run did."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Retry(StrEnum):
    """What is done again."""

    REJECTED = "rejected"


class ReportForm(StrEnum):
    """How `validate` tells what it found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


ProfileOption = Annotated[
    Path | None, typer.Option("--profile", help="The publisher's profile, a TOML file.", exists=True, dir_okay=False)
]


PostOption = Annotated[str | None, typer.Option("--post", metavar="URL", help="Send each result there, as a POST.")]
SecretOption = Annotated[
    Path | None, typer.Option("--secret-file", help="What signs the requests; else NEWSCONVERT_WEBHOOK_SECRET.")
]
AttemptsOption = Annotated[int, typer.Option("--post-attempts", min=1, help="Tries before one is given up.")]


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
  newsconvert convert - --stream < articles.jsonl > answers.jsonl
"""
)
def convert(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files and folders, or - for stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the outputs and the ledger.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Formats, with commas.  [default: newsml-g2,json-ld]")] = None,
    embed: Annotated[str | None, typer.Option("--embed", help="html: JSON-LD as the script element of a page.")] = None,
    source: Annotated[str | None, typer.Option("--from", help="Format of the inputs; else each is recognised.")] = None,
    profile: ProfileOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes.")] = 1,
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
    rejects: Annotated[bool, typer.Option("--rejects", help="Copy what is rejected to OUT/rejected/.")] = False,
    max_seconds: Annotated[float, typer.Option("--max-seconds", min=0.1, help="Time for one input.")] = 30.0,
    max_memory: Annotated[str, typer.Option("--max-memory", help="Address space of a process.")] = "4G",
    max_bytes: Annotated[
        str | None, typer.Option("--max-bytes", help="Largest article.  [default: 10M, or the profile's]")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first input that is rejected.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    post: PostOption = None,
    secret_file: SecretOption = None,
    post_attempts: AttemptsOption = 10,
    log: Annotated[LogForm, typer.Option("--log-format", help="text, or json: a JSON object a line.")] = LogForm.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors of usage.")] = False,
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
            pack=packing(pack and pack.value, bundle),
            dry_run=dry_run,
            rejects=rejects,
            selection=Selection(limit, sample, since),
        )
        how = Run(
            max_seconds, min_confidence, retry is not None, tuple(ignore or ()), manifest, evidence, quiet, log.value
        )
        if post is not None:
            from convert.commands.posting import Post, convert_and_post

            to_post = Post(post, secret_file, post_attempts)
            raise typer.Exit(convert_and_post([Path(name) for name in inputs], out, wanted, options, how, to_post))
        raise typer.Exit(convert_files([Path(name) for name in inputs], out, wanted, options, how))


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
  newsconvert watch inbox/ --out converted/
  newsconvert watch inbox/ --out converted/ --marker .done --profile my.toml
  newsconvert watch inbox/ --out converted/ --once --max-files 1000
"""
)
def watch(
    inbox: Annotated[Path, typer.Argument(metavar="INBOX", help="The folder into which files are put.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the outputs and the ledger.")],
    to: Annotated[str | None, typer.Option("--to", help="Formats, with commas.  [default: newsml-g2,json-ld]")] = None,
    source: Annotated[str | None, typer.Option("--from", help="Format of the inputs; else each is recognised.")] = None,
    profile: ProfileOption = None,
    timestamp: Annotated[str | None, typer.Option("--timestamp", help="Stamp of items that have no date.")] = None,
    settle: Annotated[
        float, typer.Option("--settle", min=0, help="Seconds in which a whole file has not changed.")
    ] = 2,
    marker: Annotated[str | None, typer.Option("--marker", help="A file is whole when NAME.MARKER is there.")] = None,
    poll: Annotated[float, typer.Option("--poll", min=0.05, help="Seconds between two looks at the folder.")] = 1,
    done: Annotated[str, typer.Option("--done", help="Folder in INBOX for what is stored.")] = "_PROCESSED",
    failed: Annotated[str, typer.Option("--error", help="Folder in INBOX for what was rejected.")] = "_ERROR",
    recursive: Annotated[bool, typer.Option("--recursive", help="Folders in INBOX too.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Leave when nothing is left to do, as for cron.")] = False,
    max_files: Annotated[int | None, typer.Option("--max-files", min=1, help="Leave after so many files.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes.")] = 1,
    max_seconds: Annotated[float, typer.Option("--max-seconds", min=0.1, help="Time for one input.")] = 30.0,
    max_memory: Annotated[str, typer.Option("--max-memory", help="Address space of a process.")] = "4G",
    max_bytes: Annotated[str | None, typer.Option("--max-bytes", help="Largest article.  [default: 10M]")] = None,
    post: PostOption = None,
    secret_file: SecretOption = None,
    post_attempts: AttemptsOption = 10,
    log: Annotated[LogForm, typer.Option("--log-format", help="text, or json: a JSON object a line.")] = LogForm.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors of usage.")] = False,
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


@app.command(
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
    log: Annotated[LogForm, typer.Option("--log-format", help="text, or json: a JSON object a line.")] = LogForm.TEXT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors of usage.")] = False,
) -> None:
    """Send again what could not be delivered, and what was never sent."""
    from convert.commands import posting
    from convert.terminal import talker

    to_post = posting.Post(post, secret_file, post_attempts)
    raise typer.Exit(posting.deliver(folder, to_post, talker(log.value, quiet=quiet)))


@app.command(
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


@app.command(
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


@app.command(epilog="""\b\nExamples:\n  newsconvert rules\n  newsconvert rules G2101""")
def rules(code: Annotated[str | None, typer.Argument(metavar="CODE", help="All about this rule.")] = None) -> None:
    """List the rules of validation, or explain one: what, why, source, example, mend."""
    from convert.commands import validation

    typer.echo(validation.rules(code), nl=False)


@app.command(
    epilog="""\b
Examples:
  newsconvert evaluate gold.jsonl
  newsconvert evaluate gold.jsonl --model mine.npz --json
  newsconvert evaluate gold.jsonl --folds 5 --more silver.jsonl
"""
)
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Labelled articles.", exists=True, dir_okay=False)],
    model: Annotated[Path | None, typer.Option("--model", help="Another model than the shipped one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    folds: Annotated[
        int | None, typer.Option("--folds", min=2, help="Cross-validate by publisher, with intervals; trains anew.")
    ] = None,
    more: Annotated[
        list[Path] | None, typer.Option("--more", help="With --folds: labelled articles to train on besides.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="With --more: corrected labels of one of its files.")
    ] = None,
) -> None:
    """Measure the segmenter on labelled articles."""
    from convert.commands import evaluation

    figures = evaluation.evaluate(gold, model, as_json=as_json, folds=folds, more=more or (), corrections=corrections)
    typer.echo(figures, nl=False)


@app.command(
    epilog="""\b
Examples:
  newsconvert train gold.jsonl --out mine.npz
  newsconvert train corrected.segments.json --base default --out mine.npz
"""
)
def train(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Labelled articles: JSONL or segments.json.", exists=True)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model file to write.")],
    base: Annotated[str | None, typer.Option("--base", help="Adapt this model (default: the shipped one).")] = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Corrected labels of one of the files.")
    ] = None,
) -> None:
    """Train the segmenter, or teach the shipped one your archive."""
    from convert.commands import evaluation

    evaluation.train(gold, out, base, corrections)


@app.command(
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


class ListForm(StrEnum):
    """How `plugins` lists."""

    TEXT = "text"
    JSON = "json"


@app.command(epilog="""\b\nExamples:\n  newsconvert plugins\n  newsconvert plugins --format json""")
def plugins(
    shape: Annotated[ListForm, typer.Option("--format", help="text or json.")] = ListForm.TEXT,
) -> None:
    """List the readers, writers, rules and sinks that others added, and whether each is used."""
    from convert.commands import plugins as command

    typer.echo(command.show(shape.value), nl=False)


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


profile_app = typer.Typer(
    help="The publisher's profile: what a publisher knows and its texts do not say.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(profile_app, name="profile")

ProfileFile = Annotated[Path, typer.Argument(metavar="FILE", help="A profile, in TOML.")]


@profile_app.command("init", epilog="""\b\nExample:\n  newsconvert profile init > my.toml""")
def profile_init() -> None:
    """Print a profile with every key explained, to be filled in."""
    from convert import profile_text

    typer.echo(profile_text.template(), nl=False)


@profile_app.command("check", epilog="""\b\nExample:\n  newsconvert profile check my.toml""")
def profile_check(file: ProfileFile) -> None:
    """Check a profile; name the key that is wrong and the remedy, or what receivers ask for and it leaves open."""
    from convert.commands import profile as command

    typer.echo(command.check(file), nl=False)


@profile_app.command("explain", epilog="""\b\nExample:\n  newsconvert profile explain my.toml""")
def profile_explain(file: ProfileFile) -> None:
    """Say what a profile sets, key by key, and what that does."""
    from convert.commands import profile as command

    typer.echo(command.explain(file), nl=False)


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
    except OSError as error:
        from convert.terminal import say_diagnostic

        # What was not written waits in the buffer, and Python would try again, and fail aloud, on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        say_diagnostic(diagnostic("write.failed", error.strerror or str(error)))
        code = 3
    sys.exit(code or 0)
