"""Names of members become names of files that stay inside, each its own."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.containers.members import fault_in_name, normal, safe_part, safe_stem


@given(st.text(max_size=300))
def test_a_safe_part_is_safe(text):
    part = safe_part(text)
    assert len(part.encode()) <= 200
    assert not set(part) & set('/\\:*?"<>|\0')
    assert part not in (".", "..")


@given(st.lists(st.text(min_size=1, max_size=250), unique=True, min_size=2, max_size=2))
def test_safe_parts_of_different_names_differ(pair):
    import unicodedata

    if len({unicodedata.normalize("NFC", one) for one in pair}) == 2:
        assert safe_part(pair[0]) != safe_part(pair[1])


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a/b.txt", "a/b"),
        ("b", "b"),
        (".hidden", "%2Ehidden"),
        ("con.txt", "%63on"),
        ("a:b.txt", "a%3Ab"),
        ("x.", "x%2E"),
    ],
)
def test_stems_are_names_without_their_last_suffix(name, stem):
    assert safe_stem(name) == stem


@given(st.text(alphabet="ab./\\:", max_size=20))
def test_no_name_that_is_let_through_leads_out(name):
    plain = normal(name)
    if fault_in_name(plain) is None:
        inside = os.path.normpath(f"/out/{safe_stem(plain)}")
        assert inside.startswith("/out/")
