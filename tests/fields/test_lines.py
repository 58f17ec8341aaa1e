"""Hand-made lines in a hundred languages: bylines, dates, place-and-date openings, credits."""

from __future__ import annotations

import unicodedata

import pytest

from tests.fields.reading import Case, cases, right, said

LINES = cases()

MISSES = {
    "Words by Ana Costa, photographs by the author",  # what the author also did is taken for her role
    "Láti ọwọ́ Adébáyọ̀ Ògúnlẹ́yẹ",  # a tone mark that no letter is composed with keeps the cue from being known
    "٣ی ئازاری ٢٠٢٤",  # a letter is glued to the number of the day
    "MUQDISHO (SONNA) - Baarlamaanka ayaa codeeyay.",  # an agency that is on no list, without a date before it
    "Da Silva Costa",  # its first word may also mean where somebody reports from
    "ဓာတ်ပုံ - ကိုကိုနိုင်",  # a dash stands for the colon
    "Aus Lissabon berichtet Karla Beispiel",  # the cue stands in the middle
    "3 Poutū-te-rangi 2024",  # a month in a language whose calendar we have not
    "ISLAMABAD: The senate voted on Sunday.",  # nothing tells a town from `ANALYSIS:`
    "LISSABON. Senaten röstade i söndags.",  # nor here
    "ТАСС, 3 марта. Дума проголосовала.",  # a full stop ends it, and no bracket stands before that
    "New Delhi, March 3 (IANS) The senate voted on Sunday.",  # in small letters it might as well be a person
    "Lisbon, March 3 (AP) He voted.",  # as above
    "By Tom Oakes Harbour Gazette",  # nothing tells the name from the house behind it
}
"""The lines that we know we read wrongly, and why."""


@pytest.mark.parametrize("case", LINES, ids=lambda case: f"{case.kind}-{case.language}-{case.line[:30]}")
def test_the_line_says_what_it_says(case: Case):
    if case.line in MISSES:
        assert not right(case), "read rightly now: take it off the list"
    else:
        assert said(case) == case.wanted or right(case)


def test_enough_lines_and_nearly_all_of_them_right():
    assert len(LINES) >= 740
    assert sum(map(right, LINES)) / len(LINES) >= 0.95
    assert len({case.language.partition("-")[0] for case in LINES}) >= 100
    scripts = {unicodedata.name(char, "?").split()[0] for case in LINES for char in case.line if char.isalpha()}
    assert {"LATIN", "GREEK", "CYRILLIC", "CJK", "HANGUL", "ARABIC", "HEBREW", "DEVANAGARI", "THAI"} <= scripts
    assert {"BENGALI", "TAMIL", "GEORGIAN", "ARMENIAN", "ETHIOPIC", "KHMER", "GUJARATI", "SINHALA"} <= scripts
