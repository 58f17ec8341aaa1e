"""Watches that tests run, over folders that they make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from convert import terminal
from convert.commands.conversion import Wanted
from convert.commands.watching import Hot, Machine, watch
from convert.intake.watch.loop import Until
from tests.batch.running import TIMESTAMP

ONCE = Until(once=True)


def watched(inbox: Path, out: Path, **how) -> int:
    """Watch in this process until nothing is left."""
    post = how.pop("post", None)
    wanted = Wanted(timestamp=TIMESTAMP, profile=how.pop("profile", None))
    hot = Hot(**{"settle": 0, "until": ONCE, **how})
    return watch(inbox, out, wanted, hot, Machine(), terminal.talker("text", quiet=True), post)


def command(inbox: Path, out: Path, *more: object) -> list[str]:
    options = ["--out", out, "--timestamp", TIMESTAMP, *more]
    return [sys.executable, "-m", "convert", "watch", str(inbox), *map(str, options)]


def started(inbox: Path, out: Path, *more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(command(inbox, out, *more), stderr=subprocess.PIPE, text=True)


def lying(inbox: Path) -> list[str]:
    """Every file of an inbox by its path, without the lock."""
    found = (path.relative_to(inbox) for path in inbox.rglob("*") if path.is_file())
    return sorted(str(path) for path in found if path.name != "lock")
