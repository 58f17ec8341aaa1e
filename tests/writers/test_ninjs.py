import json
from datetime import UTC, date, datetime

import jsonschema
import pytest
from hypothesis import given, settings
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from convert.article import Caption, Party, Publication
from convert.diagnostics import UsageError
from convert.writers import ninjs, words
from convert.writers.parts import guid_of_part
from tests.writers import gold
from tests.writers.generated import FULL, articles, minimal
from tests.writers.mutants import ninjs_mutants
from tests.writers.verdicts import Schema

SCHEMA = Schema("ninjs-article.schema.json")
accepts = SCHEMA.accepts


@pytest.fixture(scope="module")
def official(shared):
    """IPTC's schema, its formats included. Its reference to GeoJSON is for coordinates, which we do not write."""
    schema = json.loads((shared / "standards/ninjs/ninjs-schema_3.1.json").read_text("utf-8"))
    nothing = Resource.from_contents(False, default_specification=DRAFT202012)
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", nothing)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=checker)


def written(article, variant=None):
    return json.loads(ninjs.write(article, variant))


def test_the_least_article():
    assert written(minimal()) == {
        "uri": "tag:example.org,2024:a",
        "type": "text",
        "representationType": "full",
        "version": "1",
        "pubStatus": "usable",
        "bodies": [
            {"role": "main", "contentType": "text/plain", "charCount": 13, "wordCount": 2, "value": "One sentence."},
            {"role": "main", "contentType": "text/html", "value": "<p>One sentence.</p>"},
        ],
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
        },
    }


def test_an_article_of_which_everything_is_known():
    found = written(FULL)
    assert found["headlines"] == [
        {"role": "main", "contentType": "text/plain", "value": "Storm hits coast"},
        {"role": "alternative", "contentType": "text/plain", "value": "Nine days of storm over"},
    ]
    assert [one["role"] for one in found["descriptions"]] == ["summary", "dateline"]
    assert found["by"] == FULL.byline
    assert found["people"] == [
        {"name": "Jane Doe", "rel": "creator", "contactInfo": [{"type": "email", "value": "jane@example.org"}]}
    ]
    assert found["organisations"] == [
        {"name": "Newsroom", "rel": "creator"},
        {"name": "Example Post", "rel": "affiliation"},
    ]
    assert found["located"] == found["places"][0]["name"] == "HAMBURG"
    assert found["infoSources"] == [
        {"name": "Example Post", "uri": "https://example.org/#us", "literal": "nprov:EX", "role": "provider"},
        {"name": "dpa", "role": "source"},
        {"name": "Example Post/dpa", "role": "creditline"},
    ]
    assert found["rightsInfo"] == {"linkedRights": "https://example.org/licence"}
    assert found["edNote"] == "Corrects the name of the bridge."
    assert (found["pubStatus"], found["urgency"]) == ("withheld", 3)
    assert found["firstCreated"] == found["contentCreated"] == "2024-05-03T17:47:00+02:00"
    assert (found["versionCreated"], found["embargoedUntil"]) == ("2024-05-04T09:30:00Z", "2024-05-05T06:00:00Z")


def test_the_plain_body_is_running_text_and_html_has_all():
    plain, html = written(FULL)["bodies"]
    assert plain["value"].startswith("The storm hit the coast at dawn.\n\nthe harbour\nthe bridge\n\n")
    assert plain["charCount"] == len(plain["value"])
    assert plain["wordCount"] == words.count(FULL.body)
    assert html["value"].split("\n") == [
        "<p>The storm hit the coast at dawn.</p>",
        "<h2>What is closed</h2>",
        "<ul><li>the harbour</li><li>the bridge</li></ul>",
        "<blockquote><p>“We wait,” she said.</p></blockquote>",
    ]


def test_a_picture_is_an_association_with_the_guid_of_its_item():
    without, with_address, *sources = written(FULL)["associations"]
    assert sources == [
        {"name": "source-1", "uri": "https://example.org/source?a=1", "rel": "derivedFrom"},
        {"name": "source-2", "uri": "urn:newsml:example.org:20240501:wire-7", "rel": "derivedFrom"},
    ]
    assert without == {
        "name": "picture-1",
        "uri": guid_of_part(FULL.identity.guid, "picture-1"),
        "type": "picture",
        "descriptions": [{"role": "caption", "contentType": "text/plain", "value": "A wave breaks"}],
        "by": "A. Sample/dpa",
    }
    assert with_address["renditions"] == [
        {"name": "web", "href": "https://example.org/bridge.jpg", "contentType": "image/jpeg"}
    ]
    assert [one["role"] for one in with_address["descriptions"]] == ["caption", "altText"]
    assert "associations" not in written(minimal(captions=(Caption(text=" "),)))


@pytest.mark.parametrize("when", [date(2024, 5, 3), datetime.fromisoformat("2024-05-03T17:47")])
def test_a_time_that_is_not_fully_known_has_no_place(when):
    found = written(minimal(published=when, modified=when))
    assert not {"firstCreated", "contentCreated", "versionCreated"} & set(found)


def test_no_first_version_is_younger_than_this_one():
    published, issued = datetime(2024, 5, 3, tzinfo=UTC), datetime(2024, 5, 2, tzinfo=UTC)
    found = written(minimal(published=published, issued=issued))
    assert "firstCreated" not in found
    assert found["contentCreated"] == "2024-05-03T00:00:00Z"


def test_a_provider_known_by_its_code_alone():
    found = written(minimal(publication=Publication(provider=Party(qcode="nprov:AFP"))))
    assert found["infoSources"] == [{"literal": "nprov:AFP", "role": "provider"}]
    assert "infoSources" not in written(minimal(publication=Publication(provider=Party(uri="/us"))))


def test_without_bodies_it_is_partial():
    found = written(FULL, "nobody")
    assert "bodies" not in found
    assert found["representationType"] == "partial"
    with pytest.raises(UsageError, match="nobody"):
        ninjs.write(FULL, "nosuch")


@given(articles)
@settings(deadline=None, max_examples=60)
def test_whatever_is_written_is_valid_and_repeatable(article):
    for variant in (None, "nobody"):
        data = ninjs.write(article, variant)
        assert data == ninjs.write(article.evolve(), variant)
        assert data.endswith(b"}\n")
        assert accepts(json.loads(data)), list(map(str, SCHEMA.reference.iter_errors(json.loads(data))))


@pytest.mark.parametrize("variant", [None, "nobody"])
def test_every_change_that_ought_to_be_noticed_is(variant):
    changed = list(ninjs_mutants(written(FULL, variant)))
    assert [name for name, mutant in changed if accepts(mutant)] == []
    assert len(changed) > 200


@pytest.mark.corpus
@pytest.mark.parametrize("name", gold.PROFILES)
def test_the_official_schema_accepts_500_corpus_texts(shared, official, name):
    found = list(gold.articles(shared, gold.PROFILES[name]))
    assert len(found) == 500
    for article in (FULL, minimal(), *found):
        for variant in (None, "nobody"):
            document = written(article, variant)
            assert accepts(document)
            assert not list(official.iter_errors(document))


@pytest.mark.corpus
@given(article=articles)
@settings(deadline=None, max_examples=30)
def test_the_official_schema_accepts_whatever_is_written(official, article):
    assert not list(official.iter_errors(written(article)))
