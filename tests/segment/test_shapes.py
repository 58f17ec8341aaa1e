from __future__ import annotations

import time
from pathlib import Path

import pytest

from convert.article import Label
from convert.segment.tagger import segment
from tests.segment.shapes import shapes

SHAPES = shapes()
SHORTCOMINGS = {
    "live blog": [("crosshead", "dateline")],  # the first of the bare clocks that head the entries
    "report with a table": [("crosshead", "body")],  # a heading of two words above the rows
}
"""What the model is known to get wrong (docs/segmenter.md): it must be taken out here when that is mended."""


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("blanks", [True, False], ids=["blank lines", "no blank lines"])
def test_no_paragraph_is_lost_and_the_headline_is_found(name: str, blanks: bool) -> None:
    text, wanted = SHAPES[name]
    found = [line.label.value for line in segment(text if blanks else text.replace("\n\n", "\n")).lines]
    wrong = [(want, have) for want, have in zip(wanted, found, strict=True) if want != have]
    allowed = {("body", "standfirst")}  # the first paragraph may well be a standfirst: nothing in the text tells
    assert [pair for pair in wrong if pair not in allowed] == SHORTCOMINGS.get(name, [])


def test_two_articles_in_one_text_lose_no_paragraph() -> None:
    """Only one of them can be the article: but every paragraph of both stays body."""
    one, two = SHAPES["obituary"][0], SHAPES["capital letters"][0]
    lines = segment(one + "\n\n" + two).lines
    long = [line for line in lines if len(line.text) > 100]
    assert len(long) >= 3
    assert all(line.label in (Label.BODY, Label.STANDFIRST) for line in long)


def test_an_article_in_a_page_of_5000_lines_keeps_its_body(root: Path) -> None:
    (path,) = (root / "seeds").glob("*.txt")
    menu = "\n".join(f"Section {number}" for number in range(2500))
    start = time.process_time()
    lines = segment(f"{menu}\n\n{path.read_text(encoding='utf-8')}\n\n{menu}").lines
    assert time.process_time() - start < 5
    assert sum(line.label is Label.BODY for line in lines) == 14
