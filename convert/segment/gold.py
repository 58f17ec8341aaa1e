"""Labelled articles to learn from and to be judged by: corpus records (JSON Lines) and corrected accounts.

A corpus record holds `raw_text` and `lines`; an account (`segments.json`) holds `lines`, each with the blanks `before`
it, and the blanks `after` the last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from convert.article import Label
from convert.diagnostics import UsageError, diagnostic
from convert.segment.lines import layout

LABELS: Final = tuple(Label)
AMBIGUOUS: Final = "ambiguous"


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled text: the label of each non-empty line, None where it is not settled.

    `rendition` and `language` are as in the corpus; `reviewed` says that a person or a reviewed extraction stands
    behind the labels, not a machine's agreement.
    """

    key: str
    rendition: str
    publisher: str
    site: str
    language: str
    text: str
    labels: tuple[Label | None, ...]
    reviewed: bool = True


def read_gold(paths: Sequence[Path]) -> list[Gold]:
    """Read labelled articles from files. Raises UsageError that names the file, the record and what is wrong."""
    found: list[Gold] = []
    for path in paths:
        found.extend(_read_file(path))
    return found


def _read_file(path: Path) -> Iterable[Gold]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(diagnostic("usage.invalid", f"{path.name}: {error.strerror}")) from error
    if path.suffix == ".jsonl":
        rows = [(number, row) for number, row in enumerate(data.split(b"\n"), 1) if row.strip()]
    else:
        rows = [(1, data)]
    for number, row in rows:
        try:
            yield _record(orjson.loads(row), path.stem)
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name}, record {number}: {error}")) from error


def _record(record: dict[str, Any], name: str) -> Gold:
    lines = record["lines"]
    text = record["raw_text"] if "raw_text" in record else _text_of_account(record)
    labels = tuple(None if line["label"] == AMBIGUOUS else Label(line["label"]) for line in lines)
    spans = layout(text).spans
    if len(spans) != len(labels):
        message = f"{len(labels)} labels for {len(spans)} lines"
        raise ValueError(message)
    return Gold(
        key=str(record.get("id", name)),
        rendition=str(record.get("rendition", "extract")),
        publisher=str(record.get("publisher", name)),
        site=site_of(str(record.get("url", ""))),
        language=str(record.get("lang", record.get("language") or "")),
        text=text,
        labels=labels,
        reviewed=not record.get("silver", False),
    )


def _text_of_account(account: dict[str, Any]) -> str:
    parts = [f"{line.get('before', chr(10))}{line['text']}" for line in account["lines"]]
    return "".join([*parts, account.get("after", "")])


def site_of(url: str) -> str:
    """Return the name of a site without its top-level domain and subdomains: `news.example.co.uk` gives `example`."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = [part for part in host.split(".")[:-1] if part not in ("co", "com", "org", "net", "gov", "ac")]
    return labels[-1] if labels else host


def digest(paths: Sequence[Path]) -> str:
    """Return the SHA-256 of the files' bytes one after the other."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()
