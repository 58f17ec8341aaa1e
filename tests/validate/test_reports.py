"""What a run tells: as text, JSON, SARIF and as GitHub reads it."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import fastjsonschema
import jsonschema
import orjson
import pytest

from convert import resources
from convert.validate.g2.base import document
from convert.validate.runs.options import Options
from convert.validate.runs.run import run
from tests.validate.feeds import BAD, GOOD, found, judged

pytestmark = pytest.mark.usefixtures("no_schemas")


def test_text_has_excerpt_caret_and_summary(feed):
    text = judged([feed], statistics=True)[1]
    assert (
        "feed/sub/bad.xml\n"
        "  14:86: warning G2104 'stat:cancelled' is no code of its vocabulary, which has canceled, usable, withheld\n"
    ) in re.sub(r"\d+:\d+: warning G2104", "14:86: warning G2104", text)
    caret = next(line for line in text.split("\n") if line.strip() == "| ^" or line.strip().endswith("^"))
    assert caret
    assert "      1  G2104          The code is not in its closed vocabulary\n" in text
    assert text.endswith("4 documents: 1 error, 2 warnings, 0 infos\n")
    assert "\x1b" not in text
    assert "\x1b[33mwarning\x1b[0m" in judged([feed], colour=True)[1]


def test_caret_stands_below_the_attribute(feed):
    lines = judged([feed / "sub"])[1].split("\n")
    at = next(number for number, line in enumerate(lines) if "G2104" in line)
    assert lines[at + 1][lines[at + 2].index("^") :].startswith('qcode="stat:cancelled"')


def test_a_terminal_is_not_driven_by_what_documents_say(feed):
    (feed / "evil.xml").write_bytes(document({"genre": '<genre qcode="&#x9b;31m:x"/>'}))
    for report in ("text", "github"):
        text = judged([feed / "evil.xml"], report=report)[1]
        assert "\x9b" not in text
        assert "G2101" in text


def test_json_has_its_schema(feed):
    schema = json.loads(resources.schema("report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    table = json.loads(judged([feed], report="json")[1])
    jsonschema.validate(table, schema)
    assert table["summary"]["documents"] == 4
    assert table["summary"]["errors"] == 1
    with pytest.raises(fastjsonschema.JsonSchemaException):
        fastjsonschema.compile(schema)({**table, "more": 1})


def test_sarif_has_the_shape_of_2_1_0(feed):
    shape = json.loads(Path(__file__).with_name("sarif-2.1.0.shape.json").read_text(encoding="utf-8"))
    (feed / "a b%ü.xml").write_bytes(BAD.replace(b"ferry-17", b"ferry-20"))
    text = judged([feed], report="sarif")[1]
    log = json.loads(text)
    jsonschema.validate(log, shape)
    official = os.environ.get("NEWSCONVERT_SARIF_SCHEMA")
    if official:
        jsonschema.validate(log, json.loads(Path(official).read_text(encoding="utf-8")))
    run_ = log["runs"][0]
    rules = run_["tool"]["driver"]["rules"]
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    places = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run_["results"]}
    assert places == {"feed/sub/bad.xml", "feed/more.zip#a/wrong.xml", "feed/a%20b%25%C3%BC.xml"}


def test_github_reads_its_commands(feed):
    lines = judged([feed / "sub"], report="github")[1].splitlines()
    form = re.compile(r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,title=[A-Z]+\d+::\S.*")
    assert len(lines) == 2
    assert all(form.fullmatch(line) for line in lines)
    odd = feed / "a,b:c%.xml"
    odd.write_bytes(BAD)
    assert "file=feed/a%2Cb%3Ac%25.xml," in judged([odd], report="github")[1]


def test_a_file_name_that_is_no_unicode_is_told_in_every_report(feed, tmp_path):
    odd = os.fsencode(str(feed)) + b"/caf\xe9.xml"
    Path(os.fsdecode(odd)).write_bytes(GOOD.replace(b"stat:usable", b"stat:cancelled"))
    schema = json.loads(resources.schema("report.schema.json").read_text(encoding="utf-8"))
    text = judged([feed], report="json")[1]
    jsonschema.validate(orjson.loads(text.encode()), schema)
    assert {doc["name"] for doc in orjson.loads(text)["documents"]} >= {"feed/caf\\xe9.xml"}
    for report in ("text", "sarif", "github"):
        judged([feed], report=report)[1].encode()
    baseline = tmp_path / "known.json"
    judged([feed], baseline=baseline, write_baseline=True)
    assert found([feed], baseline=baseline)[0] == 0


@pytest.mark.parametrize("encoding", ["idna", "undefined", "punycode"])
def test_a_codec_that_cannot_replace_costs_no_run(tmp_path, encoding):
    path = tmp_path / "odd.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>\n<newsItem>x</newsItem>'.encode())
    assert run([path], Options(), io.StringIO()) == 1
