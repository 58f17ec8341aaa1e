"""The one place that finds what the package ships: schemas, models, data files.

In a wheel the schemas lie inside the package (`convert/schemas`); in a checkout they lie beside it (`schemas/`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def schema(name: str) -> Path:
    """Return the path of a file of `schemas/`. Raises FileNotFoundError when the installation lacks it."""
    for folder in (_PACKAGE / "schemas", _PACKAGE.parent / "schemas"):
        path = folder / name
        if path.is_file():
            return path
    raise FileNotFoundError(name)


def model(name: str = "default.npz") -> Path:
    """Return the path of a shipped model file. Raises FileNotFoundError when the installation lacks it."""
    path = _PACKAGE / "segment" / "models" / name
    if not path.is_file():
        raise FileNotFoundError(name)
    return path


def data(package: str, name: str) -> Path:
    """Return the path of a data file (word lists, names of months) of a subpackage: `data("fields", "months.json")`."""
    path = _PACKAGE / package / "data" / name
    if not path.is_file():
        raise FileNotFoundError(f"{package}/data/{name}")
    return path


def user_data() -> Path:
    """Return the folder where installed official schemas live.

    NEWSCONVERT_DATA wins; else the platform's own place for an application's data. It need not exist.
    """
    chosen = os.environ.get("NEWSCONVERT_DATA")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "newsconvert"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "newsconvert"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "newsconvert"
