"""Places are those that a person counts: lines and columns from 1, columns in characters."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.validate import jsonsource, validate
from convert.validate.places import Paths, attribute_place, attribute_span, xml_places

XML = """<?xml version="1.0"?>
<!-- über -->
<a xmlns="urn:x" x="ä">
\t<b/>é<b  y = 'ö'
     z="&lt;y=&quot;"
 name="1"/><c><b/></c>
</a>
"""


def nodes(text: bytes):
    return list(etree.fromstring(text).iter())


def test_elements_stand_where_their_tag_begins():
    data = XML.encode()
    places, offsets = xml_places(data, range(5))
    assert [places[n] for n in range(5)] == [(3, 1), (4, 2), (4, 7), (6, 12), (6, 15)]
    assert data[offsets[2] :].startswith(b"<b  y")


@pytest.mark.parametrize(("attribute", "place"), [("y", (4, 11)), ("z", (5, 6)), ("name", (6, 2)), ("absent", (4, 7))])
def test_attributes_stand_where_their_name_begins(attribute, place):
    data = XML.encode()
    places, offsets = xml_places(data, [2])
    assert attribute_place(data, offsets[2], places[2], attribute) == place


def test_a_span_is_the_attribute_with_the_blanks_ahead_of_it_and_its_value():
    data = XML.encode()
    _, offsets = xml_places(data, [2])
    whole, inner = attribute_span(data, offsets[2], "y")
    assert data[slice(*whole)].decode() == "  y = 'ö'"
    assert data[slice(*inner)].decode() == "ö"
    assert attribute_span(data, offsets[2], "absent") is None


def test_paths_name_the_position_among_children_of_one_name():
    paths = Paths()
    found = [paths.of(node) for node in nodes(XML.encode())]
    assert found == ["/a", "/a/b[1]", "/a/b[2]", "/a/c", "/a/c/b"]
    assert paths.of(nodes(XML.encode())[0], "x") == "/a/@x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_other_encodings_count_characters_too(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>äöü<b/></a>'
    assert xml_places(text.encode(encoding), [1])[0] == {1: (2, 7)}


def test_what_expat_cannot_read_has_no_places():
    assert xml_places(b"<a><b></a>", [0, 1, 2])[0] == {0: (1, 1), 1: (1, 4)}
    assert xml_places(b"<!DOCTYPE a><a/>", [0]) == ({}, {})


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def pointers(value, pointer=""):
    yield pointer, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from pointers(inner, f"{pointer}/{jsonsource.escape(str(key))}")


@given(values, st.sampled_from([None, 2]), st.booleans())
def test_every_json_value_stands_where_its_pointer_says(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    layout = jsonsource.places(text.encode())
    lines = text.split("\n")
    for pointer, expected in pointers(value):
        line, column = layout.places[pointer]
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == expected
        start = layout.offset(line, column)
        assert text.encode()[start:].decode().startswith(rest[:5])
    assert layout.repeated == []


@given(values)
def test_wanted_places_are_those_of_the_whole_map(value):
    text = json.dumps(value, indent=1).encode()
    whole = jsonsource.places(text).places
    wanted = set(list(whole)[::2])
    assert jsonsource.places(text, wanted).places == {pointer: whole[pointer] for pointer in wanted}


@given(values)
def test_keys_are_never_said_to_be_single_when_they_are_not(value):
    text = json.dumps({"a": value, "b": value}).encode()
    doubled = text.replace(b'"b":', b'"a":', 1) if b'"b": ' in text[-200:] else text
    kept = sum(len(v) for _, v in pointers(json.loads(doubled)) if isinstance(v, dict))
    if jsonsource.places(doubled).repeated:
        assert jsonsource.may_repeat_keys(doubled, kept)


def test_what_is_wrong_with_a_key_is_told_at_the_key():
    data = b'{"@context": "https://schema.org",\n "@type": "NewsArticle",\n    "hedline":\n  "Ferry"}'
    found = next(one for one in validate(data, "json-ld").findings if one.code == "LD004")
    assert (found.line, found.column, found.path) == (3, 5, "/hedline")
