"""Judging by a schema: official XSDs and our own grammar, compiled once, their findings in a person's words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from lxml import etree

from convert import resources
from convert.validate.rule import Found
from convert.validate.schemas import official

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

MOST: Final = 50
"""Findings of one schema about one item: past it, the rest is rarely news."""

_TYPES: Final = {
    "dateTime": "a date with time, such as 2024-05-02T08:30:00+02:00",
    "DateOptTimeType": "a date, with or without time, such as 2024-05-02 or 2024-05-02T08:30:00+02:00",
    "DateTimeOrNullPropType": "a date with time, such as 2024-05-02T08:30:00+02:00, or empty",
    "TruncatedDateTimeType": "a date, as much of it as is known: 2024, 2024-05, 2024-05-02, 2024-05-02T08:30:00+02:00",
    "QCodeType": "a QCode: an alias, a colon and a code, without blanks",
    "QCodeListType": "QCodes: aliases, colons and codes, parted by blanks",
    "Int1to9Type": "a whole number from 1 to 9",
    "Int100Type": "a whole number from 0 to 100",
    "positiveInteger": "a whole number from 1 up",
    "nonNegativeInteger": "a whole number from 0 up",
    "integer": "a whole number",
    "decimal": "a number",
    "boolean": "true or false",
    "language": "a language tag, such as en-GB",
    "NCName": "a name: a letter or _ first, no blank, no colon",
    "ID": "an identifier of its own: a letter or _ first, no blank, no colon, and not that of another element",
    "IDREF": "the identifier of an element",
    "anyURI": "a URI",
    "IRIType": "a URI",
    "date": "a date, such as 2024-05-02",
}

_QCODE: Final = r"[^\s:]+:[^\s]+"
"""The pattern of a QCode in the official schema."""

_NAMESPACE: Final = re.compile(r"\{[a-zA-Z][a-zA-Z0-9+.-]*:[^{}]*\}")
_NOT_VALID: Final = re.compile(
    r"'(.*)' is not a valid value of the (?:atomic|list|union|local atomic|local union)? ?type(?: '(?:xs:)?([^']*)')?",
    re.DOTALL,
)
_EXPECTED: Final = re.compile(r"Expected is (?:one of )?\( ?(.*?) ?\)")


class _LocalOnly(etree.Resolver):
    """Answer a schema's imports and includes from the store by file name, and never from anywhere else."""

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        name = system_url.rpartition("/")[2]
        path = official.installed().get(name)
        if path is None:
            return cast("Any", self).resolve_empty(context)
        return self.resolve_string(path.read_bytes(), context, base_url=system_url)


@cache
def _compiled(path: Path, _stamp: int) -> etree.XMLSchema | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(_LocalOnly())
    try:
        return etree.XMLSchema(etree.parse(str(path), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError):
        return None


def _official(path: Path | None) -> etree.XMLSchema | None:
    return None if path is None else _compiled(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _newsml(version: str, _state: tuple[str | None, int]) -> tuple[str, etree.XMLSchema] | None:
    versions = official.newsml_versions()
    if not versions:
        return None
    chosen = version if version in versions else versions[-1]
    schema = _official(official.find("newsml-g2", chosen))
    return None if schema is None else (chosen, schema)


def newsml(version: str) -> tuple[str, etree.XMLSchema] | None:
    """Return the schema that judges a standardversion, and its own version; None where none is installed."""
    return _newsml(version, _state())


@lru_cache(maxsize=8)
def _nitf(_state: tuple[str | None, int]) -> etree.XMLSchema | None:
    return _official(official.find("nitf", "3.6"))


def nitf() -> etree.XMLSchema | None:
    """Return the schema of NITF 3.6, or None where it is not installed."""
    return _nitf(_state())


@lru_cache(maxsize=8)
def _folder(_chosen: str | None) -> str:
    return str(official.folder())


def _state() -> tuple[str | None, int]:
    """Return what changes when the store is another one, or files come and go: at the price of one system call."""
    chosen = os.environ.get("NEWSCONVERT_DATA")
    try:
        return chosen, os.stat(_folder(chosen)).st_mtime_ns  # noqa: PTH116 - once for every document
    except OSError:
        return chosen, 0


@cache
def own_grammar() -> etree.RelaxNG:
    """Return the grammar of the NewsML-G2 that we write."""
    return etree.RelaxNG(etree.parse(str(resources.schema("newsml-g2-article.rng"))))


def judge(schema: Any, element: _Element, code: str) -> list[Found]:
    """Return what a compiled schema finds in an element and below, in plain words, at most one finding a place."""
    if schema.validate(element):
        return []
    found: dict[tuple[Any, str], Found] = {}
    for entry in list(schema.error_log)[: 4 * MOST]:
        node = _node(element, entry.path)
        attribute = _attribute(entry.message)
        key = (node, attribute or "")
        if key not in found:
            found[key] = Found(plain(entry.message), node, attribute, code=code, line=entry.line or None)
    return list(found.values())[:MOST]


def _attribute(message: str) -> str | None:
    match = re.match(r"Element '[^']*', attribute '([^']*)'", message)
    return match.group(1) if match else None


def _node(element: _Element, path: str | None) -> _Element:
    """Return the node that libxml2's path names, as seen from the element that was judged."""
    steps = (path or "").partition("/@")[0].split("/")[2:]
    namespaces = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    try:
        nodes = cast("Any", element.xpath("./" + "/".join(steps), namespaces=namespaces)) if steps else [element]
    except etree.XPathError:
        return element
    return nodes[0] if isinstance(nodes, list) and nodes and isinstance(nodes[0], etree._Element) else element


def plain(message: str) -> str:
    """Return a message of libxml2 as a person would say it: names without namespaces, types in words."""
    text = _NAMESPACE.sub("", message).strip()
    place, _, rest = text.partition(": ")
    subject = _subject(place)
    if match := _NOT_VALID.search(rest):
        kind = _TYPES.get(
            match.group(2) or "", f"of type {match.group(2)}" if match.group(2) else "of the type asked for"
        )
        return f"{subject} has the value '{_short(match.group(1))}', which is not {kind}."
    if "facet" in rest:
        return f"{subject}: {_facet(rest)}"
    return _structure(subject, rest) or f"{subject}: {rest}"


def _subject(place: str) -> str:
    names = re.findall(r"'([^']*)'", place)
    if len(names) == 2 and "attribute" in place:  # noqa: PLR2004 - element and attribute
        return f"attribute {names[1]} of <{names[0]}>"
    return f"<{names[0]}>" if names else place


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"  # noqa: PLR2004 - what fits on a line with the rest


def _facet(rest: str) -> str:
    values = re.findall(r"'([^']*)'", rest)
    if "'pattern'" in rest and values[-1:] == [_QCODE]:
        return f"'{_short(values[1])}' is not {_TYPES['QCodeType']}."
    if "'pattern'" in rest and len(values) > 1:
        return f"the value '{_short(values[1])}' does not have the form asked for ({values[-1]})."
    if "'enumeration'" in rest and len(values) > 1:
        return f"the value '{_short(values[1])}' is none of those allowed: {rest.partition('{')[2].rstrip('}. ')}."
    return re.sub(r"^\[facet '[^']*'\] ", "", rest)


def _structure(subject: str, rest: str) -> str | None:
    expected = _EXPECTED.search(rest)
    wanted = _wanted(expected.group(1)) if expected else ""
    if match := re.search(r"The attribute '([^']*)' is required but missing", rest):
        return f"{subject} lacks the attribute {match.group(1)}."
    return next((f"{subject} {said(wanted)}." for mark, said in _STRUCTURES if mark in rest), None)


_STRUCTURES: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("Character content", lambda _: "holds text, and may hold elements only or nothing"),
    ("is not expected", lambda wanted: f"does not belong here{f'; {wanted} may stand here' if wanted else ''}"),
    ("Missing child element", lambda wanted: f"is incomplete{f'; {wanted} has to follow' if wanted else ''}"),
    ("is not allowed.", lambda _: "is not allowed here"),
    ("No matching global declaration", lambda _: "is no item of this standard: nothing with that name can be the root"),
)


def _wanted(names: str) -> str:
    """Return expected names as words. `##other:` and its like are places for elements of other namespaces."""
    parts = [
        f"<{name}>" for name in names.replace(" ", "").split(",") if name and name != "*" and not name.startswith("##")
    ]
    if not parts:
        return "an element of another namespace"
    if len(parts) > 8:  # noqa: PLR2004 - more names are no help
        return ", ".join(parts[:8]) + " or another"
    return " or ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
