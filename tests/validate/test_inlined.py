import json

import fastjsonschema
import pytest

from convert import resources
from convert.validate.jsonld import reference, schema_findings
from convert.validate.schemas.inlined import compiled, inlined

_OWN = ["json-ld-article.schema.json", "ninjs-article.schema.json"]


@pytest.mark.parametrize("name", _OWN)
def test_no_reference_is_left_and_nothing_else_is_lost(name):
    text = resources.schema(name).read_text(encoding="utf-8")
    whole = json.dumps(inlined(json.loads(text)))
    assert '"$ref"' in text
    assert '"$ref"' not in whole
    assert '"definitions"' not in whole


def test_it_judges_as_the_schema_does():
    schema = {"items": {"$ref": "#/definitions/word"}, "definitions": {"word": {"type": "string", "minLength": 2}}}
    check = compiled(schema)
    check(["ab", "cd"])
    with pytest.raises(fastjsonschema.JsonSchemaException):
        check(["a"])


def test_a_property_may_be_called_like_a_reference():
    assert inlined({"properties": {"$ref": {"type": "string"}}}) == {"properties": {"$ref": {"type": "string"}}}


def test_a_schema_that_refers_to_itself_is_refused():
    with pytest.raises(RecursionError):
        inlined({"$ref": "#/definitions/a", "definitions": {"a": {"items": {"$ref": "#/definitions/a"}}}})


def test_what_a_schema_refers_to_elsewhere_is_not_fetched():
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"place": {"$ref": "https://elsewhere.example/GeoJSON.json#"}, "name": {"type": "string"}},
    }
    assert reference(schema).is_valid({"place": {"type": "Point"}})
    (found,) = schema_findings(schema, {"place": 1, "name": 1}, "XSD003")
    assert found.node == "/name"
