"""Good documents with one thing changed each, systematically: what a schema has to notice, and what it cannot."""

import copy
from collections.abc import Iterator
from typing import Any

_WRONG_FOR_TEXT = ("", " ", " begins with a blank", None, 7, True, [], ["a list"], {}, {"@value": "x"})
_WRONG_FOR_NUMBER = ("1", -1, 1.5, True, None, [1])
_WRONG_TIMES = (
    "3 May 2024",
    "2024-05",
    "2024-13-01",
    "2024-02-30",
    "2024-05-03T25:00:00Z",
    "2024-05-03 17:47:00",
    "2024-05-03T17:47:00+2",
    "2024-05-03T17:47:00Z\n",
    "0000-01-01",
    "٢٠٢٤-٠٥-٠٣",
)
_WRONG_ADDRESSES = ("/a", "//example.org/a", "a.html", "#us", "https://example.org/a b", "https://", "x:y\n")
_CODES = ("nosuch", "", " main", None, 1, ["main"])
_WRONG_IN_NINJS = {
    **dict.fromkeys(
        ("firstCreated", "versionCreated", "contentCreated", "embargoedUntil"),
        (*_WRONG_FOR_TEXT, *_WRONG_TIMES, "2024-05-03", "2024-05-03T17:47:00"),
    ),
    **dict.fromkeys(("uri", "href", "linkedRights"), (*_WRONG_FOR_TEXT, "/a", "a.html", "#us", "x:y\n")),
    **dict.fromkeys(("role", "rel", "type", "pubStatus", "representationType", "contentType"), _CODES),
    "version": (*_WRONG_FOR_TEXT, "0", "-1", "1.0", 1),
    "schema": (*_WRONG_FOR_TEXT, "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#"),
}
_WRONG_AT = {
    "@context": ("http://schema.org", "https://schema.org/", "", None, {}),
    "@type": ("Thing", "newsArticle", "person", ["NewsArticle"], "", None),
    **dict.fromkeys(("datePublished", "dateModified", "dateCreated"), (*_WRONG_FOR_TEXT, *_WRONG_TIMES)),
    **dict.fromkeys(("@id", "contentUrl", "license"), (*_WRONG_FOR_TEXT, *_WRONG_ADDRESSES)),
}


def mutants(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and a document for every single change of JSON-LD that ought to be noticed."""
    return _mutants(document, _WRONG_AT)


def ninjs_mutants(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and a document for every single change of ninjs that ought to be noticed."""
    return _mutants(document, _WRONG_IN_NINJS)


def _mutants(document: dict[str, Any], wrong_at: dict[str, tuple[Any, ...]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, value in _places(document):
        for number, wrong in enumerate(_wrong(path, value, wrong_at)):
            yield f"{'/'.join(map(str, path))}: wrong value {number} {wrong!r}", _with(document, path, wrong)
        if isinstance(value, dict):
            yield f"{'/'.join(map(str, path))}: unknown key", _with(document, path, {**value, "nosuch": "x"})
        if path and isinstance(path[-1], str):
            yield f"{'/'.join(map(str, path))}: misspelt key", _renamed(document, path)


def invisible(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield changes of meaning that no schema can notice: it does not know the article."""
    yield "another headline", {**document, "headline": "Another headline"}
    yield (
        "headline and description exchanged",
        {
            **document,
            "headline": "Thousands without power.",
            "description": document["headline"],
        },
    )
    yield "headline left out", {key: value for key, value in document.items() if key != "headline"}
    yield (
        "published and modified exchanged",
        {
            **document,
            "datePublished": document["dateModified"],
            "dateModified": document["datePublished"],
        },
    )
    yield "another count", {**document, "wordCount": document["wordCount"] + 1}
    yield "By in a name", _with(document, ("author", 0, "name"), "By Jane Doe")
    yield "role in a name", _with(document, ("author", 0, "name"), "Jane Doe, Chief Reporter")
    yield "authors exchanged", {**document, "author": document["author"][::-1]}
    yield "another guid than identifier", {**document, "@id": "tag:example.org,2024:other"}
    yield "another language", {**document, "inLanguage": "de"}
    yield "29 February of a common year", {**document, "dateModified": "2023-02-29"}
    yield "person as organisation", _with(document, ("author", 0), {"@type": "Organization", "name": "Jane Doe"})


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _places(inner, (*path, key))


def _wrong(path: tuple[str | int, ...], value: Any, wrong_at: dict[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    if path and path[-1] in wrong_at:
        return wrong_at[str(path[-1])]
    if isinstance(value, int):
        return _WRONG_FOR_NUMBER
    if isinstance(value, str):
        return _WRONG_FOR_TEXT
    if isinstance(value, list):
        return ([], {}, "text", None, [None], [[]], *value[:1])
    return ([value], "text", None, *([{}, {**value, "@type": "Thing"}] if path else []))


def _with(document: dict[str, Any], path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(document)
    parent: Any = changed
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return changed


def _renamed(document: dict[str, Any], path: tuple[str | int, ...]) -> Any:
    changed = copy.deepcopy(document)
    parent: Any = changed
    for step in path[:-1]:
        parent = parent[step]
    key = str(path[-1])
    parent[key.swapcase()] = parent.pop(path[-1])
    return changed
