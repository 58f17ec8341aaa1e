"""Labelled articles to learn from and to be judged by: corpus records, corrected accounts, invented houses.

A corpus record (of JSON Lines) holds `raw_text` and `lines`; an account (`segments.json`) holds `lines`, each with the
blanks `before` it, and the blanks `after` the last. Invented articles are text (`houses.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from convert.article import Label
from convert.diagnostics import UsageError, diagnostic
from convert.segment import houses
from convert.segment.lines import layout

LABELS: Final = tuple(Label)
AMBIGUOUS: Final = "ambiguous"


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled text: the label of each non-empty line, None where it is not settled.

    `rendition` and `language` are as in the corpus; `reviewed` says that a person or a reviewed extraction stands
    behind the labels, not a machine's agreement; `invented`, that it was written to be learned from.
    """

    key: str
    rendition: str
    publisher: str
    site: str
    language: str
    text: str
    labels: tuple[Label | None, ...]
    reviewed: bool = True
    invented: bool = False


def read_gold(paths: Sequence[Path]) -> list[Gold]:
    """Read labelled articles from files. Raises UsageError that names the file, the record and what is wrong.

    Of a folder the invented houses (`*.txt`) are read, by name. A path without a labelled article is wrong too.
    """
    golds: list[Gold] = []
    for path in paths:
        found = [gold for file in _files([path]) for gold in _read_file(file)]
        if not found:
            raise UsageError(diagnostic("usage.invalid", f"{path.name} holds no labelled article"))
        golds += found
    return golds


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("*.txt")) if path.is_dir() else [path]


def _read_file(path: Path) -> Iterable[Gold]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(diagnostic("usage.invalid", f"{path.name}: {error.strerror}")) from error
    if path.suffix == ".txt":
        try:
            yield from _invented(houses.read(data.decode("utf-8-sig").replace("\r\n", "\n")), path.stem)
        except ValueError as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name}: {error}")) from error
        return
    if path.suffix == ".jsonl":
        rows = [(number, row) for number, row in enumerate(data.split(b"\n"), 1) if row.strip()]
    else:
        rows = [(1, data)]
    for number, row in rows:
        try:
            yield _record(orjson.loads(row), path.stem)
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(diagnostic("usage.invalid", f"{path.name}, record {number}: {error}")) from error


def _invented(house: houses.House, name: str) -> Iterator[Gold]:
    for number, rendition, rows in house.renditions():
        yield Gold(
            key=f"{house.name}/{name}-{number}",
            rendition=rendition,
            publisher=house.name,
            site=name,
            language=house.language,
            text="\n".join(text for _, text in rows),
            labels=tuple(label for label, _ in rows if label is not None),
            reviewed=False,
            invented=True,
        )


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
    """Return the SHA-256 of the files' bytes one after the other, of a folder those that are read."""
    total = hashlib.sha256()
    for path in _files(paths):
        total.update(path.read_bytes())
    return total.hexdigest()
