"""One headline and its copies, and a byline where a line is nearly one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Label
from convert.segment.confidence import of_articles
from convert.segment.cues import Cues, load_lists
from convert.segment.features import extract
from convert.segment.lines import layout
from convert.segment.settle import NEARLY, SECOND, put, settle
from convert.segment.spoken import spoken

HEADLINE, BYLINE, BODY = (tuple(Label).index(label) for label in (Label.HEADLINE, Label.BYLINE, Label.BODY))
GERMAN = "Der Rat der Stadt hat am Dienstag über die alte Brücke am Fluss beraten, und sie soll nun doch bleiben."
ENGLISH = "The council of the city met on Tuesday to talk of the old bridge, and it is to be kept for the time being."


def titles(lines: list[str], title: list[float]) -> list[int]:
    """Return which lines are most likely the headline, given what the network says of each."""
    batch = extract([layout("\n".join(lines))], Cues((), ()))
    marginals = np.zeros((len(lines), len(Label)))
    marginals[:, HEADLINE] = title
    marginals[:, BODY] = 1 - marginals[:, HEADLINE]
    found = settle(marginals, batch, spoken(batch))
    assert found.sum(axis=1) == pytest.approx(1)
    return np.flatnonzero(found.argmax(axis=1) == HEADLINE).tolist()


def test_the_likeliest_line_is_the_headline_though_it_is_not_likely():
    assert titles(["Old bridge stays", "The mayor", ENGLISH], [0.4, 0.1, 0]) == [0]


def test_of_two_likely_lines_the_likelier_is():
    assert titles(["Read this first", "Old bridge stays", ENGLISH], [0.55, 0.6, 0]) == [1]


def test_a_second_line_stands_if_it_is_sure_and_near():
    assert titles(["Old bridge", "stays after all", ENGLISH], [0.9, SECOND + 0.1, 0]) == [0, 1]
    assert titles(["Old bridge", *"abc", "stays after all", ENGLISH], [0.9, 0, 0, 0, SECOND + 0.1, 0]) == [0]


def test_a_text_without_a_headline_gets_none():
    assert titles([ENGLISH, ENGLISH], [0.05, 0.01]) == []


@pytest.mark.parametrize(("text", "found"), [(GERMAN, [0, 2]), (ENGLISH, [2])])
def test_a_copy_close_by_is_headline_in_german(text: str, found: list[int]):
    assert (
        titles(["Brücke bleibt: Rat stimmt ab", "Stadt", "Brücke bleibt – Rat stimmt ab", text], [0.1, 0, 0.9, 0])
        == found
    )


def test_a_copy_that_is_ruled_out_is_none():
    assert titles(["Brücke bleibt", "Stadt", "Brücke bleibt", GERMAN], [1e-9, 0, 0.9, 0]) == [2]


@pytest.mark.parametrize(("text", "found"), [(GERMAN, [0, 1]), (ENGLISH, [1])])
def test_of_two_equal_lines_in_a_row_the_upper_one_ends_a_path_but_in_german(text: str, found: list[int]):
    assert titles(["Brücke bleibt", "Brücke bleibt", text], [0.9, 0.8, 0]) == found


def test_of_three_the_lowest_and_lines_without_a_word_are_not_equal():
    assert titles([*["Bridge stays"] * 3, ENGLISH], [0.9, 0.8, 0.7, 0]) == [2]
    assert titles(["===", "***", ENGLISH], [0.9, 0.6, 0]) == [0]


def test_what_says_the_headline_once_more_below_it_is_a_picture_s_text():
    assert titles(["Bridge stays", "By Ann Hill", "Bridge stays", ENGLISH], [0.9, 0, 0.8, 0]) == [0]
    assert titles(["Bridge stays", "Bridge stays", ENGLISH], [0.9, 0.3, 0]) == [0]


def test_a_likely_copy_further_off_is_headline_anywhere():
    assert titles(["Bridge stays", *"abcd", "Bridge stays", ENGLISH], [0.9, 0, 0, 0, 0, 0.6, 0]) == [0, 5]


@pytest.mark.parametrize(
    ("byline", "other", "found"), [(NEARLY, 0.1, [1]), (NEARLY - 0.01, 0.1, []), (NEARLY, 0.8, [2])]
)
def test_a_line_that_is_nearly_a_byline_is_one_where_there_is_no_other(byline: float, other: float, found: list[int]):
    batch = extract([layout("Old bridge stays\nAnn Hill\nBy Ann Hill")], Cues((), ()))
    marginals = np.zeros((3, len(Label)))
    marginals[:, BYLINE] = 0, byline, other
    marginals[0, HEADLINE] = 1
    marginals[1:, BODY] = 1 - marginals[1:, BYLINE]
    labels = settle(marginals, batch, spoken(batch)).argmax(axis=1)
    assert np.flatnonzero(labels == BYLINE).tolist() == found


def test_a_list_of_names_goes_on():
    lines = ["By", "Ann Hill,", "Jo Pike,", "Max Stone", "Read aloud"]
    batch = extract([layout("\n".join(lines))], load_lists())
    marginals = np.zeros((len(lines), len(Label)))
    marginals[:, BYLINE] = 1, 0.1, 0.1, 0.1, 0.1
    marginals[:, BODY] = 1 - marginals[:, BYLINE]
    labels = settle(marginals, batch, spoken(batch)).argmax(axis=1)
    assert np.flatnonzero(labels == BYLINE).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The ferry on its last day in the old harbour. Photo: Ann Hill / AP", Label.CAPTION),
        ("Die Fähre an ihrem letzten Tag im alten Hafen. (Foto: Jan Wolf)", Label.CAPTION),
        ("She took one last photo: the ferry in the old harbour, on the day before it was to be sold.", Label.BODY),
        ("The ferry on its last day in the old harbour, in a photo that Ann Hill took.", Label.BODY),
        ("The ferry is the oldest that still runs in these waters. (Source: harbour office)", Label.BODY),
        ("Photo: Ann Hill", Label.BODY),
    ],
)
def test_running_text_that_ends_in_an_announced_credit_is_a_caption(line: str, found: Label):
    batch = extract([layout(f"{line}\nThe town votes on Monday.")], load_lists())
    marginals = np.zeros((2, len(Label)))
    marginals[:, BODY] = 1
    assert tuple(Label)[int(settle(marginals, batch, spoken(batch))[0].argmax())] is found


@pytest.mark.parametrize(
    ("caption", "found"),
    [
        ("The ferry on its last day in the old harbour. Photograph: Ann Hill/AP", [2]),
        ("The ferry on its last day in the old harbour, where it was sold for scrap", [0]),
        ("A ferry on its last day in the old harbour. Photograph: Ann Hill/AP", [0]),
    ],
)
def test_the_alternative_text_of_a_picture_is_no_headline(caption: str, found: list[int]):
    lines = ["The ferry on its last day in the old harbour", caption, "The ferry is sold", "The town votes on Monday."]
    batch = extract([layout("\n".join(lines))], load_lists())
    marginals = np.zeros((4, len(Label)))
    marginals[:, HEADLINE] = 0.8, 0, 0.2, 0
    marginals[:, BODY] = 1 - marginals[:, HEADLINE]
    labels = settle(marginals, batch, spoken(batch)).argmax(axis=1)
    assert np.flatnonzero(labels == HEADLINE).tolist() == found


def test_a_caption_that_says_the_headline_again_leaves_it_where_nothing_else_may_be_it():
    lines = [
        "The ferry is sold for scrap",
        "The ferry is sold for scrap. Photo: Ann Hill/AP",
        "The town votes on Monday.",
    ]
    batch = extract([layout("\n".join(lines))], load_lists())
    marginals = np.zeros((3, len(Label)))
    marginals[:, HEADLINE] = 0.9, 0.05, 0.05
    marginals[:, BODY] = 1 - marginals[:, HEADLINE]
    labels = settle(marginals, batch, spoken(batch)).argmax(axis=1)
    assert [tuple(Label)[label] for label in labels] == [Label.HEADLINE, Label.CAPTION, Label.BODY]


@pytest.mark.parametrize(
    "texts", [["It was sold on Monday. Photo: Ann Hill/AP"], ["It was sold then", "It was sold then. Photo: AP"]]
)
def test_the_only_running_text_is_no_caption(texts: list[str]):
    batch = extract([layout("\n".join(texts))], load_lists())
    marginals = np.zeros((len(texts), len(Label)))
    marginals[:, BODY] = 1
    assert (settle(marginals, batch, spoken(batch)).argmax(axis=1) == BODY).all()


def test_an_alternative_text_belongs_to_a_picture_of_its_own_text():
    first, second = (
        "The ferry on its last day in the old harbour",
        "The ferry on its last day in the old harbour. Photo: AP",
    )
    apart, together = (
        extract([layout(first), layout(second)], load_lists()),
        extract([layout(f"{first}\n{second}")], load_lists()),
    )
    assert apart.alternative.tolist() == [False, False]
    assert together.alternative.tolist() == [True, False]


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 1))
def test_a_line_keeps_a_whole_probability(row: list[float], label: int, chance: float):
    total = sum(row) or 1.0
    values = np.array([np.array(row) / total if sum(row) else [1.0, 0.0, 0.0], [0.5, 0.25, 0.25]])
    put(values, np.array([0]), label, chance)
    assert values[0, label] == pytest.approx(chance)
    assert (values >= 0).all()
    assert values[0].sum() == pytest.approx(1)
    assert values[1].tolist() == [0.5, 0.25, 0.25]


def test_what_was_certain_may_become_unlikely():
    values = np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]])
    put(values, np.array([0, 1]), 0, np.array([0.2, 0.6]))
    assert values[0].tolist() == pytest.approx([0.2, 0.4, 0.4])
    assert values[1].tolist() == pytest.approx([0.6, 0.2, 0.2])


CUES = load_lists()
MIXED = [
    f"Brücke bleibt\nStadt\nBrücke bleibt\n{GERMAN}",
    "",
    f"Old bridge\nOld bridge\nBy,\nAnn Hill\n{ENGLISH}",
    f"The ferry is sold\nThe ferry is sold. Photo: Ann Hill/AP\nIt was sold then. Photo: AP\n{ENGLISH}",
]


@given(st.lists(st.sampled_from(MIXED), max_size=5), st.integers(0, 99))
def test_a_text_is_settled_in_company_as_alone(texts: list[str], seed: int):
    random = np.random.default_rng(seed)
    layouts = [layout(text) for text in texts]
    chances = [random.dirichlet(np.full(len(Label), 0.2), len(item)) for item in layouts]
    alone = [extract([item], CUES) for item in layouts]
    together = extract(layouts, CUES)
    apart = [settle(chance, one, spoken(one)) for chance, one in zip(chances, alone, strict=True)]
    none = np.zeros((0, len(Label)))
    found = settle(np.concatenate([none, *chances]), together, spoken(together))
    assert np.array_equal(found, np.concatenate([none, *apart]))
    titles = [chance[:, HEADLINE] for chance in chances]
    called = [settled.argmax(axis=1) == HEADLINE for settled in apart]
    sure = [of_articles(*given, one)[0] for *given, one in zip(titles, called, alone, strict=True)]
    assert of_articles(np.concatenate([none[:, 0], *titles]), found.argmax(axis=1) == HEADLINE, together) == sure
