"""A reader of somebody else's that is installed, and a bad one: it kills its process, hangs, or eats memory."""

from __future__ import annotations

import os
from pathlib import Path

READER = """
import itertools, os, signal

api = 1

def sniff(head, hint):
    return 1.0 if head.startswith(b"EVIL") else 0.0

def read(raw, profile):
    if b"dies" in raw.data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"hangs in C" in raw.data:
        sum(itertools.repeat(0))
    if b"hangs in Python" in raw.data:
        while True:
            pass
    if b"eats memory" in raw.data:
        eaten = bytearray(1 << 45)
    raise RuntimeError("a bug of this reader")
    yield
"""

EVIL = {
    "dies": "batch.poison",
    "hangs in C": "batch.poison",
    "hangs in Python": "batch.timeout",
    "eats memory": "plugin.failed",
}
"""What is in such an input, and how it has to end."""


def installed(folder: Path) -> dict[str, str]:
    """Install it in a folder; return the environment in which it is found."""
    (folder / "evil_reader.py").write_text(READER)
    info = folder / "evil_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[newsconvert.readers]\nevil = evil_reader\n")
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}
