"""Typed findings with stable codes, and the few exceptions.

On the data path an error is a value: a `Diagnostic` that carries a code from the one table below, the place and the
remedy. Exceptions are for misuse, for the machine and for bugs. Codes are contract: they are documented, never reused
and never renamed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How bad a finding is, worst first (`ERROR`: the schema or every reader rejects it)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """How far it is from the worst: 0 for an error."""
        return _RANKS[self]

    def reaches(self, least: Severity) -> bool:
        """Tell whether this is as bad as `least`, or worse."""
        return self.rank <= least.rank


_RANKS: Final = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the table: what a code means and what a user does about it."""

    code: str
    severity: Severity
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about one input or one output.

    `line` and `column` are 1-based, or None where there is no such place. `path` is an XPath, a JSON Pointer or the
    name of a field. `fix` says in one sentence how to mend it, or is None where no mend is certain.
    """

    code: str
    severity: Severity
    message: str
    line: int | None = None
    column: int | None = None
    path: str | None = None
    fix: str | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Return the fields that have a value, in their fixed order, ready for JSON."""
        pairs = (
            ("code", self.code),
            ("severity", self.severity.value),
            ("message", self.message),
            ("line", self.line),
            ("column", self.column),
            ("path", self.path),
            ("fix", self.fix),
        )
        return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found in one document. `ok` means: no finding of severity error."""

    findings: tuple[Diagnostic, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """True when nothing is an error; warnings and infos may be there."""
        return not any(found.severity is Severity.ERROR for found in self.findings)

    def worst(self) -> Severity | None:
        """Return the highest severity found, None for a clean document."""
        return min((found.severity for found in self.findings), key=lambda severity: severity.rank, default=None)


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_TABLE: Final = (
    # reading bytes
    Code("read.empty", _E, "The input holds no text.", "Leave it out, or look at what should have filled it."),
    Code("read.binary", _E, "The input is not text.", "Convert it to text first, or name its format with --from."),
    Code("read.too-large", _E, "The input is larger than the limit of one article.", "Split it, or raise max-bytes."),
    Code("read.too-many-lines", _E, "The input has more lines than the limit of one article.", "Split it."),
    Code("read.undecodable", _E, "No encoding reads these bytes.", "Name the encoding in the profile: text.encoding."),
    Code("read.damaged", _E, "The container is damaged.", "Fetch it again; what came before the damage was converted."),
    Code("read.unsafe-name", _E, "A member's name leads out of the folder.", "Pack it anew with relative names."),
    Code("read.no-file", _E, "A member is no file.", "Pack it anew with the file that the link leads to."),
    Code("read.bomb", _E, "The container unpacks to far more than it is.", "Leave it out; it may be an attack."),
    Code("read.too-deep", _E, "Containers lie too deep within each other.", "Unpack the outer ones first."),
    Code("read.extra", _E, "What reads this is not installed.", "Install what the message names."),
    Code("read.record", _E, "The record holds no text.", "Name the key of the text in the profile: fields."),
    Code(
        "read.request",
        _E,
        "The request is not understood.",
        "Send a JSON object with text, or with bytes in base64; what is known of the article stands beside it.",
    ),
    Code("read.not-one", _E, "The document does not hold exactly one article.", "Read it with read_many."),
    Code("read.not-xml", _E, "The XML is not well-formed.", "Mend it at the place that is named."),
    Code("read.doctype", _E, "A document type declaration is refused.", "Remove the DOCTYPE and what it declares."),
    Code("read.no-item", _E, "The document holds no text item.", "Check its format, and name it with --from."),
    Code("read.no-text", _E, "The item holds no text that can be read.", "Look at what its contentSet holds."),
    Code("read.item-class", _W, "An item that is neither text nor picture was left out.", "Convert it elsewhere."),
    Code("read.value", _W, "A value of the item is not usable.", "Correct it at its source."),
    Code("read.not-carried", _I, "The item says what an article has no field for.", "Keep the source if it matters."),
    Code("read.picture-alone", _W, "Pictures belong to no text of the document.", "Bind them by a packageItem."),
    Code("read.unreadable", _E, "The file cannot be opened.", "Check that it exists and may be read."),
    Code("read.metadata", _W, "Some of the metadata is not usable.", "Correct the value that the message names."),
    Code(
        "read.metadata-unknown", _I, "The metadata has a key that means nothing here.", "Map it in the profile: fields."
    ),
    Code("read.encoding-guessed", _I, "The encoding was guessed.", "Name it in the profile: text.encoding."),
    Code(
        "read.encoding-uncertain",
        _W,
        "The encoding was guessed and the guess is weak, or the bytes mix encodings.",
        "Name it in the profile: text.encoding.",
    ),
    # text into lines
    Code("segment.no-body", _E, "No line is body text.", "Look at the labels: newsconvert segment FILE."),
    Code(
        "segment.labels",
        _E,
        "The labels that were given do not fit the text.",
        "Give one for each line that is not blank, null where the model's own shall stand.",
    ),
    Code("segment.low-confidence", _W, "The labels of this article are unsure.", "Look at it: newsconvert segment."),
    # lines into fields
    Code("fields.no-headline", _W, "No line is a headline.", "Give one in the metadata, or accept its absence."),
    Code(
        "fields.forbidden-characters",
        _W,
        "Characters that XML forbids were left out of the fields.",
        "They stay in the account; clean the source if they mattered.",
    ),
    Code("fields.metadata-conflict", _W, "Text and metadata differ.", "The metadata was taken; correct one."),
    Code(
        "fields.times-contradict",
        _W,
        "The update is earlier than the publication.",
        "The update was left out; correct one of the two.",
    ),
    Code(
        "fields.embargo-over",
        _W,
        "The embargo ended before the item was made.",
        "It was left out: it holds nothing back. Correct its day or zone if it should.",
    ),
    Code("fields.stamp-padded", _I, "The item's time stamp lacked an hour or a zone.", "Set text.zone in the profile."),
    Code(
        "fields.stamp-clock",
        _I,
        "Nothing dates the item, so its stamp is the time of the run.",
        "Pass --timestamp or set SOURCE_DATE_EPOCH for outputs that can be repeated.",
    ),
    Code("fields.ambiguous-date", _W, "Day and month cannot be told apart.", "Set text.date_order in the profile."),
    # writing
    Code("write.invalid", _E, "Our own output failed validation: a bug of ours.", "Report it, with the input."),
    Code("write.no-stamp", _E, "The article has no time stamp.", "Set article.issued: writers never read a clock."),
    Code("write.failed", _E, "The output cannot be written.", "Check the disk and its permissions."),
    # many inputs
    Code(
        "batch.name-collision",
        _E,
        "Several inputs map to the same output name.",
        "Rename one, or convert them into separate folders.",
    ),
    Code(
        "batch.given-twice",
        _I,
        "The container holds the same input again: it was converted once.",
        "Nothing to do; look at what made the container if it should not.",
    ),
    Code(
        "batch.same-item",
        _E,
        "The message has an item of this guid and version already.",
        "Give each an id of its own in its metadata, or a version where they are one story.",
    ),
    Code(
        "batch.same-guid",
        _W,
        "Inputs have one guid and version, so that an importer keeps one of them alone.",
        "Give each an id of its own in its metadata, or a version where they are one story.",
    ),
    Code(
        "batch.merged",
        _I,
        "A newer input tells the same story.",
        "Nothing to do; its outputs are in OUT/merged.",
    ),
    Code("batch.timeout", _E, "The conversion took too long.", "Split the input, or raise --max-seconds."),
    Code(
        "batch.poison",
        _E,
        "The input killed the process that worked on it: a bug of ours, or of a library.",
        "Report it, with the input; raise --max-memory if it is a very large one.",
    ),
    Code("batch.crash", _E, "The conversion failed: a bug of ours.", "Report it, with the input."),
    # over HTTP
    Code("http.address", _E, "The request names another host.", "Use the address that the service is started with."),
    Code("http.busy", _E, "As many requests are in hand as may be.", "Wait as long as Retry-After says, then repeat."),
    Code("http.charset", _E, "The charset is wrong.", "Name the one that the bytes are in, or none: it is recognised."),
    Code("http.coding", _E, "The body is compressed.", "Send it as it is."),
    Code("http.length", _E, "The body is not as long as it says.", "Send as many bytes as Content-Length says."),
    Code("http.media-type", _E, "This type of content is not taken.", "Send one of those that the message lists."),
    Code("http.method", _E, "This address does not take that method.", "Use one of those that Allow lists."),
    Code("http.not-acceptable", _E, "No answer is of a type that is accepted.", "Accept one that the message lists."),
    Code("http.not-found", _E, "There is nothing at this address.", "See /openapi.json for what there is."),
    Code("http.origin", _E, "The request comes from another site's page.", "Ask from a program, or from our page."),
    Code("http.slow", _E, "The body did not come in time.", "Send it faster, or raise --max-seconds."),
    Code("http.stopping", _E, "The service is ending.", "Repeat the request when it has started again."),
    Code("http.token", _E, "The token is absent or wrong.", "Send the header Authorization: Bearer TOKEN."),
    # importing into a system that stores articles
    Code("target.rejected", _E, "The target refused the article.", "Correct the field that the message names."),
    Code(
        "target.duplicate",
        _E,
        "Another input of this run has the same guid and version, and other content.",
        "Give each its own id, or a version of its own, in the metadata.",
    ),
    Code("target.older", _I, "The target holds a newer version.", "Nothing to do; the newer one stays."),
    Code("target.unreachable", _E, "The target does not answer.", "Start it, and run the same command again."),
    Code("target.denied", _E, "The target does not let us in.", "Check user, password and rights."),
    # what others add
    Code("plugin.failed", _E, "A plugin failed.", "Report it to who made the plugin, with the input."),
    Code(
        "plugin.passed-over",
        _W,
        "A plugin failed to look at the input and was passed over.",
        "Report it to who made the plugin, with the input.",
    ),
    Code("plugin.rule", _W, "The rules of a plugin failed on the document.", "Report it to who made the plugin."),
    Code("plugin.broken", _W, "A plugin cannot be used.", "Mend it or uninstall it."),
    Code("plugin.version", _W, "A plugin was made for another contract.", "Install a version of it for this one."),
    Code("plugin.shadowed", _W, "A plugin has the name of another.", "Uninstall one of them."),
    # misuse and machine
    Code("usage.invalid", _E, "The command was not understood.", "See --help."),
    Code("usage.no-run", _E, "No run wrote to this folder.", "Name the folder that `convert` had as --out."),
    Code("usage.unknown-format", _E, "There is no such format.", "Choose one of those that the message lists."),
    Code("profile.invalid", _E, "The profile is not valid.", "Correct the key that the message names."),
    Code("machine.not-writable", _E, "The output folder is not writable.", "Choose another with --out."),
    Code("machine.address", _E, "The address cannot be listened on.", "Choose another with --host and --port."),
    Code(
        "machine.store",
        _E,
        "The store of the inputs does not answer.",
        "See that it can be reached and be read by you.",
    ),
    Code("machine.workers", _E, "No worker process could be started.", "See what was said before; give it memory."),
    Code("machine.busy", _E, "Another run works on this folder.", "Wait for it to end, or choose another folder."),
    Code("machine.model", _E, "The model file cannot be used.", "Reinstall, or name another model."),
    Code(
        "machine.temporary",
        _E,
        "The folder for temporary files takes no more.",
        "Make room there, or set TMPDIR to another folder.",
    ),
    Code("machine.extra", _E, "Something that is not installed is needed.", "Install what the message names."),
    Code(
        "machine.worker",
        _E,
        "A worker process cannot be started.",
        "Give it more memory (--max-memory), or look at what it said above.",
    ),
    Code("machine.ledger", _E, "The ledger cannot be used.", "Move OUT/.newsconvert aside and run again."),
    # schemas
    Code("schema.absent", _I, "The official schema is not installed.", "Run: newsconvert schemas install"),
    Code("schema.hash", _E, "A schema file is not the one we know.", "Fetch it again, or pass --accept-changed."),
    Code("schema.unreachable", _E, "A schema file cannot be fetched.", "Pass --from DIR with the files in it."),
)

CODES: Final[dict[str, Code]] = {row.code: row for row in _TABLE}
"""Every code of the pipeline. The codes of validation rules stand with the rules."""


def diagnostic(
    code: str,
    detail: str = "",
    *,
    line: int | None = None,
    column: int | None = None,
    path: str | None = None,
) -> Diagnostic:
    """Make the diagnostic of a code of the table; `detail` says what is special about this case."""
    row = CODES[code]
    message = f"{row.meaning.rstrip('.')}: {detail}" if detail else row.meaning
    return Diagnostic(row.code, row.severity, message, line, column, path, row.remedy)


class ConvertError(Exception):
    """Base of all exceptions of the package; `diagnostic` says what happened, where, and what to do."""

    exit_code = 3

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(f"{found.message} [{found.code}]")
        self.diagnostic = found

    def __reduce__(self) -> tuple[type[ConvertError], tuple[Diagnostic]]:
        """Cross from one process to another whole."""
        return type(self), (self.diagnostic,)

    @property
    def code(self) -> str:
        """The stable code, such as `segment.no-body`."""
        return self.diagnostic.code


class Rejected(ConvertError):  # noqa: N818 - the trade's own word for an input that does not go on
    """One input cannot be converted. Raised by the one-article API; batches return it as a value."""

    exit_code = 1


class UsageError(ConvertError):
    """Wrong arguments, profile or configuration."""

    exit_code = 2


class MachineError(ConvertError):
    """Disk, permissions, a missing extra: nothing that the input could mend."""

    exit_code = 3


def worst_first(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Order by severity, then by place, then by code: the same for the same set."""
    return tuple(sorted(found, key=lambda d: (d.severity.rank, d.line or 0, d.column or 0, d.code, d.message)))
