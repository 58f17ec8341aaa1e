"""Persons and houses in one piece of a byline: told apart where something tells them, else nobody."""

from __future__ import annotations

import pytest

from convert.fields import names
from convert.fields.namewords import NOTHING, Kind, Piece


@pytest.mark.parametrize("house", ["The Harbour Gazette", "The Daily News", "Associated Press", "Fox News"])
def test_a_house_behind_a_name_is_told_by_its_article_or_by_being_known(house: str):
    assert names.judge(f"Tom Oakes {house}") == Piece(Kind.PERSON, "Tom Oakes", organisation=house)


@pytest.mark.parametrize(
    "text",
    [
        "Mary Jane Smith Daily News",
        "Jackson Free Press News",
        "Mark Twain Media Group",
        "George Mason University Press",
        "Paris Match News Group",
    ],
)
def test_where_nothing_tells_a_name_from_the_house_behind_it_nobody_is_named(text: str):
    assert names.judge(text) == NOTHING
    assert names.judge(text, cued=True) == NOTHING


def test_a_house_that_begins_as_no_person_does_is_a_house():
    assert names.judge("Bay Area News Group") == Piece(Kind.ORGANISATION, "Bay Area News Group")


@pytest.mark.parametrize("name", ["KSR Menon", "VVS Laxman", "MRK Prasad", "JRR Tolkien"])
def test_initials_without_a_vowel_begin_the_name_of_a_person(name: str):
    assert names.alone(name)


@pytest.mark.parametrize("text", ["MSV Duisburg", "TSV Beispiel", "NDR Niedersachsen", "BBC Yorkshire"])
def test_the_initials_of_a_known_club_or_house_begin_none(text: str):
    assert not names.alone(text)


@pytest.mark.parametrize("text", ["कुछ ही क्षण पहले", "刚刚", "たった今", "방금", "قبل قليل", "לפני רגע"])
def test_how_long_ago_it_was_is_nobody(text: str):
    assert names.judge(text).kind is not Kind.PERSON


@pytest.mark.parametrize("name", ["رضا پیش قدم", "محمد قليل", "אלון רגע", "रघु पल", "Maria Final", "方才"])
def test_a_person_may_be_called_as_a_moment_is(name: str):
    assert names.judge(name).kind is Kind.PERSON
