"""NewsML-G2 as a reader among readers; the standard's own examples; messages of any size."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from convert import readers
from convert.article import Article, Block, BlockKind
from convert.profile import from_table
from convert.readers import Hint, Record, Refusal
from convert.readers.newsml_g2 import articles as read
from convert.readers.newsml_g2 import assembly, desk
from convert.writers.newsml_g2 import bundle, write
from tests.readers.newsml import item, message, page, raw, records
from tests.writers.newsml_examples import BARE, FULL


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


@pytest.mark.parametrize("reference", ["&amp;#12;", "&amp;#1;", "&amp;#xFFFF;"])
def test_a_reference_to_a_forbidden_character_costs_that_character(reference):
    escaped = f'&lt;p&gt;a{reference}b&lt;/p&gt;&lt;img alt="x{reference}y" src="https://a.example/b.jpg"&gt;'
    (article,) = read(item(f'<inlineData contenttype="text/html">{escaped}</inlineData>').encode())
    assert isinstance(article, Article)
    assert [block.text for block in article.body] == ["ab"]
    assert [caption.alt for caption in article.captions] == ["xy"]
