"""What we write draws no error and no warning: the samples, and articles of the labelled corpus."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice

import pytest

import convert
from convert.diagnostics import ConvertError, Severity
from convert.validate import validate
from convert.validate.schemas import official

FORMATS = {
    "newsml-g2": "newsml-g2",
    "newsml-g2:superdesk": "newsml-g2:superdesk",
    "newsml-g2:newsitem": "newsml-g2:newsitem",
    "json-ld": "json-ld:own",
    "json-ld:graph": "json-ld:own",
    "ninjs": "ninjs",
}
ISSUED = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)


def worse_than_info(data: bytes, name: str) -> list[str]:
    report = validate(data, name)
    return [f"{f.code} {f.message} {f.path}" for f in report.findings if f.severity is not Severity.INFO]


def faults(text: str) -> list[str]:
    try:
        article = convert.to_article(text)
    except ConvertError:
        return []  # a text without a body is rejected: nothing is written
    article = article if article.issued else article.evolve(issued=ISSUED)
    return [
        f"{name}: {fault}"
        for name, judge in FORMATS.items()
        for fault in worse_than_info(convert.write(article, name), judge)
    ]


def decoded(data: bytes) -> str:
    """The samples are in these encodings; which one is no matter here."""
    for encoding in ("utf-8-sig", "utf-16", "shift_jis", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("a sample in another encoding")


def test_samples_draw_nothing_worse_than_an_info(root):
    found = {path.name: faults(decoded(path.read_bytes())) for path in sorted((root / "samples/inputs").glob("*.txt"))}
    assert len(found) >= 14
    assert {name: faults_ for name, faults_ in found.items() if faults_} == {}


@pytest.mark.corpus
def test_five_hundred_articles_draw_nothing_worse_than_an_info(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    official.install(str(shared / "standards"))
    assert len(official.installed()) == 5
    found = {}
    for name, number in (("dev.jsonl", 250), ("silver.jsonl", 250)):
        with (shared / "corpus" / name).open(encoding="utf-8") as stream:
            for line in islice(stream, number):
                record = json.loads(line)
                found[record["id"], record.get("rendition")] = faults(record["raw_text"])
    assert len(found) >= 490
    assert {key: faults_ for key, faults_ in found.items() if faults_} == {}
