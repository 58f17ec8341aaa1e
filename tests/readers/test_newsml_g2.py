"""NewsML-G2 of other producers: read whole where it can be, reported where it is off, refused where it is dangerous."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert import readers
from convert.article import Article, AuthorKind, Block, BlockKind, Caption, Signal, Status
from convert.diagnostics import Diagnostic, Severity
from convert.metadata import NONE
from convert.profile import DEFAULT, from_table
from convert.readers import Hint, Raw, Record, Refusal
from convert.readers.newsml_g2 import articles as read
from convert.readers.newsml_g2 import assembly, desk, stream, values
from convert.writers.newsml_g2 import bundle, write
from tests.writers.newsml_examples import BARE, FULL

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
NITF = 'xmlns="http://iptc.org/std/NITF/2006-10-18/"'


def item(content: str, meta: str = "", management: str = "", attributes: str = "", item_class: str = "text") -> str:
    return (
        f'<newsItem {G2} guid="urn:x:1" version="3" {attributes}><itemMeta><itemClass qcode="ninat:{item_class}"/>'
        f"{management}</itemMeta><contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def page(body: str) -> str:
    return f'<inlineXML contenttype="application/xhtml+xml"><html {XHTML}><body>{body}</body></html></inlineXML>'


def story(body: str, head: str = "") -> str:
    inside = f"<body.head>{head}</body.head><body.content>{body}</body.content>"
    return f'<inlineXML contenttype="application/nitf+xml"><nitf {NITF}><body>{inside}</body></nitf></inlineXML>'


def message(*items: str) -> bytes:
    return f"<newsMessage {G2}><header/><itemSet>{''.join(items)}</itemSet></newsMessage>".encode()


def both(data: bytes | str) -> tuple[list[Article], list[Diagnostic]]:
    found = list(read(data.encode() if isinstance(data, str) else data))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Diagnostic)]


def article(data: bytes | str) -> Article:
    found, _ = both(data)
    assert len(found) == 1
    return found[0]


def codes(data: bytes | str) -> list[str]:
    return [found.code for found in both(data)[1]]


def blocks(content: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in article(item(content)).body]


# The body


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


# Pictures


def picture(guid: str, words: str, url: str = "https://p.example/a.jpg") -> str:
    remote = f'<remoteContent href="{url}" rendition="rnd:web" contenttype="image/jpeg"/>'
    return item(remote, words, item_class="picture").replace("urn:x:1", guid)


def package(*references: tuple[str, str]) -> str:
    inside = "".join(
        f'<itemRef residref="{guid}"><itemClass qcode="ninat:{kind}"/></itemRef>' for guid, kind in references
    )
    group_set = f'<groupSet root="g"><group id="g">{inside}</group></groupSet>'
    return f'<packageItem {G2} guid="urn:x:p"><itemMeta/>{group_set}</packageItem>'


CAPTION = "<creditline>Credit</creditline><description role='drol:caption'>Words</description>"
WANTED = (Caption(text="Words", credit="Credit", url="https://p.example/a.jpg"),)


@pytest.mark.parametrize("order", ["tip", "pti", "ipt", "pit", "itp", "tpi"])
def test_a_package_binds_pictures_wherever_it_stands(order: str) -> None:
    parts = {
        "t": item(page("<p>Text</p>")),
        "i": picture("urn:x:2", CAPTION),
        "p": package(("urn:x:1", "text"), ("urn:x:2", "picture")),
    }
    assert article(message(*(parts[letter] for letter in order))).captions == WANTED


def test_the_pictures_of_an_only_text_are_its_own() -> None:
    assert article(message(picture("urn:x:2", CAPTION), item(page("<p>Text</p>")))).captions == WANTED


def test_pictures_of_no_text_are_reported() -> None:
    texts = [item(page("<p>Text</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in range(2)]
    found, said = both(message(*texts, picture("urn:x:2", CAPTION)))
    assert [one.captions for one in found] == [(), ()]
    assert [one.code for one in said] == ["read.picture-alone"]


def test_a_picture_in_the_body_and_in_the_package_is_one() -> None:
    body = '<p>Text</p><figure><img src="https://p.example/a.jpg"/><figcaption>Other words</figcaption></figure>'
    data = message(item(page(body)), picture("urn:x:2", CAPTION), package(("urn:x:1", "text"), ("urn:x:2", "picture")))
    assert article(data).captions == WANTED


def test_figures_are_captions_not_body() -> None:
    body = '<figure><img src="https://p.example/b.png" alt="Alt"/><figcaption>Words</figcaption></figure><p>Text</p>'
    found = article(item(page(body)))
    assert found.captions == (Caption(text="Words", alt="Alt", url="https://p.example/b.png"),)
    assert [block.text for block in found.body] == ["Text"]


def test_a_remote_picture_beside_the_text() -> None:
    remote = '<remoteContent href="https://p.example/c.jpg" contenttype="image/jpeg"/>'
    assert article(item(page("<p>Text</p>") + remote)).captions == (Caption(url="https://p.example/c.jpg"),)


def test_the_web_rendition_is_the_picture() -> None:
    remotes = "".join(
        f'<remoteContent href="https://p.example/{name}.jpg" rendition="rnd:{name}" contenttype="image/jpeg"/>'
        for name in ("thumbnail", "web", "highRes")
    )
    data = message(
        item(page("<p>Text</p>")), item(remotes, CAPTION, item_class="picture").replace("urn:x:1", "urn:x:2")
    )
    assert [caption.url for caption in article(data).captions] == ["https://p.example/web.jpg"]


# Fields


def test_fields_of_an_agency() -> None:
    found = article(
        item(
            page("<p>Text</p>"),
            "<urgency>3</urgency><contentCreated>2024-05-02T10:00:00+0200</contentCreated>"
            "<located qcode='geo:1'><name>Paris</name></located>"
            "<creator qcode='p:1' type='cpnat:organisation'><name>Desk</name></creator>"
            "<infoSource uri='http://x.example/is/AP'/><infoSource literal='dpa'/>"
            "<language tag='fr'/><genre qcode='genre:Current'/><slugline>S</slugline>"
            "<headline role='apahltype:subtitle'>Sub</headline><headline role='apahltype:title'>Main</headline>"
            "<by>By A</by><by>By B</by>",
            "<provider literal='unset'/><versionCreated> 2024-05-02T12:00:00 </versionCreated>"
            "<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled'/>"
            "<edNote>Note</edNote><signal qcode='sig:correction'/><signal qcode='edStat:U'/>",
            "xml:lang='de'",
        )
    )  # fmt: skip
    assert (found.headline, found.standfirst, found.byline) == ("Main", "Sub", "By A\nBy B")
    assert (found.language, found.urgency, found.status, found.signals) == (
        "fr",
        3,
        Status.CANCELED,
        (Signal.CORRECTION,),
    )
    assert (found.dateline and found.dateline.place, found.agencies) == ("Paris", ("AP", "dpa"))
    assert found.authors[0].kind is AuthorKind.ORGANISATION
    assert found.issued == datetime(2024, 5, 2, 12, tzinfo=UTC)
    assert found.published == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert (found.publication.provider, found.genre, found.notes) == (None, "Current", ("Note",))
    assert (found.identity.guid, found.identity.version, found.identity.source_key) == ("urn:x:1", 3, "urn:x:1")


def test_a_day_stays_a_day() -> None:
    found = article(item(page("<p>T</p>"), "<contentCreated>2024-05-02Z</contentCreated>"))
    assert found.published == date(2024, 5, 2)


@pytest.mark.parametrize(
    ("meta", "management", "field"),
    [
        ("<urgency>0</urgency>", "", "urgency"),
        ("<contentCreated>24</contentCreated>", "", "published"),
        ("<contentModified>yesterday</contentModified>", "", "modified"),
        ("", "<versionCreated>now</versionCreated>", "issued"),
        ("", "<embargoed/>", "embargoed"),
    ],
)
def test_a_value_that_cannot_be_used_is_reported_and_left_out(meta: str, management: str, field: str) -> None:
    found, said = both(item(page("<p>Text</p>"), meta, management))
    assert getattr(found[0], field) is None
    assert [(one.code, one.severity) for one in said] == [("read.value", Severity.WARNING)]


def test_what_has_no_field_is_counted() -> None:
    meta = "<subject qcode='medtop:1'/><subject qcode='medtop:2'/><contributor literal='x'/>"
    _, said = both(item(page("<p>Text</p>"), meta))
    assert [one.code for one in said] == ["read.not-carried"]
    assert "contributor, subject (2)" in said[0].message


def test_links_to_what_it_was_derived_from_are_read_and_others_counted() -> None:
    links = (
        '<link rel="irel:derivedFrom" href="https://a.example/1"/><link rel="irel:derivedFrom" residref="urn:x:2"/>'
        '<link rel="irel:derivedFrom" href="https://a.example/1"/><link rel="irel:derivedFrom" href="1.html"/>'
        '<link rel="irel:seeAlso" href="https://a.example/3"/>'
    )
    found, said = both(item(page("<p>Text</p>"), "", links))
    assert found[0].based_on == ("https://a.example/1", "urn:x:2")
    assert [one.message.partition(": ")[2] for one in said] == ["link (2)"]


def test_a_guid_that_is_no_uri_becomes_one_and_stays_the_same() -> None:
    data = item(page("<p>Text</p>")).replace("urn:x:1", "2024 05 02/1")
    guid = article(data).identity.guid
    assert guid.startswith("urn:uuid:")
    assert article(data).identity == article(data).identity
    assert article(data).identity.source_key == "2024 05 02/1"
    assert codes(data) == ["read.value"]


def test_without_namespace() -> None:
    data = message(item(page("<p>Text</p>"), "<headline>H</headline>")).replace(G2.encode(), b"")
    assert article(data).headline == "H"


def test_a_field_that_the_model_refuses_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "tag", lambda text: "no tag at all")
    found, said = both(item(page("<p>Text</p>"), "<headline>H</headline>"))
    assert (found[0].language, found[0].headline) == (None, "H")
    assert [(one.code, one.path) for one in said] == [("read.value", "language")]


# What is not read


@pytest.mark.parametrize(
    "content",
    [
        "<inlineData encoding='encd:base64'>no base64!</inlineData>",
        "<inlineData encoding='encd:base64'>/////w==</inlineData>",
        "<inlineData contenttype='text/html'>&lt;!-- nothing --></inlineData>",
        "<inlineData contenttype='text/html'> </inlineData>",
        "<inlineXML/>",
        "<inlineXML><!-- nothing --></inlineXML>",
        "<remoteContent href='https://p.example/a.pdf' contenttype='application/pdf'/>",
    ],
)
def test_content_without_text(content: str) -> None:
    assert codes(item(content)) == ["read.no-text"]


def test_of_too_many_pictures_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_KNOWN", 2)
    pictures = [picture(f"urn:x:i{n}", CAPTION) for n in range(4)]
    packages = [package((f"urn:x:t{n}", "text"), ("urn:x:i3", "picture")) for n in range(4)]
    texts = [item(page("<p>Text</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in (0, 3)]
    found, said = both(message(*pictures, *packages, *texts))
    assert [one.captions for one in found] == [(), WANTED]
    assert [one.message.rpartition(": ")[2] for one in said] == ["3 of them"]


@pytest.mark.parametrize("kind", ["video", "audio", "composite"])
def test_other_classes_are_reported_not_failed_on(kind: str) -> None:
    found, said = both(message(item("", item_class=kind), item(page("<p>Text</p>"))))
    assert len(found) == 1
    assert [(one.code, one.severity) for one in said] == [("read.item-class", Severity.WARNING)]


def test_a_text_without_text_is_refused() -> None:
    assert codes(item("")) == ["read.no-text"]


def test_a_message_that_breaks_off_gives_what_came_before() -> None:
    whole = b"".join(bundle([FULL, BARE]))
    for end in (b"", b"</wrong>", b"<\xff\xfe"):
        found, said = both(whole[: whole.index(b"One paragraph")] + end)
        assert [one.headline for one in found] == [FULL.headline]
        assert [one.code for one in said] == ["read.not-xml"]
        assert said[0].line


BOMB = '<!DOCTYPE newsItem [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "read.empty"),
        (b" \n ", "read.empty"),
        (b"plain text", "read.not-xml"),
        (b"<a/>", "read.no-item"),
        (b"<newsMessage><header>", "read.not-xml"),
        (message(), "read.no-item"),
        (BOMB.encode() + b"]><newsItem guid='&m;'>&m;</newsItem>", "read.doctype"),
        (b'<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:9/x.dtd"><newsItem/>', "read.doctype"),
        (b'<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]><newsItem>&x;</newsItem>', "read.doctype"),
        (b'<!DOCTYPE newsItem [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]><newsItem/>', "read.doctype"),
        (b"<newsItem>&undeclared;</newsItem>", "read.not-xml"),
        (b"<!--" + b"x" * (1 << 21), "read.no-item"),
    ],
    ids=(
        "empty", "blank", "text", "other root", "unfinished", "no item", "bomb", "dtd", "file", "parameter",
        "undeclared", "no root",
    ),
)  # fmt: skip
def test_refused(data: bytes, code: str) -> None:
    found, said = both(data)
    assert found == []
    assert said[-1].code == code
    assert said[-1].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("piece", "pieces"), [("<junk>x</junk>", 5_000), ("<junk a='1' b='2'/>", 3_000), ("x" * 1000, 2_000)]
)
def test_an_item_is_bounded_by_what_it_takes_in_memory(
    monkeypatch: pytest.MonkeyPatch, piece: str, pieces: int
) -> None:
    monkeypatch.setattr(stream, "_LARGEST_ITEM", 1_000_000)
    assert [one.code for one in both("<newsMessage>" + piece * (pieces // 5) + "</newsMessage>")[1]] == ["read.no-item"]
    assert [one.code for one in both("<newsMessage>" + piece * pieces)[1]] == ["read.too-large"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what the imports need is read from /proc")
def test_a_bomb_costs_nothing() -> None:
    """In a process of its own, whose memory the kernel limits to 150 MB more than the imports need."""
    script = (
        "import resource, sys; from convert.readers.newsml_g2 import articles, assembly\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * 4096\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 150_000_000,) * 2)\n"
        "print([one.code for one in articles(sys.stdin.buffer)])"
    )
    bomb = BOMB.encode() + b"]><newsItem guid='&m;'>&m;</newsItem>"
    done = subprocess.run([sys.executable, "-c", script], input=bomb, capture_output=True, check=True, timeout=20)
    assert done.stdout.strip() == b"['read.doctype']"


def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        remote = f'<remoteContent href="{address}a.jpg" contenttype="image/jpeg"/>'
        location = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://x {address}x.xsd"'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}x.xml"/>'
        for data in (
            f'<!DOCTYPE newsItem SYSTEM "{address}x.dtd"><newsItem/>',
            f'<!DOCTYPE newsItem [<!ENTITY % x SYSTEM "{address}"> %x;]><newsItem/>',
            f'<?xml-stylesheet href="{address}x.xsl"?>'
            + item(page("<p>Text</p>") + remote + include, "", "", location),
        ):
            list(read(data.encode()))
        with pytest.raises(TimeoutError):
            server.accept()


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    assert all(isinstance(one, Diagnostic) for one in read(data))


@given(st.data())
def test_no_damage_crashes_it(data: st.DataObject) -> None:
    whole = bytearray(write(FULL))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(whole) - 1))
        length = data.draw(st.integers(0, 40))
        whole[start : start + length] = data.draw(st.binary(max_size=10))
    list(read(bytes(whole)))


# As a reader among readers


def raw(data: bytes) -> Raw:
    return Raw("in/feed.xml", data, NONE)


def records(data: bytes) -> list[Record | Refusal]:
    return list(readers.read(raw(data), DEFAULT, "newsml-g2"))


def test_it_is_recognised() -> None:
    data = write(FULL)
    for head in (data, data.decode().encode("utf-16"), message(), item("").encode()):
        assert readers.sniffed(head[: readers.HEAD_BYTES], Hint("x")) == "newsml-g2"
    for head in (b"", b"Text about <newsItem", b"<?xml version='1.0'?><rss/>", b"\x89PNG"):
        assert readers.sniffed(head, Hint("x")) == "text"


def test_an_only_article_keeps_the_key_of_its_input() -> None:
    (record,) = records(write(FULL))
    assert isinstance(record, Record)
    assert record.key == "in/feed.xml"
    assert isinstance(record.content, Article)
    assert record.sha256 == record.content.identity.source_sha256


def test_several_have_keys_of_their_own() -> None:
    keys = [record.key for record in records(b"".join(bundle([FULL, BARE])))]
    assert keys == [f"in/feed.xml!{FULL.identity.guid}@2", f"in/feed.xml!{BARE.identity.guid}"]


def test_a_document_without_an_article_is_one_refusal() -> None:
    (refusal,) = records(message(item("", item_class="video")))
    assert isinstance(refusal, Refusal)
    assert [found.code for found in refusal.diagnostics] == ["read.no-item", "read.item-class"]


def test_remarks_on_other_items_stand_with_an_article() -> None:
    for data in (
        message(item("", item_class="video"), item(page("<p>Text</p>"))),
        message(item(page("<p>Text</p>")), item("", item_class="video")),
    ):
        (record,) = records(data)
        assert isinstance(record, Record)
        assert [found.code for found in record.diagnostics] == ["read.item-class"]


def test_the_profile_limits_the_size() -> None:
    (refusal,) = readers.read(raw(write(FULL)), from_table({"limits": {"max_bytes": 100}}), "newsml-g2")
    assert isinstance(refusal, Refusal)
    assert refusal.diagnostics[0].code == "read.too-large"


@pytest.mark.parametrize("letter", ["a", "&"])
def test_an_article_of_ten_megabytes_comes_back(letter: str) -> None:
    whole = BARE.evolve(body=(Block(kind=BlockKind.PARAGRAPH, text=letter * 10_000_000),))
    (record,) = records(write(whole))
    assert isinstance(record, Record)
    assert isinstance(record.content, Article)
    assert record.content.body == whole.body


# The standard's own examples, and size


def _plain(path: Path) -> Iterator[str]:
    for content in etree.parse(str(path)).iter("{*}contentSet"):
        for element in content.iter("{*}body.content", "{http://www.w3.org/1999/xhtml}body"):
            yield " ".join(" ".join(map(str, element.itertext())).split())


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["LISTING_2_NewsML-G2_Text_Document", "LISTING_22_Sports_story_in_NewsML-G2NITF", "Receiver View"]
)
def test_text_examples_give_headline_and_whole_body(shared: Path, name: str) -> None:
    path = shared / f"standards/newsml-g2/examples/{name}.xml"
    with path.open("rb") as file:
        (found,) = [one for one in read(file) if isinstance(one, Article)]
    assert found.headline
    whole = next(_plain(path)).replace(" ", "")
    body = "".join(block.text for block in found.body).replace(" ", "")
    tops = [text.replace(" ", "") for text in (found.headline, found.byline, found.standfirst) if text]
    for top in tops:
        whole = whole.replace(top, "", 1) if top not in body else whole
    assert body == whole


@pytest.mark.corpus
def test_every_example_is_read_or_reported(shared: Path) -> None:
    for path in sorted((shared / "standards/newsml-g2/examples").glob("*.xml")):
        with path.open("rb") as file:
            assert list(read(file)), path.name


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_a_message_of_200_megabytes_is_read_item_by_item(tmp_path: Path) -> None:
    paragraph = Block(kind=BlockKind.PARAGRAPH, text="The council voted on Tuesday, said the mayor. " * 40)
    one = FULL.evolve(body=(paragraph,) * 30)
    path = tmp_path / "feed.xml"
    start, *items, end = bundle([one])
    with path.open("wb") as file:
        file.write(start)
        for _ in range(1700):
            file.writelines(items)
        file.write(end)
    assert path.stat().st_size > 200_000_000
    script = (
        "import sys; from convert.readers.newsml_g2 import articles; from convert.article import Article\n"
        "count = sum(isinstance(one, Article) for one in articles(open(sys.argv[1], 'rb')))\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(count, peak.split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True, text=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 1700
    assert kilobytes < 300_000


def test_large_texts_do_not_wait_for_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [item(page("<p>Some words of text</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in range(5)]
    read_so_far: list[int] = []

    def one_at_a_time(source: bytes) -> Iterator[etree._Element]:
        for number, text in enumerate(texts):
            read_so_far.append(number)
            yield etree.fromstring(text)

    monkeypatch.setattr(assembly, "elements", one_at_a_time)
    monkeypatch.setattr(desk, "MOST_CHARACTERS", 30)
    next(iter(read(b"")))
    assert read_so_far == [0, 1]


def test_texts_without_a_package_wait_for_a_bounded_number() -> None:
    texts = [item(page("<p>T</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in range(200)]
    data = message(*texts, picture("urn:x:2", CAPTION), package(("urn:x:t199", "text"), ("urn:x:2", "picture")))
    found, _ = both(data)
    assert [one.identity.guid for one in found] == [f"urn:x:t{n}" for n in range(200)]
    assert found[-1].captions == WANTED


@pytest.mark.parametrize("reference", ["&amp;#12;", "&amp;#1;", "&amp;#xFFFF;"])
def test_a_reference_to_a_forbidden_character_costs_that_character(reference):
    escaped = f'&lt;p&gt;a{reference}b&lt;/p&gt;&lt;img alt="x{reference}y" src="https://a.example/b.jpg"&gt;'
    (article,) = read(item(f'<inlineData contenttype="text/html">{escaped}</inlineData>').encode())
    assert isinstance(article, Article)
    assert [block.text for block in article.body] == ["ab"]
    assert [caption.alt for caption in article.captions] == ["xy"]
