"""`convert`: files and folders into an output folder, or stdin to stdout."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from convert import profile as profiles
from convert import readers, sidecar, stamp, terminal, writers
from convert.batch import report
from convert.batch.ledger import Ledger
from convert.batch.options import Options
from convert.batch.packing import LINES, Packing
from convert.batch.plan import Plan
from convert.batch.rejects import FOLDER as REJECTED
from convert.batch.unit import MERGED, Task
from convert.batch.work import REVIEW
from convert.commands.source import STDIN, bytes_of, one_record
from convert.containers import Place, holds_inputs
from convert.diagnostics import Rejected, Severity, UsageError, diagnostic
from convert.pipeline import Job, convert_records
from convert.segment.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options of `convert` ask for, as they were typed."""

    to: str | None = None
    source: str | None = None
    profile: Path | None = None
    timestamp: str | None = None
    embed: str | None = None
    max_bytes: str | None = None

    def job(self, default: str | None = None) -> Job:
        """Check the options and make the job of them. Raises UsageError."""
        if self.source is not None:
            readers.reader(self.source)
        profile = profiles.DEFAULT if self.profile is None else profiles.load(self.profile)
        if self.max_bytes is not None:
            limits = profile.limits.model_copy(update={"max_bytes": size(self.max_bytes, "--max-bytes")})
            profile = profile.model_copy(update={"limits": limits})
        timestamp = None if self.timestamp is None else stamp.of_option(self.timestamp)
        formats = _formats(self.to or default or "", profile.variants, self.embed)
        return Job(formats, profile, timestamp, stamp.of_run())


@dataclass(frozen=True, slots=True)
class Run:
    """What is asked of a run beside the job: how far an input may go, where it may end, how the run talks."""

    seconds: float = 30.0
    review: float | None = None
    retry: bool = False
    ignore: tuple[str, ...] = ()
    manifest: Path | None = None
    evidence: str = "off"
    pack: Packing | None = None
    merge: bool = False
    quiet: bool = False
    log: str = "text"


OFF: Final = "off"
"""The value of --evidence that means none."""

DEFAULT_FORMATS: Final = "newsml-g2,json-ld"

_SIZE: Final = re.compile(r"(\d{1,12})\s*([kKMGT]?)i?[bB]?")
_POWERS: Final = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}


def size(text: str, option: str) -> int:
    """Read a number of bytes, such as 500000, 20M or 2GB (powers of 1000). Raises UsageError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or int(found[1]) == 0:
        raise UsageError(diagnostic("usage.invalid", f"{option} {text!r} is no size; write it like 20M or 2G"))
    factor: int = 1000 ** _POWERS[found[2].upper()]
    return int(found[1]) * factor


def packing(pack: str | None, bundle: int | None) -> Packing | None:
    """Return how articles are packed, None for files of their own."""
    if bundle is None:
        return None if pack is None else Packing(pack)
    return Packing(pack or LINES, bundle, bundle=True)


def _check(job: Job, how: Run) -> None:
    """Refuse what does not go together. Raises UsageError."""
    if how.merge and how.pack is not None:
        raise UsageError(diagnostic("usage.invalid", "--merge sets loose files apart: leave out --pack and --bundle"))
    if how.pack is not None and how.pack.bundle:
        _check_bundle(job.formats)


def _check_bundle(formats: tuple[str, ...]) -> None:
    chosen = [name for name in formats if name.partition(":")[0] == "newsml-g2"]
    if not chosen or "newsml-g2:newsitem" in chosen:
        raise UsageError(diagnostic("usage.invalid", "--bundle makes newsMessages: it needs newsml-g2 in --to"))


def convert_stdin(wanted: Wanted) -> None:
    """Convert the one article on stdin to stdout. Raises Rejected when it cannot be converted."""
    job = wanted.job()
    if len(job.formats) != 1:
        raise UsageError(diagnostic("usage.invalid", "stdin takes one format: name it with --to"))
    data = bytes_of(STDIN, job.profile)
    outcome = convert_records([one_record(data, job.profile, wanted.source)], job)[0]
    if outcome.reason is not None:
        raise Rejected(outcome.reason)
    for found in outcome.diagnostics:
        if found.severity is not Severity.INFO:
            terminal.say_diagnostic(found)
    sys.stdout.buffer.write(outcome.outputs[0].data)
    sys.stdout.buffer.flush()


def convert_files(
    paths: Sequence[Place], out: Path, wanted: Wanted, options: Options | None = None, how: Run | None = None
) -> int:
    """Convert files, folders and containers into `out`; return the exit code: 1 when an input was not converted.

    Raises KeyboardInterrupt when the run was stopped, after what was in flight has been recorded.
    """
    from convert.batch.ledger import opened
    from convert.batch.lock import locked
    from convert.batch.runner import run

    options, how = options or Options(), how or Run()
    job = wanted.job(default=DEFAULT_FORMATS)
    _check(job, how)
    talk = terminal.talker(how.log, quiet=how.quiet)
    with closing(Plan()) as plan:
        _lay_out(plan, paths, out, job, options, how)
        for link in plan.links:
            talk.say(f"not followed: {link!r} is a link to a folder, or no file")
        if plan.hidden:
            talk.say(f"left out: {plan.hidden} hidden files or folders (names that begin with a dot)")
        if options.dry_run:
            return _dry_run(plan, out, options)
        options = options.with_manifest(_manifest(how.manifest, job, talk))
        if how.evidence != OFF:
            job = replace(job, evidence=_evidence(how.evidence, plan, out, job, wanted, talk))
        task = replace(_task(job, out, wanted, how), rejects=options.rejects)
        with locked(out), opened(out) as ledger:
            _check_folders(ledger, _our_folders(options, how))
            _check_form(ledger, how.pack)
            with talk.progress(len(plan)) as watch:
                summary = run(plan, task, ledger, options, watch)
            if how.merge and not summary.stopped:
                _merge(ledger, out, talk)
            kin = report.write(ledger, out)
    _say_kin(kin, talk)
    talk.sum_up(summary, str(out))
    if summary.stopped:
        raise KeyboardInterrupt
    return 1 if summary.failed else 0


def _merge(ledger: Ledger, out: Path, talk: terminal.Talker) -> None:
    from convert.batch.merging import merge

    number = merge(ledger, out)
    if number:
        talk.say(f"merged: {number} inputs whose story a newer one tells; their outputs are in {out / MERGED}")


def _task(job: Job, out: Path, wanted: Wanted, how: Run) -> Task:
    asked = Task(job, out, wanted.source, packing=how.pack, seconds=how.seconds, review=how.review, retry=how.retry)
    return asked.signed()


def _say_kin(kin: report.Counted | None, talk: terminal.Talker) -> None:
    """Say which inputs have to do with each other; nothing where the account is as it was."""
    if kin is None:
        return
    for one in kin.twins:
        talk.say_diagnostic(diagnostic("batch.same-guid", f"{one.guid} is that of {one.twin!r} too"), one.key)
    if kin.twin_number > len(kin.twins):
        talk.say(f"... and {kin.twin_number - len(kin.twins)} more inputs that share a guid: see report.jsonl")
    if kin.duplicates or kin.versions:
        talk.say(f"told more than once: {kin.duplicates} near-duplicates, {kin.versions} versions of other inputs")


def _lay_out(plan: Plan, paths: Sequence[Place], out: Path, job: Job, options: Options, how: Run) -> None:
    """List the inputs, and keep the names that are ours out of their way."""
    ours = [f"{folder}/" for folder in _our_folders(options, how)]
    ours += ["report"] if any(writers.suffix(name) == ".html" for name in job.formats) else []
    plan.add(paths, out, lambda path: holds_inputs(path, job.profile), how.ignore, ours)


def _our_folders(options: Options, how: Run) -> list[str]:
    """Return the folders in OUT into which the run itself puts files."""
    wanted = {REVIEW: how.review is not None, MERGED: how.merge, REJECTED: options.rejects}
    return [folder for folder, is_wanted in wanted.items() if is_wanted]


def _check_folders(ledger: Ledger, folders: Sequence[str]) -> None:
    """Refuse an output folder where an earlier run put the outputs of inputs that lie in our folders' names."""
    for folder in folders:
        key = ledger.made_under(folder)
        if key is not None:
            detail = f"--out has the outputs of {key!r} where this run puts files of its own; choose another --out"
            raise UsageError(diagnostic("usage.invalid", detail))


def _check_form(ledger: Ledger, pack: Packing | None) -> None:
    """Refuse an output folder that an earlier run filled otherwise: what is unchanged would not be made anew."""
    is_filled, shard = ledger.holds()
    if not is_filled or (shard is None if pack is None else shard is not None and shard.endswith(f".{pack.kind}")):
        return
    there = "loose files" if shard is None else f"shards such as {shard}"
    detail = f"--out has {there} of an earlier run, which are not made anew in another form; choose another --out"
    raise UsageError(diagnostic("usage.invalid", detail))


def _evidence(chosen: str, plan: Plan, out: Path, job: Job, wanted: Wanted, talk: terminal.Talker) -> Evidence:
    from convert.batch.learning import evidence
    from convert.batch.lock import locked

    with locked(out):
        found = evidence(chosen, out, plan.inputs(), job, wanted.source)
    talk.say(f"evidence: {len(found.lines)} lines recur in {found.documents} documents")
    return found


def _manifest(path: Path | None, job: Job, talk: terminal.Talker) -> sidecar.Manifest:
    """Read the manifest. Raises UsageError when it cannot be read; what is wrong in it is said."""
    if path is None:
        return sidecar.Manifest()
    try:
        found = sidecar.manifest(path.read_bytes(), path.name, job.profile.fields)
    except OSError as error:
        raise UsageError(diagnostic("usage.invalid", f"--manifest {path}: {error.strerror}")) from error
    for one in found.diagnostics:
        talk.say_diagnostic(one, path.name)
    return found


def _dry_run(plan: Plan, out: Path, options: Options) -> int:
    """Name the inputs that a run would look at, and those it would refuse; write nothing."""
    number = 0
    for one in options.selection.of(plan):
        number += 1
        sys.stdout.write(f"{one.key}\n")
    refused = list(plan.collisions())
    for one, keys in refused:
        terminal.say_diagnostic(diagnostic("batch.name-collision", keys), one.key)
    terminal.say(f"{number} inputs would go to {out}, {len(refused)} would be rejected; nothing was written")
    return 1 if refused else 0


def _formats(to: str, variants: Mapping[str, str], embed: str | None = None) -> tuple[str, ...]:
    """Split the value of --to; a format without a variant takes the profile's.

    Raises UsageError for a format or variant that is not known, and for two that would share an output.
    """
    formats = writers.chosen(to, variants)
    return formats if embed is None else _embedded(formats, embed)


def _embedded(formats: tuple[str, ...], embed: str) -> tuple[str, ...]:
    """Return the formats with JSON-LD as the script element of a page. Raises UsageError where there is none."""
    chosen = [name for name in formats if name.partition(":")[0] == "json-ld"]
    if embed != "html" or not chosen:
        raise UsageError(diagnostic("usage.invalid", f"--embed {embed}: it is --embed html, with json-ld in --to"))
    return tuple(_with_part(name, embed) if name in chosen else name for name in formats)


def _with_part(name: str, part: str) -> str:
    base, _, variant = name.partition(":")
    return f"{base}:{'+'.join(sorted({part, *filter(None, variant.split('+'))}))}"
