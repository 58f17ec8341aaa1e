"""Many documents at once: where they come from, how findings are told, what the exit code is."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path

import fastjsonschema
import jsonschema
import orjson
import pytest

from convert import resources
from convert.diagnostics import Severity, UsageError
from convert.validate import config, rules, sources
from convert.validate.g2.base import document
from convert.validate.ld.base import document as json_ld
from convert.validate.run import Options, run

GOOD = document({})
BAD = document({"pubStatus": '<pubStatus qcode="stat:cancelled"/>', "headline": "<headline/>"})
WRONG = document({"xhtml": '<inlineXML contenttype="application/xhtml+xml"><html xmlns=""><body/></html></inlineXML>'})


@pytest.fixture(autouse=True)
def no_schemas(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path / "nothing"))


@pytest.fixture
def feed(tmp_path, monkeypatch):
    """A folder to judge: two XML files, a JSON-LD, an archive, and what has to be passed over."""
    folder = tmp_path / "feed"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.xml").write_bytes(GOOD)
    (folder / "sub" / "bad.xml").write_bytes(BAD.replace(b"ferry-17", b"ferry-18"))
    (folder / "item.jsonld").write_bytes(json_ld({}))
    (folder / "notes.txt").write_text("no document")
    (folder / ".hidden.xml").write_text("<")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a/wrong.xml", WRONG.replace(b"ferry-17", b"ferry-19"))
        archive.writestr("a/readme.txt", "no document")
    monkeypatch.chdir(tmp_path)
    return Path("feed")


def judged(paths, **options):
    out = io.StringIO()
    code = run(paths, Options(ignore=("schema.absent",), **options), out)
    return code, out.getvalue()


def found(paths, **options):
    code, text = judged(paths, report="json", **options)
    table = json.loads(text)
    return code, {doc["name"]: [f["code"] for f in doc["findings"]] for doc in table["documents"]}


def test_folders_archives_and_formats_by_name(feed):
    code, names = found([feed])
    assert names == {
        "feed/good.xml": [],
        "feed/item.jsonld": [],
        "feed/more.zip!a/wrong.xml": ["G2601"],
        "feed/sub/bad.xml": ["G2104", "G2502"],
    }
    assert code == 1


def test_exit_code_follows_fail_on(feed):
    assert judged([feed / "sub"])[0] == 0
    assert judged([feed / "sub"], fail_on=Severity.WARNING)[0] == 1
    assert judged([feed / "more.zip"])[0] == 1
    assert judged([feed / "more.zip"], exit_zero=True)[0] == 0
    assert judged([feed / "good.xml"], fail_on=Severity.INFO)[0] == 0


def test_globs_exclusions_and_what_is_not_there(feed):
    assert list(found(["feed/**/*.xml"])[1]) == ["feed/good.xml", "feed/sub/bad.xml"]
    assert list(found([feed], exclude=("*.zip!*", "*/sub/*"))[1]) == ["feed/good.xml", "feed/item.jsonld"]
    assert found(["feed/nothing.xml"]) == (1, {"feed/nothing.xml": ["DOC001"]})
    assert found(["feed/*.nothing"]) == (1, {"feed/*.nothing": ["DOC001"]})


def test_a_file_that_is_named_is_judged_whatever_its_suffix(feed):
    assert found([feed / "notes.txt"])[1] == {"feed/notes.txt": ["DOC009"]}


def test_standard_input(feed, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD)))
    assert found(["-"])[1] == {"<stdin>": ["G2104", "G2502"]}


def test_links_in_circles_end(feed):
    (feed / "sub" / "loop").symlink_to(feed.resolve(), target_is_directory=True)
    assert len(found([feed])[1]) == 4


def test_a_damaged_archive_is_a_finding(feed):
    (feed / "damaged.zip").write_bytes(b"PK\x03\x04 no more")
    assert found([feed / "damaged.zip"])[1] == {"feed/damaged.zip": ["DOC001"]}
    data = bytearray((feed / "more.zip").read_bytes())
    data[60:90] = b"\xff" * 30
    (feed / "damaged.zip").write_bytes(bytes(data))
    assert set(found([feed / "damaged.zip"])[1].popitem()[1]) == {"DOC001"}


def test_an_archive_that_swells_is_a_finding(feed):
    with zipfile.ZipFile(feed / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<a>" + b" " * 50_000_000)
    assert found([feed / "bomb.zip"], max_bytes=1_000_000)[1] == {"feed/bomb.zip!a.xml": ["DOC002"]}


def test_select_ignore_and_severity(feed):
    assert found([feed / "sub"], select=("G21",))[1] == {"feed/sub/bad.xml": ["G2104"]}
    out = io.StringIO()
    run([feed / "sub"], Options(ignore=("schema", "G2104"), report="json"), out)
    assert [f["code"] for f in json.loads(out.getvalue())["documents"][0]["findings"]] == ["G2502"]
    bare = document({"rightsInfo": "", "pubStatus": '<pubStatus qcode="stat:cancelled"/>'})
    (feed / "bare.xml").write_bytes(bare)
    assert found([feed / "bare.xml"])[1] == {"feed/bare.xml": ["G2104", "G2903"]}
    assert found([feed / "bare.xml"], severity=Severity.WARNING)[1] == {"feed/bare.xml": ["G2104"]}


@pytest.mark.parametrize(
    "options",
    [
        {"select": ("X1",)},
        {"report": "xml"},
        {"in_place": True},
        {"write_baseline": True},
        {"select": ("",)},
        {"jobs": 10**20},
        {"jobs": -1},
        {"max_bytes": 10**20},
        {"max_bytes": 0},
    ],
)
def test_options_that_cannot_hold_are_misuse(feed, options):
    with pytest.raises(UsageError):
        run([feed], Options(**options), io.StringIO())


def test_the_same_item_in_two_files_is_found_in_the_second(feed):
    (feed / "zcopy.xml").write_bytes(GOOD.replace(b"Ferry", b"FERRY"))
    code, names = found([feed / "good.xml", feed / "zcopy.xml"])
    assert names == {"feed/good.xml": [], "feed/zcopy.xml": ["DOC011"]}
    assert code == 0


def test_absence_of_schemas_is_said_once(feed):
    out = io.StringIO()
    run([feed], Options(report="json"), out)
    assert json.loads(out.getvalue())["summary"]["codes"]["schema.absent"] == 1


def test_processes_give_the_same_report(feed):
    for number in range(40):
        (feed / f"x{number}.xml").write_bytes(BAD.replace(b"ferry-17", b"ferry-x%d" % number))
    assert judged([feed], jobs=2) == judged([feed], jobs=1)


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


def test_a_baseline_leaves_what_is_known_and_tells_news(feed, tmp_path):
    baseline = tmp_path / "known.json"
    assert judged([feed], baseline=baseline, write_baseline=True)[0] == 0
    assert found([feed], baseline=baseline) == (0, {name: [] for name in found([feed])[1]})
    moved = b"<!-- moved -->\n" * 3
    path = feed / "sub" / "bad.xml"
    path.write_bytes(path.read_bytes().replace(b"<newsMessage", moved + b"<newsMessage", 1))
    assert found([feed], baseline=baseline)[0] == 0
    path.write_bytes(path.read_bytes().replace(b'version="1"', b""))
    assert found([feed], baseline=baseline)[1]["feed/sub/bad.xml"] == ["G2005"]
    baseline.write_text("{}")
    with pytest.raises(UsageError):
        judged([feed], baseline=baseline)


def test_a_baseline_knows_a_document_however_it_is_typed(feed, tmp_path, monkeypatch):
    baseline = tmp_path / "known" / "feed.json"
    baseline.parent.mkdir()
    judged([feed], baseline=baseline, write_baseline=True)
    (tmp_path / "link").symlink_to(tmp_path)
    for typed in (feed.resolve(), "./feed/../feed", tmp_path / "link" / "feed"):
        assert found([typed], baseline=baseline)[0] == 0, typed
    monkeypatch.chdir(feed / "sub")
    assert found(["bad.xml", "../more.zip"], baseline=baseline)[0] == 0


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


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice_in_an_archive_is_judged_as_what_it_is(feed):
    with zipfile.ZipFile(feed / "twice.zip", "w") as archive:
        archive.writestr("a.xml", WRONG)
        archive.writestr("a.xml", GOOD.replace(b"ferry-17", b"ferry-30"))
    assert found([feed / "twice.zip"])[1] == {
        "feed/twice.zip!a.xml": ["G2601"],
        "feed/twice.zip!a.xml[2]": ["DOC014"],
    }


def test_standard_input_that_is_closed_is_a_finding(feed, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert found(["-"])[1] == {"<stdin>": ["DOC001"]}
    closed = io.TextIOWrapper(io.BytesIO(b""))
    closed.buffer.close()
    monkeypatch.setattr(sys, "stdin", closed)
    assert found(["-"])[1] == {"<stdin>": ["DOC001"]}


def test_codes_are_chosen_in_small_letters_and_with_blanks(feed):
    assert found([feed / "sub"], select=("g21", " G2502 "))[1] == {"feed/sub/bad.xml": ["G2104", "G2502"]}
    out = io.StringIO()
    run([feed / "sub"], Options(ignore=("SCHEMA", " g21"), report="json"), out)
    assert json.loads(out.getvalue())["summary"]["codes"] == {"G2502": 1}
    assert rules("g2104") == rules("G2104")


def test_fix_writes_a_copy_and_tells_what_is_left(feed):
    path = feed / "sub" / "bad.xml"
    before = path.read_bytes()
    code, text = judged([path], fix=True, fail_on=Severity.WARNING)
    copy = feed / "sub" / "bad.fixed.xml"
    assert path.read_bytes() == before
    assert copy.read_bytes() == before.replace(b"stat:cancelled", b"stat:canceled")
    assert f"mended: {copy}" in text
    assert "G2104" not in text
    assert "G2502" in text
    assert code == 1


def test_fix_in_place_and_nothing_to_fix(feed):
    path = feed / "sub" / "bad.xml"
    path.chmod(0o640)
    judged([path], fix=True, in_place=True)
    assert b"stat:canceled" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640
    stamp = path.stat().st_mtime_ns
    judged([feed], fix=True, in_place=True)
    assert path.stat().st_mtime_ns == stamp
    assert not list(feed.rglob("*.fixed.*"))


def test_fix_mends_json(feed):
    path = feed / "item.jsonld"
    path.write_bytes(
        json_ld(
            {"publisher": '"publisher": {"@type": "newsMediaOrganization", "name": "é"}', "headline": '"headline": "é"'}
        )
    )
    assert found([path])[1] == {"feed/item.jsonld": ["LD003"]}
    judged([path], fix=True, in_place=True)
    assert b'"@type": "NewsMediaOrganization"' in path.read_bytes()
    assert found([path])[1] == {"feed/item.jsonld": []}


def test_configuration_is_found_upwards_and_checked(tmp_path):
    (tmp_path / "newsconvert.toml").write_text(
        '[validate]\nignore = ["G2903"]\nseverity = "warning"\nfail-on = "warning"\nbaseline = "known.json"\njobs = 2\n'
    )
    (tmp_path / "a" / "b").mkdir(parents=True)
    path = config.find(tmp_path / "a" / "b")
    assert path == tmp_path / "newsconvert.toml"
    options = config.load(path)
    assert options == {
        "ignore": ("G2903",),
        "severity": Severity.WARNING,
        "fail_on": Severity.WARNING,
        "baseline": tmp_path / "known.json",
        "jobs": 2,
    }
    Options(**options)
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.newsconvert.validate]\nselect = ["G2"]\n')
    assert config.load(config.find(tmp_path / "a" / "b")) == {"select": ("G2",)}


@pytest.mark.parametrize("text", ["[validate]\nselct = []", '[validate]\nselect = "G2"', "[validate]\njobs = -1", "["])
def test_wrong_configuration_is_misuse(tmp_path, text):
    path = tmp_path / "newsconvert.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        config.load(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("feed.toml", '[validate]\nselect = ["G2"]\n'),
        ("feed.toml", '[tool.newsconvert.validate]\nselect = ["G2"]\n'),
        ("pyproject.toml", '[validate]\nselect = ["X"]\n[tool.newsconvert.validate]\nselect = ["G2"]\n'),
    ],
)
def test_a_configuration_may_have_any_name(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert config.load(tmp_path / name) == {"select": ("G2",)}


@pytest.mark.parametrize(("name", "text"), [("feed.toml", "[validat]\n"), ("pyproject.toml", "[validate]\n")])
def test_a_named_configuration_without_our_table_is_misuse(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError):
        config.load(tmp_path / name)


def test_sources_come_in_a_fixed_order(feed):
    names = [source.name for source in sources.expand(["feed"])]
    assert names == ["feed/good.xml", "feed/item.jsonld", "feed/more.zip!a/wrong.xml", "feed/sub/bad.xml"]


@pytest.mark.parametrize("encoding", ["idna", "undefined", "punycode"])
def test_a_codec_that_cannot_replace_costs_no_run(tmp_path, encoding):
    path = tmp_path / "odd.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>\n<newsItem>x</newsItem>'.encode())
    assert run([path], Options(), io.StringIO()) == 1


def test_what_fails_is_shown_whatever_the_least_severity(tmp_path):
    path = tmp_path / "a.jsonld"
    path.write_text('{"@context": "https://schema.org", "@type": "NewsArticle", "headline": ""}')
    told = io.StringIO()
    assert run([path], Options(severity=Severity.ERROR, fail_on=Severity.WARNING), told) == 1
    assert "warning" in told.getvalue()
