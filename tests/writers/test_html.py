import html as entities
import re
import shutil
import subprocess
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from lxml import etree
from lxml import html as lxml_html

import convert
from convert.article import Block, BlockKind, Caption, Status
from convert.diagnostics import UsageError
from convert.writers import html
from convert.writers.direction import direction
from convert.writers.stylesheet import POLICY, STYLESHEET
from tests.writers.generated import FULL, articles, minimal, paragraph

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr"),
)
_SAMPLES = {
    "several-captions-with-credits-flood": ("utf-8", "en", "ltr"),
    "arabic-fishermen-harbour": ("utf-8", "ar", "rtl"),
    "japanese-shift-jis-sake-brewery": ("shift_jis", "ja", "ltr"),
}
_VOID = {"meta", "link"}


def page(article):
    return html.write(article).decode()


def parsed(article):
    return lxml_html.document_fromstring(page(article).encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def test_the_parts_of_the_page():
    shown = parsed(FULL)
    assert shown.get("lang") == "en"
    assert shown.get("dir") == "ltr"
    assert shown.findtext("head/title") == "Storm hits coast"
    assert shown.findtext(".//h1") == "Storm hits coast"
    assert [one.text for one in shown.find_class("standfirst")] == ["Thousands without power.", "Roads closed."]
    assert [one.get("datetime") for one in shown.iter("time")] == ["2024-05-03T17:47:00+02:00", "2024-05-04T09:00:00Z"]
    assert [one.text for one in shown.iter("time")] == ["2024-05-03 17:47 +02:00", "2024-05-04 09:00 Z"]
    assert shown.find_class("notice")[0].text == "withheld, embargoed until 2024-05-05 06:00 Z"
    assert [one.text_content() for one in shown.iter("figcaption")] == [
        "A wave breaksA. Sample/dpa",
        "The bridgeA closed bridgeNewsroomhttps://example.org/bridge.jpg",
    ]
    facts = dict(
        zip((one.text for one in shown.iter("dt")), (one.text_content() for one in shown.iter("dd")), strict=True)
    )
    assert facts["Identifier"] == FULL.identity.guid
    assert facts["Words"] == "15"
    assert facts["Copyright"] == "© 2024 Example Post Ltd"


def test_an_article_without_a_headline_is_named_by_its_text():
    shown = parsed(minimal())
    assert shown.find(".//h1") is None
    assert shown.findtext("head/title") == "One sentence."
    assert shown.find(".//article").get("aria-label") == "One sentence."
    assert parsed(minimal(slugline="SLUG-1")).findtext("head/title") == "SLUG-1"
    assert len(html.title(minimal(body=(paragraph("word " * 100),)))) <= 80


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (date(2024, 5, 3), "2024-05-03"),
        (datetime.fromisoformat("2024-05-03T17:47:10.123456"), "2024-05-03 17:47"),
        (datetime.fromisoformat("0999-05-03T17:47:10.5-03:30"), "0999-05-03 17:47 -03:30"),
    ],
)
def test_a_time_shows_what_is_known(when, shown):
    (time,) = parsed(minimal(published=when)).iter("time")
    assert time.text == shown


def test_only_what_is_not_usable_has_a_notice():
    assert not parsed(minimal()).find_class("notice")
    assert parsed(minimal(status=Status.CANCELED)).find_class("notice")[0].text == "canceled"


def test_a_picture_is_a_link_and_never_loaded():
    shown = parsed(minimal(captions=(Caption(url="https://example.org/a.jpg"), Caption(url="javascript:alert(1)"))))
    assert [link.get("href") for link in shown.iter("a")] == ["https://example.org/a.jpg"]
    assert not list(shown.iter("img"))
    assert len(list(shown.iter("figure"))) == 1


@pytest.mark.parametrize(
    ("texts", "way"),
    [
        (["English words"], "ltr"),
        (["عودة السردين"], "rtl"),
        (["שלום"], "rtl"),
        (["Reuters: عودة السردين إلى خليج قليبية"], "rtl"),
        (["東京"], "ltr"),
        (["123 – 456"], "ltr"),
        ([], "ltr"),
    ],
)
def test_the_script_says_which_way_a_text_runs(texts, way):
    assert direction(texts) == way


def test_it_has_no_variants():
    with pytest.raises(UsageError, match="nosuch"):
        html.write(FULL, "nosuch")


@given(articles)
@settings(deadline=None, max_examples=60)
def test_the_page_is_well_formed_and_holds_no_markup_of_the_text(article):
    source = page(article)
    assert source == page(article.evolve())
    head, _, rest = source.partition("<style>")
    style, _, rest = rest.partition("</style>")
    before, _, rest = rest.partition('<script type="application/ld+json">')
    data, _, rest = rest.partition("</script>")
    assert style == STYLESHEET
    markup = head + before + rest
    open_elements = []
    for end, name in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", markup):
        if end:
            assert open_elements.pop() == name
        elif name not in _VOID:
            open_elements.append(name)
    assert open_elements == []
    assert not re.search(r"<(?:b|script|img|iframe)\b| on[a-z]+=", re.sub(r'"[^"]*"', "", markup))
    assert "<" not in data


@given(articles)
@settings(deadline=None, max_examples=60)
def test_every_block_is_shown(article):
    shown = " ".join(entities.unescape(re.sub("<[^>]*>", " ", page(article).partition("<main>")[2])).split())
    for block in article.body:
        assert " ".join(block.text.split()) in shown


def test_it_loads_and_runs_nothing():
    source = page(FULL)
    assert "default-src 'none'" in POLICY
    assert re.findall(r'(?:src|href)="([^"]*)"', source) == [
        "data:,",
        "https://example.org/bridge.jpg",
    ]
    assert "url(" not in STYLESHEET
    assert "@import" not in STYLESHEET


def luminance(colour):
    parts = [int(colour[number : number + 2], 16) / 255 for number in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_colour_of_text_can_be_read_on_its_paper():
    """WCAG 2, level AA, asks for a contrast of 4.5."""
    palettes = re.findall(r"--ink: (\S+); --paper: (\S+); --faint: (\S+);.*?--link: (\S+?) }", STYLESHEET)
    assert len(palettes) == 3
    for palette in palettes:
        colours = [
            colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:]) for colour in palette
        ]
        ink, paper, faint, link = map(luminance, colours)
        for text in (ink, faint, link):
            assert (max(text, paper) + 0.05) / (min(text, paper) + 0.05) >= 4.5, palette


def chromium(tmp_path, *arguments):
    if _CHROMIUM is None:
        pytest.skip("needs Chromium")
    command = [_CHROMIUM, *_FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


@pytest.mark.parametrize("name", _SAMPLES)
def test_a_browser_has_nothing_to_complain_of(name, root, tmp_path):
    encoding, language, way = _SAMPLES[name]
    text = (root / "samples" / "inputs" / f"{name}.txt").read_bytes().decode(encoding)
    file = tmp_path / "page.html"
    file.write_bytes(html.write(convert.to_article(text)))
    picture = tmp_path / "page.png"
    done = chromium(tmp_path, "--window-size=900,1400", f"--screenshot={picture}", file.as_uri())
    assert "CONSOLE" not in done.stderr
    assert len(picture.read_bytes()) > 20_000
    dom = etree.HTML(chromium(tmp_path, "--dump-dom", file.as_uri()).stdout, etree.HTMLParser())
    assert (dom.get("lang"), dom.get("dir")) == (language, way)
    assert dom.findtext(".//h1")


def test_the_console_would_tell(tmp_path):
    file = tmp_path / "page.html"
    broken = page(FULL).replace("<main>", "<main><script>alert(1)</script><img src='https://example.org/a.png'>")
    file.write_text(broken, encoding="utf-8")
    assert "CONSOLE" in chromium(tmp_path, f"--screenshot={tmp_path / 'page.png'}", file.as_uri()).stderr


@pytest.mark.parametrize(
    ("items", "marked"),
    [
        ("1. one\n2. two", True),
        ("a) one\nb) two", True),
        ("– one\n– two", True),
        ("• one", True),
        ("1. one\ntwo", False),
        ("“Quoted”\nplain", False),
        ("$5 a day", False),
        ("one\ntwo", False),
    ],
)
def test_a_list_with_marks_of_its_own_gets_no_bullets(items, marked):
    source = page(minimal(body=(Block(kind=BlockKind.LIST, text=items),)))
    assert ('<ul class="marked">' in source) is marked


def test_times_keep_their_order_in_a_page_from_right_to_left():
    shown = parsed(minimal(published=date(2024, 5, 3), modified=date(2024, 5, 4), body=(paragraph("שלום עולם"),)))
    assert shown.get("dir") == "rtl"
    assert [(one.get("dir"), one.text_content()) for one in shown.find_class("times")[0]] == [
        ("ltr", "Published 2024-05-03"),
        ("ltr", "Updated 2024-05-04"),
    ]


def test_lists_and_quotes_and_line_ends():
    body = (Block(kind=BlockKind.LIST, text="one\n\n two"), Block(kind=BlockKind.QUOTE, text="a\rb & <c>"))
    source = page(minimal(body=body))
    assert "<ul><li>one</li><li>two</li></ul>" in source
    assert "<blockquote><p>a&#13;b &amp; &lt;c&gt;</p></blockquote>" in source
