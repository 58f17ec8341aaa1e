"""What a line is to the whole text: the features that are made from all of it."""

# ruff: noqa: E501 - a paragraph is a line here

from __future__ import annotations

import numpy as np
import pytest

from convert.segment.core import GAP
from convert.segment.cues import load_lists
from convert.segment.explain import phrase
from convert.segment.features import SCALE, extract, names
from convert.segment.lines import layout

TEASER = "A short item about something else that is told in a sentence of some length, no more than that."
STORY = [
    "Home",
    "Weather",
    "Flood closes the old harbour bridge",
    "By Ann Smith",
    "The old harbour bridge has been closed since Tuesday night, when the flood tore away one of its piers, the mayor said.",
    "Paul Winter, who has run the ferry beside the bridge for thirty years, said that he had never seen such a flood here.",
    "The harbour will stay closed as well. Nobody can say how long the bridge will take to mend, or who is to pay for it.",
]


def column(text: str, name: str) -> list[float]:
    values = extract([layout(text)], load_lists()).values[:, names().index(name)]
    return [float(value) for value in values / SCALE]


@pytest.fixture
def page() -> str:
    return "\n".join([TEASER, *["Menu"] * (GAP + 1), *STORY, *["Imprint"] * (GAP + 1), TEASER])


def test_the_core_is_the_weightiest_run_of_paragraphs(page: str) -> None:
    first = 1 + GAP + 1 + 4
    assert np.flatnonzero(column(page, "in the core")).tolist() == [first, first + 1, first + 2]
    assert np.flatnonzero(column(page, "opens the core")).tolist() == [first]
    assert column(page, "above the core")[first - 1] > column(page, "above the core")[first - 8] > 0
    assert column(page, "above the core")[first] == 0


def test_the_title_is_the_line_above_the_core_whose_words_run_through_it(page: str) -> None:
    best = np.flatnonzero(column(page, "best title")).tolist()
    assert [page.split("\n")[number] for number in best] == [STORY[2]]


def test_a_text_without_paragraphs_has_no_core() -> None:
    assert not any(column("One\nTwo\nThree", "in the core"))
    assert not any(column("One\nTwo\nThree", "best title"))


def test_lines_that_say_the_same_are_known_over_a_line_between() -> None:
    text = "Flood closes the old harbour bridge\nWeather\nFlood closes old harbour bridge in the night\nSports"
    assert column(text, "alike below")[0] > 0.5
    assert column(text, "contained below")[0] == 1
    assert column(text, "alike above")[2] == column(text, "alike below")[0]
    assert column(text, "alike below")[3] == 0


def test_names_that_come_again_in_full_are_counted() -> None:
    text = "Paul Winter has seen it all.\nThe ferry\nPaul Winter, who runs the ferry, said so. Winter is 60."
    assert column(text, "names again below") == [0.5, 0, 0]
    assert column(text, "names again above") == [0, 0, 0.5]


def test_every_feature_has_words_for_people() -> None:
    plain = ("starts with ", "ends with ")  # they are words for people as they are
    assert not [name for name in names() if phrase(name) == name and not name.startswith(plain)]
