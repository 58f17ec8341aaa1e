"""The one line: outcomes as values, bugs isolated, the account."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from convert import pipeline, stamp
from convert.article import OriginSource
from convert.metadata import NONE
from convert.pipeline import Job, Status, convert_records
from convert.profile import DEFAULT, Profile, TextFacts
from convert.readers import Raw, read

STORY = "A headline of some words\n\nThe council of the town voted on Tuesday to repair the old bridge.\n"
JOB = Job(("newsml-g2", "json-ld"), timestamp=stamp.Stamp(datetime(2026, 1, 1, tzinfo=UTC), OriginSource.OPTION))


def records(*texts: str):
    return [one for n, text in enumerate(texts) for one in read(Raw(f"{n}.txt", text.encode(), NONE), DEFAULT, "text")]


def test_outcomes_come_in_the_order_of_the_records():
    outcomes = convert_records(records(STORY, "", STORY.replace("bridge", "tower")), JOB)
    assert [outcome.key for outcome in outcomes] == ["0.txt", "1.txt", "2.txt"]
    assert [outcome.status for outcome in outcomes] == [Status.CONVERTED, Status.REJECTED, Status.CONVERTED]
    assert outcomes[1].reason.code == "read.empty"
    assert outcomes[1].outputs == ()


def test_the_outputs_do_not_depend_on_the_batch():
    texts = [STORY, STORY * 3, STORY.upper(), "x\n" * 50 + STORY]
    together = convert_records(records(*texts), JOB)
    for number, one in enumerate(records(*texts)):
        assert convert_records([one], JOB)[0] == together[number]


def test_an_outcome_has_an_output_a_format_and_the_account():
    (outcome,) = convert_records(records(STORY), JOB)
    assert [output.suffix for output in outcome.outputs] == [".newsml.xml", ".jsonld", ".segments.json"]
    account = json.loads(outcome.outputs[-1].data)
    assert set(account["validated_by"]) == {"newsml-g2", "json-ld"}
    assert "".join(line["before"] + line["text"] for line in account["lines"]) + account["after"] == STORY
    assert account["source"]["encoding"] == {"name": "utf-8", "method": "valid UTF-8", "confidence": 1.0}


def test_a_bug_on_one_text_costs_that_text_alone(monkeypatch):
    segment_many = pipeline.segment_many

    def broken(texts, **options):
        if any("tower" in text for text in texts):
            raise ZeroDivisionError("by a tower")
        return segment_many(texts, **options)

    monkeypatch.setattr(pipeline, "segment_many", broken)
    outcomes = convert_records(records(STORY, STORY.replace("bridge", "tower"), STORY), JOB)
    assert [outcome.status for outcome in outcomes] == [Status.CONVERTED, Status.REJECTED, Status.CONVERTED]
    assert outcomes[1].reason.code == "batch.crash"
    assert "ZeroDivisionError: by a tower" in outcomes[1].reason.message
    assert "/" not in outcomes[1].reason.message


def test_a_bug_in_the_fields_of_one_text_costs_that_text_alone(monkeypatch):
    build_many = pipeline.fields.build_many

    def broken(texts):
        if any("tower" in text.segmentation.text for text in texts):
            raise ZeroDivisionError("by a tower")
        return build_many(texts)

    monkeypatch.setattr(pipeline.fields, "build_many", broken)
    outcomes = convert_records(records(STORY, STORY.replace("bridge", "tower"), STORY), JOB)
    assert [outcome.status for outcome in outcomes] == [Status.CONVERTED, Status.REJECTED, Status.CONVERTED]
    assert outcomes[1].reason.code == "batch.crash"
    monkeypatch.undo()
    assert [outcomes[0], outcomes[2]] == convert_records(records(STORY, "", STORY), JOB)[::2]


def test_an_output_that_is_not_valid_is_not_kept(monkeypatch):
    monkeypatch.setattr(pipeline.writers, "write", lambda article, name: b"<newsItem/>")
    (outcome,) = convert_records(records(STORY), JOB)
    assert (outcome.status, outcome.outputs) == (Status.REJECTED, ())
    assert outcome.reason.code == "write.invalid"


def test_outputs_that_are_judged_side_by_side_fall_one_by_one(monkeypatch):
    """More than are judged together; one is not valid, and on another a judge breaks down."""
    write, examine_own = pipeline.writers.write, pipeline.examine_own

    def damaged(article, name):
        data = write(article, name)
        return data.replace(b"<itemMeta>", b"<itemMeto>") if b"the mill" in data else data

    def breaking(documents, name):
        if any(b"the tower" in data for data in documents):
            raise ZeroDivisionError("by a tower")
        return examine_own(documents, name)

    texts = [STORY.replace("bridge", f"bridge {number}") for number in range(20)]
    texts[3], texts[17] = STORY.replace("the old bridge", "the mill"), STORY.replace("the old bridge", "the tower")
    undisturbed = convert_records(records(*texts), JOB)
    monkeypatch.setattr(pipeline.writers, "write", damaged)
    monkeypatch.setattr(pipeline, "examine_own", breaking)
    outcomes = convert_records(records(*texts), JOB)
    assert {n: one.reason.code for n, one in enumerate(outcomes) if one.reason} == {
        3: "write.invalid",
        17: "batch.crash",
    }
    assert all(one == undisturbed[n] for n, one in enumerate(outcomes) if n not in (3, 17))


def test_the_fingerprint_changes_with_what_the_outputs_depend_on():
    other = stamp.Stamp(datetime(2026, 1, 2, tzinfo=UTC), OriginSource.OPTION)
    clock = stamp.Stamp(datetime(2026, 1, 2, tzinfo=UTC), OriginSource.CLOCK)
    assert JOB.fingerprint() == Job(JOB.formats, timestamp=JOB.timestamp).fingerprint()
    assert JOB.fingerprint() == Job(JOB.formats, timestamp=JOB.timestamp, run=clock).fingerprint()
    different = {
        Job(("json-ld",), timestamp=JOB.timestamp).fingerprint(),
        Job(JOB.formats, timestamp=other).fingerprint(),
        Job(JOB.formats, Profile(text=TextFacts(zone="Europe/Berlin")), JOB.timestamp).fingerprint(),
        JOB.fingerprint(),
    }
    assert len(different) == 4


@pytest.mark.parametrize("name", ["newsml-g2", "json-ld", "ninjs", "html"])
def test_every_format_passes_its_own_validation(name):
    (outcome,) = convert_records(records(STORY), Job((name,), timestamp=JOB.timestamp))
    assert outcome.status is Status.CONVERTED, outcome.diagnostics
