"""Results sent on: signed, once in effect, again where it fails, and kept where it fails for good."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from convert.batch.ledger import opened
from convert.commands.posting import Post
from convert.diagnostics import UsageError
from convert.intake.sinks import Delivery, Reply, Verdict, shown, target, webhook
from convert.intake.sinks.courier import Courier
from convert.intake.sinks.deliveries import noted
from convert.intake.sinks.outbox import Outbox, wait_after
from convert.intake.sinks.webhook import Webhook
from tests.batch.running import article, command, convert
from tests.intake.receiving import Receiver
from tests.intake.watching import started, watched

SECRET = b"a secret of the two"


@pytest.fixture
def out(tmp_path):
    """An output folder with three articles."""
    source = tmp_path / "source"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.txt").write_text(article(number))
    assert convert(source, tmp_path / "out").returncode == 0
    return tmp_path / "out"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Answers:
    """A sink that answers as planned and counts."""

    def __init__(self, *planned):
        self.planned, self.sent = list(planned), []

    def send(self, delivery):
        self.sent.append(delivery.idempotency_key)
        return self.planned.pop(0) if self.planned else Reply(Verdict.TAKEN)

    def close(self):
        pass


def boxed(out, ledger, deliveries, sink, clock, **how):
    box = Outbox(out, ledger, deliveries, Courier(lambda: sink), ("newsml-g2", "json-ld"), clock=clock, **how)
    box.offer_all()
    return box


def test_a_request_is_signed_over_its_time_and_body_and_has_a_key():
    with Receiver() as receiver:
        sink = Webhook(receiver.address, SECRET)
        assert sink.send(Delivery("tag:example.com,2026:a", 3, b'{"a": 1}')).verdict is Verdict.TAKEN
        sink.close()
    (one,) = receiver.requests
    now = one.headers["X-Newsconvert-Timestamp"]
    digest = hmac.new(SECRET, now.encode() + b"." + one.body, hashlib.sha256).hexdigest()
    assert one.headers["X-Newsconvert-Signature"] == f"sha256={digest}"
    assert abs(int(now) - time.time()) < 60
    assert one.headers["Idempotency-Key"] == "tag:example.com,2026:a:3"
    assert one.headers["Content-Type"] == "application/json"


def test_without_a_secret_nothing_is_signed_and_no_guid_breaks_a_header():
    with Receiver() as receiver:
        Webhook(receiver.address, None).send(Delivery("urn:x:ü\r\nX-Evil: 1", 1, b"{}"))
    (one,) = receiver.requests
    assert "X-Newsconvert-Signature" not in one.headers
    assert "X-Evil" not in one.headers
    assert one.headers["Idempotency-Key"] == "urn:x:%C3%BC%0D%0AX-Evil:%201:1"


@pytest.mark.parametrize(
    ("status", "verdict", "all_wait"),
    [
        (200, Verdict.TAKEN, False),
        (202, Verdict.TAKEN, False),
        (204, Verdict.TAKEN, False),
        (301, Verdict.REFUSED, False),
        (400, Verdict.REFUSED, False),
        (401, Verdict.REFUSED, False),
        (413, Verdict.REFUSED, False),
        (409, Verdict.LATER, False),
        (429, Verdict.LATER, True),
        (500, Verdict.LATER, False),
        (503, Verdict.LATER, True),
        ("drop", Verdict.LATER, True),
    ],
)
def test_what_an_answer_means(status, verdict, all_wait):
    headers = {"Location": "/elsewhere"} if status == 301 else {"Content-Length": "0"} if status == 204 else {}
    with Receiver([(status, headers)]) as receiver:
        reply = Webhook(receiver.address, None).send(Delivery("g", 1, b"{}"))
    assert (reply.verdict, reply.all_wait) == (verdict, all_wait)
    assert len(receiver.requests) == 1, "a redirection is not followed"


def test_nobody_there_is_later_too():
    with Receiver() as receiver:
        address = receiver.address
    reply = Webhook(address, None).send(Delivery("g", 1, b"{}"))
    assert (reply.verdict, reply.all_wait) == (Verdict.LATER, True)


def test_an_answer_without_end_is_not_read_to_its_end():
    with Receiver(["endless"]) as receiver:
        assert Webhook(receiver.address, None).send(Delivery("g", 1, b"{}")).verdict is Verdict.TAKEN
        until = time.monotonic() + 20
        while not receiver.hung_up and time.monotonic() < until:
            time.sleep(0.05)
        assert receiver.hung_up


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("7", 7.0),
        ("99999999", 3600.0),
        ("soon", None),
        ("-5", None),
        ("Fri, 15 Jan 2027 08:10:00 GMT", 600.0),
        ("Wed, 01 Jan 2020 00:00:00 GMT", 0.0),
    ],
)
def test_the_time_that_is_asked_for_is_kept_to(value, after):
    with Receiver([(429, {"Retry-After": value})]) as receiver:
        now = datetime(2027, 1, 15, 8, tzinfo=UTC).timestamp()
        assert Webhook(receiver.address, None, lambda: now).send(Delivery("g", 1, b"{}")).after == after


def test_what_is_sent_is_what_was_made(out):
    with Receiver() as receiver:
        done = subprocess.run(
            [sys.executable, "-m", "convert", "deliver", str(out), "--post", f"{receiver.address}?token=hidden"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    bodies = {one.json["key"]: one.json for one in receiver.requests}
    assert sorted(bodies) == ["0.txt", "1.txt", "2.txt"]
    for key, body in bodies.items():
        stem = key.removesuffix(".txt")
        assert body["outputs"] == {
            "newsml-g2": (out / f"{stem}.newsml.xml").read_text(),
            "json-ld": (out / f"{stem}.jsonld").read_text(),
        }
        assert (body["format"], body["version"]) == ("newsconvert-result/1", 1)
    assert "hidden" not in done.stderr
    assert b"hidden" not in (out / ".newsconvert/deliveries.sqlite").read_bytes()


def test_each_failure_is_tried_again_after_twice_the_time_and_the_others_go_on(out):
    clock = Clock()
    sink = Answers(*[Reply(Verdict.LATER, "HTTP 500")], Reply(Verdict.TAKEN), Reply(Verdict.TAKEN))
    with opened(out) as ledger, noted(out, "x") as deliveries:
        box = boxed(out, ledger, deliveries, sink, clock)
        assert box.send() == 1.0
        assert len(sink.sent) == 3
        sink.planned = [Reply(Verdict.LATER, "HTTP 500")]
        clock.now = 1.0
        assert box.send() == 2.0
        clock.now = 2.9
        assert box.send() == pytest.approx(0.1)
        clock.now = 3.0
        assert box.send() is None
        assert len(sink.sent) == 5
        assert deliveries.counts() == {"sent": 3}
    assert [wait_after(number) for number in (1, 2, 3, 9, 10, 99)] == [1, 2, 4, 256, 300, 300]


def test_a_receiver_that_is_not_there_is_asked_once_and_not_for_each_article(out):
    clock = Clock()
    sink = Answers(Reply(Verdict.LATER, "ConnectError", all_wait=True))
    with opened(out) as ledger, noted(out, "x") as deliveries:
        box = boxed(out, ledger, deliveries, sink, clock)
        assert box.send() == 1.0
        assert len(sink.sent) == 1
        sink.planned = [Reply(Verdict.LATER, "HTTP 429", after=60.0, all_wait=True)]
        clock.now = 1.0
        assert box.send() == 60.0
        clock.now = 61.0
        assert box.send() is None


def test_what_is_given_up_is_kept_and_can_be_sent_again_without_its_outputs(out):
    clock = Clock()
    told = []
    sink = Answers(
        Reply(Verdict.REFUSED, "HTTP 400: bad"), Reply(Verdict.TAKEN), *[Reply(Verdict.LATER, "HTTP 500")] * 2
    )
    with opened(out) as ledger, noted(out, "x") as deliveries:
        box = boxed(out, ledger, deliveries, sink, clock, attempts=2, gave_up=lambda *gone: told.append(gone))
        while (due := box.send()) is not None:
            clock.now += due
        assert (box.sent, box.dead, told) == (1, 2, [("0.txt", "HTTP 400: bad"), ("2.txt", "HTTP 500")])
        kept = json.loads((out / "undelivered/0.txt.json").read_text())
        assert (kept["format"], kept["attempts"], kept["reason"]) == ("newsconvert-undelivered/1", 1, "HTTP 400: bad")
        assert kept["body"]["outputs"]["json-ld"] == (out / "0.jsonld").read_text()
        (out / "0.jsonld").unlink()
        deliveries.revive()
        again = boxed(out, ledger, deliveries, Answers(), clock)
        assert again.send() is None
        assert (again.sent, again.dead) == (2, 0)
    assert not [path for path in (out / "undelivered").rglob("*") if path.is_file()]


def test_what_cannot_be_sent_any_more_is_said(out):
    (out / "1.jsonld").unlink()
    with opened(out) as ledger, noted(out, "x") as deliveries:
        box = boxed(out, ledger, deliveries, Answers(), Clock())
        assert box.send() is None
        assert (box.sent, box.dead) == (2, 1)
    assert "body" not in json.loads((out / "undelivered/1.txt.json").read_text())


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


class Slow:
    """A sink that answers when it is allowed to, and knows its threads."""

    def __init__(self):
        self.threads, self.allowed, self.sent = {threading.get_ident()}, threading.Event(), 0

    def send(self, delivery):
        self.threads.add(threading.get_ident())
        self.allowed.wait(30)
        self.sent += 1
        return Reply(Verdict.TAKEN)

    def close(self):
        self.threads.add(threading.get_ident())


def test_what_is_made_anew_while_it_is_sent_is_sent_again(out):
    with opened(out) as ledger, noted(out, "x") as deliveries:
        courier = Courier(Slow)
        box = Outbox(out, ledger, deliveries, courier, ("json-ld",))
        box.offer("1.txt")
        start = time.monotonic()
        assert box.send() == 0.0
        assert time.monotonic() - start < 5, "it waits for half a second"
        deliveries.offer([ledger.rows(["1.txt"])["1.txt"]._replace(version=2)])
        courier._sink.allowed.set()
        while box.send() is not None:
            assert time.monotonic() - start < 30
        assert (courier._sink.sent, deliveries.counts()) == (2, {"sent": 1})
        box.close()
        courier.close()
    assert len(courier._sink.threads - {threading.get_ident()}) == 1
    assert threading.get_ident() not in courier._sink.threads, "a sink need not bear threads"


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


@pytest.mark.parametrize(
    "when", ["Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "1 Jan 2030 00:00:00 -99999999999999"]
)
def test_a_time_that_is_none_ends_nothing(when):
    with Receiver([(503, {"Retry-After": when})]) as receiver:
        assert Webhook(receiver.address, None).send(Delivery("g", 1, b"{}")).after is None


def test_any_number_of_attempts_has_its_wait():
    assert [wait_after(number) for number in (1, 2, 9, 10, 5000)] == [1, 2, 256, 300, 300]


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_dribbles_is_waited_for_no_longer_than_the_whole_may_take(monkeypatch, part):
    monkeypatch.setattr(webhook, "_WHOLE", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def dribble():
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 500 Oh\r\n" + (b"Content-Length: 999\r\n\r\n" if part == "body" else b""))
                for _ in range(200):
                    connection.sendall(b"a")
                    time.sleep(0.1)

        threading.Thread(target=dribble, daemon=True).start()
        sink = Webhook(f"http://127.0.0.1:{server.getsockname()[1]}/", None)
        start = time.monotonic()
        reply = sink.send(Delivery("g", 1, b"{}"))
        assert time.monotonic() - start < 10
        assert reply.verdict is Verdict.LATER
        sink.close()


@pytest.mark.parametrize("name", ["!", "!!", "b" * 255])
def test_what_has_a_strange_name_is_kept_as_well(tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(article(1))
    with Receiver([400]) as receiver:
        assert watched(tmp_path / "in", tmp_path / "out", post=Post(receiver.address)) == 1
    if receiver.requests:
        (kept,) = (tmp_path / "out/undelivered").rglob("*.json")
        assert json.loads(kept.read_bytes())["key"] == name
