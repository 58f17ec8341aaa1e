"""A JSON-LD document as the rules see it: its nodes in reading order, each with a JSON Pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from convert.validate.jsonsource import escape
from convert.validate.ld.vocabulary import ancestors, bare

KEYWORDS: Final = frozenset(
    "@context @type @id @graph @value @language @list @set @reverse @index @base @vocab @version type id".split()
)


@dataclass(slots=True)
class Node:
    """One object that stands for a thing. `parent` is the node that it is a value of, `role` the property."""

    value: dict[str, Any]
    pointer: str
    types: tuple[str, ...]
    parent: Node | None = None
    role: str | None = None

    @property
    def identifier(self) -> str | None:
        """The @id, where it is a text."""
        found = self.value.get("@id", self.value.get("id"))
        return found if isinstance(found, str) else None

    @property
    def is_reference(self) -> bool:
        """True for an object that only names a node described elsewhere."""
        return self.identifier is not None and len(self.value) == 1


@dataclass(slots=True)
class Document:
    """All nodes, the number of keys in the JSON, and whether a context of schema.org holds."""

    value: Any
    nodes: list[Node] = field(default_factory=list)
    keys: int = 0
    contexts: list[tuple[str, Any]] = field(default_factory=list)
    deep: bool = False

    described: dict[str, Node] = field(default_factory=dict)

    def walk(self, depth: int) -> Document:
        """Collect the nodes; values deeper than `depth` are not looked at and set `deep`."""
        self._roots(self.value, "", depth)
        for node in self.nodes:
            if node.identifier is not None and not node.is_reference:
                self.described.setdefault(node.identifier, node)
        return self

    def _roots(self, value: Any, pointer: str, depth: int) -> None:
        if depth <= 0:
            self.deep = True
        elif isinstance(value, list):
            for number, one in enumerate(value):
                self._roots(one, f"{pointer}/{number}", depth - 1)
        elif isinstance(value, dict):
            self._node(value, pointer, None, None, depth)

    def _node(self, value: dict[str, Any], pointer: str, parent: Node | None, role: str | None, depth: int) -> None:
        if depth <= 0:
            self.deep = True
            return
        node = Node(value, pointer, types_of(value), parent, role)
        self.nodes.append(node)
        self.keys += len(value)
        if "@context" in value:
            self.contexts.append((pointer, value["@context"]))
            self.keys += _keys(value["@context"], depth)
        for key, inner in value.items():
            if key != "@context" and inner.__class__ in (dict, list):
                self._value(inner, f"{pointer}/{escape(key)}", node, None if key == "@graph" else key, depth - 1)

    def _value(self, value: Any, pointer: str, node: Node, role: str | None, depth: int) -> None:
        if isinstance(value, dict):
            self._node(value, pointer, None if role is None else node, role, depth)
        elif depth <= 0:
            self.deep = True
        else:
            for number, one in enumerate(value):
                if one.__class__ in (dict, list):
                    self._value(one, f"{pointer}/{number}", node, role, depth - 1)


def _keys(value: Any, depth: int) -> int:
    if depth <= 0:
        raise RecursionError("values are nested too deep")
    if isinstance(value, dict):
        return len(value) + sum(_keys(inner, depth - 1) for inner in value.values())
    return sum(_keys(inner, depth - 1) for inner in value) if isinstance(value, list) else 0


def types_of(value: dict[str, Any]) -> tuple[str, ...]:
    """Return the types of an object as bare names of schema.org; other vocabularies keep their prefix."""
    stated = value.get("@type", value.get("type"))
    if isinstance(stated, str):
        return _bare((stated,))
    if isinstance(stated, list):
        return _bare(tuple(one for one in stated if isinstance(one, str)))
    return ()


@lru_cache(maxsize=1_024)
def _bare(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bare(name) for name in names)


@lru_cache(maxsize=1_024)
def kinds(types: tuple[str, ...]) -> frozenset[str]:
    """Return the types and all above them."""
    return frozenset().union(*(ancestors(name) for name in types))


def values(node: Node, key: str) -> Iterator[tuple[str, Any]]:
    """Yield each value of a property with its pointer, arrays opened."""
    if key not in node.value:
        return
    pointer = f"{node.pointer}/{escape(key)}"
    value = node.value[key]
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield f"{pointer}/{number}", one
    else:
        yield pointer, value
