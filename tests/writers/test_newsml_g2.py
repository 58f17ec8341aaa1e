"""The importers' rules, on the bytes: what is demanded by any of them holds for every output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import NewsMLG2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pydantic import ValidationError

import convert
from convert.article import Article, Author, AuthorKind, Block, BlockKind, Caption, Identity, Party, Signal, Status
from convert.diagnostics import UsageError
from convert.writers.newsml_g2 import bundle, join, write
from tests.strategies import articles, odd_articles
from tests.writers.newsml import NS, VARIANTS, texts, tree
from tests.writers.newsml_examples import BARE, FULL

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
any_article = st.one_of(articles(), odd_articles())
variants = st.sampled_from(VARIANTS)
ITEMS = "//g:newsItem | //g:packageItem"
TEXT = "//g:newsItem[g:itemMeta/g:itemClass/@qcode='ninat:text']"


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.xpath(path, namespaces=NS)


# Every output


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


# Cases


def test_the_order_of_the_parts() -> None:
    root = tree(FULL)
    names = [etree.QName(item).localname for item in found(root, "/g:newsMessage/g:itemSet/*")]
    assert names == ["newsItem", "newsItem", "newsItem", "packageItem"]
    first, *_ = found(tree(FULL, "package"), "//g:itemSet/*")
    assert etree.QName(first).localname == "packageItem"


def test_a_caption_without_an_address_stays_with_the_text() -> None:
    root = tree(FULL)
    parts = found(root, f"{TEXT}/g:partMeta")
    assert [(part.get("seq"), [etree.QName(child).localname for child in part]) for part in parts] == [
        ("1", ["creditline", "description"]),
        ("3", ["description"]),
    ]
    assert parts[0].find("g:description", NS).get("role") == "drol:caption"


def test_media_types_come_from_the_end_of_the_address() -> None:
    types = root_types(FULL)
    assert types == ["image/jpeg", "application/octet-stream"]


def root_types(article: Article) -> list[str]:
    return [one.get("contenttype") for one in found(tree(article), "//g:remoteContent")]


def test_a_picture_states_no_rights_of_the_publisher() -> None:
    root = tree(FULL)
    assert len(found(root, "//g:rightsInfo")) == len(found(root, f"{TEXT}/g:rightsInfo")) == 1


def test_guids_of_parts() -> None:
    urls = (Caption(url="https://p.example/a.jpg"),)
    for guid in (
        "tag:n.example,2001:a",
        "urn:newsml:n.example:20010101:a",
        "urn:uuid:6d2e2f5c-8a0b-5d0e-9f4c-3b7a1c5e9d42",
    ):
        identity = Identity(guid=guid, source_key="a", source_sha256="0" * 64)
        guids = [item.get("guid") for item in found(tree(BARE.evolve(identity=identity, captions=urls)), ITEMS)]
        assert guids[0] == guid
        if guid.startswith("urn:uuid"):
            assert all(
                re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", one)
                for one in guids
            )
        else:
            assert guids[1:] == [f"{guid}-picture-1", f"{guid}-package"]


@pytest.mark.parametrize(
    ("version", "signals", "written"),
    [
        (1, (), []),
        (2, (), ["sig:update"]),
        (2, (Signal.CORRECTION,), ["sig:correction"]),
        (2, (Signal.CONTENT_WARNING,), ["sig:update", "sig:cwarn"]),
        (1, (Signal.CORRECTION, Signal.CORRECTION), ["sig:correction"]),
        (3, (Signal.UPDATE,), ["sig:update"]),
    ],
)
def test_a_later_version_is_an_update_or_a_correction(
    version: int, signals: tuple[Signal, ...], written: list[str]
) -> None:
    article = BARE.evolve(identity=BARE.identity.model_copy(update={"version": version}), signals=signals)
    root = tree(article)
    assert [signal.get("qcode") for signal in found(root, "//g:signal")] == written
    assert found(root, TEXT)[0].get("version") == str(version)


@pytest.mark.parametrize("status", Status)
def test_a_withdrawal(status: Status) -> None:
    root = tree(FULL.evolve(status=status, notes=("Withdrawn: wrong name.",)))
    assert {one.get("qcode") for one in found(root, "//g:pubStatus")} == {f"stat:{status.value}"}
    assert texts(root, "//g:edNote") == ["Withdrawn: wrong name."]


def test_without_a_provider_the_literal_says_so() -> None:
    root = tree(BARE)
    assert [dict(one.attrib) for one in found(root, "//g:provider")] == [{"literal": "unset"}]
    assert found(root, "//g:sender | //g:transmitId | //g:rightsInfo") == []


def test_a_code_of_a_foreign_scheme_is_a_literal() -> None:
    publication = FULL.publication.model_copy(update={"provider": Party(qcode="own:x", name="X")})
    (provider,) = set(
        map(tuple, (one.attrib.items() for one in found(tree(FULL.evolve(publication=publication)), "//g:provider")))
    )
    assert provider == (("literal", "own:x"),)


@pytest.mark.parametrize(
    ("headline", "slugline", "body", "title"),
    [
        ("Head", "SLUG", "Body", "Head"),
        (None, "SLUG", "Body", "SLUG"),
        (None, None, "Short body.", "Short body."),
        (None, None, "word " * 40, ("word " * 16).strip()),
        (None, None, "x" * 100, "x" * 80),
        (None, None, "東" * 100, "東" * 80),
        (None, None, "a" * 79 + " b", "a" * 79),
        (None, None, "a" * 80 + " b", "a" * 80),
    ],
)
def test_title(headline: str | None, slugline: str | None, body: str, title: str) -> None:
    block = Block(kind=BlockKind.PARAGRAPH, text=body)
    root = tree(BARE.evolve(headline=headline, slugline=slugline, body=(block,)))
    assert texts(root, "//h:title") == texts(root, "//n:hl1") == [title]
    assert texts(root, "//g:headline") == ([headline] if headline else [])


@pytest.mark.parametrize(
    ("published", "created", "first"),
    [
        (date(2001, 5, 2), ["2001-05-02"], []),
        (datetime(2001, 5, 2, 10, 30), ["2001-05-02T10:30:00"], []),  # noqa: DTZ001 - no zone is known
        (datetime(2001, 5, 2, 10, 30, tzinfo=UTC), ["2001-05-02T10:30:00Z"], ["2001-05-02T10:30:00Z"]),
        (datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=1), ["2026-01-02T00:00:01Z"], []),
        (None, [], []),
    ],
)
def test_dates_say_what_is_known(published: date | None, created: list[str], first: list[str]) -> None:
    root = tree(BARE.evolve(published=published))
    assert texts(root, "//g:contentCreated") == created
    assert texts(root, "//g:firstCreated") == first


def test_an_author_is_a_bare_name_with_the_rest_beside_it() -> None:
    author = Author(name="Jane Example", kind=AuthorKind.PERSON, role="Editor", organisation="ENA", email="j@e.example")
    (creator,) = found(tree(BARE.evolve(authors=(author,))), "//g:creator")
    assert creator.find("g:name", NS).text == "Jane Example"
    assert creator.find("g:definition", NS).text == "Editor"
    assert creator.find("g:personDetails/g:affiliation/g:name", NS).text == "ENA"
    assert creator.find("g:personDetails/g:contactInfo/g:email", NS).text == "j@e.example"


def test_word_counts_count_the_body() -> None:
    assert [one.get("wordcount") for one in found(tree(BARE), "//g:inlineXML")] == ["6", "6"]


def test_no_stamp() -> None:
    with pytest.raises(UsageError) as raised:
        write(BARE.evolve(issued=None))
    assert raised.value.code == "write.no-stamp"


def test_an_unknown_variant() -> None:
    with pytest.raises(UsageError, match="superdesk") as raised:
        write(BARE, "nosuch")
    assert raised.value.code == "usage.unknown-format"


# Bundles


def test_a_bundle_is_one_message_with_its_own_time() -> None:
    sent = datetime(2026, 2, 3, tzinfo=UTC)
    root = etree.fromstring(b"".join(bundle([FULL, BARE], sent=sent)))
    assert texts(root, "//g:sent") == ["2026-02-03T00:00:00Z"]
    assert [item.get("guid") for item in found(root, TEXT)] == [FULL.identity.guid, BARE.identity.guid]


def test_a_bundle_is_streamed() -> None:
    asked = []

    def one_by_one() -> object:
        for number in range(3):
            asked.append(number)
            yield version(BARE, number + 1)

    chunks = bundle(one_by_one())
    next(chunks)
    assert asked == [0]
    next(chunks)
    next(chunks)
    assert asked == [0, 1]


def test_an_empty_bundle_is_nothing() -> None:
    assert b"".join(bundle([])) == b"".join(join([])) == b""


@slow
@given(
    st.lists(any_article, max_size=3, unique_by=lambda found: (found.identity.guid, found.identity.version)),
    st.sampled_from([None, "superdesk", "package"]),
)
def test_joined_documents_are_the_bundle(several: list[Article], variant: str | None) -> None:
    documents = [write(article, variant) for article in several]
    assert b"".join(join(documents)) == b"".join(bundle(several, variant))
    sent = datetime(2026, 2, 3, tzinfo=UTC)
    assert b"".join(join(documents, sent)) == b"".join(bundle(several, variant, sent))


@pytest.mark.parametrize("data", [b"", b"<newsMessage/>", write(BARE, "newsitem"), write(BARE)[:-1]])
def test_only_our_messages_are_joined(data: bytes) -> None:
    with pytest.raises(ValueError, match="newsMessage"):
        list(join([write(BARE), data]))


def version(article: Article, number: int) -> Article:
    return article.evolve(identity=article.identity.model_copy(update={"version": number}))


@pytest.mark.parametrize("variant", [None, "superdesk", "package"])
def test_a_message_holds_each_version_once(variant: str | None) -> None:
    twice = [FULL, version(FULL, 3), BARE, FULL]
    with pytest.raises(ValueError, match=r"version 2 of tag:news\.example,2001:archive/a\.txt"):
        list(bundle(twice, variant))
    with pytest.raises(ValueError, match=r"version 2 of tag:news\.example,2001:archive/a\.txt"):
        list(join([write(one, variant) for one in twice]))


@pytest.mark.parametrize("letter", ["\x01", "\x1f", "\ufffe", "\uffff", "\ud800", " ", "\x85"])
def test_no_identifier_holds_what_xml_forbids(letter: str) -> None:
    with pytest.raises(ValidationError):
        Identity(guid=f"urn:x:{letter}", source_key="x", source_sha256="0" * 64)
    for code in (f"nprov:{letter}", f"a{letter}:b"):
        with pytest.raises(ValidationError):
            Party(qcode=code)


@pytest.mark.parametrize("text", ["One\r\ntwo", "One\n\n  \ntwo", "One\n   two  ", "\rOne\rtwo\n"])
def test_several_lines_are_written_without_their_layout(text: str) -> None:
    found = tree(FULL.evolve(standfirst=text, byline=text, notes=(text,)))
    for name in ("description[@role='drol:summary']", "by", "edNote"):
        assert texts(found, f"{TEXT}//g:{name}") == ["One\ntwo"]


def test_an_article_in_a_bundle_is_written_as_it_is_alone() -> None:
    alone = write(FULL).partition(b"<itemSet>\n")[2].partition(b"  </itemSet>")[0]
    assert alone in b"".join(bundle([BARE, FULL]))


def test_a_bundle_of_bare_items_there_is_not() -> None:
    with pytest.raises(UsageError):
        list(bundle([BARE], "newsitem"))


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


def test_a_second_headline_and_what_the_article_was_made_from_are_carried_and_read():
    data = write(FULL)
    root = etree.fromstring(data)
    assert [one.get("role") for one in found(root, f"{TEXT}//g:contentMeta/g:headline")] == [
        None,
        "newsconvertheadline:alternative",
    ]
    links = [dict(one.attrib) for one in found(root, f"{TEXT}/g:itemMeta/g:link")]
    assert links == [
        {"rel": "irel:derivedFrom", "href": "https://example.org/source?a=1"},
        {"rel": "irel:derivedFrom", "residref": "urn:newsml:example.org:20240501:wire-7"},
    ]
    article = convert.read(data, "newsml-g2")
    assert (article.alternative_headline, article.based_on) == (FULL.alternative_headline, FULL.based_on)
    assert b"newsconvertheadline" not in write(FULL.evolve(headline=None))


def test_a_work_whose_address_is_none_is_named_in_no_format():
    odd = FULL.evolve(based_on=("http://[", "http://a.example:x/", "tag:a.example,2024:1"))
    assert convert.read(convert.write(odd, "newsml-g2"), "newsml-g2").based_on == ("tag:a.example,2024:1",)
    for name in ("json-ld", "ninjs"):
        data = convert.write(odd, name)
        assert b"http://[" not in data
        assert b"a.example:x" not in data
        assert b"tag:a.example,2024:1" in data


def test_a_picture_has_the_same_address_in_every_format():
    odd = FULL.evolve(captions=(Caption(text="A wave", url="https://example.com/a b%[1].jpg?q=\u00a0#x#y"),))
    wanted = "https://example.com/a%20b%25%5B1%5D.jpg?q=%C2%A0#x%23y"
    for name in ("newsml-g2", "json-ld", "ninjs", "html"):
        assert f'"{wanted}"' in convert.write(odd, name).decode(), name
