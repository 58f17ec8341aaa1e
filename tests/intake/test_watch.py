"""The hot folder: what becomes of files, and what a kill at the worst moment leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from convert.diagnostics import MachineError, UsageError
from convert.intake.watch import ends, engine, taken
from tests.batch.running import article, convert, left, made, report, rows
from tests.evil import EVIL, installed
from tests.intake.watching import command, lying, started, watched


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


class KilledError(BaseException):
    """The process ends here."""


def killing(*args, **kwargs):
    raise KilledError


def test_what_is_stored_and_what_is_not_part_ways(inbox, out):
    begin = time.time()
    (inbox / "good.txt").write_text(article(1))
    (inbox / "good.json").write_text('{"section": "Local"}')
    os.utime(inbox / "good.txt", (1, 1))
    (inbox / "bad.txt").write_text("")
    assert watched(inbox, out) == 1
    assert lying(inbox) == [
        "_ERROR/bad.txt",
        "_ERROR/bad.txt.error.json",
        "_PROCESSED/good.json",
        "_PROCESSED/good.txt",
    ]
    told = json.loads((inbox / "_ERROR/bad.txt.error.json").read_text())
    assert (told["format"], told["code"], bool(told["message"]), bool(told["remedy"])) == (
        *("newsconvert-error/1", "read.empty"),
        *(True, True),
    )
    assert '"Local"' in (out / "good.jsonld").read_text()
    assert all((out / name).stat().st_mtime >= begin - 1 for name in made(out)), "importers pass over old files"


def test_the_outputs_are_those_of_a_run(inbox, out, tmp_path):
    for number in range(5):
        (inbox / f"{number}.txt").write_text(article(number))
        os.utime(inbox / f"{number}.txt", (1_700_000_000, 1_700_000_000))
    plain = tmp_path / "plain"
    assert convert(inbox, plain).returncode == 0
    assert watched(inbox, out) == 0
    assert left(out) == left(plain)


def test_the_same_name_with_other_content_is_the_next_version(inbox, out):
    for text, version in ((article(1), 1), (article(2), 2), (article(2), 2), (article(3), 3)):
        (inbox / "a.txt").write_text(text)
        assert watched(inbox, out) == 0
        assert report(out)["a.txt"]["version"] == version
    assert len(lying(inbox)) == 4
    assert (inbox / "_PROCESSED/a.3.txt").read_text() == article(3)


def test_containers_are_converted_whole_and_those_with_a_bad_member_say_which(inbox, out):
    with zipfile.ZipFile(inbox / "good.zip", "w") as packed:
        packed.writestr("x.txt", article(1))
        packed.writestr("y.txt", article(2))
    with zipfile.ZipFile(inbox / "mixed.zip", "w") as packed:
        packed.writestr("x.txt", article(3))
        packed.writestr("empty.txt", "")
    (inbox / "torn.zip").write_bytes((inbox / "good.zip").read_bytes()[:200])
    lines = [json.dumps({"id": str(n), "text": article(n)}) for n in range(3)]
    (inbox / "records.jsonl").write_text("\n".join(lines))
    assert watched(inbox, out) == 1
    names = [name for name in lying(inbox) if not name.endswith(".error.json")]
    assert names == ["_ERROR/mixed.zip", "_ERROR/torn.zip", "_PROCESSED/good.zip", "_PROCESSED/records.jsonl"]
    told = json.loads((inbox / "_ERROR/mixed.zip.error.json").read_text())
    assert [one["key"] for one in told["inputs"]] == ["mixed.zip!empty.txt"]
    assert (out / "mixed.zip/x.jsonld").exists()
    assert (out / "records.jsonl/2.jsonld").exists()


@pytest.mark.parametrize("together", [True, False])
def test_two_files_that_make_one_output_do_not_overwrite_each_other(inbox, out, together):
    (inbox / "a.txt").write_text(article(1))
    os.utime(inbox / "a.txt", (1, 1))
    if not together:
        watched(inbox, out)
    (inbox / "a.md").write_text(article(2))
    assert watched(inbox, out) == 1
    assert lying(inbox) == ["_ERROR/a.md", "_ERROR/a.md.error.json", "_PROCESSED/a.txt"]
    assert "district 1 " in (out / "a.jsonld").read_text()
    assert report(out)["a.md"]["diagnostics"][0]["code"] == "batch.name-collision"


def test_killed_before_the_move_only_the_move_is_left(inbox, out, monkeypatch):
    (inbox / "a.txt").write_text(article(1))
    (inbox / "a.json").write_text('{"section": "Local"}')
    monkeypatch.setattr(ends, "_moved", killing)
    with pytest.raises(KilledError):
        watched(inbox, out)
    monkeypatch.undo()
    assert lying(inbox) == [".newsconvert/taken/a.json", ".newsconvert/taken/a.txt"]
    before = rows(out)
    for path in out.glob("a.*"):
        path.unlink()  # whom the outputs are for has taken them meanwhile
    assert watched(inbox, out) == 0
    assert lying(inbox) == ["_PROCESSED/a.json", "_PROCESSED/a.txt"]
    assert (rows(out), list(out.glob("a.*"))) == (before, [])


def test_killed_between_an_article_and_its_metadata_the_metadata_follows(inbox, out, monkeypatch):
    (inbox / "a.txt").write_text(article(1))
    (inbox / "a.json").write_text('{"section": "Local"}')
    whole = ends._moved
    monkeypatch.setattr(
        ends, "_moved", lambda taken, to, path, sidecar, why: killing(whole(taken, to, path, None, why))
    )
    with pytest.raises(KilledError):
        watched(inbox, out)
    monkeypatch.undo()
    assert lying(inbox) == [".newsconvert/taken/a.json", "_PROCESSED/a.txt"]
    before = rows(out)
    assert watched(inbox, out) == 0
    assert (lying(inbox), rows(out)) == (["_PROCESSED/a.json", "_PROCESSED/a.txt"], before)


def test_killed_between_metadata_and_its_article_they_are_taken_together(inbox, out):
    hidden = inbox / ".newsconvert/taken"
    hidden.mkdir(parents=True)
    (hidden / "a.json").write_text('{"section": "Local"}')
    (inbox / "a.txt").write_text(article(1))
    assert watched(inbox, out) == 0
    assert lying(inbox) == ["_PROCESSED/a.json", "_PROCESSED/a.txt"]
    assert '"Local"' in (out / "a.jsonld").read_text()


def test_killed_before_the_marker_goes_it_does_not_call_the_next_file_whole(inbox, out, monkeypatch):
    (inbox / "a.txt").write_text(article(1))
    (inbox / "a.txt.done").touch()
    monkeypatch.setattr(taken.Path, "unlink", killing)
    with pytest.raises(KilledError):
        watched(inbox, out, marker=".done")
    monkeypatch.undo()
    assert watched(inbox, out, marker=".done") == 0
    assert lying(inbox) == ["_PROCESSED/a.txt"]


def test_a_file_that_was_still_written_is_converted_again(inbox, out, monkeypatch):
    (inbox / "a.txt").write_text(article(1)[:200])
    run_in, rest = engine.run_in, [article(1)[200:]]

    def writing(*args):
        with (inbox / ".newsconvert/taken/a.txt").open("a") as file:
            return run_in(*args[:-1], lambda one: (file.write(rest.pop() if rest else ""), file.flush(), args[-1](one)))

    monkeypatch.setattr(engine, "run_in", writing)
    assert watched(inbox, out) == 0
    assert (inbox / "_PROCESSED/a.txt").read_text() == article(1)
    assert report(out)["a.txt"]["version"] == 2


def test_a_rejected_file_that_comes_again_is_tried_again(inbox, out, tmp_path):
    (inbox / "a.txt").write_text("")
    assert watched(inbox, out) == 1
    (inbox / "_ERROR/a.txt").rename(inbox / "a.txt")
    assert watched(inbox, out) == 1
    (inbox / "_ERROR/a.txt").rename(inbox / "a.txt")
    (inbox / "a.txt").write_text(article(1))
    assert watched(inbox, out) == 0
    assert lying(inbox) == ["_PROCESSED/a.txt"]


def test_one_watch_a_folder(inbox, out, tmp_path):
    first = started(inbox, out, "--settle", "0")
    try:
        assert "watching" in first.stderr.readline()
        for folder, other in ((inbox, tmp_path / "other"), (tmp_path / "other", out)):
            folder.mkdir(exist_ok=True)
            with pytest.raises(MachineError, match=r"machine\.busy"):
                watched(folder, other)
    finally:
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        first.stderr.close()


def test_a_watch_goes_on_until_a_signal_and_that_is_its_end(inbox, out):
    running = started(inbox, out, "--settle", "0", "--log-format", "json", "--poll", "0.2")
    assert json.loads(running.stderr.readline())["event"] == "watching"
    (inbox / ".a").write_text(article(1))
    (inbox / ".a").rename(inbox / "a.txt")
    told = json.loads(running.stderr.readline())
    assert (told["name"], told["counts"], told["moved_to"]) == ("a.txt", {"converted": 1}, "_PROCESSED/a.txt")
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0
    assert json.loads(running.stderr.readline())["event"] == "stopped"
    running.stderr.close()
    assert (out / "report.jsonl").exists()


def test_files_that_kill_or_hang_cost_themselves_alone(inbox, out, tmp_path):
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    for number in range(6):
        (inbox / f"{number}.txt").write_text(article(number))
    for name in EVIL:
        (inbox / f"{name}.txt").write_text(f"EVIL: this one {name}")
    done = subprocess.run(
        command(inbox, out, "--once", "--settle", "0", "--max-seconds", "1.5"),
        env=installed(plugin),
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    codes = {name: json.loads((inbox / f"_ERROR/{name}.txt.error.json").read_text())["code"] for name in EVIL}
    assert codes == EVIL
    assert len(list((inbox / "_PROCESSED").iterdir())) == 6


def test_no_more_files_than_asked_for(inbox, out):
    for number in range(5):
        (inbox / f"{number}.txt").write_text(article(number))
        os.utime(inbox / f"{number}.txt", (number, number))
    assert watched(inbox, out, until=ends_after(3)) == 0
    assert [name for name in lying(inbox) if "/" not in name] == ["3.txt", "4.txt"]


def ends_after(files):
    from convert.intake.watch.loop import Until

    return Until(once=True, files=files)


def test_misuse_is_said(inbox, tmp_path):
    with pytest.raises(UsageError):
        watched(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(UsageError):
        watched(inbox, inbox)
    with pytest.raises(UsageError):
        watched(inbox, tmp_path / "out", done="same", failed="same")


def test_help_shows_an_example():
    done = subprocess.run([sys.executable, "-m", "convert", "watch", "--help"], capture_output=True, check=True)
    assert b"newsconvert watch inbox/ --out converted/" in done.stdout


@pytest.mark.parametrize("name", ["a" * 246 + ".txt", "b" * 250, "é" * 120 + ".bin", "c." + "d" * 250])
def test_the_longest_names_find_their_end_too(inbox, out, name):
    for _ in range(2):
        (inbox / name).write_bytes(b"")
        assert watched(inbox, out) == 1
    reasons = [json.loads(path.read_text())["name"] for path in (inbox / "_ERROR").glob("*.error.json")]
    assert reasons == [name, name]
    assert len(lying(inbox)) == 4
    (inbox / name).write_text(article(1))
    watched(inbox, out)
    assert len([path for path in lying(inbox) if path.startswith("_") and not path.endswith(".error.json")]) == 3


@pytest.mark.parametrize("text", [article(2), ""])
def test_a_folder_may_have_the_name_of_a_file_that_went_before(inbox, out, text):
    (inbox / "news").write_text(article(1) if text else "")
    watched(inbox, out, recursive=True)
    (inbox / "news").mkdir()
    (inbox / "news/a.txt").write_text(text)
    watched(inbox, out, recursive=True)
    watched(inbox, out, recursive=True)
    folder = "_PROCESSED" if text else "_ERROR"
    assert [path for path in lying(inbox) if not path.endswith(".error.json")] == [
        *sorted([f"{folder}/news", f"{folder}/news.1/a.txt"])
    ]


def test_outputs_in_the_inbox_are_no_inputs_however_they_are_spelled(inbox, monkeypatch):
    monkeypatch.chdir(inbox.parent)
    (inbox / "a.txt").write_text(article(1))
    for _ in range(2):
        assert watched(inbox, type(inbox)("in/sub/../out"), recursive=True, done="x/../_DONE") == 0
    assert "_DONE/a.txt" in lying(inbox)
    assert not (inbox / "out/out").exists()
    assert (inbox / "out/a.jsonld").exists()


def test_a_container_that_was_still_written_is_converted_again(inbox, out, monkeypatch):
    records = [json.dumps({"id": str(number), "text": article(number)}) + "\n" for number in range(2)]
    (inbox / "a.jsonl").write_text(records[0])
    run_in, again = engine.run_in, []

    def writing(*args, **kwargs):
        run_in(*args, **kwargs)
        if not again:
            again.append(True)
            with (inbox / ".newsconvert/taken/a.jsonl").open("a") as file:
                file.write(records[1])

    monkeypatch.setattr(engine, "run_in", writing)
    assert watched(inbox, out) == 0
    assert lying(inbox) == ["_PROCESSED/a.jsonl"]
    assert len(rows(out)) == 2


def test_a_file_that_is_kept_for_later_is_not_forgotten_over_the_next(inbox, out, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text(article(1))
    has_changed, asked = taken.Taken.has_changed, []

    def first_time(self, path, sidecar, before):
        asked.append(path)
        if len(asked) == 1:
            (inbox / path).write_text(article(2))
        return len(asked) <= 2 or has_changed(self, path, sidecar, before)

    monkeypatch.setattr(taken.Taken, "has_changed", first_time)
    assert watched(inbox, out) == 0
    assert lying(inbox) == ["_PROCESSED/a.1.txt", "_PROCESSED/a.txt", "_PROCESSED/b.txt"]


@pytest.mark.parametrize("become", ["link", "pipe"])
def test_what_is_put_in_the_place_of_a_file_is_not_read(inbox, out, tmp_path, monkeypatch, become):
    (tmp_path / "secret").write_text("The key of the safe lies under the carpet.\n" * 5)
    (inbox / "a.txt").write_text(article(1))
    holds_inputs = engine.Engine.holds_inputs

    def swapped(self, path):
        path.unlink(missing_ok=True)
        if become == "link":
            path.symlink_to(tmp_path / "secret")
        else:
            os.mkfifo(path)
        return holds_inputs(self, path)

    monkeypatch.setattr(engine.Engine, "holds_inputs", swapped)
    watched(inbox, out)
    assert not any(b"carpet" in path.read_bytes() for path in out.rglob("*") if path.is_file())


def test_an_inbox_that_cannot_be_read_is_no_empty_one(inbox, out, monkeypatch):
    def closed(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("convert.intake.watch.inbox.Inbox.look", closed)
    with pytest.raises(MachineError, match="Permission denied"):
        watched(inbox, out)


def test_a_file_in_the_place_of_a_folder_of_ours_is_misuse(inbox, out):
    (inbox / "_ERROR").write_text("")
    with pytest.raises(UsageError, match="_ERROR is no folder"):
        watched(inbox, out)
