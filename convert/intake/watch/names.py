"""Which names in an inbox are inputs, and which belong together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from convert.batch.plan import SIDECAR

TEMPORARY: Final = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".upload")
"""Suffixes under which programs write what is to have another name when it is whole."""

ERROR: Final = ".error.json"
"""What follows the name of a file that failed, in the name of the file that says why."""


def is_temporary(path: str) -> bool:
    """Tell a name that a file has only while it is written."""
    return path.lower().endswith(TEMPORARY)


def is_input(path: str, marker: str | None) -> bool:
    """Tell whether a file of this name is to be converted, once it is whole."""
    name = os.path.basename(path)  # noqa: PTH119 - strings: this runs once a file and look
    ours = name.startswith(".") or name.endswith(ERROR) or is_temporary(name)
    return not ours and not (marker and name.endswith(marker))


def stem(path: str) -> str:
    """Return a path without its last suffix, as its outputs are called."""
    return os.path.splitext(path)[0]  # noqa: PTH122 - as above


def is_sidecar(path: str) -> bool:
    """Tell whether a file holds the metadata of another, if one of its stem lies beside it."""
    return os.path.splitext(path)[1] == SIDECAR  # noqa: PTH122 - as above


def articles_by_stem(paths: Iterable[str]) -> dict[str, list[str]]:
    """Group what is no sidecar by its stem; what is being written counts under the name that it will have."""
    found: dict[str, list[str]] = {}
    for path in paths:
        lasting = stem(path) if is_temporary(path) else path
        if not is_sidecar(lasting):
            found.setdefault(stem(lasting), []).append(path)
    return found
