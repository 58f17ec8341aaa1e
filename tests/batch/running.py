"""Runs of the command line over folders that tests make, and what is left of them."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import zstandard

TIMESTAMP = "2026-01-01T00:00:00Z"
ARTICLE = (
    "Council of district {0} approves bridge repair\n\nBy Mary Miller\n\n"
    "The town council of district {0} voted on Tuesday to repair the old bridge over the river.\n\n"
    "Work on the bridge begins in May and will last until the autumn, the mayor told meeting {0} of the council.\n\n"
    "Residents had asked for the repair for {0} years, and welcomed the vote of the council.\n"
)


def article(number: int) -> str:
    return ARTICLE.format(number)


def tree(folder: Path, number: int) -> Path:
    for count in range(number):
        path = folder / f"{count % 7}" / f"{count:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(count))
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def command(source: Path, out: Path, *more: object) -> list[str]:
    options = ["--out", out, "--timestamp", TIMESTAMP, *more]
    return [sys.executable, "-m", "convert", "convert", str(source), *map(str, options)]


def convert(source: Path, out: Path, *more: object, **how) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(source, out, *more),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
        **how,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def left(out: Path) -> dict[str, bytes]:
    """Every file of an output folder, hidden ones too, but the ledger."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".newsconvert" not in path.parts
    }


def made(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in left(out).items() if not name.startswith("report.")}


def unpacked(path: Path) -> dict[str, bytes]:
    """What a shard holds, by other programs' means."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.suffix == ".tar":
        with tarfile.open(path) as archive:
            return {name: archive.extractfile(name).read() for name in archive.getnames()}
    data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(path.read_bytes())).read()
    rows = [json.loads(line) for line in data.splitlines()]
    return {row["name"]: row["data"].encode() for row in rows}


def rows(out: Path) -> list[tuple]:
    connection = sqlite3.connect(out / ".newsconvert" / "ledger.sqlite")
    try:
        return list(connection.execute("select * from documents order by key"))
    finally:
        connection.close()


def report(out: Path) -> dict[str, dict]:
    lines = (out / "report.jsonl").read_text().splitlines()
    return {row["key"]: row for row in map(json.loads, lines)}


def outcomes(out: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in report(out).values():
        counts[row["outcome"]] = counts.get(row["outcome"], 0) + 1
    return counts
