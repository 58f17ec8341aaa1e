"""Openings that only a bracket ends: a place in capitals, or none."""

from __future__ import annotations

import pytest

from convert.fields import placeline
from convert.fields.days import Context
from tests.fields.making import article

BODY = "Talks on fishing rights resumed on Wednesday, with both sides saying that an agreement was near."


@pytest.mark.parametrize("place", ["NEW DELHI", "LISBON, Portugal"])
def test_a_place_in_capitals_needs_no_dash_behind_the_bracket(place: str):
    found = placeline.opening(f"{place}, March 3 (AP) The senate voted on Sunday.", Context("en"))
    assert found is not None
    assert (found.place, found.agency) == (place, "AP")


@pytest.mark.parametrize("name", ["Obama", "Lisbon", "Ana Costa"])
def test_a_name_in_small_letters_before_a_bracket_is_no_place(name: str):
    assert placeline.opening(f"{name}, May 4 (AP) The president spoke on Friday.", Context("en")) is None


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("REYKJAVIK, March 3, 2026 (Reuters)", "REYKJAVIK", "Reuters"),
        ("LISBON, 3 March 2026 (AP)", "LISBON", "AP"),
    ],
)
def test_a_place_and_date_line_that_signs_is_read_as_both(line, place, agency):
    made = article(f"h|Talks resume\ny|{line}\n{BODY}")
    assert made.dateline is not None
    assert (made.dateline.place, made.dateline.agency) == (place, agency)
    assert made.byline == line
    assert made.published is None  # the day it was filed


@pytest.mark.parametrize("line", ["ANNA SMITH, LONDON", "By Anna Smith (Reuters)", "ANNA SMITH / LONDON", "(dpa)"])
def test_a_byline_is_no_place_and_date_line_for_its_capitals(line):
    made = article(f"h|Talks resume\ny|{line}\n{BODY}")
    assert made.dateline is None


@pytest.mark.parametrize("opening", ["DORSTEN, den 30. September 2025 -", "PARIS, le 30 septembre 2025 –"])
def test_the_word_before_a_date_is_no_place(opening: str):
    made = article(f"h|Talks resume\nb|{opening} The company said on Tuesday that it would build a plant in the north.")
    assert made.dateline is not None
    assert (made.dateline.place, str(made.dateline.date)) == (opening.partition(",")[0], "2025-09-30")
    assert made.body[0].text.startswith(opening)
    assert made.published is None


@pytest.mark.parametrize("opening", ["SINCE TUESDAY, May 3, 2020 –", "SEIT DIENSTAG, 3. Mai 2020 –"])
def test_what_a_weekday_belongs_to_is_no_place(opening: str):
    assert placeline.opening(f"{opening} The council met and said that the bridge would stay.", Context("en")) is None


@pytest.mark.parametrize(
    "opening",
    [
        "Ana Costa, March 3, 2026 -",
        "Obama, May 4, 2024 –",
        "Washington, January 6, 2021 –",
        "Since Tuesday, May 3, 2020 –",
    ],
)
def test_a_date_in_full_proves_no_place_in_small_letters(opening: str):
    assert placeline.opening(f"{opening} The council met and said that the bridge would stay.", Context("en")) is None


def test_two_places_may_be_joined_by_a_word_that_is_no_name():
    found = placeline.opening("BRUXELLES et PARIS (AFP) - Le conseil a voté lundi.", Context("fr"))
    assert found is not None
    assert (found.place, found.agency) == ("BRUXELLES et PARIS", "AFP")
