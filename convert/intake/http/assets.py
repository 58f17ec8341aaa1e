"""The files of the page."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

_TYPES: Final = {
    "index.html": "text/html; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "lines.js": "text/javascript; charset=utf-8",
    "outputs.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: the address it stands at, its type, its bytes."""

    path: str
    media: str
    data: bytes


def assets() -> list[Asset]:
    """Read the files of the page."""
    folder = files("convert.intake.http") / "page"
    return [
        Asset("/" if name == "index.html" else f"/page/{name}", media, (folder / name).read_bytes())
        for name, media in _TYPES.items()
    ]
