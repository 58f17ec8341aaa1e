"""The JSON Schemas that we ship say what the code says."""

from __future__ import annotations

import json

import jsonschema
import pytest

from convert import resources
from convert.account import FORMAT
from convert.article import Article, Label, OriginSource
from convert.profile import Profile
from convert.readers.decode import Method


@pytest.mark.parametrize(("model", "name"), [(Article, "article.schema.json"), (Profile, "profile.schema.json")])
def test_the_exported_schema_of_a_model_is_in_step(root, model, name, update_golden):
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    made = json.dumps(schema, indent=1, ensure_ascii=True, sort_keys=True) + "\n"
    path = root / "schemas" / name
    if update_golden:
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made, "run `make golden`"
    jsonschema.Draft202012Validator.check_schema(json.loads(made))


def test_the_schema_of_the_account_knows_every_value_that_the_code_has():
    schema = json.loads(resources.schema("segments.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    definitions = schema["definitions"]
    assert schema["properties"]["format"]["const"] == FORMAT
    assert definitions["line"]["properties"]["label"]["enum"] == [label.value for label in Label]
    assert definitions["origin"]["properties"]["source"]["enum"] == [source.value for source in OriginSource]
    method = schema["properties"]["source"]["properties"]["encoding"]["properties"]["method"]
    assert method["enum"] == [one.value for one in Method]


def test_every_account_of_the_samples_is_valid(root):
    schema = json.loads(resources.schema("segments.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    accounts = sorted((root / "samples/outputs").glob("*.segments.json"))
    assert accounts
    for path in accounts:
        validator.validate(json.loads(path.read_text(encoding="utf-8")))
