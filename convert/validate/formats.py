"""Which judge a document goes to: by the format that the caller names, else by its first bytes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Final

from convert import plugins
from convert.diagnostics import Severity, UsageError, diagnostic, worst_first
from convert.validate.examined import Examined, diagnostics
from convert.validate.rule import Found
from convert.validate.sniffing import FORMATS, sniff

STREAMED: Final = 8_000_000
"""Bytes from which a newsMessage is judged item by item, so that its tree need not fit into memory."""

WHOLE: Final = 64_000_000
"""Bytes of a document that is judged as one tree, which needs about ten times as much memory."""


def examine(data: bytes, name: str | None = None, least: Severity = Severity.INFO, *, added: bool = True) -> Examined:
    """Judge bytes of a format; `None` sniffs. `added`: by the rules of plugins too.

    Raises UsageError for a format that does not exist.
    """
    try:
        judged = _examine(data, name, least)
    except RecursionError:
        return _refuse("The document is nested too deep", "DOC008")
    if not added or not plugins.ready(plugins.Kind.RULE):
        return judged
    from convert.validate.added import findings

    more = findings(data, (name or sniff(data) or "").partition(":")[0], least)
    return replace(judged, findings=worst_first((*judged.findings, *more)))


def examine_own(documents: Sequence[bytes], name: str) -> list[Examined]:
    """Judge what a writer of ours made, together, by what makes a document invalid. `name`: see `own`."""
    base, _, variant = name.partition(":")
    if base == "newsml-g2" and sum(map(len, documents)) < STREAMED:
        from convert.validate import newsml

        with suppress(RecursionError):  # no document of ours is nested so deep: which of them is found below
            return newsml.examine_many(documents, Severity.ERROR, alone="newsitem" in variant)
    return [examine(data, name, Severity.ERROR, added=False) for data in documents]


def _examine(data: bytes, name: str | None, least: Severity) -> Examined:
    chosen, _, variant = (name or sniff(data) or "").partition(":")
    if name is not None and chosen not in FORMATS:
        raise UsageError(diagnostic("usage.unknown-format", f"{name}; there are {', '.join(FORMATS)}"))
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return _refuse("The document is empty", "DOC010")
    if not chosen:
        return _refuse("The document is of no format that is known", "DOC009")
    large = _large(data, chosen) if len(data) >= STREAMED else None
    return large or _judge(data, chosen, frozenset(variant.split("+")), least)


def _large(data: bytes, chosen: str) -> Examined | None:
    """Judge a large newsMessage; refuse what is too large to be read whole; None for anything else."""
    if chosen == "newsml-g2":
        from convert.validate.stream import examine_large

        judged = examine_large(partial(BytesIO, data), chosen)
        if judged is not None:
            return judged
    if len(data) > WHOLE:
        return _refuse(f"It has {len(data)} bytes, and {WHOLE} is the limit of what has to be read whole", "DOC002")
    return None


def _judge(data: bytes, chosen: str, variant: frozenset[str], least: Severity) -> Examined:
    if chosen == "newsml-g2":
        from convert.validate import newsml

        return newsml.examine_many([data], least, alone="newsitem" in variant)[0]
    if chosen == "ninjs":
        from convert.validate import ninjs

        return ninjs.examine(data, least, own="own" in variant)
    from convert.validate import jsonld

    examine_ = jsonld.examine_html if chosen == "html" else jsonld.examine
    return examine_(data, own="own" in variant, least=least)


def _refuse(message: str, code: str) -> Examined:
    return Examined(diagnostics([Found(message, code=code, line=1, column=1)]))
