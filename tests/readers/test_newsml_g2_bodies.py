"""Bodies as agencies and their systems write them: each character is in a block or a caption, or is counted."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.article import Caption
from convert.readers.newsml_g2.body import Body
from convert.readers.newsml_g2.walk import body_of
from convert.readers.newsml_g2.words import solid
from tests.readers.newsml import XHTML, article, blocks, both, codes, item, page, story


def texts(content: str) -> list[str]:
    return [text for _, text in blocks(content)]


def not_carried(data: str) -> list[str]:
    return [one.message.partition(": ")[2] for one in both(data)[1] if one.code == "read.not-carried"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ul>loose<li>a</li>more</ul>", [("list", "loose\na\nmore")]),
        ("<ul><li>a<div><ul><li>a1</li></ul></div>tail</li></ul>", [("list", "a\na1\ntail")]),
        ("<ol><li>a</li><ol><li>b</li></ol></ol>", [("list", "a\nb")]),
        ("<ul><li><h3>Head</h3>text</li></ul>", [("list", "Head text")]),
        ("<ul><li><table><tr><td>x</td><td>y</td></tr></table></li></ul>", [("list", "x y")]),
        ("<dl><dt>Term</dt><dd><p>One</p><p>Two</p></dd></dl>", [("list", "Term\nOne Two")]),
        ("<blockquote><blockquote><p>in</p></blockquote><p>out</p></blockquote>", [("quote", "in"), ("quote", "out")]),
        ("<blockquote>said<ul><li>a</li></ul></blockquote>", [("quote", "said"), ("list", "a")]),
        ("<blockquote><h3>H</h3>x<cite>y</cite></blockquote>", [("crosshead", "H"), ("quote", "xy")]),
        ("<b>bold<p>in</p></b>tail", [("paragraph", "bold"), ("paragraph", "in"), ("paragraph", "tail")]),
        ("<h2>One<br/>two</h2>", [("crosshead", "One two")]),
        ("<h2><p>One</p><p>two</p></h2>", [("crosshead", "One two")]),
        ("<table><caption>Table</caption>loose<tr>x<td>a</td><td>b<br/>c</td></tr></table>",
         [("paragraph", "Table"), ("paragraph", "loose"), ("paragraph", "x\ta\tb c")]),
        ("<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>", [("paragraph", "a b\tc")]),
        ("<figure><figcaption>Results</figcaption><table><tr><td>a</td><td>b</td></tr></table></figure>",
         [("paragraph", "Results"), ("paragraph", "a\tb")]),
        ("<figure><blockquote><p>said</p></blockquote><figcaption>A</figcaption></figure>",
         [("quote", "said"), ("paragraph", "A")]),
        ("<p>10<sup>6</sup>, 1<sup>st</sup>, H<sub>2</sub>O</p>", [("paragraph", "10⁶, 1st, H₂O")]),
        ("<p><ruby>漢<rt>kan</rt></ruby><ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby></p>",
         [("paragraph", "漢(kan)字(ji)")]),
        ("<p dir='rtl'>شرق <bdo dir='ltr'>ABC</bdo> غرب</p>", [("paragraph", "شرق ABC غرب")]),
        ("<p><![CDATA[a < b & c]]></p>", [("paragraph", "a < b & c")]),
        ("<p>a&#160;b &amp;amp; c&#8203;d</p>", [("paragraph", "a\u00a0b &amp; c\u200bd")]),
        ("<pre>col1   col2\n1      2</pre>", [("paragraph", "col1 col2 1 2")]),
        ("<details><summary>More</summary>text</details>", [("paragraph", "More"), ("paragraph", "text")]),
        ("<p>a<!-- x -->b<?y z?>c</p><!-- d -->", [("paragraph", "abc")]),
    ],
)  # fmt: skip
def test_xhtml(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(page(body)) == expected
    assert not_carried(item(page(body))) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p><frac><frac-num>1</frac-num><frac-den>2</frac-den></frac> price</p>", [("paragraph", "1/2 price")]),
        ("<p><frac><frac-num>1</frac-num><frac-sep>/</frac-sep><frac-den>2</frac-den></frac></p>",
         [("paragraph", "1/2")]),
        ("<p>a</p><note><body.content><p>b</p></body.content></note>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<nitf-table><nitf-table-metadata>x</nitf-table-metadata><table><tr><td>a</td></tr></table></nitf-table>",
         [("paragraph", "a")]),
        ("<block><p>a</p><datasource>Source: X</datasource></block>",
         [("paragraph", "a"), ("paragraph", "Source: X")]),
    ],
)  # fmt: skip
def test_nitf(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(story(body)) == expected
    assert not_carried(item(story(body))) == []


def test_the_tagline_at_the_end_of_nitf_is_read() -> None:
    end = "<body.end><tagline>Reporting by A; editing by B</tagline></body.end>"
    content = story("<p>Text</p>").replace("</body></nitf>", f"{end}</body></nitf>")
    assert texts(content) == ["Text", "Reporting by A; editing by B"]


def test_every_root_of_an_inline_xml_is_read() -> None:
    content = f"<inlineXML>a<p {XHTML}>b</p>c<div {XHTML}><p>d</p></div></inlineXML>"
    assert texts(content) == ["a", "b", "c", "d"]
    assert not_carried(item(content)) == []


def test_what_cannot_be_read_is_counted() -> None:
    assert not_carried(item(page("<p>Text</p><noscript>No show</noscript>"))) == ["6 characters of the body"]
    assert not_carried(item(page("<p>Text</p><script>x()</script>"))) == []


def test_the_words_of_a_picture_are_its_caption() -> None:
    body = (
        "<figure><p>Lead-in</p><img src='https://p.example/a.jpg' alt='A'/>"
        "<figcaption><p>One</p><p>two</p></figcaption></figure>"
        "<figure><figure><img src='https://p.example/b.jpg'/><figcaption>B</figcaption></figure>"
        "<figure><img src='https://p.example/c.jpg'/></figure><figcaption>Both</figcaption></figure><p>Text</p>"
    )
    found = article(item(page(body)))
    assert [block.text for block in found.body] == ["Lead-in", "Text"]
    assert found.captions == (
        Caption(text="One two", alt="A", url="https://p.example/a.jpg"),
        Caption(text="B", url="https://p.example/b.jpg"),
        Caption(url="https://p.example/c.jpg"),
        Caption(text="Both"),
    )
    assert not_carried(item(page(body))) == []


def test_media_of_nitf() -> None:
    body = (
        '<media media-type="image"><media-reference mime-type="image/jpeg" source="https://p.example/a.jpg"/>'
        "<media-object>/9j/4AAQ</media-object><media-caption>One<br/>two</media-caption>"
        "<media-caption>three</media-caption><media-producer>A. Sample</media-producer></media>"
        '<media media-type="video"><media-reference mime-type="video/mp4" source="https://p.example/a.mp4"/>'
        "<media-caption>A video</media-caption></media><p>Text</p>"
    )
    found = article(item(story(body)))
    assert found.captions == (
        Caption(text="One two three", credit="A. Sample", url="https://p.example/a.jpg"),
        Caption(text="A video"),
    )
    assert not_carried(item(story(body))) == []


@pytest.mark.parametrize("name", ["headline", "slugline", "creditline"])
def test_words_are_not_glued(name: str) -> None:
    for text in ("One<br/>two", f"<p {XHTML}>One</p><p {XHTML}>two</p>", "One<!-- -->&#32;two", "One\n   two"):
        found = article(item(page("<p>Text</p>"), f"<{name}>{text}</{name}>"))
        assert (found.publication.creditline if name == "creditline" else getattr(found, name)) == "One two"


def test_paragraphs_of_an_abstract_are_lines() -> None:
    head = "<abstract>\n  <p>One <b>bold</b></p>\n  <p>two\n   wrapped</p></abstract>"
    assert article(item(story("<p>Text</p>", head))).standfirst == "One bold\ntwo wrapped"
    meta = "<description role='drol:summary'>One<br/>two</description>"
    assert article(item(page("<p>Text</p>"), meta)).standfirst == "One\ntwo"


def test_what_the_head_of_nitf_says_beyond_the_fields_is_reported() -> None:
    head = (
        "<hedline><hl1>Head</hl1><hl2>Sub</hl2></hedline><dateline><location>PARIS</location>, May 2</dateline>"
        "<distributor>Agency</distributor>"
    )
    found = article(item(story("<p>Text</p>", head)))
    assert (found.headline, found.standfirst) == ("Head", "Sub")
    assert found.dateline is not None
    assert found.dateline.text == "PARIS, May 2"
    assert not_carried(item(story("<p>Text</p>", head))) == ["body.head/distributor"]
    meta = "<headline>Other</headline>"
    assert not_carried(item(story("<p>Text</p>", head), meta)) == ["body.head/distributor, body.head/hl1"]


def test_the_rendition_in_the_language_of_the_item() -> None:
    def rendition(tag: str, text: str) -> str:
        return page(f"<p>{text}</p>").replace("<html", f"<html xml:lang='{tag}'")

    both_tongues = rendition("fr-FR", "Un texte assez long") + rendition("en", "A text")
    assert texts(both_tongues) == ["Un texte assez long"]
    data = item(both_tongues, "<language tag='en-GB'/>")
    assert article(data).body[0].text == "A text"
    assert not_carried(data) == ["1 renditions in other languages"]


def test_a_foreign_document_that_bears_our_name_is_read_whole() -> None:
    management = "<generator>newsconvert</generator><profile>newsconvert-superdesk</profile>"
    content = page("<p>Short</p>") + story(
        "<p>Short</p><p class='caption'>But longer</p>", "<hedline><hl1>H</hl1></hedline>"
    )
    found = article(item(content, "", management))
    assert [block.text for block in found.body] == ["Short", "But longer"]
    assert found.headline == "H"


@pytest.mark.parametrize("depth", [200, 1000, 2040])
def test_html_of_any_depth_that_the_parser_takes(depth: int) -> None:
    data = "<inlineData contenttype='text/html'>" + "&lt;div>" * depth + "Text</inlineData>"
    assert texts(data) == ["Text"]


def test_html_that_is_nested_deeper_is_reported() -> None:
    data = "<inlineData contenttype='text/html'>&lt;p>Text&lt;/p>" + "&lt;div>" * 5000 + "Lost</inlineData>"
    assert texts(data) == ["Text"]
    assert not_carried(item(data)) == ["what follows in the body is nested too deep"]


@pytest.mark.parametrize("reference", ["<noscript>n</noscript>", "<title>n</title>"])
def test_blank_or_unread_content_alone_is_no_text(reference: str) -> None:
    assert codes(item(page(reference)))[:1] == ["read.no-text"]


NAMES = (
    "p", "div", "b", "span", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "caption", "blockquote", "h2",
    "pre", "br", "figure", "figcaption", "img", "section", "sup", "sub", "ruby", "rt", "rp", "media", "media-caption",
    "media-reference", "media-producer", "note", "body.content", "hl2", "bq", "frac-den", "unknown", "noscript",
    "title",
)  # fmt: skip


@st.composite
def _trees(draw: st.DrawFn) -> etree._Element:
    root = etree.Element("body")
    around = [root]
    for _ in range(draw(st.integers(1, 25))):
        element = etree.SubElement(draw(st.sampled_from(around)), draw(st.sampled_from(NAMES)))
        element.text, element.tail = draw(_pieces), draw(_pieces)
        if element.tag in ("img", "media-reference"):
            element.set("src", draw(st.sampled_from(["https://p.example/a.jpg", "", "b"])))
        around.append(element)
    return root


_pieces = st.sampled_from([None, "a", " b ", "\n  ", "12", "c\n\nd", "e f", "\u00a0"])


@given(_trees(), st.booleans())
def test_each_character_is_in_a_block_or_a_caption_or_counted(root: etree._Element, repeats: bool) -> None:
    body = body_of(root, repeats=repeats)
    left_out = [found for found in root.iter("noscript", "title") if not _within(found)]
    expected = sum(solid("".join(map(str, found.itertext()))) for found in left_out)
    assert body.missing() == expected
    kept = sum(solid(block.text) for block in body.blocks)
    kept += sum(solid(f"{one.text or ''} {one.credit or ''}") for one in body.captions)
    whole = solid("".join(map(str, root.itertext())))
    assert kept + body.missing() + body.beside - body.added == whole


def _within(element: etree._Element) -> bool:
    return any(outer.tag in ("noscript", "title") for outer in element.iterancestors())


def hostile(size: int) -> list[str]:
    """Bodies that once took time with the square of their size."""
    image = "<img src='https://p.example/{}.jpg'/>"
    return [
        "".join(image.format(n) for n in range(size)),
        "<span>" * 200 + "<b>x</b>" * size + "<p>y</p>" + "</span>" * 200,
        "<figure>" * 100 + "<img/>" * size + "</figure>" * 100,
        "<ul>" + "<li>a<ul><li>b</li></ul></li>" * size + "</ul>",
        "<ruby>" + "<rt>a</rt>" * size + "</ruby>",
    ]


@pytest.mark.parametrize("number", range(5))
def test_the_time_is_linear(number: int) -> None:
    def seconds(size: int) -> float:
        root = etree.fromstring(f"<body>{hostile(size)[number]}</body>")
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            body: Body = body_of(root)
            best = min(best, time.process_time() - start)
        assert body.missing() == 0
        return best

    assert seconds(16_000) < 20 * seconds(2_000)
