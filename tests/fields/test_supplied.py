"""Metadata as people write it: names with `By` and roles, times without a zone."""

from __future__ import annotations

import pytest

import convert

TEXT = "A headline of some words\n\nThe council of the town voted on Tuesday to repair the old bridge over the river.\n"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["By John Smith, Editor"], ["John Smith"]),
        (["Anna Bell and Carl Dorn"], ["Anna Bell", "Carl Dorn"]),
        (["Jane Doe"], ["Jane Doe"]),
        (["Madonna"], ["Madonna"]),
        ([{"name": "Jane Doe", "role": "Editor"}], ["Jane Doe"]),
    ],
)
def test_names_in_metadata_become_bare(given, names):
    article = convert.to_article(TEXT, metadata={"authors": given})
    assert [author.name for author in article.authors] == names


def test_times_in_metadata_without_a_zone_get_the_profiles():
    profile = {"text": {"zone": "Europe/Berlin"}}
    article = convert.to_article(TEXT, profile=profile, metadata={"published": "2024-03-05T10:30"})
    assert article.published.isoformat() == "2024-03-05T10:30:00+01:00"
    naive = convert.to_article(TEXT, metadata={"published": "2024-03-05T10:30"})
    assert naive.published.tzinfo is None


def test_the_date_of_a_urn_newsml_is_given_or_there_is_none():
    profile = {"provider": {"domain": "zyx.example"}, "guid": {"scheme": "urn:newsml", "year": 2020}}
    dated = convert.to_article(TEXT, profile=profile, metadata={"id": "a", "published": "2024-03-05"})
    assert dated.identity.guid == "urn:newsml:zyx.example:20240305:a"
    undated = convert.to_article(TEXT, profile=profile, metadata={"id": "a", "modified": "2024-03-05"})
    assert undated.identity.guid.startswith("urn:uuid:")
