"""The body of an item: XHTML, NITF, inline data, and which of several renditions is read."""

from __future__ import annotations

import pytest

from convert.writers.newsml_g2 import write
from tests.readers.newsml import article, blocks, both, item, page, story
from tests.writers.newsml_examples import BARE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>bold</b> and <i>more</i>.</p>", [("paragraph", "One bold and more.")]),
        ("<article><section><div><p>Deep</p></div></section></article>", [("paragraph", "Deep")]),
        ("<h2>Cross</h2><p>Text</p>", [("crosshead", "Cross"), ("paragraph", "Text")]),
        ("<ul><li>a</li><li><p>b</p></li></ul><ol><li>c</li></ol>", [("list", "a\nb"), ("list", "c")]),
        ("<ul><li>a<ul><li>a1</li></ul></li><li>b</li></ul>", [("list", "a\na1\nb")]),
        ("<blockquote><p>Said</p><p>he</p></blockquote>", [("quote", "Said"), ("quote", "he")]),
        ("<p>a<br/>b<br/><br/>c</p>", [("paragraph", "a b"), ("paragraph", "c")]),
        ("loose <b>text</b><p>and</p>more", [("paragraph", "loose text"), ("paragraph", "and"), ("paragraph", "more")]),
        ("<p>\n   laid\n   out\n</p>", [("paragraph", "laid out")]),
        ("<table><tr><th>A</th><td>1</td></tr></table>", [("paragraph", "A\t1")]),
        ("<table><tr><td><p>x</p><p>y</p></td></tr></table>", [("paragraph", "x y")]),
        ("<pre>wire copy\nwrapped\n\nsecond</pre>", [("paragraph", "wire copy wrapped"), ("paragraph", "second")]),
        ("<p>a</p><script>x()</script><!-- no --><?pi no?><p>b</p>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<p>one<!-- no -->two</p>", [("paragraph", "onetwo")]),
        ('<p>see <a href="x">here</a>!</p>', [("paragraph", "see here!")]),
        ("<dl><dt>t</dt><dd>d</dd></dl>", [("list", "t\nd")]),
        ("<unknown><p>in</p></unknown><other>text</other>", [("paragraph", "in"), ("paragraph", "text")]),
    ],
)  # fmt: skip
def test_xhtml(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(page(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>directly <person>A</person></p>", [("paragraph", "directly A")]),
        ("<block><p>one</p><block><p>deeper</p></block></block>", [("paragraph", "one"), ("paragraph", "deeper")]),
        ("<hl2>Cross</hl2><bq><block><p>Said</p></block></bq>", [("crosshead", "Cross"), ("quote", "Said")]),
    ],
)  # fmt: skip
def test_nitf(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(story(body)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<inlineData contenttype='text/plain'>One\nwrapped\n\nTwo</inlineData>", ["One wrapped", "Two"]),
        ("<inlineData>One\nTwo</inlineData>", ["One", "Two"]),
        ("<inlineData contenttype='text/html'>&lt;p>One&lt;br>more&lt;p>&amp;amp;</inlineData>", ["One more", "&"]),
        ("<inlineData encoding='encd:base64' contenttype='text/plain'>T25lCgpUd28=</inlineData>", ["One", "Two"]),
    ],
)  # fmt: skip
def test_inline_data(content: str, expected: list[str]) -> None:
    assert [text for _, text in blocks(content)] == expected


def test_a_page_with_a_declaration_inside_inline_data() -> None:
    page_text = '&lt;?xml version="1.0" encoding="utf-8"?>&lt;html>&lt;body>&lt;p>Größe&lt;/p>&lt;/body>&lt;/html>'
    assert blocks(f"<inlineData contenttype='text/html'>{page_text}</inlineData>") == [("paragraph", "Größe")]


@pytest.mark.parametrize("name", ["div", "b", "blockquote", "ul"])
def test_deep_nesting_is_read_or_refused(name: str) -> None:
    for depth in (50, 240, 20_000):
        for content in (
            page(f"<{name}>" * depth + "Text" + f"</{name}>" * depth),
            "<inlineData contenttype='text/html'>" + f"&lt;{name}>" * depth + "Text</inlineData>",
        ):
            found, said = both(item(content))
            assert found or said


def test_of_two_renditions_the_fuller_one() -> None:
    assert blocks(page("<p>short</p>") + story("<p>short and long</p>")) == [("paragraph", "short and long")]
    assert blocks(page("<p>same words</p>") + story("<hl2>same words</hl2>")) == [("paragraph", "same words")]


def test_what_the_top_of_the_body_repeats_is_not_body() -> None:
    body = "<header><h1>The headline</h1><p>By A</p></header><p>Standfirst.</p><p>Text. The headline</p><p>By A</p>"
    meta = "<headline>The headline</headline><by>By A</by><description role='drol:summary'>Standfirst.</description>"
    found = article(item(page(body), meta))
    assert [block.text for block in found.body] == ["Text. The headline"]
    assert (found.headline, found.byline, found.standfirst) == ("The headline", "By A", "Standfirst.")


def test_a_body_of_nothing_but_the_headline_stays() -> None:
    assert len(article(item(page("<p>Only this</p>"), "<headline>Only this</headline>")).body) == 1


def test_head_of_nitf_fills_what_the_item_leaves_open() -> None:
    head = (
        "<hedline><hl1>Head</hl1></hedline><byline>By A, <byttl>Editor</byttl></byline><abstract><p>Sum</p></abstract>"
    )
    found = article(item(story("<p>Text</p>", head)))
    assert (found.headline, found.byline, found.standfirst) == ("Head", "By A, Editor", "Sum")


def test_our_fallback_title_is_no_headline() -> None:
    assert article(write(BARE)).headline is None
