"""The figures of the fields on the gold corpus, and floors under them.

Measured with the corpus's own labels, so that a floor that gives way is the fields' doing and not the segmenter's.
The figures from predicted labels stand in docs/fields.md.
"""

from __future__ import annotations

import json

import pytest

from convert.fields import evaluate
from tests.fields.making import seg

FLOORS = {
    "author F1": 0.94,
    "author precision": 0.95,
    "published, right day": 0.95,
    "headline as shown": 0.99,
    "headline as in the page's data": 0.83,
    "standfirst": 0.98,
    "captions found": 0.95,
    "credits right": 0.96,
    "language": 0.99,
}
CEILINGS = {"published, wrong day": 0.015, "published, zone not stated": 0.0, "captions in the body": 0.03}


@pytest.mark.corpus
@pytest.mark.parametrize("rendition", ["extract", "page"])
def test_the_figures_stay_where_they_are(shared, rendition):
    found = {one.name: one for one in evaluate.evaluate(shared / "corpus" / "dev.jsonl", rendition=rendition)}
    for name, floor in FLOORS.items():
        assert found[name].value >= floor, (name, found[name].misses)
    for name, ceiling in CEILINGS.items():
        assert found[name].value <= ceiling, (name, found[name].misses)


RECORD = {
    "id": "a",
    "rendition": "extract",
    "lang": "en",
    "country": "uk",
    "raw_text": "Terminal closes\nBy Ana Costa\n3 March 2024\nThe old pier Photo: Tom Oakes\n"
    + "The board voted to close it. " * 9,
    "lines": [{"label": label} for label in ("headline", "byline", "dateline", "caption", "body")],
    "gold": {
        "title": "Terminal closes",
        "authors": ["Ana Costa", "Somebody Else"],
        "publishing_date": "2024-03-03T10:00:00+00:00",
        "standfirst": "",
        "captions": ["The old pier"],
        "credits": ["Tom Oakes"],
    },
}


def test_an_author_whom_the_text_does_not_name_is_not_missed():
    found = {one.name: one for one in evaluate.figures(evaluate.cases([RECORD]), rounds=50)}
    assert (found["author recall"].hits, found["author recall"].total) == (1, 1)
    assert found["author F1"].value == 1
    assert all(
        found[name].value == 1 for name in ("published, right day", "captions found", "credits right", "language")
    )


def test_mistakes_are_counted_and_named():
    wrong = {**RECORD, "gold": {**RECORD["gold"], "authors": ["Tom Oakes"], "publishing_date": "2024-05-05T10:00:00"}}
    found = {one.name: one for one in evaluate.figures(evaluate.cases([wrong]), rounds=50)}
    assert found["author precision"].value == 0
    assert found["author precision"].misses == ("a",)
    assert found["published, wrong day"].misses == ("a",)


def test_labels_of_a_labeller_are_used_and_the_report_is_the_same_twice(tmp_path):
    gold, labels = tmp_path / "gold.jsonl", tmp_path / "labels.jsonl"
    gold.write_text(json.dumps(RECORD) + "\n")
    labels.write_text(json.dumps({"id": "a", "rendition": "extract", "labels": ["body"] * 5}) + "\n")
    found = {one.name: one for one in evaluate.evaluate(gold, labels)}
    assert found["captions in the body"].value == 1
    assert found["author recall"].value == 0
    assert evaluate.report(evaluate.evaluate(gold)) == evaluate.report(evaluate.evaluate(gold))


def test_lines_of_gives_back_the_text():
    text = seg("h|One\n\nb|  Two  ").text
    made = evaluate.lines_of(text, ["headline", "body"])
    assert [made.text[line.start : line.end] for line in made.lines] == ["One", "Two"]
