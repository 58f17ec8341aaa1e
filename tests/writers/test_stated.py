"""From text to JSON-LD: no author's name holds more than a name, no date is one that the text does not state."""

import json
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import convert
from convert.diagnostics import Rejected
from convert.writers import json_ld
from tests.texts import sentences
from tests.writers import gold

_OPENERS = re.compile(r"(?:by|von|par|por|door|av|af|di|da|od|автор|текст)\b", re.IGNORECASE)
_ROLES = re.compile(
    r"\b(?:reporter|editor|correspondent|staff writer|redakteur(?:in)?|korrespondent(?:in)?|journaliste?)\b",
    re.IGNORECASE,
)
_DATES = ("datePublished", "dateModified", "dateCreated")

names = st.sampled_from(
    ["Jane Example", "José Ñandú", "Anne-Marie O’Neill", "Karl von Beispiel", "Łucja Żak", "Li Wei"]
)
bylines = st.builds(
    "{}{}{}".format,
    st.sampled_from(["By ", "BY ", "Von ", "Par ", "Por ", "", "Text: "]),
    st.lists(names, min_size=1, max_size=3, unique=True).map(" and ".join),
    st.sampled_from(["", ", Political Editor", " | jane@example.org", ", Reuters", " in Berlin", "\njane@example.org"]),
)
times = st.builds(
    "{}{} {} {}{}".format,
    st.sampled_from(["", "Published: ", "Updated ", "Stand: "]),
    st.integers(1, 28),
    st.sampled_from(["March", "May", "Dezember", "juin"]),
    st.integers(1990, 2026),
    st.sampled_from(["", ", 14:05", " 9.30 GMT", " at 7:15 pm"]),
)
stories = st.builds(
    "{}\n\n{}\n{}\n\n{}\n".format,
    st.sampled_from(["Council votes to rebuild the old bridge", "Stadtrat stimmt für neue Brücke"]),
    bylines,
    st.one_of(st.just(""), times),
    st.lists(sentences, min_size=2, max_size=5).map("\n\n".join),
)


def numbers(text):
    return {int(found) for found in re.findall(r"\d+", unicodedata.normalize("NFKC", text))}


def assert_stated(article, text):
    """The year of a date stands in the text, whole or by its last two digits, and so does its day."""
    node, known = json.loads(json_ld.write(article, "nobody")), numbers(text)
    for name in _DATES:
        if name in node:
            year, day = int(node[name][:4]), int(node[name][8:10])
            assert {year, year % 100} & known, (name, node[name])
            assert day in known, (name, node[name])
    for author in node.get("author", []):
        name = author["name"]
        assert "@" not in name
        assert not _OPENERS.match(name), name
        assert not _ROLES.search(name), name
        assert author["@type"] == "Organization" or not re.search(r"\d", name), name
        assert all(word in text.casefold() for word in name.casefold().split()), name


@given(stories)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_story(text):
    try:
        article = convert.to_article(text)
    except Rejected:
        return
    assert_stated(article, text)


def test_stories_have_what_is_tested():
    text = "Council votes\n\nBy Jane Example, Political Editor\n3 May 2024\n\nThe council met on Tuesday and voted.\n"
    node = json.loads(json_ld.write(convert.to_article(text)))
    assert node["author"][0]["name"] == "Jane Example"
    assert node["datePublished"] == "2024-05-03"


@pytest.mark.corpus
def test_500_corpus_texts(shared):
    for article, text in gold.articles_and_texts(shared, gold.PROFILES["default"]):
        assert_stated(article, text)
