"""Five hundred hand-made lines in more than seventy languages: bylines, dates, place-and-date openings, credits."""

from __future__ import annotations

import unicodedata

import pytest

from tests.fields.reading import Case, cases, right, said

LINES = cases()

MISSES = {
    "Words by Ana Costa, photographs by the author",  # what the author also did is taken for her role
    "3 ta’ Marzu 2024",  # the calendar has no Maltese
    "Von unserer Redaktion",  # the pronoun stays with the newsroom's name
}
"""The lines that we know we read wrongly, and why."""


@pytest.mark.parametrize("case", LINES, ids=lambda case: f"{case.kind}-{case.language}-{case.line[:30]}")
def test_the_line_says_what_it_says(case: Case):
    if case.line in MISSES:
        assert not right(case), "read rightly now: take it off the list"
    else:
        assert said(case) == case.wanted or right(case)


def test_enough_lines_and_nearly_all_of_them_right():
    assert len(LINES) >= 500
    assert sum(map(right, LINES)) / len(LINES) >= 0.95
    assert len({case.language.partition("-")[0] for case in LINES}) >= 70
    scripts = {unicodedata.name(char, "?").split()[0] for case in LINES for char in case.line if char.isalpha()}
    assert {"LATIN", "GREEK", "CYRILLIC", "CJK", "HANGUL", "ARABIC", "HEBREW", "DEVANAGARI", "THAI"} <= scripts
    assert {"BENGALI", "TAMIL", "GEORGIAN", "ARMENIAN", "ETHIOPIC", "KHMER", "GUJARATI", "SINHALA"} <= scripts
