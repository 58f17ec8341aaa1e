"""Who wrote it, where the byline leaves off, stands in several places, or is labelled as something else."""

from __future__ import annotations

from tests.fields.making import article

BODY = "b|The board said on Tuesday that the bridge would be shut for the whole of the winter."


def names(marked: str) -> list[str]:
    return [author.name for author in article(marked).authors]


def test_a_byline_that_ends_with_a_comma_or_an_and_goes_on_below():
    marked = f"h|Title\ny|By\ny|Ana Costa,\no|Tom Oakes and\no|Lucy Hill\no|Show authors\n{BODY}"
    assert names(marked) == ["Ana Costa", "Tom Oakes", "Lucy Hill"]


def test_a_name_between_two_lines_of_the_byline_belongs_to_it():
    marked = f"h|Title\ny|By\ny|Ana Costa\ny|Reporter\no|Tom Oakes\ny|Reporter\ny|Lucy Hill\n{BODY}"
    assert names(marked) == ["Ana Costa", "Tom Oakes", "Lucy Hill"]


def test_a_town_a_role_or_a_button_in_a_byline_is_no_author():
    assert names(f"h|Title\ny|By Ana Costa,\no|New York\n{BODY}") == ["Ana Costa"]
    assert names(f"h|Title\ny|By Ana Costa\no|Share This\ny|Tom Oakes\n{BODY}") == ["Ana Costa", "Tom Oakes"]


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


def test_a_line_close_below_a_text_that_names_nobody_may_sign_it():
    assert names(f"h|Title\n{BODY}\no|Share\no|Author: Ana Costa\no|By Tom Oakes") == ["Ana Costa"]
    assert names(f"h|Title\ny|Lucy Hill\n{BODY}\no|Author: Ana Costa") == ["Lucy Hill"]


def test_what_is_far_below_or_says_more_or_names_another_signs_nothing():
    assert names(f"h|Title\n{BODY}\no|a\no|b\no|c\no|d\no|e\no|By Ana Costa") == []
    assert names(f"h|Title\n{BODY}\no|By Ana Costa: how the bridge was built") == []
    assert names(f"h|Title\n{BODY}\no|Edited by Ana Costa") == []
    assert names(f"h|Title\n{BODY}\no|Photo of Ana Costa") == []
    assert names(f"h|Title\no|By Ana Costa\n{BODY}") == []
