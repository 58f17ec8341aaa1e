"""The importers' rules, on the bytes: what is demanded by any of them holds for every output."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime

import NewsMLG2
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.article import Article, BlockKind
from convert.writers.newsml_g2 import write
from tests.strategies import articles
from tests.writers.newsml import ITEMS, NS, TEXT, VARIANTS, any_article, found, slow, texts, tree

variants = st.sampled_from(VARIANTS)


@slow
@given(any_article, variants)
def test_the_bytes(article: Article, variant: str | None) -> None:
    data = write(article, variant)
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<')
    assert data.endswith(b">\n")
    assert b"<!" not in data
    assert data.count(b"<?") == 1
    assert data == write(article, variant)
    data.decode("utf-8")


@slow
@given(any_article, variants)
def test_root_and_items(article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    assert root.tag == f"{{{NS['g']}}}" + ("newsItem" if variant == "newsitem" else "newsMessage")
    assert len(found(root, TEXT if variant != "newsitem" else "/g:newsItem")) == 1
    for item in found(root, ITEMS):
        assert set(item.attrib) >= {"guid", "version", "standard", "standardversion", "conformance"}
        assert item.get("{http://www.w3.org/XML/1998/namespace}lang")
        for name in ("itemClass", "pubStatus"):
            assert ":" in item.find(f".//g:{name}", NS).get("qcode")
        assert item.find("g:contentMeta", NS) is not None
    guids = [item.get("guid") for item in found(root, ITEMS)]
    assert len(guids) == len(set(guids))


@slow
@given(any_article, variants)
def test_every_qcode_resolves_and_the_reference_library_reads_every_item(article: Article, variant: str | None) -> None:
    classes = {"newsItem": NewsMLG2.NewsItem, "packageItem": NewsMLG2.PackageItem}
    root = tree(article, variant)
    for element in found(root, ITEMS):
        item = classes[etree.QName(element).localname](xmlelement=element)
        assert item.guid == element.get("guid")
        for node in element.iter():
            for name in ("qcode", "role", "type", "rel", "rendition"):
                if (value := node.get(name)) is not None:
                    alias, colon, code = value.partition(":")
                    assert colon
                    assert code
                    assert NewsMLG2.get_catalogs().get_scheme_for_alias(alias) is not None


@slow
@given(any_article, variants)
def test_one_headline_plain_and_without_role(article: Article, variant: str | None) -> None:
    headlines = found(tree(article, variant), f"{TEXT}/g:contentMeta/g:headline")
    assert bool(headlines) == bool(article.headline and article.headline.strip())
    assert [dict(headline.attrib) for headline in headlines] == [{}, {"role": "newsconvertheadline:alternative"}][
        : len(headlines)
    ]
    assert not any(len(headline) for headline in headlines)


@slow
@given(any_article, variants)
def test_languages_agree(article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    tags = {value.lower() for value in root.xpath("//@xml:lang | //g:language/@tag | //h:html/@lang", namespaces=NS)}
    known = article.language and article.language.lower()
    assert tags == {"und" if known in (None, "und") else known}
    assert bool(found(root, "//g:language")) == (tags != {"und"})


@slow
@given(any_article, variants)
def test_the_text_has_xhtml_first_and_nitf_last_and_nothing_beside(article: Article, variant: str | None) -> None:
    (content,) = found(tree(article, variant), f"{TEXT}/g:contentSet")
    assert [(part.get("contenttype"), part[0].tag) for part in content] == [
        ("application/xhtml+xml", f"{{{NS['h']}}}html"),
        ("application/nitf+xml", f"{{{NS['n']}}}nitf"),
    ]
    body = content[0][0].find("h:body", NS)
    assert not body.attrib
    assert {etree.QName(child).localname for child in body} <= {"p", "h2", "ul", "blockquote"}
    assert body.prefix is None


def _entries(article: Article) -> list[str]:
    return [
        entry
        for block in article.body
        for entry in (block.text.split("\n") if block.kind is BlockKind.LIST else [block.text])
    ]


@slow
@given(articles(), st.sampled_from([None, "newsitem", "package"]))
def test_both_renditions_hold_the_whole_body(article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    leaves = "self::h:p or self::h:h2 or self::h:li"
    assert texts(root, f"//h:body//*[{leaves}]") == _entries(article)
    leaves = "self::n:p or self::n:hl2 or self::n:li"
    assert texts(root, f"//n:body.content/n:block//*[{leaves}]") == _entries(article)
    assert len(found(root, "//n:body.content/n:block/*")) == len(found(root, "//h:body/*")) == len(article.body)


@slow
@given(articles())
def test_superdesk_loses_no_word(article: Article) -> None:
    """It takes `.text` of the children of XHTML's body, or what is in NITF's block: both give back all the words."""
    root = tree(article, "superdesk")
    before = (article.standfirst or "").split("\n") if article.standfirst else []
    captions = [" ".join(filter(None, (one.text or one.alt, one.credit))) for one in article.captions]
    wanted = [*before, *_entries(article), *filter(None, captions)]
    assert [child.text for child in found(root, "//h:body/*")] == wanted
    leaves = "self::n:p or self::n:hl2 or self::n:li"
    assert texts(root, f"//n:body.content/n:block//*[{leaves}]") == wanted
    assert {etree.QName(child).localname for child in found(root, "//h:body/*")} <= {"p", "h2"}


@slow
@given(any_article, variants)
def test_titles_are_never_empty_where_there_are_words(article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    if any(block.text.strip() for block in article.body):
        for title in texts(root, "//h:title | //n:title | //n:hl1"):
            assert title.strip()
            assert "\n" not in title


@slow
@given(any_article, variants)
def test_packages_refer_to_items_of_the_message(article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    versions = {item.get("guid"): item.get("version") for item in found(root, "//g:newsItem")}
    for package in found(root, "//g:packageItem"):
        (group,) = package.findall("g:groupSet/g:group", NS)
        assert group.get("id") == package.find("g:groupSet", NS).get("root")
        assert ":" in group.get("role")
        references = group.findall("g:itemRef", NS)
        assert {one.get("residref"): one.get("version") for one in references} == versions
        assert all(one.get("contenttype") and one.find("g:itemClass", NS) is not None for one in references)
    pictures = found(root, "//g:remoteContent")
    assert all(":" in one.get("rendition") and "/" in one.get("contenttype") for one in pictures)
    assert (len(found(root, "//g:packageItem")) == 1) == (
        variant == "package" or (bool(pictures) and variant != "newsitem")
    )


@slow
@given(any_article, variants)
def test_times_have_zones_and_do_not_run_backwards(article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    for name in ("sent", "versionCreated", "firstCreated", "embargoed"):
        for text in texts(root, f"//g:{name}"):
            assert datetime.fromisoformat(text).tzinfo is not None
    created = {text: datetime.fromisoformat(text) for text in texts(root, "//g:versionCreated")}
    assert len(created) == 1
    assert all(datetime.fromisoformat(text) <= min(created.values()) for text in texts(root, "//g:firstCreated"))


def test_the_same_bytes_in_any_process() -> None:
    script = (
        "import hashlib; from tests.writers.newsml_examples import FULL; from convert.writers.newsml_g2 import write\n"
        "print(hashlib.sha256(write(FULL)).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(hashes) == 1
