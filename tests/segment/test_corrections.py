from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from convert.article import Label
from convert.diagnostics import UsageError
from convert.segment.corrections import read_corrected, read_corrections
from convert.segment.gold import read_gold

SHIPPED = Path(__file__).parents[2] / "convert" / "segment" / "data" / "corrections.jsonl"
EXTRACT = [
    ("Bridge opens", "headline"),
    ("Traffic flows again after five years", "ambiguous"),
    ("Photo", "boilerplate"),
    ("The bridge opened on Monday.", "body"),
]
PAGE = [
    ("Home", "boilerplate"),
    ("Photo", "boilerplate"),
    *EXTRACT,
    ("Photo", "boilerplate"),
    ("Imprint", "boilerplate"),
]


def record(rendition: str, rows: list[tuple[str, str]]) -> dict[str, object]:
    lines = [{"text": text, "label": label} for text, label in rows]
    text = "\n".join(text for text, _ in rows)
    return {"id": "a", "rendition": rendition, "publisher": "p", "raw_text": text, "lines": lines, "silver": True}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "silver.jsonl"
    rows = [record("extract", EXTRACT), record("page", PAGE)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def corrections(folder: Path, corrects: str, lines: dict[str, str]) -> Path:
    path = folder / "corrections.jsonl"
    rows = [{"corrects": corrects}, {"id": "a", "lines": lines, "settled": True}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_corrections_reach_both_renditions_by_their_lines(corpus: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(corpus.read_bytes()).hexdigest()
    path = corrections(tmp_path, digest, {"1": "standfirst", "2": "caption", "3": "ambiguous"})
    extract, page = read_corrected([corpus], path)
    wanted = (Label.HEADLINE, Label.STANDFIRST, Label.CAPTION, None)
    assert extract.labels == wanted
    assert page.labels == (*[Label.BOILERPLATE] * 2, *wanted, *[Label.BOILERPLATE] * 2)
    assert not extract.reviewed


def test_without_corrections_the_labels_are_the_files(corpus: Path) -> None:
    assert read_corrected([corpus]) == read_gold([corpus])


def test_corrections_of_another_corpus_are_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="made for none of the files"):
        read_corrected([corpus], corrections(tmp_path, "0" * 64, {}))


@pytest.mark.parametrize("content", ["", "[]\n", '{"corrects": "x"}\n{"id": "a"}\n', "no JSON\n"])
def test_what_is_no_file_of_corrections_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.jsonl"):
        read_corrections(path)


def test_a_missing_file_of_corrections_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.jsonl"):
        read_corrections(tmp_path / "nowhere.jsonl")


def test_the_shipped_corrections_hold_labels_and_no_text() -> None:
    found = read_corrections(SHIPPED)
    assert len(found.articles) == 915
    for row in map(json.loads, SHIPPED.read_text(encoding="utf-8").splitlines()[1:]):
        assert set(row) == {"id", "lines", "settled"}
        assert set(row["lines"].values()) <= {*Label, "ambiguous"}


@pytest.mark.corpus
def test_the_shipped_corrections_fit_the_corpus(shared: Path) -> None:
    path = shared / "corpus" / "silver.jsonl"
    before, after = read_gold([path]), read_corrected([path], SHIPPED)
    changed = {gold.rendition: 0 for gold in before}
    for one, two in zip(before, after, strict=True):
        changed[one.rendition] += sum(a is not b for a, b in zip(one.labels, two.labels, strict=True))
    assert changed["extract"] == sum(len(item.labels) for item in read_corrections(SHIPPED).articles.values())
    assert changed["page"] > 0.98 * changed["extract"]
