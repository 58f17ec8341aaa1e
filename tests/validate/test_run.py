"""Many documents at once: where they come from, which findings are shown, what the exit code is."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import pytest

from convert.diagnostics import Severity, UsageError
from convert.validate import rules
from convert.validate.g2.base import document
from convert.validate.runs import sources
from convert.validate.runs.options import Options
from convert.validate.runs.run import run
from tests.validate.feeds import BAD, GOOD, WRONG, found, judged

pytestmark = pytest.mark.usefixtures("no_schemas")


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


def test_sources_come_in_a_fixed_order(feed):
    names = [source.name for source in sources.expand(["feed"])]
    assert names == ["feed/good.xml", "feed/item.jsonld", "feed/more.zip!a/wrong.xml", "feed/sub/bad.xml"]


def test_what_fails_is_shown_whatever_the_least_severity(tmp_path):
    path = tmp_path / "a.jsonld"
    path.write_text('{"@context": "https://schema.org", "@type": "NewsArticle", "headline": ""}')
    told = io.StringIO()
    assert run([path], Options(severity=Severity.ERROR, fail_on=Severity.WARNING), told) == 1
    assert "warning" in told.getvalue()
