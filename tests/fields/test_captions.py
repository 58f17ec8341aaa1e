"""Pictures: repeats joined, credits told, one caption a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.fields import agencies, creditline, creditwords, words
from tests.fields.making import article


def pictures(marked: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(one.text, one.alt, one.credit) for one in article(marked + "\nb|The body of the story.").captions]


def test_alt_caption_and_credit_are_one_picture():
    assert pictures("c|Old bridge\nc|Old bridge\nc|Ana Costa/GPO") == [("Old bridge", None, "Ana Costa/GPO")]


def test_what_a_repeat_has_more_is_the_credit():
    assert pictures("c|The bridge at dawn\n\nc|The bridge at dawn Ana Costa/Reuters") == [
        ("The bridge at dawn", None, "Ana Costa/Reuters")
    ]


def test_alt_text_differs_from_the_caption():
    assert pictures("c|A stone bridge in fog\nc|The old bridge was closed on Monday. Photo: Ana Costa") == [
        ("The old bridge was closed on Monday.", "A stone bridge in fog", "Ana Costa")
    ]


def test_a_credit_may_come_first():
    assert pictures("c|Foto: Jana Malá\nc|Most za úsvitu.") == [("Most za úsvitu.", None, "Jana Malá")]


@pytest.mark.parametrize("gap", ["\u00a0", "\t", "\u2003"])
def test_any_blank_may_stand_in_the_name_of_a_photographer(gap):
    assert creditline.tell(f"The team gets ready to represent the UK Jon{gap}Super/AP") == (
        "The team gets ready to represent the UK",
        f"Jon{gap}Super/AP",
    )
    assert pictures(f"c|The team gets ready to represent the UK Jon{gap}Super/AP")[0][0] is not None


def test_lines_apart_are_pictures_apart():
    marked = "c|The old bridge was closed.\nb|A paragraph between them.\nc|The new bridge was opened."
    assert [text for text, _, _ in pictures(marked)] == ["The old bridge was closed.", "The new bridge was opened."]


def test_a_picture_shown_twice_counts_once():
    marked = "c|The old bridge was closed.\nb|A paragraph between them.\nc|The old bridge was closed."
    assert len(pictures(marked)) == 1


def test_a_torn_credit_is_mended():
    assert pictures("c|The old bridge (\nc|Image:\nc|Getty Images)") == [("The old bridge", None, "Getty Images")]


def test_a_person_shown_is_no_credit():
    assert pictures("c|Ana Costa") == [("Ana Costa", None, None)]


def test_the_word_that_says_caption_goes():
    assert creditline.tell("Légende : Le pont à l'aube") == ("Le pont à l'aube", "")


@pytest.mark.parametrize("text", ["(" * 500, "Photo: " * 60, "a/" * 300, "©" * 400, "x. " * 4000, "「" * 900])
def test_hostile_captions_end(text):
    caption, credit = creditline.tell(text)
    assert caption or credit or not text.strip("(")


def test_no_name_of_an_agency_is_too_long_to_be_looked_up():
    table = words.file("agencies")
    names = [*table["picture"], *table["news"], *(form for forms in table["news"].values() for form in forms)]
    assert max(map(len, names)) <= agencies.LONGEST


def test_a_sentence_that_a_repeat_goes_on_with_is_no_credit():
    marked = "c|Collectors are on the hunt for rare coins\n"
    marked += "c|Collectors are on the hunt for rare coins, willing to pay for those with an error"
    assert [credit for _, _, credit in pictures(marked)] == [None]


def test_a_credit_that_a_longer_one_holds_or_that_names_nobody_is_not_said_again():
    assert pictures("c|The bridge at dawn.\nc|dpa\nc|Foto: Jörg Muster/dpa")[0][2] == "Jörg Muster/dpa"
    assert pictures("c|The bridge at dawn. Symbolfoto\nc|(Symbolfoto) © Getty Images")[0][2] == "Getty Images"


def test_a_longer_description_stays_beside_a_shorter_caption():
    made = pictures("c|The old bridge over the river seen at dawn\nc|The old bridge over the river")
    assert made == [("The old bridge over the river", "The old bridge over the river seen at dawn", None)]


def test_a_description_that_adds_a_dash_or_the_credit_is_none():
    made = pictures("c|The old bridge at dawn - Ana Costa/AFP\nc|The old bridge at dawn\nc|Photo: Ana Costa/AFP")
    assert made == [("The old bridge at dawn", None, "Ana Costa/AFP")]


def test_pictures_with_one_credit_line_keep_their_own_words():
    made = pictures("c|A tram\nc|Image Credits: Ana Costa\nb|Between.\nc|A ferry\nc|Image Credits: Ana Costa")
    assert made == [("A tram", None, "Ana Costa"), ("A ferry", None, "Ana Costa")]


def test_a_picture_is_kept_for_its_description_though_its_caption_is_known():
    marked = "c|The tram seen from the north\nc|The works\nb|Between.\nc|The tram seen from the south\nc|The works"
    assert [alt for _, alt, _ in pictures(marked)] == ["The tram seen from the north", "The tram seen from the south"]


def test_a_button_behind_a_credit_is_no_part_of_it():
    assert creditline.tell("The bridge at dawn. Ana Costa/AP hide caption") == ("The bridge at dawn.", "Ana Costa/AP")
    assert creditline.tell("Ana Costa/AP hide caption") == ("", "Ana Costa/AP")
    assert creditline.tell("hide caption") == ("hide caption", "")


def test_a_list_of_credits_is_not_cut_in_the_middle():
    text = (
        "© Ana Costa / Harbour Magazine, after Oakes, T. et al.: The bridges of the northern harbours. Bridge Letters, "
        "2021; Fotos: bridgefan / stock.adobe.com (the bridge); lensfan / stock.adobe.com (the harbour); Bearbeitung: "
        "Harbour Magazine (Ausschnitt)"
    )
    assert creditline.tell(text) == (text, "")
    assert creditline.tell(text.rpartition(";")[0])[1] in ("", text.rpartition(";")[0])


_PIECES = (
    *("Ana Costa", "by", " by ", "via", "von", "(c)", "©", "Copyright", "copyright", "Courtesy of", "rights", "source"),
    *(
        "Photo: ",
        "写真",
        "/",
        " ",
        ".",
        "! ",
        "’",
        ") ",
        " – ",
        "| ",
        "-",
        "\t",
        "x",
        "AP",
        "本",
        ":",
        "＝",
        "The bridge",
    ),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_where_nothing_in_a_caption_announces_a_credit_nothing_behind_a_sentence_does(text: str):
    text = text.strip()
    if creditwords.ANNOUNCING.search(text) is None:
        for _, end in creditline._ends(text):
            rest = text[end:].strip()
            assert creditwords.credit(rest) == (creditwords.sources(rest) if rest else None)


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_no_credit_is_announced_before_the_first_hint_of_one(text: str):
    hint = creditwords.ANNOUNCING.search(text)
    found = creditwords.announcements(text)
    assert found == (creditwords.announcements(text, hint.start()) if hint else [])
