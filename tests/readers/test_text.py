"""The text reader: line breaks, limits, what is no text."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.metadata import NONE
from convert.profile import DEFAULT, Limits, Profile
from convert.readers import Hint, Raw, Record, Refusal, names, read, reader, sniffed
from convert.readers.text import Text


def one(data: bytes, profile: Profile = DEFAULT) -> Record | Refusal:
    (record,) = read(Raw("a.txt", data, NONE), profile, "text")
    return record


def text(data: bytes, profile: Profile = DEFAULT) -> Text:
    record = one(data, profile)
    assert isinstance(record, Record), record
    assert isinstance(record.content, Text)
    return record.content


def code(data: bytes, profile: Profile = DEFAULT) -> str:
    record = one(data, profile)
    assert isinstance(record, Refusal)
    return record.diagnostics[0].code


def test_every_form_of_line_break_becomes_one_and_is_counted():
    content = text("a\r\nb\rc\nd\x85e\x0cf".encode())
    assert content.text == "a\nb\nc\nd\ne\nf"
    assert dict(content.newlines) == {"crlf": 1, "cr": 1, "lf": 1, "nel": 1, "ff": 1}


def test_a_windows_ellipsis_is_no_line_break():
    assert text("Er zögerte … und ging.".encode("cp1252")).text == "Er zögerte … und ging."


def test_a_text_is_kept_to_the_character():
    assert text(b"  a\n\n\tb \n").text == "  a\n\n\tb \n"


def test_nul_and_other_controls_stay_and_are_counted():
    content = text(b"Head\0line\n\nBody \x07text of an old system that rang a bell.\n")
    assert "\0" in content.text
    assert content.forbidden == 2


ODD = st.sampled_from("a b\n\r\x85\x0c\x00\x1a\x7f\ufffd\ufffe\uffff힣\ud7ff\ue000Å…\U0010ffff")


@given(st.text(ODD, max_size=20))
def test_breaks_and_forbidden_characters_are_counted_as_one_by_one(odd: str):
    source = "A line of text that is long enough to be one. " * 20 + odd + "."
    content = text(source.encode())
    lines = re.split("\r\n|[\n\r\x85\x0c]", source)
    assert content.text == "\n".join(lines)
    assert sum(count for _, count in content.newlines) == len(lines) - 1
    assert content.forbidden == sum(char in "\x00\x1a\ufffe\uffff" for char in content.text)


def test_the_digest_is_that_of_the_bytes():
    data = "\ufeffKöln".encode()
    assert one(data).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "read.empty"),
        (b" \n\t\r\n ", "read.empty"),
        (b"\xef\xbb\xbf", "read.empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "read.binary"),
        (b"\x1f\x8b\x08\0abc", "read.binary"),
        (b"%PDF-1.7 text", "read.binary"),
        (b"\n <!DOCTYPE html><html><body>Hi</body></html>", "read.binary"),
        (b'<?xml version="1.0"?><newsItem/>', "read.binary"),
        (b'{"headline": "A"}', "read.binary"),
        (bytes(range(32)) * 20, "read.binary"),
        (b"\0" * 1000, "read.binary"),
    ],
)
def test_what_is_no_text_is_refused(data, expected):
    assert code(data) == expected


def test_limits_are_those_of_the_profile():
    small = Profile(limits=Limits(max_bytes=10, max_lines=3))
    assert code(b"a" * 11, small) == "read.too-large"
    assert code(b"a\nb\nc\nd", small) == "read.too-many-lines"
    assert text(b"a\nb\nc\n", small).text == "a\nb\nc\n"


def test_a_stray_angle_bracket_is_text():
    assert text(b"<b>no markup, just a wire code\n\nBody").text.startswith("<b>")


def test_the_text_reader_takes_what_no_other_wants():
    assert sniffed(b"anything at all", Hint("x.txt")) == "text"
    assert "text" in names()
    assert reader("text").sniff(b"\x89PNG\r\n\x1a\n", Hint()) == 0
