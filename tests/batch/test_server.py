"""The server of workers: what it has done for them, and which runs are too small for it."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from convert.batch import runner
from convert.batch.interrupt import Stop
from convert.batch.options import Options
from convert.batch.pool import Pool
from convert.commands.conversion import Wanted, convert_files
from convert.containers import place

ARTICLE = "Bridge to reopen\n\nThe old bridge over the river reopens in May, the council said on Tuesday.\n"


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
        archive.writestr("a.bin", bytes(runner.SMALL_BYTES))
    monkeypatch.setattr(runner, "Pool", Seen)
    convert_files([place("memory://shelf/in.zip")], tmp_path / "out", Wanted(to="json-ld"))
    assert not Seen.small


def test_a_large_document_is_no_archive(tmp_path, monkeypatch):
    story = tmp_path / "story.txt"
    story.write_text("A long story\n" + ARTICLE.partition("\n\n")[2] * (runner.SMALL_BYTES // 60))
    assert story.stat().st_size > runner.SMALL_BYTES
    monkeypatch.setattr(runner, "Pool", Seen)
    convert_files([story], tmp_path / "out", Wanted(to="json-ld", timestamp="2026-01-01T00:00:00Z"))
    assert Seen.small


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the server does not compute ahead")
def test_workers_do_not_walk_what_they_share():
    with Pool(1, 10**9, Stop()) as pool:
        assert pool._pool.submit(gc.get_freeze_count).result() > 50_000
        assert pool._pool.submit(gc.get_threshold).result() > gc.get_threshold()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_the_server_is_deaf_to_an_interrupt(tmp_path):
    for number in range(runner.SMALL + 1):
        (tmp_path / f"{number}.txt").write_text(ARTICLE)
    command = [sys.executable, "-m", "convert", "convert", str(tmp_path), "--out", str(tmp_path / "out"), "-q"]
    for seconds in (0.6, 0.8, 1.0):
        started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        time.sleep(seconds)
        os.killpg(started.pid, signal.SIGINT)
        assert "preload" not in started.communicate(timeout=60)[1]
