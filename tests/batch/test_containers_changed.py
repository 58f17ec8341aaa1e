"""Containers that are other ones at the next run: mended, shortened, or something else under the same name."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.batch.running import article, convert, outcomes, report


def packed(number: int) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for count in range(number):
            text = article(count).encode()
            info = tarfile.TarInfo(f"{count}.txt")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return data.getvalue()


def records(path: Path, *texts: str) -> None:
    path.write_text("".join(json.dumps({"id": f"r{number}", "text": text}) + "\n" for number, text in enumerate(texts)))


@pytest.mark.parametrize("more", [(), ("--pack", "zip")], ids=["loose", "packed"])
def test_a_damaged_archive_that_is_fetched_again_is_damaged_no_more(tmp_path, more):
    source = tmp_path / "in"
    source.mkdir()
    archive = source / "day.tar"
    archive.write_bytes(packed(5)[:5000])
    first = convert(source, tmp_path / "out", *more)
    assert first.returncode == 1
    assert "read.damaged" in first.stderr
    archive.write_bytes(packed(5))
    assert convert(source, tmp_path / "out", *more).returncode == 0
    last = convert(source, tmp_path / "out", *more)
    assert last.returncode == 0, last.stderr
    assert "5 skipped" in last.stderr
    assert outcomes(tmp_path / "out") == {"converted": 5}


def test_what_was_no_archive_and_is_one_is_rejected_no_more(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "day.tar").write_bytes(b"")
    assert convert(source, tmp_path / "out").returncode == 1
    (source / "day.tar").write_bytes(packed(2))
    assert convert(source, tmp_path / "out").returncode == 0
    assert convert(source, tmp_path / "out").returncode == 0
    assert outcomes(tmp_path / "out") == {"converted": 2}


def test_a_member_that_is_gone_is_no_input_any_more_and_what_was_made_of_it_stays(tmp_path):
    feed, out = tmp_path / "feed.jsonl", tmp_path / "out"
    records(feed, article(0), article(1), article(2), "")
    assert convert(feed, out).returncode == 1
    records(feed, article(0), article(1))
    assert "2 skipped" in convert(feed, out).stderr
    last = convert(feed, out)
    assert last.returncode == 0, last.stderr
    assert "0 converted, 2 skipped" in last.stderr
    assert sorted(report(out)) == ["feed.jsonl!r0", "feed.jsonl!r1", "feed.jsonl!r2"]
    assert (out / "feed.jsonl/r2.jsonld").is_file()


def test_a_member_that_comes_back_is_the_version_that_it_was(tmp_path):
    feed, out = tmp_path / "feed.jsonl", tmp_path / "out"
    for texts in ([article(0), article(1)], [article(0)], [article(0), article(1)]):
        records(feed, *texts)
        assert convert(feed, out).returncode == 0
    assert "2 skipped" in convert(feed, out).stderr
    assert report(out)["feed.jsonl!r1"]["version"] == 1
