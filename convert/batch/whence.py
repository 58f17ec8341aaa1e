"""How inputs that share an output name are told from each other: by where they lie, and by no absolute path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_APART: Final = re.compile(r"[/\\]+")


@dataclass(frozen=True, slots=True)
class Lying:
    """One input: its key, its path under the INPUT that it was found by, and its whole path or address, as given."""

    key: str
    relative: str
    whole: str

    @property
    def folder(self) -> str:
        """The INPUT that it was found under, or the folder of one that is a file; without the query of an address."""
        whole = self.whole.partition("?")[0] if "://" in self.whole else self.whole
        return whole.removesuffix(self.relative)


def told(one: Lying, others: Sequence[Lying]) -> str:
    """Name inputs of one output name: by their keys where one INPUT holds them all, else with enough of the INPUTs."""
    everyone = (one, *others)
    if len({lying.folder for lying in everyone}) > 1:
        folders = [_parts(lying) for lying in everyone]
        for number in range(1, max(map(len, folders)) + 1):
            names = [
                "/".join((*parts[-number:], lying.relative)) for parts, lying in zip(folders, everyone, strict=True)
            ]
            if len(set(names)) == len(names):
                return ", ".join((f"{names[0]!r} (this one)", *map(repr, names[1:])))
    return ", ".join(repr(key) for key in sorted(lying.key for lying in everyone))


def _parts(lying: Lying) -> list[str]:
    """Return the names of the folders; what makes a path absolute is none of them."""
    return [part for part in _APART.split(lying.folder) if part not in ("", ".") and not part.endswith(":")]
