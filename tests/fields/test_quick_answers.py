"""Plain names, the width of a line, the end of a sentence: quick answers that must be those of the definition."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.fields import byline, bylinecuts, dates, joining, language, lexer, names, words
from convert.fields.days import Context


def test_a_name_of_plain_words_is_a_person_in_every_script_with_capitals():
    for name in ("Harriet Fenwick", "Philip Ormsby-Leigh", "CALEB DURRANT", "Андрей Колесников", "Νίκος Παπαδάκης"):
        assert names.plain(name)


@pytest.mark.parametrize(
    "text",
    [
        "Harriet",
        "harriet fenwick",
        "投稿者 Fenwick",
        "Fenwick -",
        "Harriet F",
        "Harriet Fenwick-",
        "Staff Reporter",
        "ANNE ET PAUL",
    ],
)
def test_what_says_more_or_less_than_a_name_is_looked_at_closely(text: str):
    assert not names.plain(text)


@pytest.mark.parametrize(("behind", "name"), [("ET ANNE MARTIN", "ANNE MARTIN"), ("NINA MARTIN", "NINA MARTIN")])
def test_an_and_in_capitals_behind_a_date_belongs_to_no_name(behind: str, name: str):
    (author,) = byline.parse([f"3 MARS 2024 {behind}"], Context("fr")).authors
    assert author.name == name


@pytest.mark.parametrize(
    "line", ["By Harriet Fenwick", "Harriet Fenwick", "Von: Jörg Muster", "Автор: Андрей Колесников"]
)
def test_a_line_that_is_one_plain_name_is_read_as_the_grammar_reads_it(line: str):
    for language_of in ("en", "de", "ru", None):
        for lines in ([line], ["By", line], ["Von:", line]):
            assert byline._alone(lines, Context(language_of)) == byline.parse(lines, Context(language_of))


def test_no_word_for_and_is_longer_than_the_lines_that_are_asked_for_one():
    assert max(map(len, words.file("bylines")["and"])) <= bylinecuts.LONGEST_AND


def test_columns_of_every_character_are_those_of_its_width():
    assigned = [char for char in map(chr, range(0x20, 0x20000)) if unicodedata.category(char) != "Cn"]
    for char in assigned:
        wide = unicodedata.east_asian_width(char) in "WF"
        mark = unicodedata.category(char) in ("Mn", "Me", "Cf")
        assert joining.columns(f"a{char}") == 2 + wide - mark


@pytest.mark.parametrize("line", ["It rained.", "“It rained.”", "雨が降った。」", "Did it (at last)?)"])
def test_a_sentence_ends_also_inside_its_quotation_marks(line: str):
    assert joining.ends(line, "And then a long following word", joining.Wrap(joining.columns(line) + 4))


@given(st.text(st.characters(codec="cp1252"), max_size=60))
def test_words_cut_over_bytes_are_those_of_the_pattern(text: str):
    lowered = text.lower().replace("’", "'")
    found = language.western_words(text)
    assert found is not None
    assert [str(word, "cp1252") for word in found] == re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", lowered)


_BEHIND = (
    "",
    "3",
    "March 2024",
    "3. 2024",
    "3/2024",
    "de marzo",
    "tháng 3",
    "الثاني 3",
    "年3月3日",
    "T14",
    "4{0}2024",
    "4{0}5",
)


@pytest.mark.parametrize("first", ["3", "12", "2024", "202430", "20240303", "March", "mars", "كانون"])
def test_no_date_begins_where_two_tokens_rule_it_out(first: str):
    characters = map(chr, itertools.chain(range(0x21, 0x3100), range(0xFE00, 0x10000)))
    signs = [char for char in characters if unicodedata.category(char)[0] in "PS"]
    for sign, behind in itertools.product([*signs, " ", "er"], _BEHIND):
        tokens = lexer.lex(first + sign + behind.format(sign))
        if len(tokens) == 1 or not dates._may_begin(*tokens[:2]):
            for language_of in ("en", "ar"):
                assert dates._day_at(tokens, 0, Context(language_of)) is None
