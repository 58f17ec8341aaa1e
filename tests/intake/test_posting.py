"""Results sent on by convert, watch and deliver: each to each address, once in effect, and holding up nothing."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time

import pytest

from convert.commands.posting import Post
from convert.diagnostics import UsageError
from convert.intake.sinks import shown, target
from tests.batch.running import article, command, convert
from tests.intake.receiving import Receiver
from tests.intake.watching import started, watched

SECRET = b"a secret of the two"


def test_convert_sends_what_is_new_and_changed_and_nothing_twice(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(article(1))
    (source / "b.txt").write_text(article(2))
    (source / "bad.txt").write_text("")
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET + b"\n")
    with Receiver(["drop"]) as receiver:
        more = ("--post", receiver.address, "--secret-file", secret)
        assert convert(source, out, *more).returncode == 1
        assert [one.json["key"] for one in receiver.requests] == ["a.txt", "a.txt", "b.txt"]
        assert all("X-Newsconvert-Signature" in one.headers for one in receiver.requests)
        assert convert(source, out, *more).returncode == 1
        assert len(receiver.requests) == 3
        (source / "a.txt").write_text(article(3))
        assert convert(source, out, *more).returncode == 1
        assert receiver.requests[-1].headers["Idempotency-Key"].endswith(":2")
        assert len(receiver.requests) == 4


@pytest.mark.parametrize(
    "more",
    [
        ("--post", "nowhere"),
        ("--post", "gopher://x/y"),
        ("--post", "http://"),
        ("--post", "http://[::1"),
        ("--post", "http://xn--/"),
        ("--post", "http://h:99999/"),
        ("--post", "http://h/", "--pack", "zip"),
        ("--post", "http://h/", "--dry-run"),
        ("--post", "http://h/", "--secret-file", "/dev/null"),
        ("--post", "http://h/", "--secret-file", "/nowhere"),
    ],
)
def test_misuse_is_said_before_anything_is_done(tmp_path, more):
    (tmp_path / "a.txt").write_text(article(1))
    done = subprocess.run(command(tmp_path / "a.txt", tmp_path / "out", *more), capture_output=True, check=False)
    assert done.returncode == 2, done.stderr
    assert not (tmp_path / "out").exists()


def test_an_address_is_shown_without_its_secrets():
    assert shown("https://me:pass@cms.example.com:8443/in?token=1#x") == "https://cms.example.com:8443/in"


def test_addresses_that_differ_in_their_query_are_two_and_in_their_password_one():
    at = "https://me:pass@cms.example.com/in"
    assert target(at) == target("https://me:new@cms.example.com/in") == "https://cms.example.com/in"
    assert len({target(f"{at}{query}") for query in ("", "?site=north", "?site=south")}) == 3
    assert "north" not in target(f"{at}?site=north")


def test_what_was_sent_to_one_query_is_still_to_be_sent_to_the_other(out):
    with Receiver() as receiver:
        for site in ("north", "south", "north"):
            more = ("--post", f"{receiver.address}?site={site}")
            subprocess.run([sys.executable, "-m", "convert", "deliver", str(out), *more], timeout=60, check=True)
    assert sorted(one.path.rpartition("=")[2] for one in receiver.requests) == ["north"] * 3 + ["south"] * 3


def test_the_secret_may_stand_in_the_environment(tmp_path, out):
    with Receiver() as receiver:
        subprocess.run(
            [sys.executable, "-m", "convert", "deliver", str(out), "--post", receiver.address],
            env={**os.environ, "NEWSCONVERT_WEBHOOK_SECRET": "x"},
            timeout=60,
            check=True,
        )
    assert all("X-Newsconvert-Signature" in one.headers for one in receiver.requests)
    with pytest.raises(UsageError):
        Post(receiver.address, tmp_path / "none").sink()


def test_a_watch_sends_each_article_once_however_it_is_killed(tmp_path):
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    for number in range(40):
        (inbox / f"{number:02}.txt").write_text(article(number))
    with Receiver([503, 500, "drop"] + [200] * 5) as receiver:
        running = started(inbox, out, "--settle", "0", "--post", receiver.address, "--quiet")
        until = time.monotonic() + 60
        while len(receiver.requests) < 8 and time.monotonic() < until:
            time.sleep(0.01)
        running.kill()
        running.wait()
        running.stderr.close()
        before = sum(one.answered == 200 for one in receiver.requests)
        assert watched(inbox, out, post=Post(receiver.address)) == 0
    keys = [one.headers["Idempotency-Key"] for one in receiver.requests if one.answered == 200]
    assert len(set(keys)) == 40
    assert len(keys) <= 40 + before, "what was not yet noted as sent is sent twice, and nothing three times"
    connection = sqlite3.connect(out / ".newsconvert/deliveries.sqlite")
    assert dict(connection.execute("select state, count(*) from deliveries group by state")) == {"sent": 40}
    connection.close()


def test_a_watch_goes_on_converting_while_nobody_takes_its_results(tmp_path):
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.txt").write_text(article(1))
    with Receiver() as receiver:
        nobody = receiver.address
    running = started(inbox, out, "--settle", "0", "--poll", "0.1", "--post", nobody)
    try:
        for name in ("a.txt", "b.txt"):
            until = time.monotonic() + 60
            while not (inbox / "_PROCESSED" / name).exists() and time.monotonic() < until:
                time.sleep(0.05)
            assert (inbox / "_PROCESSED" / name).exists()
            (inbox / "b.txt").write_text(article(2)) if name == "a.txt" else None
    finally:
        running.terminate()
        assert running.wait(60) == 0
        running.stderr.close()


def converted_beside(tmp_path, receiver):
    """Return the seconds until a file is converted that comes after the first was offered to a receiver."""
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.txt").write_text(article(1))
    running = started(inbox, out, "--settle", "0", "--poll", "0.2", "--post", receiver.address)
    try:
        until = time.monotonic() + 60
        while not receiver.requests and time.monotonic() < until:
            time.sleep(0.05)
        assert receiver.requests
        time.sleep(0.5)
        (inbox / "b.txt").write_text(article(2))
        start = time.monotonic()
        while not (inbox / "_PROCESSED/b.txt").exists() and time.monotonic() < start + 40:
            time.sleep(0.05)
        return time.monotonic() - start
    finally:
        running.terminate()
        assert running.wait(60) == 0
        running.stderr.close()


def test_a_receiver_that_asks_for_a_minute_does_not_hold_up_what_arrives(tmp_path):
    with Receiver([(503, {"Retry-After": "60"})]) as receiver:
        assert converted_beside(tmp_path, receiver) < 10


def test_a_receiver_that_is_slow_to_answer_does_not_hold_up_what_arrives(tmp_path):
    with Receiver(["slow"]) as receiver:
        assert converted_beside(tmp_path, receiver) < 10


@pytest.mark.parametrize("name", ["!", "!!", "b" * 255])
def test_what_has_a_strange_name_is_kept_as_well(tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(article(1))
    with Receiver([400]) as receiver:
        assert watched(tmp_path / "in", tmp_path / "out", post=Post(receiver.address)) == 1
    if receiver.requests:
        (kept,) = (tmp_path / "out/undelivered").rglob("*.json")
        assert json.loads(kept.read_bytes())["key"] == name
