"""A device that takes no more data is the machine's fault: said in one line, exit code 3."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TEXT = b"Terminal closes\n\nThe terminal closes on Monday, the port authority said, and nobody knows until when.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [("convert", "-", "--to", "json-ld"), ("segment", "-"), ("rules",)])
def test_a_full_device_is_said_in_one_line(command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "convert", *command], input=TEXT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert b"[write.failed]" in done.stderr
    assert b"Traceback" not in done.stderr
