import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Block, BlockKind
from convert.writers import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two words", 2),
        ("a well-known don't", 3),
        ("– — * ... _", 0),
        ("Prices rose 3.5 % in May.", 5),
        ("", 0),
        ("हिन्दी में समाचार", 3),
        ("東京", 2),
        ("2024年の夏", 4),
        ("ข่าว", 3),
        ("오늘 뉴스", 2),
        ("שלום עולם", 2),
    ],
)
def test_what_a_word_is(text, expected):
    assert words.count_text(text) == expected


def test_crossheads_stay_out():
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, text="One two"),
        Block(kind=BlockKind.CROSSHEAD, text="Not counted"),
        Block(kind=BlockKind.LIST, text="three\nfour five"),
        Block(kind=BlockKind.QUOTE, text="six"),
    ]
    assert words.count(blocks) == 6


@given(st.lists(st.from_regex(r"[A-Za-z0-9]+", fullmatch=True)))
def test_plain_words_are_counted_one_by_one(tokens):
    assert words.count_text("  ".join(tokens)) == len(tokens)


@given(st.text(), st.text())
def test_counts_of_separate_texts_add_up(one, other):
    assert words.count_text(f"{one}\n{other}") == words.count_text(one) + words.count_text(other)
