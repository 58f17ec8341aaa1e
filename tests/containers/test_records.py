"""Records and tables: what a line and a row give, and what a bad one costs."""

from __future__ import annotations

import gzip
import json

import pytest
import zstandard

from convert import profile as profiles
from convert.containers import Fault, Member, holds_inputs, is_container, members
from tests.containers.packing import SMALL, codes, opened, written


def test_records_are_read_with_ids_and_metadata(tmp_path):
    profile = profiles.from_table({"fields": {"body_text": "text", "section_name": "section", "internal": ""}})
    rows = [
        {"id": "a/1", "body_text": "One.", "section_name": "Sport", "internal": 7, "text": "not this one"},
        {"body_text": "Two.", "published": "2024-03-09"},
    ]
    path = written(tmp_path, "feed", "\n".join(map(json.dumps, rows)).encode())
    one, two = opened(path, profile)
    assert (one.name, one.stem, one.data, one.metadata.section) == ("a%2F1", "a%2F1", b"One.", "Sport")
    assert one.metadata.id == "a/1"
    assert one.diagnostics == ()
    assert (two.name, two.data, str(two.metadata.published)) == ("000000002", b"Two.", "2024-03-09")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n \r\n", b"\xef\xbb\xbf\n"], ids=["mark", "blank", "both"])
def test_what_other_programs_put_before_the_first_record_is_no_part_of_it(tmp_path, before):
    path = written(tmp_path, "feed", before + b'{"id": "a", "text": "One."}\r\n{"id": "b", "text": "Two."}\r\n')
    assert is_container(path.read_bytes(), profiles.DEFAULT)
    assert [(one.name, one.data) for one in opened(path)] == [("a", b"One."), ("b", b"Two.")]


def test_bad_lines_cost_themselves_alone(tmp_path):
    lines = [b'{"text": "One."}', b"{broken", b"[1]", b'{"id": "x"}', b'{"text": 5}', b"", b'{"text": "\\ud800"}']
    found = opened(written(tmp_path, "a.jsonl", b"\n".join([*lines, b'{"text": "Last."}'])))
    assert codes(found) == ["read.record"] * 5
    assert [one.data for one in found if isinstance(one, Member)] == [b"One.", b"Last."]
    assert [one.found.line for one in found if isinstance(one, Fault)][:2] == [2, 3]


def test_a_huge_line_is_refused_and_the_next_read(tmp_path):
    lines = [b'{"text": "One."}', b'{"text": "' + b"x" * 5000 + b'"}', b'{"text": "Last."}']
    found = opened(written(tmp_path, "a.jsonl", b"\n".join(lines)), SMALL)
    assert codes(found) == ["read.too-large"]
    assert found[2].data == b"Last."


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, zstandard.compress])
def test_packed_records_are_records(tmp_path, pack):
    path = written(tmp_path, "a.jsonl.x", pack(b'{"text": "One."}\n{"text": "Two."}\n'))
    assert [one.data for one in opened(path)] == [b"One.", b"Two."]
    assert holds_inputs(path, profiles.DEFAULT)


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_tables_with_quotes_and_line_breaks(tmp_path, mark):
    head, row = mark.join(["id", "text", "keywords"]), mark.join(["7", f'"Say ""yes""{mark}\nhe said."', "a"])
    (one,) = opened(written(tmp_path, "a.csv", f"\ufeff{head}\r\n{row}\r\n".encode()))
    assert (one.name, one.data.decode()) == ("7", f'Say "yes"{mark}\nhe said.')
    assert one.metadata.keywords == ("a",)


def test_rows_of_the_wrong_length_are_coped_with(tmp_path):
    found = opened(written(tmp_path, "a.csv", b"id,text\n1\n2,Two.,more,cells\n3,Three.\n"))
    assert codes(found) == ["read.record"]
    assert [one.data for one in found[1:]] == [b"Two.", b"Three."]


@pytest.mark.parametrize("rest", [b'1,"open quote\n2,x\n', b"1," + b"x" * 5000 + b"\n"])
def test_a_table_that_breaks_is_damaged_from_there_on(tmp_path, rest):
    found = opened(written(tmp_path, "a.csv", b"id,text\n0,Good.\n" + rest), SMALL)
    assert found[0].data == b"Good."
    assert codes(found)[-1:] == ["read.damaged"] or codes(found)[-1:] == ["read.too-large"]


def test_a_texts_bytes_that_are_no_utf_8_are_left_to_the_decoder(tmp_path):
    found = opened(written(tmp_path, "a.csv", b"id,text\n1,caf\xe9\n2,Good.\n"))
    assert [one.data for one in found] == [b"caf\xe9", b"Good."]


def test_a_table_in_the_profiles_encoding(tmp_path):
    profile = profiles.from_table({"text": {"encoding": "cp1252"}})
    (one,) = opened(written(tmp_path, "a.csv", "id;text\n1;Café\n".encode("cp1252")), profile)
    assert one.data.decode() == "Café"


@pytest.mark.parametrize(
    "text",
    [
        "Pictures, text, and sound\n\nThe museum opens on Friday.",
        "text\nThe column alone is no table.",
        "Council approves bridge\n",
        '{"headline": "pretty",\n "text": "printed"}',
        "{not json}\nat all",
        "",
    ],
)
def test_prose_is_no_container(text):
    assert not is_container(text.encode(), profiles.DEFAULT)


def test_what_the_user_calls_text_is_no_table(tmp_path):
    data = b"id,text\n1,One.\n"
    assert is_container(data, profiles.DEFAULT)
    assert not is_container(data, profiles.DEFAULT, "text")
    assert is_container(gzip.compress(data), profiles.DEFAULT, "text")


def test_half_a_character_in_the_first_record_costs_that_record(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "bad \\ud800"}\n{"text": "good"}\n')
    first, second = members(path, profiles.DEFAULT)
    assert isinstance(first, Fault)
    assert first.found.code == "read.record"
    assert isinstance(second, Member)
    path.write_text('{"text": ' + "[" * 3000 + "\n")
    assert not holds_inputs(path, profiles.DEFAULT)
