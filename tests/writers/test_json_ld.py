import json
import re
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from convert.article import Author, AuthorKind, Block, BlockKind, Caption, Dateline, Party, Publication, Signal
from convert.diagnostics import UsageError
from convert.writers import genres, json_ld, words
from tests.writers.generated import FULL, articles, minimal, paragraph

_VARIANTS = [None, "graph", "nobody", "graph+nobody"]


def node(article, variant=None):
    return json.loads(json_ld.write(article, variant))


def values(value, path=""):
    """Every value in a document with its path, containers included."""
    yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from values(inner, f"{path}/{key}")


def test_the_least_article_states_nothing_that_is_not_known():
    assert node(minimal()) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": "tag:example.org,2024:a",
        "identifier": "tag:example.org,2024:a",
        "version": 1,
        "wordCount": 2,
        "articleBody": "One sentence.",
    }


def test_an_article_of_which_everything_is_known():
    found = node(FULL)
    assert list(found) == [
        *(
            "@context",
            "@type",
            "@id",
            "identifier",
            "version",
            "headline",
            "alternativeHeadline",
            "description",
            "author",
        ),
        *("datePublished", "dateModified", "dateCreated", "dateline", "locationCreated", "inLanguage"),
        *("articleSection", "genre", "keywords", "publisher", "sourceOrganization", "copyrightHolder"),
        *("copyrightNotice", "copyrightYear", "creditText", "license", "usageInfo", "correction"),
        *("isBasedOn", "digitalSourceType", "creativeWorkStatus", "image", "hasPart", "wordCount", "articleBody"),
    ]
    assert found["@type"] == "ReportageNewsArticle"
    assert found["author"] == [
        {
            "@type": "Person",
            "name": "Jane Doe",
            "jobTitle": "Chief Reporter",
            "affiliation": {"@type": "Organization", "name": "Example Post"},
            "email": "jane@example.org",
        },
        {"@type": "Organization", "name": "Newsroom"},
    ]
    assert (found["datePublished"], found["dateModified"]) == ("2024-05-03T17:47:00+02:00", "2024-05-04T09:00:00Z")
    assert found["publisher"] == {
        "@type": "NewsMediaOrganization",
        "@id": "https://example.org/#us",
        "name": "Example Post",
        "identifier": "nprov:EX",
        "logo": {"@type": "ImageObject", "contentUrl": "https://example.org/logo.png"},
    }
    assert found["alternativeHeadline"] == "Nine days of storm over"
    assert found["isBasedOn"] == ["https://example.org/source?a=1", "urn:newsml:example.org:20240501:wire-7"]
    assert found["copyrightYear"] == 2024
    assert found["usageInfo"] == {"@type": "CreativeWork", "text": "No resale."}
    assert found["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert found["correction"] == "Corrects the name of the bridge."


def test_the_body_is_running_text_alone():
    found = node(FULL)
    assert found["articleBody"] == (
        "The storm hit the coast at dawn.\n\nthe harbour\nthe bridge\n\n“We wait,” she said."
    )
    assert found["wordCount"] == 15 == words.count(FULL.body)
    assert "articleBody" not in node(FULL, "nobody")
    assert node(FULL, "nobody")["wordCount"] == 15


def test_a_picture_is_an_image_only_where_its_address_is_known():
    found = node(FULL)
    assert found["image"] == [
        {
            "@type": "ImageObject",
            "contentUrl": "https://example.org/bridge.jpg",
            "caption": "The bridge",
            "description": "A closed bridge",
            "creditText": "Newsroom",
        }
    ]
    assert found["hasPart"] == [
        {"@type": "CreativeWork", "description": "A wave breaks", "creditText": "A. Sample/dpa"}
    ]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a b.jpg", "https://example.org/a%20b.jpg"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("/a.jpg", None),
        ("//example.org/a.jpg", None),
        ("a.jpg", None),
        ("javascript:alert(1)", None),
        ("data:image/png;base64,AA==", None),
        ("https://user:secret@example.org/a.jpg", None),
        ("https:///a.jpg", None),
    ],
)
def test_which_addresses_count(url, address):
    found = node(minimal(captions=(Caption(text="Words", url=url),)))
    assert ("image" in found) is (address is not None)
    assert ("hasPart" in found) is (address is None)
    if address:
        assert found["image"][0]["contentUrl"] == address


@pytest.mark.parametrize(
    ("when", "spelt"),
    [
        (date(2024, 5, 3), "2024-05-03"),
        (datetime.fromisoformat("2024-05-03T17:47"), "2024-05-03T17:47:00"),
        (datetime(2024, 5, 3, 17, 47, tzinfo=timezone(timedelta(hours=-3))), "2024-05-03T17:47:00-03:00"),
        (datetime(1900, 1, 1, 12, tzinfo=timezone(timedelta(seconds=1172))), "1900-01-01T11:40:28Z"),
        (datetime(1, 1, 1, 0, tzinfo=timezone(timedelta(seconds=1172))), "0001-01-01T00:00:00Z"),
        (datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=15))), "2023-12-31T09:00:00Z"),
    ],
)
def test_a_time_is_as_precise_as_it_is_known(when, spelt):
    assert node(minimal(published=when))["datePublished"] == spelt


def test_a_publisher_needs_a_name():
    nameless = Publication(provider=Party(qcode="nprov:AFP", uri="https://example.org/"))
    assert "publisher" not in node(minimal(publication=nameless))


def test_a_correction_needs_its_words():
    assert "correction" not in node(minimal(signals=(Signal.CORRECTION,)))
    assert "correction" not in node(minimal(signals=(Signal.UPDATE,), notes=("More quotes.",)))


@pytest.mark.parametrize(
    ("genre", "kind"),
    [
        (None, "NewsArticle"),
        ("Interview", "NewsArticle"),
        ("The analysis of soil", "NewsArticle"),
        (" Analysis ", "AnalysisNewsArticle"),
        ("Kommentar", "OpinionNewsArticle"),
        ("REVIEW", "ReviewNewsArticle"),
        ("backgrounder", "BackgroundNewsArticle"),
        ("reportage", "ReportageNewsArticle"),
    ],
)
def test_a_subtype_only_where_the_genre_says_so(genre, kind):
    assert node(minimal(genre=genre))["@type"] == kind
    assert kind in genres.TYPES


def test_years_of_a_notice():
    def year(notice):
        return node(minimal(publication=Publication(copyright_notice=notice))).get("copyrightYear")

    assert year("© 2024 Example") == 2024
    assert year("© 1999-2024 Example") is None
    assert year("© Example, all 120240 rights reserved") is None


def test_a_graph_states_each_party_once():
    party = Party(name="Example", uri="https://example.org/#us")
    graph = node(minimal(publication=Publication(provider=party, copyright_holder=party)), "graph")["@graph"]
    article, *parties = graph
    assert article["publisher"] == article["copyrightHolder"] == {"@id": "https://example.org/#us"}
    assert parties == [{"@type": "NewsMediaOrganization", "@id": "https://example.org/#us", "name": "Example"}]
    assert "@context" not in article


def test_a_party_without_an_identifier_stays_where_it_is():
    graph = node(minimal(publication=Publication(provider=Party(name="Example"))), "graph")["@graph"]
    assert len(graph) == 1
    assert graph[0]["publisher"]["name"] == "Example"


@pytest.mark.parametrize("variant", ["", "nosuch", "graph+nosuch", "graph,html"])
def test_unknown_variants(variant):
    if not variant:
        assert json_ld.write(FULL, variant) == json_ld.write(FULL)
        return
    with pytest.raises(UsageError, match="graph, html, nobody") as raised:
        json_ld.write(FULL, variant)
    assert raised.value.code == "usage.unknown-format"


@given(articles)
@settings(deadline=None, max_examples=50)
def test_the_script_element_survives_any_text(article):
    page = json_ld.write(article, "html").decode()
    assert page.count("<") == 2
    assert not re.search("[&\u2028\u2029]", page)
    (script,) = lxml_html.fromstring(f"<!doctype html><meta charset=utf-8><body>{page}").iter("script")
    assert json.loads(script.text) == node(article)


@pytest.mark.parametrize("trap", ["</script>", "<!--<script>", "]]>", "&lt;/script&gt;", "\u2028"])
def test_the_script_element_cannot_be_ended_by_the_text(trap):
    page = json_ld.write(minimal(headline=f"x{trap}x", body=(paragraph(trap),)), "graph+html").decode()
    inner = page.removeprefix('<script type="application/ld+json">').removesuffix("</script>\n")
    assert "<" not in inner
    assert json.loads(inner)["@graph"][0]["headline"] == f"x{trap}x"


@given(articles)
@settings(deadline=None, max_examples=50)
def test_no_value_is_empty_and_no_reference_relative(article):
    for variant in _VARIANTS:
        for path, value in values(node(article, variant)):
            assert value is not None, path
            if isinstance(value, str):
                assert value == value.strip() != "", path
            elif isinstance(value, list | dict):
                assert value, path
            if path.endswith(("/@id", "/contentUrl")):
                assert re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value), path
            if isinstance(value, dict) and path:
                assert set(value) != {"@type"}, path


@given(articles)
@settings(deadline=None, max_examples=50)
def test_only_dates_that_the_article_has(article):
    found = node(article)
    dateline = article.dateline.date if article.dateline else None
    stated = {"datePublished": article.published, "dateModified": article.modified, "dateCreated": dateline}
    for name, when in stated.items():
        assert (name in found) is (when is not None)
        if when is not None and not isinstance(when, datetime):
            assert found[name] == when.isoformat()
    assert {name for name in found if name.startswith("date") and name != "dateline"} <= set(stated)


@given(articles)
@settings(deadline=None, max_examples=50)
def test_a_name_is_the_bare_name(article):
    named = [author for author in article.authors if author.name.strip()]
    nodes = node(article).get("author", [])
    assert [found["name"] for found in nodes] == [re.sub(r"[\t\n\r]+", " ", who.name).strip() for who in named]
    assert [found["@type"] == "Person" for found in nodes] == [who.kind is AuthorKind.PERSON for who in named]


@given(articles)
@settings(deadline=None, max_examples=50)
def test_the_same_article_gives_the_same_bytes(article):
    data = json_ld.write(article)
    assert data == json_ld.write(article.evolve())
    assert data.endswith(b"}\n")
    data.decode("utf-8")


@given(articles)
@settings(deadline=None, max_examples=50)
def test_a_graph_says_the_same_as_the_node(article):
    single = node(article)
    head, *parties = node(article, "graph")["@graph"]
    by_id = {party["@id"]: party for party in parties}
    assert len(by_id) == len(parties)
    for name, value in single.items():
        if name != "@context":
            linked = head[name]
            found = by_id[linked["@id"]] if isinstance(linked, dict) and set(linked) == {"@id"} else linked
            if isinstance(value, dict) and "@id" in value:
                found = {**{key: found.get(key) for key in value}, "@type": value["@type"]}
            assert found == value, name


def test_parties_that_contradict_each_other_stay_apart():
    us = "https://example.org/#us"
    publication = Publication(provider=Party(name="Post", uri=us), copyright_holder=Party(name="Post Ltd", uri=us))
    article, party = node(minimal(publication=publication), "graph")["@graph"]
    assert article["publisher"] == {"@id": us}
    assert article["copyrightHolder"]["name"] == "Post Ltd"
    assert party["name"] == "Post"


def test_lists_and_blank_blocks():
    blank = Block(kind=BlockKind.PARAGRAPH, text=" ")
    found = node(minimal(body=(blank, paragraph("One."), blank)))
    assert found["articleBody"] == "One."
    assert "articleBody" not in node(minimal(body=(blank,)))
    assert node(minimal(body=(blank,)))["wordCount"] == 0


def test_what_is_not_an_address_for_mail_is_left_out():
    author = Author(name="Jane Doe", kind=AuthorKind.PERSON, email="at the desk")
    assert node(minimal(authors=(author,)))["author"] == [{"@type": "Person", "name": "Jane Doe"}]


def test_a_dateline_without_a_place():
    found = node(minimal(dateline=Dateline(text="3 May")))
    assert found["dateline"] == "3 May"
    assert "locationCreated" not in found
