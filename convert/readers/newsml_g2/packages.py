"""What a package says: which pictures belong to which texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from convert.readers.newsml_g2 import values
from convert.readers.newsml_g2.words import code_of

Reference = tuple[str, int | None]
"""The guid of an item and its version, None where any one is meant."""

PICTURES: Final = frozenset(("picture", "graphic", "graphics", "image", "photo"))
_MOST: Final = 4096
"""Pictures of one group: no more of them are ever known."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The pictures of a text, in their order; `unsure` are those whose class is not stated, which may be anything."""

    pictures: tuple[Reference, ...]
    unsure: frozenset[Reference] = frozenset()


@dataclass(slots=True)
class _Group:
    texts: list[Reference] = field(default_factory=list)
    pictures: list[Reference] = field(default_factory=list)
    unsure: list[Reference] = field(default_factory=list)

    def add(self, other: _Group) -> None:
        self.texts += other.texts
        self.pictures += other.pictures
        self.unsure += other.unsure


def bindings(package: etree._Element) -> Iterator[tuple[Reference, Bound]]:
    """Yield each text of a package with its pictures.

    They are those of its group and of the groups without a text that this one refers to; all of the package's where it
    has one text only, or no group with both.
    """
    groups: dict[str, _Group] = {}
    for number, element in enumerate(package.iterfind("{*}groupSet/{*}group")):
        groups.setdefault(element.get("id") or f"\0{number}", _Group()).add(_read(element))
    texts = {text for group in groups.values() for text in group.texts}
    if len(texts) == 1 or not any(group.texts and (group.pictures or group.unsure) for group in groups.values()):
        whole = _Group()
        for group in groups.values():
            whole.add(group)
        yield from _bound(whole)
        return
    below = _below(package)
    for name, group in groups.items():
        if group.texts:
            for inner in below.get(name, ()):
                if inner in groups and not groups[inner].texts:
                    group.add(groups[inner])
            yield from _bound(group)


def _bound(group: _Group) -> Iterator[tuple[Reference, Bound]]:
    unsure = frozenset(group.unsure)
    pictures = tuple(dict.fromkeys((*group.pictures, *group.unsure)))[:_MOST]
    bound = Bound(pictures, unsure)
    for text in dict.fromkeys(group.texts or group.unsure):
        yield text, bound


def _below(package: etree._Element) -> dict[str, list[str]]:
    """Return the groups that each group refers to."""
    return {
        group.get("id") or "": [reference.get("idref") or "" for reference in group.iterfind("{*}groupRef")]
        for group in package.iterfind("{*}groupSet/{*}group")
    }


def _read(element: etree._Element) -> _Group:
    group = _Group()
    for reference in element.iterfind("{*}itemRef"):
        guid = values.guid(reference.get("residref") or reference.get("href") or "")
        found = (guid, values.number(reference.get("version")))
        kind = _class_of(reference)
        if kind in PICTURES:
            group.pictures.append(found)
        elif kind == "text":
            group.texts.append(found)
        elif kind is None:
            group.unsure.append(found)
    return group


def _class_of(reference: etree._Element) -> str | None:
    """Return the class of what is referred to; None where nothing tells it."""
    kind = code_of(reference.find("{*}itemClass"))
    if kind is not None:
        return kind.lower()
    media_type = (reference.get("contenttype") or "").strip().lower()
    return "picture" if media_type.startswith("image/") else None
