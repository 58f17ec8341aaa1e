"""Labels that a person set stand in place of the model's, wherever an article comes from."""

from __future__ import annotations

import json

import pytest

from convert import segment, to_article
from convert.article import Label
from convert.diagnostics import Diagnostic, Rejected
from convert.metadata import parse
from convert.segment.given import corrected
from tests.batch.running import article, convert, made

TEXT = article(1)


def test_given_labels_stand_and_the_rest_is_the_models():
    found = segment(TEXT)
    labels = [Label.BOILERPLATE, *[None] * (len(found.lines) - 1)]
    given = corrected(found, labels)
    assert given.lines[0].label is Label.BOILERPLATE
    assert given.lines[0].confidence == 1
    assert given.lines[1:] == found.lines[1:]
    assert given.confidence == found.confidence


def test_labels_that_do_not_fit_are_said():
    found = corrected(segment(TEXT), [Label.BODY])
    assert isinstance(found, Diagnostic)
    assert found.code == "segment.labels"


@pytest.mark.parametrize("labels", [["heading"], "body", [3], [["body"]], {"0": "body"}])
def test_what_is_no_label_is_named(labels):
    known, found = parse({"labels": labels})
    assert known.labels == ()
    assert [(one.code, one.path) for one in found] == [("read.metadata", "/labels")]


def test_the_api_takes_them():
    lines = len(segment(TEXT).lines)
    made_of = to_article(TEXT, metadata={"labels": ["body"] * lines})
    assert made_of.headline is None
    assert len(made_of.body) >= 1
    with pytest.raises(Rejected) as error:
        to_article(TEXT, metadata={"labels": ["body"]})
    assert error.value.code == "segment.labels"


def test_a_run_takes_them_from_what_lies_beside_the_text(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = len(segment(TEXT).lines)
    (source / "a.json").write_text(json.dumps({"labels": ["boilerplate", *["body"] * (lines - 1)]}), encoding="utf-8")
    assert convert(source, out).returncode == 0
    account = json.loads(made(out)["a.segments.json"])
    assert {line["label"] for line in account["lines"]} == {"boilerplate", "body"}
    assert account["confidence"] == 1
    (source / "a.json").write_text(json.dumps({"labels": ["body"]}), encoding="utf-8")
    assert convert(source, out).returncode == 1
