"""`convert - --stream`: a pipe that stays open."""

from __future__ import annotations

import sys
from pathlib import Path

from convert.batch.unit import Task
from convert.commands.conversion import DEFAULT_FORMATS, Wanted
from convert.intake.stream import stream


def convert_stream(wanted: Wanted, jobs: int, memory: int, seconds: float) -> int:
    """Answer the requests on stdin until it ends; return the exit code: 1 when one was not converted."""
    task = Task(wanted.job(default=DEFAULT_FORMATS), Path(), wanted.source, returned=True, seconds=seconds)
    return 0 if stream(sys.stdin.fileno(), sys.stdout.buffer, task, jobs, memory) else 1
