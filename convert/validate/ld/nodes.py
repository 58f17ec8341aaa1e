"""Rules on nodes: contexts, types, properties that exist and belong to them, references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from typing import Any, Final

from convert.validate.ld.model import Document, Node, kinds
from convert.validate.ld.table import rule
from convert.validate.ld.vocabulary import DATA_TYPES, bare, is_article, vocabulary
from convert.validate.rule import ERROR, INFO, WARNING, Found, clip, closest

_SCHEMA_ORG: Final = "schema.org 30.0, vocabulary"
_LD: Final = "JSON-LD 1.1 (W3C)"


def _names_schema_org(context: Any) -> bool:
    if isinstance(context, str):
        return context.strip().rstrip("/").lower() in _CONTEXTS
    if isinstance(context, list):
        return any(_names_schema_org(one) for one in context)
    if isinstance(context, dict):
        return any(isinstance(v, str) and v.rstrip("/#").lower() in _CONTEXTS for v in context.values())
    return False


_CONTEXTS: Final = frozenset(
    f"{scheme}://{host}schema.org{path}"
    for scheme in ("http", "https")
    for host in ("", "www.")
    for path in ("", "/docs/jsonldcontext.json", "/docs/jsonldcontext.jsonld")
)


@rule(
    "LD001",
    ERROR,
    "No context of schema.org",
    on="*document",
    why="The context gives the keys their meaning: without it headline is a word and no property.",
    source=_LD + ", section 3.1; schema.org, Getting started",
    mend='Write "@context": "https://schema.org".',
    bad={"context": ""},
    good={"context": '"@context": "http://schema.org/"'},
)
def context_absent(document: Document) -> Iterator[Found]:
    if document.nodes and not any(_names_schema_org(context) for _, context in document.contexts):
        stated = document.contexts[0] if document.contexts else None
        if stated is None:
            yield Found("The document has no @context", document.nodes[0].pointer)
        else:
            yield Found("The @context does not name schema.org", f"{stated[0]}/@context")


@rule(
    "LD002",
    WARNING,
    "A node without a type",
    on="*node",
    why="Readers choose by @type: an author that is neither Person nor Organization is dropped.",
    source="Google, Article structured data: author is Person or Organization; " + _LD,
    mend="Write @type.",
    bad={"author": '"author": {"name": "Ann Example", "url": "https://example.com/ann"}'},
    good={"author": '"author": {"@id": "https://example.com/ann"}'},
)
def type_absent(document: Document, node: Node) -> Iterator[Found]:
    value = node.value
    if node.types or "@type" in value or "type" in value or node.is_reference or "@graph" in value:
        return
    if (
        "@list" in value
        or "@set" in value
        or (node.parent is None and node.identifier is None and set(value) <= {"@context"})
    ):
        return
    yield Found(f"The {'node' if node.role is None else node.role} has no @type", node.pointer)


@cache
def _folded(kind: str) -> dict[str, str]:
    names = vocabulary().parents if kind == "type" else vocabulary().properties
    return {name.casefold(): name for name in names}


@lru_cache(maxsize=1_024)
def _hint(name: str, kind: str) -> str:
    folded = _folded(kind)
    near = name.casefold() if name.casefold() in folded else closest(name.casefold(), folded)
    return f"; did you mean {folded[near]}?" if near else ""


@rule(
    "LD003",
    ERROR,
    "There is no such type",
    on="*node",
    why="The context makes an address of any word, so nothing fails; and no reader knows the type.",
    source=_SCHEMA_ORG,
    mend="Write the type as schema.org does, capitals included.",
    bad={"publisher": '"publisher": {"@type": "newsMediaOrganization", "name": "Example Press"}'},
    good={"publisher": '"publisher": {"@type": "NewsMediaOrganization", "name": "Example Press"}'},
    fix=True,
)
def type_unknown(document: Document, node: Node) -> Iterator[Found]:
    for name in node.types:
        if ":" in name or name in vocabulary().parents or name in vocabulary().members:
            continue
        meant = _folded("type").get(name.casefold())
        edits = ((name, meant),) if meant and len(node.types) == 1 else ()
        key = "@type" if "@type" in node.value else "type"
        message = f"schema.org has no type {clip(name)}"
        yield Found(message, f"{node.pointer}/{key}", edits=edits, hint=partial(_hint, name, "type"))


@rule(
    "LD004",
    ERROR,
    "There is no such property",
    on="*property",
    why="The context makes an address of any word, so nothing fails; and no reader knows it: its value is lost.",
    source=_SCHEMA_ORG,
    mend="Write the property as schema.org does, capitals included.",
    bad={"more": '"articlebody": "The ferry runs again."'},
    good={"more": '"alternativeHeadline": "Nine days of storm over"'},
)
def property_unknown(types: tuple[str, ...], key: str) -> Iterator[Found]:
    name = bare(key)
    if ":" in name or name.startswith("@") or name.endswith(("-input", "-output")) or name in vocabulary().properties:
        return
    yield Found(f"schema.org has no property {clip(name)}", hint=partial(_hint, name, "property"))


@rule(
    "LD005",
    WARNING,
    "The property does not belong to the type",
    on="*property",
    why="Readers look for a property on the types that have it, and find it on no other.",
    source=_SCHEMA_ORG + ", domainIncludes",
    mend="Move it to the node that it is about, or take the property that the type has.",
    bad={
        "author": '"author": {"@type": "Person", "name": "Ann Example", "headline": "Reporter", "url": "https://example.com/ann"}'
    },
    good={
        "author": '"author": {"@type": "Person", "name": "Ann Example", "jobTitle": "Reporter", "url": "https://example.com/ann"}'
    },
)
def wrong_domain(types: tuple[str, ...], key: str) -> Iterator[Found]:
    row = vocabulary().properties.get(bare(key))
    known = kinds(types)
    if row is None or not known or any(":" in name for name in types) or row.domains & known:
        return
    yield Found(f"{bare(key)} belongs to {_listed(row.domains)}, not to {' and '.join(types)}")


def _listed(names: frozenset[str], most: int = 4) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:most]) + (f" and {len(ordered) - most} more" if len(ordered) > most else "")


@rule(
    "LD006",
    WARNING,
    "A property or type that was replaced",
    on="*property",
    why="schema.org keeps it for old pages; readers move on to the one that replaced it.",
    source=_SCHEMA_ORG + ", supersededBy",
    mend="Write the one that the message names.",
    bad={"more": '"awards": "Harbour Prize"'},
    good={"more": '"award": "Harbour Prize"'},
)
def superseded(types: tuple[str, ...], key: str) -> Iterator[Found]:
    row = vocabulary().properties.get(bare(key))
    if row is not None and row.successor:
        yield Found(f"{bare(key)} was replaced by {row.successor}")


@rule(
    "LD007",
    WARNING,
    "Text in the place of a node, or a node in the place of text",
    on="*ranged",
    why="Readers take the parts of a node (name, url) one by one. Text in its place has none.",
    source=_SCHEMA_ORG + ", rangeIncludes; Google: every author a node",
    mend="Write a node with @type and name, or plain text where text is asked for.",
    bad={"author": '"author": "Ann Example"'},
    good={"author": '"author": {"@type": "Organization", "name": "Example Press", "url": "https://example.com"}'},
)
def wrong_range(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    row = vocabulary().properties[bare(key)]
    if isinstance(value, str):
        if (
            value
            and not row.ranges & _TEXTUAL
            and not _enumerated(row.ranges, value)
            and not value.startswith(("http://", "https://", "#", "_:"))
        ):
            yield Found(f"{bare(key)} is text; it takes {_listed(row.ranges)}", pointer)
    elif isinstance(value, dict):
        if "@value" in value or "@list" in value or "@set" in value or Node(value, "", ()).is_reference:
            return
        if row.ranges <= DATA_TYPES:
            yield Found(f"{bare(key)} is a node; it takes {_listed(row.ranges)}", pointer)
    elif isinstance(value, bool) and not row.ranges & {"Boolean", "Text"}:
        yield Found(f"{bare(key)} is {str(value).lower()}; it takes {_listed(row.ranges)}", pointer)


_TEXTUAL: Final = frozenset(
    {
        "Text",
        "URL",
        "Date",
        "DateTime",
        "Time",
        "Number",
        "Integer",
        "Float",
        "Boolean",
        "Duration",
        "Distance",
        "Language",
    }
    | {"CssSelectorType", "XPathType", "PronounceableText", "Mass", "Energy", "QuantitativeValue", "DefinedTerm"}
)


def _enumerated(ranges: frozenset[str], value: str) -> bool:
    members = vocabulary().members.get(bare(value), ())
    return bool(set(members) & ranges) or bare(value) in vocabulary().parents


@rule(
    "LD008",
    WARNING,
    "A node of a type that the property does not take",
    on="*ranged",
    why="A reader looks for an author that is a Person or an Organization, and passes over anything else.",
    source=_SCHEMA_ORG + ", rangeIncludes",
    mend="Take a type that the property takes.",
    bad={"author": '"author": {"@type": "Place", "name": "Harbour", "url": "https://example.com/harbour"}'},
    good={
        "author": '"author": {"@type": "NewsMediaOrganization", "name": "Example Press", "url": "https://example.com"}'
    },
)
def wrong_type(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if not isinstance(value, dict):
        return
    from convert.validate.ld.model import types_of

    row = vocabulary().properties[bare(key)]
    types = types_of(value)
    known = kinds(types)
    if not known or row.ranges & known or row.ranges <= DATA_TYPES or "Role" in known:
        return
    yield Found(f"{bare(key)} is a {' and '.join(types)}; it takes {_listed(row.ranges)}", pointer)


@rule(
    "LD009",
    WARNING,
    "A reference to a node that the document does not have",
    on="*node",
    why="A blank node or a fragment lives in its document only: nothing else can say what it means.",
    source=_LD + ", node identifiers",
    mend="Describe the node in the document, or write its whole address.",
    bad={"author": '"author": {"@id": "#ann"}'},
    good={"author": '"author": {"@id": "https://example.com/ann"}'},
)
def reference_nowhere(document: Document, node: Node) -> Iterator[Found]:
    name = node.identifier
    if not node.is_reference or name is None or not name.startswith(("#", "_:")):
        return
    if name not in document.described:
        yield Found(f"No node of the document is {clip(name)}", f"{node.pointer}/@id")


@rule(
    "LD010",
    INFO,
    "Two nodes with one identifier contradict each other",
    on="*node",
    why="Readers join nodes with the same @id: one property then has two values.",
    source=_LD + ", node objects",
    mend="Say it once, and refer to the node by @id elsewhere.",
    bad={
        "author": '"author": {"@type": "Person", "@id": "https://example.com/ann", "name": "Ann Example"}',
        "more": '"editor": {"@type": "Person", "@id": "https://example.com/ann", "name": "Bo Example"}',
    },
    good={
        "author": '"author": {"@type": "Person", "@id": "https://example.com/ann", "name": "Ann Example"}',
        "more": '"editor": {"@id": "https://example.com/ann"}',
    },
)
def contradiction(document: Document, node: Node) -> Iterator[Found]:
    if node.identifier is None or node.is_reference:
        return
    first = document.described.get(node.identifier, node)
    names = first.value.get("name"), node.value.get("name")
    if None not in names and names[0] != names[1]:
        yield Found(f"{clip(node.identifier)} has another name here than before", node.pointer)


@rule(
    "LD011",
    INFO,
    "No article in the document",
    on="*document",
    why="Readers of news look for NewsArticle or one of its kinds.",
    source="Google, Article structured data",
    mend="Nothing, if the document is about something else.",
    bad={"document": '{"@context": "https://schema.org", "@type": "WebPage", "name": "Harbour"}'},
    good={"type": '"@type": "ReportageNewsArticle"'},
)
def no_article(document: Document) -> Iterator[Found]:
    if document.nodes and not any(is_article(node.types) for node in document.nodes):
        yield Found("No node is an Article or of a kind of it", document.nodes[0].pointer)


_NOT_IN_IRI: Final = re.compile(r"[\s\x00-\x20\x7f<>\"{}|\\^`]")


@rule(
    "LD012",
    WARNING,
    "The @id is no identifier",
    on="*node",
    why="No address has a blank, a bracket or a quotation mark: readers that make statements of the document drop the "
    "node and all that refers to it. One that is no text ends many of them with an exception.",
    source=_LD + ", node identifiers and deserialisation to RDF; RFC 3987",
    mend="Write the address, blanks and other characters escaped.",
    bad={"more": '"@id": "https://example.com/stories/the ferry"'},
    good={"more": '"@id": "https://example.com/stories/the%20ferry"'},
)
def identifier_malformed(document: Document, node: Node) -> Iterator[Found]:
    key = "@id" if "@id" in node.value else "id"
    value = node.value.get(key, "")
    if not isinstance(value, str):
        yield Found(f"{key} is no text", f"{node.pointer}/{key}")
    elif _NOT_IN_IRI.search(value):
        yield Found(f"{key} {clip(value)} is no address", f"{node.pointer}/{key}")
