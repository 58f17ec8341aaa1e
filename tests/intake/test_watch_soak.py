"""A hot folder under strain: slow writers, renames, bursts, bad files, and a watch that is killed again and again."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
from collections import Counter

import pytest

from tests.batch.running import article, convert, made, outcomes, report
from tests.intake.watching import command, lying

BAD = (b"", b"\x00\x01\x02\xff" * 50, b"   \n\n  ")
SEED = 20_261_123


def contents(number: int) -> bytes:
    return BAD[number % len(BAD)] if number % 33 == 0 else article(number).encode()


class Sender(threading.Thread):
    """Puts files into an inbox in the ways in which senders do: little by little, by rename, many at a time."""

    def __init__(self, inbox, files):
        super().__init__(daemon=True)
        self.inbox, self.files = inbox, files
        self.random = random.Random(SEED)  # noqa: S311 - the same chance each time

    def run(self):
        slow = []
        for number in range(self.files):
            way = self.random.choice("slowly rename burst burst".split())
            name = f"{number:05}.txt"
            if way == "slowly":
                slow.append((name, contents(number)))
                (self.inbox / name).write_bytes(contents(number)[: len(contents(number)) // 2])
            elif way == "rename":
                part = self.inbox / f"{name}.part"
                part.write_bytes(contents(number))
                part.rename(self.inbox / name)
            else:
                (self.inbox / name).write_bytes(contents(number))
            if len(slow) == 20 or number == self.files - 1:
                self.finish(slow)
                slow = []

    def finish(self, slow):
        """Write on within less than the time after which a file counts as whole."""
        time.sleep(0.3)
        for name, data in slow:
            with (self.inbox / name).open("ab") as file:
                file.write(data[len(data) // 2 :])


@pytest.mark.parametrize(
    ("files", "kills"), [(150, 3), pytest.param(2000, 10, marks=pytest.mark.nightly)], ids=["small", "whole"]
)
def test_every_file_ends_once_however_often_the_watch_is_killed(tmp_path, files, kills):
    inbox, out, log = tmp_path / "in", tmp_path / "out", tmp_path / "log.jsonl"
    inbox.mkdir()
    sender = Sender(inbox, files)
    sender.start()
    chance = random.Random(SEED)  # noqa: S311 - the same chance each time
    with log.open("wb") as said:
        for _ in range(kills):
            told = log.stat().st_size
            running = subprocess.Popen([*command(inbox, out, "--settle", "3", "--log-format", "json")], stderr=said)
            until = time.monotonic() + 60
            while log.stat().st_size < told + 300 and time.monotonic() < until and running.poll() is None:
                time.sleep(0.02)
            time.sleep(chance.random() * 0.5)
            running.kill()
            running.wait()
        sender.join()
        last = subprocess.run(
            command(inbox, out, "--settle", "3", "--once", "--log-format", "json"),
            stderr=said,
            timeout=600,
            check=False,
        )
    assert last.returncode in {0, 1}
    bad = {f"{number:05}.txt" for number in range(files) if number % 33 == 0}
    good = {f"{number:05}.txt" for number in range(files)} - bad
    assert set(lying(inbox)) == {
        *(f"_PROCESSED/{name}" for name in good),
        *(f"_ERROR/{name}" for name in bad),
        *(f"_ERROR/{name}.error.json" for name in bad),
    }
    account = report(out)
    assert {key: row["version"] for key, row in account.items() if "version" in row} == dict.fromkeys(good, 1)
    assert _most_often_converted(log) <= 1
    source = tmp_path / "source"
    source.mkdir()
    for number in range(files):
        (source / f"{number:05}.txt").write_bytes(contents(number))
    convert(source, tmp_path / "plain")
    assert made(out) == made(tmp_path / "plain")
    assert outcomes(out) == outcomes(tmp_path / "plain")


def _most_often_converted(log) -> int:
    times = Counter(
        one["name"]
        for one in _objects(log)
        if one["event"] == "file" and (one["counts"].get("converted") or one["counts"].get("warned"))
    )
    assert times
    return max(times.values())


def _objects(log):
    for line in log.read_bytes().splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:  # the kill came while it was written
            continue
