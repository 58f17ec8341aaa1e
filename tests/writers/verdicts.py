"""What our JSON Schemas say of a document: the quick function and the reference, which have to agree."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import fastjsonschema
import jsonschema

from convert import resources
from convert.validate.schemas.inlined import compiled


class Schema:
    """One of our schemas by its name."""

    def __init__(self, name: str) -> None:
        self.value = json.loads(resources.schema(name).read_text(encoding="utf-8"))
        self.reference = jsonschema.Draft7Validator(self.value)

    def accepts(self, document: Any) -> bool:
        """The one verdict of both validators."""
        try:
            _quick(json.dumps(self.value))(document)
            quick = True
        except fastjsonschema.JsonSchemaException:
            quick = False
        assert quick == self.reference.is_valid(document), document
        return quick


@cache
def _quick(schema: str):
    return compiled(json.loads(schema))
