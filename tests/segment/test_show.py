from __future__ import annotations

from html.parser import HTMLParser

from lxml import html as lxml_html

from convert.segment.explain import explain
from convert.segment.show import explain as explain_text
from convert.segment.show import render_html, render_text
from convert.segment.tagger import segment

TEXT = (
    "Council approves new bridge\n\nBy Ann Smith\n\n"
    "The council on Monday approved a new bridge over the river, ending years of debate, officials said.\n\n"
    "Work will begin in spring, and <b>costs</b> & risks are known, the mayor told reporters after the vote.\n\n"
    "Share this article\n"
)


def test_text_shows_every_line_with_its_label() -> None:
    rows = render_text(segment(TEXT)).split("\n")
    assert rows[0].startswith("headline")
    assert rows[0].endswith("Council approves new bridge")
    assert any(row.startswith("boilerplate") for row in rows)


def test_text_cannot_act_on_the_terminal() -> None:
    assert "\x1b" not in render_text(segment("Title\n\n\x1b[31mred \x9b0m\u202e\x07"))
    assert "\u202e" not in render_text(segment("a\u202eb"))


def test_html_is_whole_and_escaped() -> None:
    page = render_html(segment(TEXT))
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//script|//link|//img|//@src|//@href")
    texts = [node.text_content() for node in tree.xpath("//span[@class='text']")]
    assert texts == [line.text for line in segment(TEXT).lines]
    assert {"headline", "byline", "body", "boilerplate"} <= {
        word for row in tree.xpath("//li/@class") for word in row.split()
    }
    HTMLParser().feed(page)


def test_html_names_each_label_beside_its_colour() -> None:
    tree = lxml_html.fromstring(render_html(segment(TEXT)))
    for row, line in zip(tree.xpath("//li"), segment(TEXT).lines, strict=True):
        assert line.label in row.xpath("span[@class='label']")[0].text_content()


def test_html_leaves_out_what_no_document_may_hold() -> None:
    page = render_html(segment("a\x00b\n\n\ud800c"))
    assert "\x00" not in page
    page.encode("utf-8")


def test_evidence_names_winner_and_rival_of_every_line() -> None:
    found = explain(TEXT)
    lines = segment(TEXT).lines
    assert len(found) == len(lines)
    assert [item.label for item in found] == [line.label for line in lines]
    assert all(item.label is not item.rival and item.odds[0] >= item.odds[1] for item in found)
    assert all(len(item.reasons) <= 4 for item in found)
    assert explain("") == ()
    assert "byline" in explain_text(TEXT)


def test_evidence_of_a_line_does_not_depend_on_lines_far_away() -> None:
    """Lines are traced in one pass when they are too far apart to see each other."""
    long = TEXT * 12
    found = explain(long)
    assert len(found) == len(segment(long).lines)
    assert render_html(segment(long), found).count('class="why"') > len(found)
