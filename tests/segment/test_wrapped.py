"""Hard-wrapped text is read by its paragraphs, and gets the labels that it would have unwrapped."""

# ruff: noqa: E501 - a paragraph is a line here
from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Label
from convert.segment.lines import joined, layout, paragraphs
from convert.segment.tagger import segment

PARAGRAPHS = tuple(
    """
The harbour board voted on Tuesday to close the old fish market, after two years of hearings in which nearly every family of the town had its say and the price of repairs had doubled.
Traders who have sold there for generations said they would appeal, and the mayor promised that stalls would be found for all of them in the new hall by the station before winter.
Work is to begin in the spring. It will cost eleven million, of which the region pays half, and is expected to last until the summer of the following year, the board's engineer told reporters.
""".strip().split("\n")
)


def copy(width: int, between: str, indent: str) -> str:
    return between.join(textwrap.fill(text, width, initial_indent=indent) for text in PARAGRAPHS)


@pytest.mark.parametrize("width", [58, 65, 72, 80])
@pytest.mark.parametrize(("between", "indent"), [("\n\n", ""), ("\n", "   "), ("\n\n", "  ")])
def test_paragraphs_are_found_at_any_width(width: int, between: str, indent: str) -> None:
    item = layout(copy(width, between, indent))
    whole = joined(item, paragraphs(item))
    assert [whole.text[start:end] for start, end in whole.spans] == list(PARAGRAPHS)


def test_lists_and_verses_stay_as_they_are() -> None:
    rows = "\n".join(
        ["Two cups of flour, sifted", "One cup of cold milk", "Salt", "Three large brown eggs, beaten"] * 4
    )
    assert paragraphs(layout(rows)) == tuple(range(16))


@given(st.lists(st.text(alphabet="abA .\n 文字", max_size=90), max_size=10).map("\n".join))
def test_every_line_is_in_one_paragraph_in_order(text: str) -> None:
    item = layout(text)
    numbers = paragraphs(item)
    assert len(numbers) == len(item)
    assert all(after - before in (0, 1) for before, after in pairwise(numbers))
    whole = joined(item, numbers)
    assert len(whole) == (numbers[-1] + 1 if numbers else 0)
    assert "".join(whole.text.split()) == "".join(text.split())


def test_wire_copy_is_body_but_for_what_the_agency_adds() -> None:
    story = "BC-Harbour-Market\n\nOld fish market to close\n\n" + copy(65, "\n", "   ").replace(
        "The harbour", "PORTSMOUTH (AP) - The harbour", 1
    )
    story += "\n\nMORE\n\nEDITOR'S NOTE: A photo will follow.\n"
    lines = segment(story).lines
    labels = {line.text: line.label for line in lines}
    assert labels["Old fish market to close"] is Label.HEADLINE
    assert labels["MORE"] is Label.BOILERPLATE
    assert labels["BC-Harbour-Market"] is Label.BOILERPLATE
    body = [line for line in lines if line.text not in labels or line.label is Label.BODY]
    assert len(body) == len(lines) - 4
    assert lines[2].text.startswith("PORTSMOUTH (AP)")
