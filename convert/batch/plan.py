"""Which inputs a run has, and what their outputs are called. Nothing is read and nothing is written here."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from convert.diagnostics import Diagnostic, UsageError, diagnostic

SIDECAR: Final = ".json"
OWN_FOLDER: Final = ".newsconvert"


@dataclass(frozen=True, slots=True)
class Input:
    """One file to convert.

    `key` is its stable name in guid and ledger: the path relative to the INPUT it was found under, with "/". `stem` is
    the same path without its last suffix, as the file system has it: what the outputs are called.
    """

    path: Path
    key: str
    stem: str
    sidecar: Path | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The inputs in the order of their keys; those refused before any is read; links that were not followed."""

    inputs: tuple[Input, ...]
    refused: tuple[tuple[Input, Diagnostic], ...]
    links: tuple[str, ...]


def plan(paths: Sequence[Path], out: Path) -> Plan:
    """List what lies under the paths, without `out` and hidden files. Links to folders are not followed.

    Inputs that map to one output name are all refused: neither can be right. Raises UsageError for a path that is not
    there.
    """
    found: list[Input] = []
    links: list[str] = []
    for path in paths:
        if path.is_dir():
            found += _under(path, out.resolve(), links)
        elif os.path.lexists(path):
            found.append(_input(path, path.name, path.parent))
        else:
            raise UsageError(diagnostic("usage.invalid", f"{path} does not exist", path=str(path)))
    found.sort(key=lambda one: one.key)
    return _without_collisions(found, links)


def _under(folder: Path, out: Path, links: list[str]) -> Iterator[Input]:
    for directory, folders, files in os.walk(folder):
        here = Path(directory)
        links += [_key(here / name, folder) for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and _is_within(here / name, out))
        names = {name for name in files if not name.startswith(".")}
        for name in sorted(names):
            path = here / name
            if _is_sidecar(name, names):
                continue
            if path.is_file():
                yield _input(path, os.fspath(path.relative_to(folder)), here, names)
            else:
                links.append(_key(path, folder))


def _is_within(folder: Path, out: Path) -> bool:
    return not folder.is_symlink() and folder.resolve() != out


def _is_sidecar(name: str, names: set[str]) -> bool:
    """`a.json` is metadata where another file `a.*` lies beside it, and an input where none does."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - names, not paths: they may hold any character
    return suffix == SIDECAR and any(
        other != name and os.path.splitext(other)[0] == stem  # noqa: PTH122
        for other in names
    )


def _input(path: Path, relative: str, folder: Path, names: set[str] | None = None) -> Input:
    stem = os.path.splitext(relative)[0]  # noqa: PTH122
    beside = Path(stem).name + SIDECAR
    exists = beside in names if names is not None else (folder / beside).is_file()
    sidecar = folder / beside if exists and beside != path.name else None
    return Input(path, _portable(relative), stem, sidecar)


def _key(path: Path, folder: Path) -> str:
    return _portable(os.fspath(path.relative_to(folder)))


def _portable(relative: str) -> str:
    """Write a path with "/"; bytes of a name that are no characters become their hexadecimal value."""
    return os.fsencode(relative.replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def _without_collisions(found: list[Input], links: list[str]) -> Plan:
    """Group by the output's name as the least careful file system sees it: without case, composed."""
    groups: dict[str, list[Input]] = {}
    for one in found:
        groups.setdefault(unicodedata.normalize("NFC", one.stem).casefold(), []).append(one)
    refused = [
        (one, diagnostic("batch.name-collision", ", ".join(repr(other.key) for other in group)))
        for group in groups.values()
        if len(group) > 1
        for one in group
    ]
    out = {id(one) for one, _ in refused}
    inputs = tuple(one for one in found if id(one) not in out)
    return Plan(inputs, tuple(refused), tuple(sorted(links)))
