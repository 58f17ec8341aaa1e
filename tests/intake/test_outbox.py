"""What waits to be sent: tried again with growing waits, given up in the end, kept, and sent again."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pytest

from convert.batch.ledger import opened
from convert.intake.sinks import Reply, Verdict, outbox
from convert.intake.sinks.courier import Courier
from convert.intake.sinks.deliveries import noted
from convert.intake.sinks.outbox import Outbox, wait_after
from tests.intake.receiving import Receiver


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


def test_in_passing_nobody_waits_for_a_reply(out, monkeypatch):
    monkeypatch.setattr(outbox, "_PATIENCE", 20.0)
    with opened(out) as ledger, noted(out, "x") as deliveries:
        courier = Courier(Slow)
        box = Outbox(out, ledger, deliveries, courier, ("json-ld",))
        box.offer("1.txt")
        start = time.monotonic()
        assert box.send(in_passing=True) == 0.0
        assert time.monotonic() - start < 5
        courier._sink.allowed.set()
        assert box.send() is None
        box.close()
        assert deliveries.counts() == {"sent": 1}
        courier.close()


def test_any_number_of_attempts_has_its_wait():
    assert [wait_after(number) for number in (1, 2, 9, 10, 5000)] == [1, 2, 256, 300, 300]
