"""What a single value of the article becomes: each property as it is stated, and where."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree
from pydantic import ValidationError

import convert
from convert.article import Article, Author, AuthorKind, Block, BlockKind, Caption, Identity, Party, Signal, Status
from convert.diagnostics import UsageError
from convert.writers.newsml_g2 import write
from tests.writers.newsml import ITEMS, NS, TEXT, found, texts, tree
from tests.writers.newsml_examples import BARE, FULL


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
