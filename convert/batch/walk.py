"""Files under folders: names and paths alone, nothing is opened."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final

from convert.containers import fault_in_name, normal

_MAGIC: Final = re.compile(r"[*?\[]")


@dataclass(slots=True)
class Walk:
    """What a walk leaves out, and what it came upon that is no file: links to folders, folders that are closed.

    `hidden` counts the files and folders whose names begin with a dot, which are left out.
    """

    out: Path
    ignore: Sequence[str] = ()
    links: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0

    def kept(self, found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Pass on, of files of a store, those that are not hidden; names that no folder can have are unreadable.

        What a file system would take for one name is one: `a//b` and `a/b`.
        """
        ignored = _matcher(self.ignore)
        for place, name in found:
            relative = normal(name)
            fault = fault_in_name(relative)
            if fault is not None:
                self.unreadable.append((relative, fault.message))
            elif any(part.startswith(".") for part in relative.split("/")):
                self.hidden += 1
            elif not any(map(ignored, accumulate(relative.split("/"), "{}/{}".format))):
                yield place, relative

    def under(self, folder: str) -> Iterator[tuple[str, str]]:
        """Yield (path, path relative to the folder) of the files under it, without `out` and hidden ones."""
        waiting = [folder]
        start = len(os.path.join(folder, ""))  # noqa: PTH118 - strings: this loop runs once a file
        ignored = _matcher(self.ignore)
        while waiting:
            place = waiting.pop()
            try:
                entries = os.scandir(place)
            except OSError as error:
                self.unreadable.append((f"{place[start:]}/", error.strerror or str(error)))
                continue
            with entries:
                for entry in entries:
                    if ignored(entry.path[start:]):
                        continue
                    if entry.name.startswith("."):
                        self.hidden += 1
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if Path(entry.path).resolve() != self.out:
                            waiting.append(entry.path)
                    elif _is_file(entry):
                        yield entry.path, entry.path[start:]
                    else:
                        self.links.append(entry.path[start:])


def split(pattern: str) -> tuple[str, str] | None:
    """Part a glob into the folder before its first wildcard and the rest; None for a path without a wildcard."""
    parts = Path(pattern).parts
    first = next((number for number, part in enumerate(parts) if _MAGIC.search(part)), None)
    if first is None:
        return None
    return os.fspath(Path(*parts[:first])), os.fspath(Path(*parts[first:]))


def matches(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a relative path fits a glob, in which `**` stands for any folders and `*` for none."""
    expression = "".join(_translated(part) for part in re.split(r"(\*\*/|\*\*|[*?]|\[[^\]/]+\])", pattern))
    compiled = re.compile(expression)
    return lambda path: compiled.fullmatch(path) is not None


def _translated(part: str) -> str:
    fixed = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if part.startswith("[") and len(part) > 1:
        inner = part[1:-1].replace("\\", "\\\\")
        return f"[^/{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return fixed.get(part) or re.escape(part)


def _matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Match a path by its whole, or a pattern without a slash by any part of it, as in a .gitignore file."""
    if not patterns:
        return lambda path: False
    wholes = [matches(pattern.strip("/")) for pattern in patterns if "/" in pattern.rstrip("/")]
    names = [
        re.compile(fnmatch.translate(pattern.rstrip("/"))) for pattern in patterns if "/" not in pattern.rstrip("/")
    ]

    def ignored(path: str) -> bool:
        name = path.rpartition(os.sep)[2]
        return any(one.match(name) for one in names) or any(whole(path) for whole in wholes)

    return ignored


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False
