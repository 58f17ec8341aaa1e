"""Which runs are large, and what that decides: how many workers there are, and when their server starts."""

from __future__ import annotations

import json
import zipfile
from multiprocessing import forkserver

import pytest

from convert.batch import runner, server
from convert.batch.options import Options
from convert.commands.conversion import Wanted, convert_files
from convert.containers import place

ARTICLE = "Bridge to reopen\n\nThe old bridge over the river reopens in May, the council said on Tuesday.\n"


def folder_of(tmp_path, files: int, text: str = ARTICLE):
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"{number}.txt").write_text(text)
    return tmp_path / "in"


@pytest.mark.parametrize(("files", "large"), [(server.SMALL, False), (server.SMALL + 1, True)])
def test_many_files_are_large(tmp_path, files, large):
    assert server.is_large([str(folder_of(tmp_path, files))]) is large


def test_one_archive_is_large_by_its_bytes(tmp_path):
    feed = tmp_path / "feed.jsonl"
    feed.write_bytes(b"x" * server.SMALL_BYTES)
    assert not server.is_large([str(feed)])
    feed.write_bytes(b"x" * (server.SMALL_BYTES + 1))
    assert server.is_large([str(feed)])


def test_what_is_not_there_is_not_large(tmp_path):
    assert not server.is_large([str(tmp_path / "none"), str(tmp_path / "*.txt"), "s3://bucket/key", ""])


class Seen(runner.Pool):
    """Notes how it was asked for."""

    small: bool

    def __init__(self, *args, small=False):
        Seen.small = small
        super().__init__(*args, small=small)


@pytest.mark.parametrize(("articles", "small"), [(20, True), (8_000, False)])
def test_an_archive_of_many_articles_has_all_the_workers(tmp_path, monkeypatch, articles, small):
    """One input, but not one article: a single worker took it all, however many were asked for."""
    rows = [json.dumps({"id": f"a{number}", "text": ARTICLE}) + "\n" for number in range(articles)]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("".join(rows))
    monkeypatch.setattr(runner, "Pool", Seen)
    one_format = Wanted(to="json-ld", timestamp="2026-01-01T00:00:00Z")
    assert convert_files([feed], tmp_path / "out", one_format, Options(jobs=2)) == 0
    assert Seen.small is small


def test_an_archive_far_away_is_large_too(tmp_path, monkeypatch):
    fsspec = pytest.importorskip("fsspec", reason="needs fsspec (newsconvert[remote])")
    with fsspec.open("memory://shelf/in.zip", "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.bin", bytes(server.SMALL_BYTES))
    monkeypatch.setattr(runner, "Pool", Seen)
    convert_files([place("memory://shelf/in.zip")], tmp_path / "out", Wanted(to="json-ld"))
    assert not Seen.small


@pytest.mark.parametrize(("files", "earlier", "starts"), [(100, False, 1), (100, True, 0), (3, False, 0)])
def test_the_server_starts_ahead_of_a_large_run(tmp_path, monkeypatch, files, earlier, starts):
    started = []
    monkeypatch.setattr(forkserver, "ensure_running", lambda: started.append(1))
    out = tmp_path / "out"
    if earlier:
        out.mkdir()
    server.start([str(folder_of(tmp_path, files))], out)
    assert len(started) == starts
