"""Others' judgement of our JSON-LD: a JSON-LD processor, the vocabulary itself, and models made from it."""

import json
from collections import Counter
from datetime import date, datetime

import pytest
from pyld import jsonld

from convert.writers import json_ld
from tests.writers import gold
from tests.writers.generated import FULL, minimal

pytestmark = pytest.mark.corpus

_SCHEMA = "http://schema.org/"
_TIMES = {"datePublished", "dateModified", "dateCreated"}


@pytest.fixture(scope="module")
def written(shared):
    """Documents of 500 corpus texts with the default profile and with a full one, and the extremes."""
    corpus = [article for profile in gold.PROFILES.values() for article in gold.articles(shared, profile)]
    assert len(corpus) == 1000
    plain = [json_ld.write(article) for article in (FULL, minimal(), *corpus)]
    graphs = [json_ld.write(article, "graph") for article in (FULL, *corpus[-50:])]
    return [json.loads(data) for data in (*plain, *graphs)]


@pytest.fixture(scope="module")
def vocabulary(shared):
    """Every term of the release by its name: its node."""
    graph = json.loads((shared / "standards/schemaorg/schemaorg-current-https.jsonld").read_text("utf-8"))["@graph"]
    return {node["@id"].removeprefix("schema:"): node for node in graph}


def names(node, key):
    found = node.get(key, [])
    return {one["@id"].removeprefix("schema:") for one in (found if isinstance(found, list) else [found])}


def ancestors(vocabulary, kind):
    return {kind}.union(*(ancestors(vocabulary, parent) for parent in names(vocabulary[kind], "rdfs:subClassOf")))


def typed_nodes(value):
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from typed_nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from typed_nodes(inner)


def scalars(value, skip=()):
    if isinstance(value, dict):
        return sum((scalars(inner, skip) for key, inner in value.items() if key not in skip), Counter())
    if isinstance(value, list):
        return sum((scalars(inner, skip) for inner in value), Counter())
    return Counter([str(value).removeprefix(_SCHEMA)])


def test_expansion_drops_nothing_and_leaves_nothing_relative(shared, written):
    context = json.loads((shared / "standards/schemaorg/schemaorgcontext.jsonld").read_text("utf-8"))

    def loader(url, _options=None):
        assert url == json_ld.CONTEXT
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

    for document in written:
        expanded = jsonld.expand(document, {"documentLoader": loader, "base": ""})
        literal_types = Counter({f"{_SCHEMA}Date".removeprefix(_SCHEMA): times(document)})
        assert scalars(expanded) == scalars(document, skip=("@context",)) + literal_types
        assert_absolute(expanded)


def times(value):
    if isinstance(value, dict):
        return sum((key in _TIMES) + times(inner) for key, inner in value.items())
    return sum(map(times, value)) if isinstance(value, list) else 0


def assert_absolute(value):
    if isinstance(value, list):
        for inner in value:
            assert_absolute(inner)
    elif isinstance(value, dict):
        assert ":" in value.get("@id", "x:y")
        assert all(key.startswith((_SCHEMA, "@")) for key in value), list(value)
        for inner in value.values():
            assert_absolute(inner)


def test_every_term_is_known_and_stands_where_it_may(written, vocabulary):
    literals = {"Text", "URL", "Date", "DateTime", "Number", "Integer"}
    for document in written:
        for node in typed_nodes(document):
            kinds = ancestors(vocabulary, node["@type"])
            for name, value in node.items():
                if name.startswith("@"):
                    continue
                assert names(vocabulary[name], "schema:domainIncludes") & kinds, (node["@type"], name)
                ranges = names(vocabulary[name], "schema:rangeIncludes")
                for one in value if isinstance(value, list) else [value]:
                    fits_range(vocabulary, name, one, ranges, literals)
                assert "schema:supersededBy" not in vocabulary[name], name


def fits_range(vocabulary, name, value, ranges, literals):
    if not isinstance(value, dict):
        member = vocabulary.get(str(value).removeprefix("https://schema.org/"))
        types = {member["@type"].removeprefix("schema:")} if member else literals
        assert ranges & types, (name, value)
    elif "@type" in value:
        assert ranges & ancestors(vocabulary, value["@type"]), (name, value["@type"])


def test_models_made_from_the_vocabulary_accept_them(written):
    registry = pytest.importorskip("schema_org.registry")
    for document in written:
        for node in document.get("@graph", [document]):
            if "@graph" not in document:
                assert modelled(registry, node).to_jsonld() == spelt(node)


def modelled(registry, value, name=""):
    if isinstance(value, list):
        return [modelled(registry, inner, name) for inner in value]
    if isinstance(value, dict):
        inner = {key: modelled(registry, one, key) for key, one in value.items() if not key.startswith("@")}
        return registry.get_model(value["@type"])(**inner)
    if name in _TIMES:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if name == "digitalSourceType":
        return registry.ENUM_BY_SCHEMA["IPTCDigitalSourceEnumeration"](value)
    return value


def spelt(value, *, root=True):
    """The document as the models write it: no @id, and UTC as an offset."""
    if isinstance(value, list):
        return [spelt(inner, root=False) for inner in value]
    if isinstance(value, dict):
        kept = {key: spelt(inner, root=False) for key, inner in value.items() if key not in ("@id", "@context")}
        for key in _TIMES & set(kept):
            kept[key] = kept[key].replace("Z", "+00:00")
        return {"@context": "https://schema.org", **kept} if root else kept
    return value
