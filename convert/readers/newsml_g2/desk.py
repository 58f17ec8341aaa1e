"""Where the parts of a message meet: texts wait here for their pictures, and the other way round.

An item is known by its guid and its version: a message may hold several versions of one item, each with pictures of
its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from convert.article import Caption
from convert.diagnostics import Diagnostic
from convert.readers.newsml_g2.packages import Bound, Reference

MOST_WAITING: Final = 64
MOST_KNOWN: Final = 4096
"""How many texts wait for their package, how many pictures and packages for their text: memory has to end somewhere.
Agencies' messages hold one text, or a handful."""

MOST_CHARACTERS: Final = 1 << 24
"""Characters of all the bodies that wait, for the same reason."""


@dataclass(slots=True)
class Waiting:
    """A text that waits for its pictures; `bound` says which, None as long as there is no package.

    `absent`: the pictures that have not come yet. `placed`: its own captions, each with its place among all where it
    has one. `repeated`: what its body repeats, each paragraph with its mark.
    """

    fields: dict[str, Any]
    findings: list[Diagnostic]
    placed: list[tuple[int | None, Caption]]
    repeated: list[tuple[str, str]]
    guid: str
    version: int
    sha256: str
    size: int
    bound: Bound | None = None
    absent: set[Reference] = field(default_factory=set)


@dataclass(slots=True)
class Desk:
    """The texts that wait, in their order, and the pictures and packages that were there before their text."""

    texts: int = 0
    _waiting: deque[Waiting] = field(default_factory=deque)
    _size: int = 0
    _pictures: dict[Reference, Caption] = field(default_factory=dict)
    _newest: dict[str, int] = field(default_factory=dict)
    _packages: dict[str, dict[int | None, Bound]] = field(default_factory=dict)
    _bound: set[str] = field(default_factory=set)
    _alone: int = 0

    def add_text(self, text: Waiting) -> None:
        """Let a text wait for what belongs to it."""
        self._arrived(text.guid, text.version)
        self._waiting.append(text)
        self._size += text.size
        if (bound := self._package_of(text, exactly=True)) is not None:
            self._bind(text, bound)

    def add_picture(self, guid: str, version: int, caption: Caption) -> None:
        """Keep a picture for the texts of its package; of too many the oldest goes."""
        if len(self._pictures) >= MOST_KNOWN:
            self._drop(next(iter(self._pictures)))
        self._pictures[guid, version] = caption
        self._newest[guid] = max(version, self._newest.get(guid, 0))
        self._arrived(guid, version)

    def add_package(self, text: Reference, bound: Bound) -> None:
        """Keep what a package says of a text, for the text that waits and for the one still to come."""
        guid, version = text
        if len(self._packages) >= MOST_KNOWN and guid not in self._packages:
            del self._packages[next(iter(self._packages))]
        self._packages.setdefault(guid, {})[version] = bound
        for waiting in self._waiting:
            if waiting.guid == guid and version in (waiting.version, None):
                self._bind(waiting, bound)

    def finished(self, *, at_end: bool = False) -> Iterator[Waiting]:
        """Yield the texts, in their order, that wait for nothing more; at the end all of them."""
        while self._waiting:
            text = self._waiting[0]
            is_complete = text.bound is not None and not text.absent
            if not (is_complete or at_end or self._is_full()):
                return
            self._waiting.popleft()
            self._size -= text.size
            if at_end and text.bound is None:
                self._bind_late(text)
            yield text

    def pictures_of(self, text: Waiting) -> tuple[list[Caption], int]:
        """Return the pictures of a text, and how many are missing. A version that is not there is the newest one."""
        found: list[Caption] = []
        missing = 0
        bound = text.bound or Bound(())
        for reference in bound.pictures:
            guid, version = reference
            caption = self._pictures.get((guid, version)) or self._pictures.get((guid, self._newest.get(guid)))
            if caption is not None:
                found.append(caption)
                self._bound.add(guid)
            else:
                missing += reference not in bound.unsure
        return found, missing

    def alone(self) -> int:
        """Count the pictures that belong to no text."""
        return self._alone + len(self._newest.keys() - self._bound)

    def _is_full(self) -> bool:
        return len(self._waiting) > MOST_WAITING or self._size > MOST_CHARACTERS

    def _drop(self, oldest: Reference) -> None:
        guid, version = oldest
        del self._pictures[oldest]
        if self._newest.get(guid) == version:
            del self._newest[guid]
            self._alone += guid not in self._bound
            self._bound.discard(guid)

    def _arrived(self, guid: str, version: int) -> None:
        for text in self._waiting:
            text.absent -= {(guid, version), (guid, None)}

    def _bind(self, text: Waiting, bound: Bound) -> None:
        text.bound = bound
        text.absent = {found for found in bound.pictures if found[0] != text.guid and not self._has(found)}

    def _has(self, reference: Reference) -> bool:
        guid, version = reference
        return guid in self._newest if version is None else reference in self._pictures

    def _package_of(self, text: Waiting, *, exactly: bool) -> Bound | None:
        """Return the package of a text: the one that names its version, else none; if need be, any one's newest."""
        versions = self._packages.get(text.guid, {})
        found = versions.get(text.version) or versions.get(None)
        if found is None and versions and not exactly:
            return versions[max(filter(None, versions))]
        return found

    def _bind_late(self, text: Waiting) -> None:
        """Bind a text whose version no package names: by the package of another one, or because it is the only text."""
        bound = self._package_of(text, exactly=False)
        if bound is not None:
            self._bind(text, bound)
        elif self.texts == 1:
            self._bind(text, Bound(tuple((guid, None) for guid in self._newest)))
