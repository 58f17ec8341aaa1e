"""The first pass over an archive: which lines recur from document to document.

It reads and decodes, and does nothing else. What it keeps is a sketch of the commonest lines, of the same size for any
number of documents.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convert import containers
from convert.batch import durable
from convert.batch.ledger import FOLDER
from convert.batch.plan import Input
from convert.batch.store import machine
from convert.containers import HEAD, Member, Place, is_container, is_feed
from convert.diagnostics import MachineError, UsageError, diagnostic
from convert.pipeline import Job
from convert.profile import Profile
from convert.readers.text import text_of
from convert.segment.evidence import Evidence, from_json, lines_of
from convert.segment.lines import layout

if TYPE_CHECKING:
    from datasketches import frequent_strings_sketch

NAME: Final = "evidence.json"

_SIZE: Final = 16
"""Of the sketch, as a power of two: 49,000 lines at a time. It misses no line that every 500th document has, where a
document has 40 lines."""

_SHARE: Final = 0.005
_LEAST: Final = 2
"""A line recurs that is in so many documents, and in this share of them."""

_FEWEST: Final = 3
"""Documents without which nothing is known of an archive."""

_LONG: Final = 60
"""Letters of a line from which it is somebody's sentence rather than a button."""

_LARGEST: Final = 50_000_000


def evidence(chosen: str, out: Path, inputs: Iterable[Input], job: Job, source: str | None) -> Evidence:
    """Return the evidence of a run: of a file, or (`learn`) that of the output folder, learnt if it is not there.

    What was learnt stays as it is when files are added, so that they do not relabel the old ones. Raises UsageError and
    MachineError.
    """
    if chosen != "learn":
        return _read(Path(chosen))
    place = out / FOLDER / NAME
    if place.is_file():
        return _read(place)
    learnt = learn(texts(inputs, job, source))
    _write(place, learnt.as_json())
    return learnt


def _read(path: Path) -> Evidence:
    try:
        with path.open("rb") as file:
            return from_json(file.read(_LARGEST))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(diagnostic("usage.invalid", f"--evidence {path}: {why}")) from error


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        durable.files([os.fspath(part)])
        part.replace(path)
    except OSError as error:
        raise machine(error) from error


def learn(found: Iterable[str]) -> Evidence:
    """Count lines over texts.

    A text most of whose sentences were there before is a copy or an update, and is not counted.
    """
    sketch = _sketch()
    documents = 0
    for text in found:
        lines = lines_of(layout(text))
        long = [line for line in lines if len(line) >= _LONG]
        if long and 2 * sum(sketch.get_estimate(line) > 0 for line in long) > len(long):
            continue
        documents += 1
        for line in lines:
            sketch.update(line)
    return _recurring(sketch, documents)


def _recurring(sketch: frequent_strings_sketch, documents: int) -> Evidence:
    from datasketches import frequent_items_error_type

    least = max(_LEAST, ceil(_SHARE * documents))
    if documents < _FEWEST:
        return Evidence(documents)
    rows = sketch.get_frequent_items(frequent_items_error_type.NO_FALSE_POSITIVES, least - 1)
    common = [(line, int(number)) for line, number, lower, _ in rows if lower >= least]
    return Evidence(documents, tuple(sorted(common, key=lambda row: (-row[1], row[0]))))


def _sketch() -> frequent_strings_sketch:
    try:
        from datasketches import frequent_strings_sketch
    except ImportError:
        detail = "--evidence learn needs the extra evidence: pip install newsconvert[evidence]"
        raise MachineError(diagnostic("machine.extra", detail)) from None
    return frequent_strings_sketch(_SIZE)


def texts(inputs: Iterable[Input], job: Job, source: str | None) -> Iterator[str]:
    """Yield the plain texts among the inputs, those in containers too; what cannot be read is passed over."""
    for one in inputs:
        for data in _pieces(one.path, job.profile, source):
            read = text_of(data, job.profile)
            if isinstance(read, tuple):
                yield read[0].text


def _pieces(path: Place, profile: Profile, source: str | None) -> Iterator[bytes]:
    """Yield the bytes of a file, no more than one article may have, or those of what it holds."""
    most = profile.limits.max_bytes + 1
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not is_container(head, profile, source) and not is_feed(head, source):
                yield head + file.read(max(most - len(head), 0))
                return
    except OSError:
        return
    for member in containers.members(path, profile, source):
        if isinstance(member, Member) and member.record is None:
            yield member.data
