"""The JSON Schema of our JSON-LD: strict, and judged alike by the fast validator and by the reference."""

import json

import jsonschema
import pytest
from hypothesis import given, settings

from convert.article import Caption
from convert.writers import genres, json_ld, schema_org
from tests.writers.generated import FULL, articles, minimal
from tests.writers.mutants import invisible, mutants
from tests.writers.verdicts import Schema

SCHEMA = Schema("json-ld-article.schema.json")
accepts = SCHEMA.accepts


def good():
    picture = FULL.evolve(captions=(*FULL.captions, Caption(credit="A. Sample")))
    return [
        json.loads(json_ld.write(article, variant)) for article in (picture, minimal()) for variant in (None, "graph")
    ]


def test_it_is_a_schema_and_strict_everywhere():
    jsonschema.Draft7Validator.check_schema(SCHEMA.value)

    def objects(value):
        if isinstance(value, dict):
            if "properties" in value and value.get("type") in ("object", ["string", "object"]):
                yield value
            for inner in value.values():
                yield from objects(inner)

    found = list(objects(SCHEMA.value))
    assert len(found) > 10
    assert all(found["additionalProperties"] is False and "required" in found for found in found)


@given(articles)
@settings(deadline=None, max_examples=60)
def test_whatever_is_written_is_valid(article):
    for variant in (None, "graph", "nobody"):
        document = json.loads(json_ld.write(article, variant))
        assert accepts(document), list(map(str, SCHEMA.reference.iter_errors(document)))


@pytest.mark.parametrize("document", good())
def test_every_change_that_ought_to_be_noticed_is(document):
    changed = list(mutants(document))
    missed = [name for name, mutant in changed if accepts(mutant)]
    assert missed == []
    assert len(changed) > 50


def test_there_are_hundreds_of_them():
    assert sum(1 for document in good() for _ in mutants(document)) > 200


def test_what_a_schema_cannot_know():
    document = good()[0]
    assert all(mutant != document and accepts(mutant) for _, mutant in invisible(document))


@pytest.mark.parametrize("key", ["@context", "@type", "identifier", "version", "wordCount"])
def test_what_is_required(key):
    document = json.loads(json_ld.write(FULL))
    del document[key]
    assert not accepts(document)


def test_roles_belong_to_people_and_parents_to_organisations():
    document = json.loads(json_ld.write(FULL))
    person, newsroom = document["author"]
    assert not accepts({**document, "author": [{**person, "@type": "Organization"}]})
    assert not accepts({**document, "author": [{**newsroom, "@type": "Person", "description": "The desk"}]})


def test_the_closed_lists_are_those_of_the_code():
    properties = SCHEMA.value["definitions"]["article"]["properties"]
    assert properties["@type"]["enum"] == list(genres.TYPES)
    sources = [
        code.rpartition("/")[2].removesuffix("DigitalSource") for code in properties["digitalSourceType"]["enum"]
    ]
    codes = [name[0].lower() + name[1:] for name in sources]
    assert all(schema_org.digital_source(code) in properties["digitalSourceType"]["enum"] for code in codes)
    assert len(codes) == 17
