"""Wire-like articles for measuring, recombined from the samples: the same ones for the same number, on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = (
    "clean-text-beekeepers",
    "wire-72-columns-reservoir",
    "obituary-cartographer",
    "wire-65-columns-lisbon-tram",
)


def articles(number: int) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of articles of 1 to 5 kB; each has words of its own, so that none equals another."""
    parts = [(ROOT / "samples/inputs" / f"{name}.txt").read_text(encoding="utf-8") for name in SOURCES]
    for count in range(number):
        text = parts[count % len(parts)]
        lines = text.split("\n")
        middle = len(lines) // 2 + count % 7
        extra = f"The council of district {count} recorded {count * 37 % 1000} visits last year, the office said."
        yield f"{count // 1000:03}/{count:07}", "\n".join([*lines[:middle], "", extra, "", *lines[middle:]])


def write(folder: Path, number: int) -> int:
    """Write articles as files; return their bytes in all."""
    size = 0
    for name, text in articles(number):
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text.encode())
    return size
