from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convert.segment import tokens
from convert.segment.characters import Kind
from convert.segment.cues import CATEGORIES, compile_phrases, load_lists, mark, tally

LINES = st.lists(st.text(min_size=1, max_size=30).filter(lambda s: "\n" not in s), max_size=8)


@given(LINES)
def test_every_character_is_counted_once(lines: list[str]) -> None:
    reading = tokens.read(lines)
    counted = reading.counts.sum(axis=1) - reading.counts[:, Kind.BREAK]
    assert counted.tolist() == [len(line) for line in lines]


@given(LINES, LINES)
def test_a_line_reads_the_same_in_any_company(one: list[str], other: list[str]) -> None:
    alone, together = tokens.read(one), tokens.read([*other, *one])
    skip = len(other)
    assert np.array_equal(alone.whole, together.whole[skip:])
    assert np.array_equal(alone.pairs, together.pairs[skip:])
    assert np.array_equal(alone.words.hash, together.words.hash[together.words.line >= skip])


def test_chunks_do_not_change_what_is_read(monkeypatch) -> None:
    lines = ["Ein Satz mit Wörtern, 12:30 Uhr.", "二つ目の行", "X"] * 5
    whole = tokens.read(lines)
    monkeypatch.setattr(tokens, "CHUNK", 40)
    parts = tokens.read(lines)
    assert np.array_equal(whole.words.line, parts.words.line)
    assert np.array_equal(whole.words.hash, parts.words.hash)
    assert np.array_equal(whole.counts, parts.counts)


def test_words_fold_case_and_digits() -> None:
    words = tokens.read(["Montag 12", "MONTAG 98"]).words
    assert words.hash[0] == words.hash[2]
    assert words.hash[1] == words.hash[3]


def test_a_very_long_line_is_read_at_both_ends_only() -> None:
    reading = tokens.read(["start " + "x " * 1_000_000 + "end"])
    assert int(reading.counts.sum()) < 3 * tokens.HEAD


def test_phrases_match_whole_words_only() -> None:
    cues = compile_phrases({"foto": 1 << CATEGORIES.index("photo"), "read more": 1 << CATEGORIES.index("related")})
    reading = tokens.read(["Foto: privat", "Fotograf", "READ  more!", "read this more"])
    counts, opens = tally(reading, mark(reading.words, cues))
    photo, related = CATEGORIES.index("photo"), CATEGORIES.index("related")
    assert counts[:, photo].tolist() == [1, 0, 0, 0]
    assert counts[:, related].tolist() == [0, 0, 2, 0]
    assert opens[:, photo].tolist() == [True, False, False, False]


def test_phrases_that_begin_alike_are_told_apart() -> None:
    bits = {name: 1 << CATEGORIES.index(name) for name in ("nav", "related", "share", "by")}
    cues = compile_phrases(
        {
            "read": bits["nav"],
            "read more about this": bits["related"],
            "read more now": bits["share"],
            "more": bits["by"],
        }
    )
    words = tokens.read(["read more about this", "read more now", "read more", "read more about", "this"]).words
    said = [0] * 5
    for line, mask in zip(words.line.tolist(), mark(words, cues).tolist(), strict=True):
        said[line] |= mask
    nav, by = bits["nav"], bits["by"]
    assert said == [nav | by | bits["related"], nav | by | bits["share"], nav | by, nav | by, 0]


@given(st.lists(st.text("abc ", min_size=1, max_size=9), max_size=30), st.text("abc \n", max_size=60))
def test_marks_are_those_of_a_plain_search(phrases: list[str], text: str) -> None:
    wanted = [phrase.split() for phrase in phrases if phrase.split()]
    bits = {" ".join(phrase): 1 << number % len(CATEGORIES) for number, phrase in enumerate(wanted)}
    lines = text.split("\n")
    expected = []
    for line in lines:
        words = line.split()
        marks = [0] * len(words)
        for phrase, bit in bits.items():
            size = len(phrase.split())
            for at in range(len(words) - size + 1):
                if words[at : at + size] == phrase.split():
                    marks[at : at + size] = [mask | bit for mask in marks[at : at + size]]
        expected += marks
    assert mark(tokens.read(lines).words, compile_phrases(bits)).tolist() == expected


def test_scripts_without_spaces_match_by_character() -> None:
    cues = load_lists()
    reading = tokens.read(["無断転載を禁じます", "版权所有"])
    counts, _ = tally(reading, mark(reading.words, cues))
    assert (counts[:, CATEGORIES.index("legal")] >= 4).all()


def test_the_lists_have_known_categories_and_many_languages() -> None:
    cues = load_lists()
    assert sum(len(table) for table in cues.hashes) > 20_000
