"""Openings that only a bracket ends: a place in capitals, or none."""

from __future__ import annotations

import pytest

from convert.fields import placeline
from convert.fields.days import Context


@pytest.mark.parametrize("place", ["NEW DELHI", "LISBON, Portugal"])
def test_a_place_in_capitals_needs_no_dash_behind_the_bracket(place: str):
    found = placeline.opening(f"{place}, March 3 (AP) The senate voted on Sunday.", Context("en"))
    assert found is not None
    assert (found.place, found.agency) == (place, "AP")


@pytest.mark.parametrize("name", ["Obama", "Lisbon", "Ana Costa"])
def test_a_name_in_small_letters_before_a_bracket_is_no_place(name: str):
    assert placeline.opening(f"{name}, May 4 (AP) The president spoke on Friday.", Context("en")) is None
