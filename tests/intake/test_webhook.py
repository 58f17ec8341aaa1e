"""A webhook: what is sent, signed and under a key; what an answer means; how long one is waited for."""

from __future__ import annotations

import hashlib
import hmac
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from convert.intake.sinks import Delivery, Verdict, webhook
from convert.intake.sinks.webhook import Webhook
from tests.intake.receiving import Receiver

SECRET = b"a secret of the two"


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


@pytest.mark.parametrize(
    "when", ["Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "1 Jan 2030 00:00:00 -99999999999999"]
)
def test_a_time_that_is_none_ends_nothing(when):
    with Receiver([(503, {"Retry-After": when})]) as receiver:
        assert Webhook(receiver.address, None).send(Delivery("g", 1, b"{}")).after is None


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
