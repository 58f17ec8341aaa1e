"""Documents to judge, right and wrong, and what a run finds in them."""

from __future__ import annotations

import io
import json

from convert.validate.g2.base import document
from convert.validate.runs.options import Options
from convert.validate.runs.run import run

GOOD = document({})
BAD = document({"pubStatus": '<pubStatus qcode="stat:cancelled"/>', "headline": "<headline/>"})
WRONG = document({"xhtml": '<inlineXML contenttype="application/xhtml+xml"><html xmlns=""><body/></html></inlineXML>'})


def judged(paths, **options):
    out = io.StringIO()
    code = run(paths, Options(ignore=("schema.absent",), **options), out)
    return code, out.getvalue()


def found(paths, **options):
    code, text = judged(paths, report="json", **options)
    table = json.loads(text)
    return code, {doc["name"]: [f["code"] for f in doc["findings"]] for doc in table["documents"]}
