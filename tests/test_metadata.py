"""Untrusted metadata: what is good is kept, what is not is named by its place, and nothing is raised."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert import metadata, sidecar
from convert.article import Author, AuthorKind, Signal, Status
from convert.metadata import NONE, Metadata, parse


def test_every_key_in_the_shapes_of_json():
    known, found = parse(
        {
            "id": 17,
            "version": "2",
            "headline": " Terminal closes ",
            "authors": ["Ana Costa", {"name": "AFP", "kind": "organisation"}, {"name": "Tom Oakes", "role": "Editor"}],
            "published": "2024-03-09",
            "modified": "2024-03-09T14:05:00+01:00",
            "issued": "2024-03-09T14:05:00Z",
            "language": "en-GB",
            "keywords": ["harbour", "ferry"],
            "notes": "One note",
            "urgency": 4,
            "status": "withheld",
            "signals": ["correction"],
        }
    )
    assert found == ()
    assert (known.id, known.version, known.headline) == ("17", 2, "Terminal closes")
    assert [author.kind for author in known.authors] == [AuthorKind.PERSON, AuthorKind.ORGANISATION, AuthorKind.PERSON]
    assert known.published == date(2024, 3, 9)
    assert known.modified.isoformat() == "2024-03-09T14:05:00+01:00"
    assert known.issued == datetime(2024, 3, 9, 14, 5, tzinfo=UTC)
    assert (known.keywords, known.notes) == (("harbour", "ferry"), ("One note",))
    assert (known.status, known.signals, known.urgency) == (Status.WITHHELD, (Signal.CORRECTION,), 4)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("published", "2024-02-30", "no date"),
        ("published", "yesterday", "ISO 8601"),
        ("published", 20240309.5, "a fraction"),
        ("published", {"year": 2024}, "an object"),
        ("issued", "2024-03-09", "a zone"),
        ("embargoed", "2024-03-09T10:00:00", "a zone"),
        ("version", 0, "greater than or equal to 1"),
        ("version", 2**31, "less than or equal to"),
        ("version", True, "whole number"),
        ("version", "two", "whole number"),
        ("urgency", 12, "less than or equal to 9"),
        ("headline", ["a"], "a list"),
        ("headline", "\x00\ufffe", "nothing is left"),
        ("language", "German language", "registered"),
        ("language", "English", "registered"),
        ("language", "xx", "registered"),
        ("authors", [{"role": "Editor"}], "without a name"),
        ("authors", [{"name": "Ana", "age": 30}], "'age'"),
        ("authors", [{"name": "Ana", "kind": "robot"}], "robot"),
        ("authors", 5.5, "a fraction"),
        ("encoding", "nope", "no encoding"),
        ("encoding", "base64", "no encoding"),
        ("status", "burnt", "burnt"),
        ("signals", ["loud"], "loud"),
        ("keywords", [["deep"]], "a list"),
        ("keywords", ["x"] * 1001, "more than 1000"),
    ],
)
def test_a_bad_value_is_named_and_the_rest_is_kept(key, value, said):
    known, found = parse({key: value, "slugline": "BRIDGE"})
    assert known == Metadata(slugline="BRIDGE")
    assert [(one.code, one.path) for one in found] == [("read.metadata", f"/{key}")]
    assert said in found[0].message


def test_an_unknown_key_is_reported_and_a_mapping_gives_it_a_name():
    assert [one.code for one in parse({"title": "X"})[1]] == ["read.metadata-unknown"]
    known, found = parse({"title": "X", "internal": 5}, {"title": "headline", "internal": ""})
    assert (known.headline, found) == ("X", ())


def test_a_key_of_ours_wins_over_one_that_is_mapped_to_it():
    assert parse({"headline": "Ours", "title": "Theirs"}, {"title": "headline"})[0].headline == "Ours"


def test_empty_values_are_no_values():
    assert parse({"headline": "", "published": None, "keywords": [], "authors": ""}) == (NONE, ())


def test_forbidden_characters_do_not_reach_a_value():
    assert parse({"section": "poli\ud800tics"})[0].section == "politics"


def test_the_path_is_a_json_pointer():
    assert parse({"a/b~c": 1})[1][0].path == "/a~1b~0c"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(Metadata.model_fields)) | st.text(max_size=8), anything, max_size=8))
def test_whatever_comes_is_checked_and_nothing_is_raised(values):
    known, found = parse(values)
    assert Metadata.model_validate(known.model_dump()) == known
    assert {one.code for one in found} <= {"read.metadata", "read.metadata-unknown"}


def test_a_sidecar_is_one_object():
    known, found = sidecar.parse('\ufeff{"headline": "Überfahrt"}'.encode())
    assert (known.headline, found) == ("Überfahrt", ())
    assert sidecar.parse('{"headline": "x"}'.encode("utf-16"))[0].headline == "x"


@pytest.mark.parametrize(
    ("data", "said", "line"),
    [
        (b'{"headline": "x"\n "slugline"', "no JSON", 2),
        (b"", "no JSON", 1),
        (b"[1, 2]", "an object is wanted", None),
        (b"\xff\xfe\xff", "", None),
        (b"\x89PNG\r\n\x1a\n\x00", "", None),
        (b"[" * 100_000, "nested too deeply", None),
    ],
)
def test_a_sidecar_that_is_no_json_is_reported_by_place(data, said, line):
    known, found = sidecar.parse(data)
    assert known == NONE
    assert [one.code for one in found] == ["read.metadata"]
    assert said in found[0].message
    assert found[0].line == line


def test_a_manifest_of_lines():
    rows = [
        {"path": "./a.txt", "headline": "A"},
        {"file": "b\\c.txt", "published": "2024-13-01", "section": "Harbour"},
        {"path": "a.txt", "headline": "again"},
        {"headline": "of nothing"},
    ]
    read = sidecar.manifest("\n".join([*map(json.dumps, rows), "no json", ""]).encode(), "list.jsonl")
    assert read.of("a.txt") == (Metadata(headline="A"), ())
    known, found = read.of("b/c.txt")
    assert known.section == "Harbour"
    assert [(one.path, one.line) for one in found] == [("/published", 2)]
    assert [one.line for one in read.diagnostics] == [3, 4, 5]
    assert "line 1 was taken" in read.diagnostics[0].message
    assert read.of("absent.txt") == (NONE, ())


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_manifest_in_columns(sign):
    rows = [["path", "headline", "urgency"], ["a.txt", "A", "4"], ["b.txt", "", "99"], ["c.txt", "C", "1", "more"]]
    name = "list.tsv" if sign == "\t" else "list.csv"
    read = sidecar.manifest("\r\n".join(sign.join(row) for row in rows).encode("utf-8-sig"), name)
    assert read.of("a.txt")[0] == Metadata(headline="A", urgency=4)
    assert read.of("b.txt")[0] == NONE
    assert [one.path for one in read.of("b.txt")[1]] == ["/urgency"]
    assert [one.line for one in read.diagnostics] == [4]
    assert read.of("c.txt")[0].headline == "C"


def test_a_manifest_without_paths_or_encoding_is_reported():
    assert "no column" in sidecar.manifest(b"headline\nA", "list.csv").diagnostics[0].message
    assert "neither UTF-8" in sidecar.manifest(b"path\n\xe9", "list.csv").diagnostics[0].message
    broken = sidecar.manifest(b'path,headline\na.txt,"open', "list.csv")
    assert "no table from here on" in broken.diagnostics[0].message


def test_names_of_the_mapping_hold_in_manifests():
    read = sidecar.manifest(b'{"path": "a.txt", "title": "A"}', "list.jsonl", {"title": "headline"})
    assert read.of("a.txt")[0].headline == "A"


def test_authors_may_be_made_already():
    author = Author(name="Ana Costa", kind=AuthorKind.PERSON)
    assert metadata.parse({"authors": (author,)})[0].authors == (author,)


def test_what_the_article_was_made_from_are_addresses():
    values = {"based_on": "https://example.com/a", "alternative_headline": " Storm over "}
    known, found = metadata.parse(values)
    assert (known.based_on, known.alternative_headline, found) == (("https://example.com/a",), "Storm over", ())
    known, found = metadata.parse({"based_on": ["somewhere"]})
    assert known.based_on == ()
    assert [one.code for one in found] == ["read.metadata"]


def test_a_language_of_three_letters_is_the_one_of_two_that_the_registry_has():
    assert metadata.parse({"language": "ger-CH"})[0].language == "de-CH"
    assert metadata.parse({"language": "eng-UKK"})[0].language is None
