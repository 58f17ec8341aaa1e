"""Killed at any moment and started again, a run ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from convert.batch import store
from convert.batch.ledger import Ledger
from convert.batch.packing import Packing
from convert.commands.conversion import Run, Wanted, convert_files
from tests.batch.running import TIMESTAMP, article, command, convert, left, made, outcomes, rows, tree


def mixed(folder: Path, number: int) -> Path:
    """Loose texts, an archive, records and some that are rejected."""
    tree(folder, number)
    (folder / "empty.txt").write_text("")
    with zipfile.ZipFile(folder / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for count in range(number // 2):
            archive.writestr(zipfile.ZipInfo(f"z/{count}.txt", (2024, 3, 9, 14, 5, 6)), article(10_000 + count))
        archive.writestr(zipfile.ZipInfo("../out.txt", (2024, 3, 9, 14, 5, 6)), b"x")
    records = [json.dumps({"id": f"r{count}", "text": article(20_000 + count)}) for count in range(number // 2)]
    (folder / "records.jsonl").write_text("\n".join([*records, "{broken"]))
    for path in folder.glob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def undisturbed(source: Path, out: Path, more: tuple[object, ...]) -> tuple[float, object]:
    start = time.monotonic()
    assert convert(source, out, *more).returncode == 1
    return time.monotonic() - start, (left(out), rows(out))


def killed(source: Path, out: Path, more: tuple[object, ...], seconds: float) -> bool:
    """Run for so long, then kill the whole group; tell whether it was still at work."""
    running = subprocess.Popen(
        command(source, out, *more), stderr=subprocess.DEVNULL, start_new_session=True, stdin=subprocess.DEVNULL
    )
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return True
    return False


def kills_and_resumes(tmp_path: Path, number: int, kills: int, more: tuple[object, ...]) -> None:
    source = mixed(tmp_path / "in", number)
    took, expected = undisturbed(source, tmp_path / "calm", more)
    chance = random.Random(f"{number} {more}")  # noqa: S311 - moments, and the same ones each time
    done = round_ = 0
    while done < kills:
        round_ += 1
        out = tmp_path / f"out{round_}"
        for _ in range(min(chance.randint(1, 5), kills - done)):
            done += killed(source, out, more, chance.uniform(0.2, took))
        assert convert(source, out, *more).returncode == 1
        assert (left(out), rows(out)) == expected


MODES = {"loose": (), "packed": ("--pack", "zip"), "two-processes": ("--jobs", 2), "lines": ("--pack", "jsonl.zst")}


@pytest.mark.parametrize("more", [MODES["loose"], MODES["packed"]], ids=["loose", "packed"])
def test_a_few_kills_change_nothing(tmp_path, more):
    kills_and_resumes(tmp_path, 300, 4, more)


@pytest.mark.nightly
@pytest.mark.parametrize("more", MODES.values(), ids=MODES)
def test_thirty_kills_change_nothing(tmp_path, more):
    kills_and_resumes(tmp_path, 600, 30, more)


def test_shards_are_cut_at_the_same_article_after_a_kill(tmp_path):
    """In one process of ours, with small shards: the run is broken off after each of its first units."""
    from contextlib import closing

    from convert.batch.ledger import opened
    from convert.batch.options import Options
    from convert.batch.plan import Plan
    from convert.batch.runner import run
    from convert.batch.unit import Task

    source = mixed(tmp_path / "in", 180)

    class BrokenOffError(Exception):
        pass

    def once(out: Path, after: int | None) -> None:
        task = Task(Wanted(timestamp="2026-01-01T00:00:00Z").job("json-ld"), out, packing=Packing("tar", 50)).signed()
        seen = 0

        def watch(ended) -> None:
            nonlocal seen
            seen += 1
            if seen == after:
                raise BrokenOffError

        with closing(Plan()) as plan, opened(out) as ledger:
            plan.add([source], out)
            run(plan, task, ledger, Options(), watch)

    once(tmp_path / "calm", None)
    for after in (100, 70, 130):
        with pytest.raises(BrokenOffError):
            once(tmp_path / "out", after)
    once(tmp_path / "out", None)
    assert left(tmp_path / "out") == left(tmp_path / "calm")
    assert len(list((tmp_path / "calm").glob("*.tar"))) == 8


class KilledError(Exception):
    pass


@pytest.mark.parametrize("step", ["settle", "remove", "record"])
def test_killed_at_any_step_one_version_of_what_moves_is_whole(tmp_path, monkeypatch, step):
    """Articles that were to be reviewed are changed, and need not be any more: their files go to another folder."""
    source, out = tree(tmp_path / "in", 3), tmp_path / "out"
    convert(source, out, "--min-confidence", 1.0)
    before = made(out)
    shutil.copytree(out, tmp_path / "calm")
    for path in source.rglob("*.txt"):
        path.write_text(path.read_text().replace("bridge", "ferry"))
    convert(source, tmp_path / "calm")
    after = made(tmp_path / "calm")
    assert len(before) == len(after) == 9
    assert not before.keys() & after.keys()

    def killed(*given: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(Ledger if step == "record" else store, step, killed)
        with pytest.raises(KilledError):
            convert_files([source], out, Wanted(timestamp=TIMESTAMP), how=Run(quiet=True))
    whole = {name: data for name, data in made(out).items() if not name.endswith(".part")}
    assert whole == {"settle": before, "remove": before | after, "record": after}[step]
    convert(source, out)
    assert left(out) == left(tmp_path / "calm")


@pytest.mark.parametrize("more", [(), ("--pack", "tar")], ids=["loose", "packed"])
def test_one_and_two_processes_give_the_same_bytes(tmp_path, more):
    source = mixed(tmp_path / "in", 200)
    convert(source, tmp_path / "one", *more)
    convert(source, tmp_path / "two", "--jobs", 2, *more)
    assert left(tmp_path / "one") == left(tmp_path / "two")
    assert rows(tmp_path / "one") == rows(tmp_path / "two")


@pytest.mark.parametrize("more", [(), ("--pack", "zip")], ids=["loose", "packed"])
def test_a_second_run_does_nothing_and_counts_the_rejected_again(tmp_path, more):
    source, out = mixed(tmp_path / "in", 100), tmp_path / "out"
    convert(source, out, *more)
    before, stamps = left(out), {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    done = convert(source, out, *more)
    assert done.returncode == 1
    assert "200 skipped" in done.stderr
    assert "3 rejected" in done.stderr
    assert left(out) == before
    changed = {path for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp}
    assert all(".newsconvert" in path.parts for path in changed)
    again = convert(source, out, "--retry", "rejected", *more)
    assert again.returncode == 1
    assert outcomes(out) == {"converted": 200, "rejected": 3}
    assert left(out) == before


def test_a_file_that_was_only_touched_is_not_converted_again_and_not_read_twice(tmp_path):
    source, out = tree(tmp_path / "in", 5), tmp_path / "out"
    convert(source, out)
    before = rows(out)
    for path in source.rglob("*.txt"):
        os.utime(path, (1_800_000_000, 1_800_000_000))
    assert "5 skipped" in convert(source, out).stderr
    after = rows(out)
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert after != before


def test_outputs_that_somebody_removed_are_made_again(tmp_path):
    source, out = mixed(tmp_path / "in", 20), tmp_path / "out"
    convert(source, out)
    before = left(out)
    (out / "0/00000.jsonld").unlink()
    (out / "archive.zip/z/3.newsml.xml").unlink()
    convert(source, out)
    assert left(out) == before


def test_what_is_mended_is_the_next_version_of_what_it_was(tmp_path):
    path, out = tmp_path / "a.txt", tmp_path / "out"
    for text, code, version in [(article(1), 0, 1), ("", 1, 1), (article(2), 0, 2), (article(2), 0, 2)]:
        path.write_text(text)
        assert convert(path, out).returncode == code
        assert rows(out)[0][5] == version


def test_another_profile_converts_again_without_a_new_version(tmp_path):
    source, out = tree(tmp_path / "in", 2), tmp_path / "out"
    convert(source, out)
    (tmp_path / "p.toml").write_text('[provider]\nname = "The Daily Example"\n')
    done = convert(source, out, "--profile", tmp_path / "p.toml")
    assert "2 converted" in done.stderr
    assert [row[5] for row in rows(out)] == [1, 1]
    assert b"The Daily Example" in (out / "0/00000.newsml.xml").read_bytes()
