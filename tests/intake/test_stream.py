"""A pipe that stays open: order, equality with a run, what is bad in the middle, what never ends."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from convert.intake.lines import Lines
from convert.intake.request import parsed
from convert.profile import DEFAULT, Profile
from tests.batch.running import TIMESTAMP, article, convert, made
from tests.evil import EVIL, installed

COMMAND = [sys.executable, "-m", "convert", "convert", "-", "--stream", "--timestamp", TIMESTAMP]


@pytest.fixture
def pipe():
    """A stream that is open at both ends."""
    started = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    yield started
    started.kill()
    started.communicate()


def streamed(lines: list[bytes], *more: str, env: dict[str, str] | None = None) -> tuple[list[dict], int]:
    done = subprocess.run(
        [*COMMAND, *more], input=b"\n".join(lines) + b"\n", capture_output=True, timeout=120, check=False, env=env
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def asked(number: int, **more: object) -> bytes:
    return json.dumps({"id": f"{number:05}", "text": article(number), **more}).encode()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_answers_stand_in_order_and_equal_those_of_a_run(tmp_path, jobs):
    source = tmp_path / "in"
    source.mkdir()
    (source / "records.jsonl").write_bytes(b"\n".join(asked(number) for number in range(150)))
    out = tmp_path / "out"
    assert convert(source, out).returncode == 0
    answers, code = streamed([asked(number) for number in range(150)], "--jobs", jobs)
    assert code == 0
    assert [one["id"] for one in answers] == [f"{number:05}" for number in range(150)]
    files = made(out)
    for one in answers:
        stem = f"records.jsonl/{one['id']}"
        assert one["outputs"]["newsml-g2"].encode() == files[f"{stem}.newsml.xml"]
        assert one["outputs"]["json-ld"].encode() == files[f"{stem}.jsonld"]


def test_bad_requests_are_answered_where_they_stand():
    text = article(3)
    answers, code = streamed(
        [
            asked(1),
            b"nonsense",
            b"",
            b"[1]",
            json.dumps({"bytes": base64.b64encode(text.encode("utf-16")).decode()}).encode(),
            b'{"bytes": "!"}',
            json.dumps({"text": text, "bytes": "eA=="}).encode(),
            b'{"id": "empty", "text": ""}',
            b'{"id": "half", "text": "\\ud800"}',
            json.dumps({"text": text, "metadata": 3}).encode(),
            json.dumps({"text": text, "metadata": {"language": "nope-"}}).encode(),
            b"\xff\xfe",
            asked(2),
        ]
    )
    assert code == 1
    assert [(one["line"], one["status"]) for one in answers] == [
        (1, "converted"),
        (2, "rejected"),
        (4, "rejected"),
        (5, "converted"),
        (6, "rejected"),
        (7, "rejected"),
        (8, "rejected"),
        (9, "rejected"),
        (10, "rejected"),
        (11, "warned"),
        (12, "rejected"),
        (13, "converted"),
    ]
    assert {one["diagnostics"][0]["code"] for one in answers if one["status"] == "rejected"} == {
        "read.request",
        "read.empty",
    }


def test_an_answer_comes_while_the_pipe_stays_open(pipe):
    for number in range(3):
        pipe.stdin.write(asked(number) + b"\n")
        pipe.stdin.flush()
        assert json.loads(pipe.stdout.readline())["id"] == f"{number:05}"


def test_a_signal_ends_it_after_what_was_read(pipe):
    pipe.stdin.write(asked(0) + b"\n")
    pipe.stdin.flush()
    assert pipe.stdout.readline()
    pipe.send_signal(signal.SIGTERM)
    assert pipe.wait(30) == 130


def test_whoever_does_not_take_the_answers_is_waited_for(pipe):
    os.set_blocking(pipe.stdin.fileno(), False)
    line = asked(1) + b"\n"
    written, deadline = 0, time.monotonic() + 60
    still = time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - still < 5:
        try:
            written += os.write(pipe.stdin.fileno(), line * 50)
            still = time.monotonic()
        except BlockingIOError:
            time.sleep(0.05)
    assert written < 3_000_000, "it reads on while nobody takes the answers"


def test_requests_that_kill_or_hang_cost_themselves_alone(tmp_path):
    lines = [asked(number) for number in range(20)]
    for place, name in enumerate(EVIL):
        lines.insert(place * 4 + 3, json.dumps({"id": name, "text": f"EVIL: this one {name}"}).encode())
    answers, code = streamed(
        lines, "--max-seconds", "5", env=installed(tmp_path)
    )  # a loaded machine is slow, not stuck
    assert code == 1
    assert [one["id"] for one in answers] == [json.loads(line)["id"] for line in lines]
    assert {one["id"]: one["diagnostics"][0]["code"] for one in answers if one["id"] in EVIL} == EVIL
    assert sum(one["status"] == "converted" for one in answers) == 20


def test_the_account_stands_beside_the_outputs():
    (one,), _ = streamed([asked(7)])
    assert one["segments"]["format"] == "newsconvert-segments/1"
    assert one["segments"]["guid"] == one["guid"]


def test_a_line_that_is_too_long_is_skipped_in_bounded_memory():
    ears, mouth = os.pipe()
    lines = Lines(ears, 100)
    os.write(mouth, b"a" * 50 + b"\n" + b"b" * 5000 + b"\n" + b"c\n" + b"d" * 101)
    os.close(mouth)
    found = []
    while some := lines.waiting(10, 1000):
        found += some
    os.close(ears)
    assert found == [b"a" * 50, None, b"c", None]


def test_keys_are_mapped_by_the_profile():
    profile = Profile(fields={"story": "text", "titel": "headline"})
    line = json.dumps({"story": "A text.", "titel": "A title", "metadata": {"section": "Local"}}).encode()
    item = parsed(line, 1, profile).item
    assert item.member.data == b"A text."
    assert (item.member.metadata.headline, item.member.metadata.section) == ("A title", "Local")
    assert parsed(line, 1, DEFAULT).item.code == "read.request"


def test_the_stream_needs_stdin(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "convert", "convert", str(tmp_path), "--stream"], capture_output=True, check=False
    )
    assert done.returncode == 2


def test_a_long_line_costs_no_more_than_its_length():
    def copied(size: int) -> float:
        ears, mouth = os.pipe()

        def write():
            with os.fdopen(mouth, "wb") as file:
                file.write(b"x" * size + b"\nnext\n")

        writing = threading.Thread(target=write)
        writing.start()
        start = time.thread_time()
        assert list(map(len, Lines(ears, 1 << 26).waiting(2, 1 << 27))) == [size, 4]
        took = time.thread_time() - start
        writing.join()
        os.close(ears)
        return took

    copied(1_000_000)
    assert copied(32_000_000) < 100 * copied(2_000_000), "sixteen times the length, not its square"


def test_lines_end_where_they_end_however_they_come(tmp_path):
    ears, mouth = os.pipe()
    os.write(mouth, b"\n\none\r\ntwo\0\nthree")
    lines = Lines(ears, 100)
    assert lines.waiting(10, 1000) == [b"", b"", b"one\r", b"two\0"]
    os.write(mouth, b"!\n\nfour")
    os.close(mouth)
    found = [lines.waiting(1, 1000) for _ in range(4)]
    assert found == [[b"three!"], [b""], [b"four"], []]
    os.close(ears)


def test_a_byte_order_mark_is_no_part_of_the_request():
    answers, code = streamed([b"\xef\xbb\xbf" + asked(1), asked(2) + b"\r", b"\xef\xbb\xbf"])
    assert ([one["status"] for one in answers], code) == (["converted", "converted"], 0)
