"""Which files in an inbox are whole, in which order, and how they are moved."""

from __future__ import annotations

import os

import pytest

from convert.intake.watch.ends import Ends, Failure, error_file
from convert.intake.watch.inbox import Inbox
from convert.intake.watch.taken import Taken


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def paths(sight):
    return [one.path for one in sight.whole]


def put(folder, name, text="text", time=None):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if time is not None:
        os.utime(path, (time, time))
    return path


def test_a_file_is_whole_when_it_has_not_changed_for_a_while(tmp_path, clock):
    inbox = Inbox(tmp_path, 2, clock=clock)
    put(tmp_path, "a.txt", "half", time=1)
    sight = inbox.look()
    assert (paths(sight), sight.soon) == ([], 2)
    clock.now += 1.5
    put(tmp_path, "a.txt", "half and half", time=1)
    assert inbox.look().soon is None, "its end cannot be foreseen"
    clock.now += 1.5
    assert paths(inbox.look()) == []
    clock.now += 0.5
    assert paths(inbox.look()) == ["a.txt"]


def test_an_old_time_says_nothing_of_a_file_that_has_just_come(tmp_path, clock):
    inbox = Inbox(tmp_path, 2, clock=clock)
    put(tmp_path, "a.txt", time=1)
    assert paths(inbox.look()) == []


def test_another_file_of_the_same_looks_is_waited_for_anew(tmp_path, clock):
    inbox = Inbox(tmp_path, 2, clock=clock)
    put(tmp_path, "a.txt", "one", time=1)
    inbox.look()
    clock.now += 1.9
    put(tmp_path, ".b", "two", time=1).rename(tmp_path / "a.txt")
    inbox.look()
    clock.now += 0.2
    assert paths(inbox.look()) == []


def test_files_come_in_the_order_of_their_times_and_names(tmp_path):
    for name, time in (("c.txt", 1), ("b.txt", 2), ("a.txt", 2), ("d.txt", 3)):
        put(tmp_path, name, time=time)
    assert paths(Inbox(tmp_path, 0).look()) == ["c.txt", "a.txt", "b.txt", "d.txt"]


def test_what_is_hidden_temporary_linked_or_ours_is_passed_over(tmp_path):
    for name in (".a.txt", "a.txt.part", "b.TMP", "c.filepart", "d.crdownload", "e.txt.error.json", "sub/f.txt"):
        put(tmp_path, name)
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.txt")
    assert paths(Inbox(tmp_path, 0).look()) == []


def test_folders_are_looked_into_only_where_that_is_asked_for(tmp_path):
    put(tmp_path, "sub/f.txt", time=1)
    put(tmp_path, "_ERROR/g.txt", time=2)
    put(tmp_path, ".hidden/h.txt", time=2)
    inbox = Inbox(tmp_path, 0, recursive=True, apart=(tmp_path / "_ERROR",))
    assert paths(inbox.look()) == ["sub/f.txt"]


@pytest.mark.parametrize("name", ["a.txt.done", "a.done"])
def test_a_marker_says_that_a_file_is_whole(tmp_path, clock, name):
    inbox = Inbox(tmp_path, 2, ".done", clock=clock)
    put(tmp_path, "a.txt")
    clock.now += 100
    assert paths(inbox.look()) == []
    put(tmp_path, name)
    (whole,) = inbox.look().whole
    assert (whole.path, whole.marker) == ("a.txt", name)


def test_metadata_waits_for_its_article_as_soon_as_that_is_begun(tmp_path):
    inbox = Inbox(tmp_path, 0)
    put(tmp_path, "a.json", time=1)
    put(tmp_path, "a.txt.part", time=1)
    assert paths(inbox.look()) == []
    (tmp_path / "a.txt.part").rename(tmp_path / "a.txt")
    (whole,) = inbox.look().whole
    assert (whole.path, whole.sidecar) == ("a.txt", "a.json")


def test_an_article_waits_for_metadata_that_is_being_written(tmp_path, clock):
    inbox = Inbox(tmp_path, 2, clock=clock)
    put(tmp_path, "a.txt")
    inbox.look()
    clock.now += 1
    put(tmp_path, "a.json")
    inbox.look()
    clock.now += 1.5
    assert paths(inbox.look()) == []
    clock.now += 1
    assert paths(inbox.look()) == ["a.txt"]


def test_metadata_alone_is_an_input(tmp_path):
    put(tmp_path, "a.json")
    assert paths(Inbox(tmp_path, 0).look()) == ["a.json"]


def test_nothing_is_overwritten_and_metadata_keeps_the_number_of_its_article(tmp_path):
    taken = Taken(tmp_path).folder
    ends = Ends(tmp_path, "_PROCESSED", "_ERROR")
    why = error_file("a.txt", [Failure("a.txt", [{"code": "x", "severity": "error", "message": "y"}])], 1)
    for number in range(3):
        put(taken, "a.txt", str(number))
        put(taken, "a.json", str(number))
        ends.move_done(taken, "a.txt", "a.json")
        put(taken, "a.txt", str(number))
        ends.move_failed(taken, "a.txt", None, why)
    assert {path.name: path.read_text() for path in ends.done.iterdir()} == {
        "a.txt": "0",
        "a.json": "0",
        "a.1.txt": "1",
        "a.1.json": "1",
        "a.2.txt": "2",
        "a.2.json": "2",
    }
    assert {path.name for path in ends.failed.iterdir()} == {
        *("a.txt", "a.txt.error.json", "a.1.txt", "a.1.txt.error.json", "a.2.txt", "a.2.txt.error.json")
    }


def test_the_reason_goes_when_the_file_has_been_mended(tmp_path):
    taken = Taken(tmp_path).folder
    ends = Ends(tmp_path, "_PROCESSED", "_ERROR")
    put(ends.failed, "a.txt.error.json")
    put(taken, "a.txt")
    ends.move_done(taken, "a.txt", None)
    assert not list(ends.failed.iterdir())


def test_a_file_is_not_taken_while_one_of_its_name_is(tmp_path):
    taken = Taken(tmp_path)
    (arrival,) = _arrived(tmp_path)
    assert taken.take(arrival) is None
    (again,) = _arrived(tmp_path)
    assert taken.take(again)
    assert (tmp_path / "a.txt").exists()


def _arrived(folder):
    put(folder, "a.txt")
    return Inbox(folder, 0).look().whole


def test_a_folder_that_is_closed_hides_no_other(tmp_path, monkeypatch):
    put(tmp_path, "closed/a.txt")
    put(tmp_path, "gone/a.txt")
    put(tmp_path, "open/a.txt")
    scandir = os.scandir

    def guarded(path):
        if str(path).rstrip("/").endswith("closed"):
            raise PermissionError(13, "Permission denied")
        if str(path).rstrip("/").endswith("gone"):
            raise FileNotFoundError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    sight = Inbox(tmp_path, 0, recursive=True).look()
    assert paths(sight) == ["open/a.txt"]
    assert sight.closed == ("'closed/' cannot be read: Permission denied",)
