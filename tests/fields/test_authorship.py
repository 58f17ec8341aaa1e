"""Who wrote it, where the byline leaves off or stands in several places, and who did not."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from convert.article import Label
from convert.fields import authorship, build
from tests.fields.making import SOURCE, article, seg

BODY = "b|The board said on Tuesday that the bridge would be shut for the whole of the winter."


def names(marked: str) -> list[str]:
    return [author.name for author in article(marked).authors]


def test_a_byline_that_ends_with_a_comma_or_an_and_goes_on_below():
    marked = f"h|Title\ny|By\ny|Ana Costa,\no|Tom Oakes and\no|Lucy Hill\no|Show authors\n{BODY}"
    assert names(marked) == ["Ana Costa", "Tom Oakes", "Lucy Hill"]


def test_a_name_between_two_authors_with_their_roles_belongs_to_the_byline():
    marked = f"h|Title\ny|By\ny|Ana Costa\ny|Reporter\no|Tom Oakes\ny|Reporter\ny|Lucy Hill\n{BODY}"
    assert names(marked) == ["Ana Costa", "Tom Oakes", "Lucy Hill"]


@pytest.mark.parametrize("between", ["Virginia Beach", "Jackson Hole", "Victoria Falls", "Paris Match", "Donald Trump"])
def test_a_town_a_house_or_a_tag_between_two_authors_is_none(between: str):
    assert names(f"h|Title\ny|By Ana Costa\no|{between}\ny|Tom Oakes\n{BODY}") == ["Ana Costa", "Tom Oakes"]
    assert names(f"h|Title\ny|By Ana Costa\no|{between}\no|Share\ny|Tom Oakes\n{BODY}") == ["Ana Costa", "Tom Oakes"]
    assert names(f"h|Title\ny|By Ana Costa\ny|Reporter\no|{between}\ny|Tom Oakes\n{BODY}") == ["Ana Costa", "Tom Oakes"]


def test_a_town_a_role_or_a_button_in_a_byline_is_no_author():
    assert names(f"h|Title\ny|By Ana Costa,\no|New York\n{BODY}") == ["Ana Costa"]
    assert names(f"h|Title\ny|By Ana Costa\no|Share This\ny|Tom Oakes\n{BODY}") == ["Ana Costa", "Tom Oakes"]


def test_the_house_that_an_author_is_of_is_no_author_beside_her():
    assert names(f"h|Title\ny|The Harbour Gazette\ny|Ana Costa, The Harbour Gazette\n{BODY}") == ["Ana Costa"]
    assert names(f"h|Title\ny|The Harbour Gazette\ny|Ana Costa\n{BODY}") == ["The Harbour Gazette", "Ana Costa"]
    assert names(f"h|Title\ny|By Tom Oakes, TOM OAKES\n{BODY}") == ["Tom Oakes"]
    assert names(f"h|Title\ny|By Ana Costa, TOM OAKES\ny|Tom Oakes\n{BODY}") == ["Ana Costa", "Tom Oakes"]


def test_names_in_capitals_beside_others_count_as_well():
    marked = f"h|Title\ny|By ANA COSTA with Tom Oakes and Lucy Hill\n{BODY}"
    assert names(marked) == ["ANA COSTA", "Tom Oakes", "Lucy Hill"]


RECORDINGS = [
    "Audio 03:07 Min. | 25.04.24 |Ana Costa",
    "Video: 2:30 min • Ana Costa",
    "Vidéo - 12 mars 2024 - Ana Costa",
    "वीडियो 03:07 | Ana Costa",
    "動画 3:07 Ana Costa",
]


@pytest.mark.parametrize("line", RECORDINGS)
def test_who_made_a_recording_is_not_the_author_of_the_text(line: str):
    assert names(f"h|Title\ny|{line}\n{BODY}") == []
    assert names(f"h|Title\ny|Tom Oakes\ny|{line}\n{BODY}") == ["Tom Oakes"]


@pytest.mark.parametrize("line", ["Video 2:30 | By Ana Costa", "Ana Costa, Video 2:30", "Ana Costa 2:30"])
def test_beside_a_recording_an_author_is_one(line: str):
    assert "Ana Costa" in " ".join(names(f"h|Title\ny|{line}\n{BODY}"))


def test_capitals_that_the_text_writes_small_are_a_phrase():
    assert names(f"h|Title\ny|WEST DOCK WHOLE\n{BODY}") == []
    assert names(f"h|Title\ny|Ana Costa\no|-\no|-\no|-\no|-\ny|WEST DOCK WHOLE\n{BODY}") == ["Ana Costa"]
    assert names(f"h|Title\ny|WEST DOCK AUTUMN\n{BODY}") == ["WEST DOCK AUTUMN"]


@pytest.mark.parametrize("name", ["TOM YOUNG", "WILL KING", "ANA DE COSTA", "ANA RADNO"])
def test_names_in_capitals_that_the_text_also_uses_as_words_are_names(name: str):
    said = "b|The young king will write to ana.radno@example.org de novo, at ana-radno.example, or @radno."
    assert names(f"h|Title\ny|{name}\n{said}\n{BODY}") == [name]
    assert names(f"h|Title\ny|By WEST DOCK WHOLE\n{BODY}") == ["WEST DOCK WHOLE"]


@pytest.mark.parametrize("name", ["DAVID WINTRY", "LUCA BUONO", "АННА БЕЛАЯ"])
def test_a_known_given_name_in_capitals_makes_a_name_of_the_word_behind_it(name: str):
    assert names(f"h|Title\ny|{name}\nb|The wintry evening, un buono e una белая.\n{BODY}") == [name]
    assert names(f"h|Title\ny|WEST {name}\nb|The wintry evening, un buono e una белая.\n{BODY}") == []


def test_many_names_in_capitals_are_told_from_phrases_with_one_look_at_the_text(monkeypatch):
    looks: list[str] = []
    strip_cue = authorship.bylinecuts.strip_cue
    counted = SimpleNamespace(**vars(authorship.bylinecuts))
    counted.strip_cue = lambda line, language: (looks.append(line), strip_cue(line, language))[1]
    monkeypatch.setattr(authorship, "bylinecuts", counted)
    lines = "\n".join(f"y|Q{chr(65 + n % 26)}{chr(65 + n // 26)} ZORDANE" for n in range(300))
    assert len(names(f"h|Title\n{lines}\n{BODY}")) == 300
    assert len(looks) <= 300


def test_who_reviewed_a_text_is_not_its_author():
    assert names(f"h|Title\ny|Ana Costa\ny|Reviewed by Dr. Tom Oakes\n{BODY}") == ["Ana Costa"]


def test_the_lines_keep_their_label_and_the_origin_names_them():
    made = article(f"h|Title\ny|By Ana Costa and\no|Tom Oakes\n{BODY}")
    assert made.byline == "By Ana Costa and"
    assert [line.text for line in made.boilerplate] == ["Tom Oakes"]
    assert made.origins["authors"].lines == (1, 2)


def test_of_bylines_in_places_apart_the_first_that_names_somebody_counts():
    apart = "o|One\no|Two\no|Three\no|Four\n"
    assert names(f"h|Title\ny|Ana Costa\n{apart}y|Tom Oakes\n{BODY}") == ["Ana Costa"]
    assert names(f"h|Title\ny|By Ana Costa\n{apart}y|By Tom Oakes\n{BODY}") == ["Ana Costa"]
    assert names(f"h|Title\ny|Read more\n{apart}y|Tom Oakes\n{BODY}") == ["Tom Oakes"]


def test_of_places_apart_one_whose_name_opens_with_a_known_given_name_outranks_one_whose_does_not():
    apart = "o|One\no|Two\no|Three\no|Four\n"
    assert names(f"h|Title\ny|Dacia Sandero\n{apart}y|Alberto de la Torre\n{BODY}") == ["Alberto de la Torre"]
    assert names(f"h|Title\ny|By Any Means Necessary\n{apart}y|By Lucy Hill\n{BODY}") == ["Lucy Hill"]
    assert names(f"h|Title\ny|R.C. Oakes\n{apart}y|Lucy Hill\n{BODY}") == ["R.C. Oakes"]
    assert names(f"h|Title\ny|The Harbour Gazette\n{apart}y|Lucy Hill\n{BODY}") == ["The Harbour Gazette"]


BELOW = [
    "Comments\no|Posted by Tom Oakes\no|I agree with this.",
    "Most read\no|By Lucy Hill",
    "Newsletter\no|Sign up for our daily briefing\no|Written by Tom Oakes",
    "Up next\no|Bridge to close in May\no|by Tom Oakes",
    "By Signing Up",
    "By Santa Monica",
    "Von FDP und CDU",
    "Published by Harper Collins",
    "By Ana Costa,Tom Oakes",
]


@pytest.mark.parametrize("below", BELOW)
def test_a_line_below_a_text_that_is_no_byline_names_no_author(below: str):
    made = article(f"h|Title\n{BODY}\no|{below}")
    assert made.authors == ()
    assert "authors" not in made.origins


def test_a_line_added_to_a_byline_makes_its_authors_no_surer():
    made = seg(f"h|Title\ny|By Ana Costa and\no|Tom Oakes\n{BODY}", 0.8)
    for sure in (0.1, 1.0):
        lines = [replace(line, confidence=sure) if line.label is Label.BOILERPLATE else line for line in made.lines]
        built = build(replace(made, lines=tuple(lines)), SOURCE).article
        assert built is not None
        assert built.origins["authors"].confidence == 0.8
