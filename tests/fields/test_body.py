"""Lines into blocks: wrapped copy, lists, quotations, crossheads, scripts without blanks."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.article import BlockKind
from convert.fields import body as bodies
from convert.fields import joining
from convert.fields.characters import Cleaner
from convert.fields.joining import Wrap
from tests.fields.making import article, seg

TERMINAL = """The harbour board voted on Tuesday to close the old ferry terminal at Quillmouth for the whole of the
winter, after engineers found that two of the piers had been undermined by the October storm."""
THIRD = "It is the third time in ten years that the terminal has had to close."
CHAIR = """Ana Costa, who chairs the board, said that a long-term repair would cost more than the town could raise, and
that a well-known local firm had offered to survey the piers without charge before the end of January."""
PARAGRAPHS = tuple(" ".join(text.split()) for text in (TERMINAL, THIRD, CHAIR))


def wrapped(width: int, indent: str = "", blank: bool = False) -> str:
    parts = [textwrap.fill(text, width, initial_indent=indent, break_on_hyphens=True) for text in PARAGRAPHS]
    return ("\n\n" if blank else "\n").join(parts)


@pytest.mark.parametrize("width", [40, 55, 65, 72, 80, 100])
def test_wrapped_lines_join_into_their_paragraphs(width):
    assert [block.text for block in article(wrapped(width, blank=True)).body] == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [40, 55, 65, 80])
def test_a_short_last_line_ends_a_paragraph(width):
    """At widths where no last line happens to be full: such a one cannot be told from the others."""
    assert [block.text for block in article(wrapped(width)).body] == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [50, 65, 72])
def test_an_indent_begins_a_paragraph(width):
    assert [block.text for block in article(wrapped(width, indent="   ")).body] == list(PARAGRAPHS)


def test_without_wrapping_a_line_is_a_paragraph():
    body = article("\n".join(PARAGRAPHS)).body
    assert [block.text for block in body] == list(PARAGRAPHS)
    assert [block.lines for block in body] == [(0,), (1,), (2,)]


def test_short_sentences_on_lines_of_their_own_stay_apart():
    lines = ["The bridge is shut.", "Nobody was hurt in the storm.", "Trains run again on Monday.", "Buses do not run."]
    assert [block.text for block in article("\n".join(lines)).body] == lines


def test_a_compound_torn_at_its_hyphen_keeps_it():
    assert joining.join(["a well-", "known firm"]) == "a well-known firm"
    assert joining.join(["he said -", "and left"]) == "he said - and left"


def test_scripts_without_blanks_join_without_one():
    assert joining.join(["港は十月の", "嵐で壊れた。"]) == "港は十月の嵐で壊れた。"
    lines = [
        "港湾委員会は火曜日の会合で古い渡船場を冬のあいだ閉鎖す",
        "ることを決めた。桟橋の二か所が十月の嵐で掘り崩されてい",
        "たため。",
    ]
    assert [block.text for block in article("\n".join(lines)).body] == ["".join(lines)]


def test_bullets_make_a_list_and_go():
    body = article("b|What to bring:\nb|• a torch\nb|• water\nb|• a warm coat\nb|The march begins at noon.").body
    assert [block.kind for block in body] == [BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.PARAGRAPH]
    assert body[1].text == "a torch\nwater\na warm coat"
    assert body[1].lines == (1, 2, 3)


def test_the_numbers_of_a_list_stay():
    body = article("b|1. Close the valve\nb|2. Call the warden\nb|3. Leave the house").body
    assert [(block.kind, block.text) for block in body] == [
        (BlockKind.LIST, "1. Close the valve\n2. Call the warden\n3. Leave the house")
    ]


def test_the_digits_of_any_script_number_a_list():
    body = article("b|१. वाल्व बंद करें\nb|२. चौकीदार को बुलाएँ\nb|३. घर छोड़ दें").body
    assert [block.kind for block in body] == [BlockKind.LIST]


_BEGINNINGS = (
    "The",
    "1. ",
    "2) ",
    "(3) ",
    "3796 ",
    "१. ",
    "• ",
    "▶",
    "* ",
    "- ",
    "– ",
    "-",
    "“The",
    "„So”",
    "> ",
    ">",
    "«",
)


@given(st.lists(st.tuples(st.sampled_from("bbbx"), st.sampled_from(["", " ", "    "]), st.sampled_from(_BEGINNINGS))))
def test_lines_that_are_blocks_one_by_one_are_those_of_all_rules(rows: list[tuple[str, str, str]]):
    made = seg("\n".join(f"{label}|{indent}{beginning} end." for label, indent, beginning in rows))
    numbers, clean = range(len(rows)), Cleaner(made.text)
    plain = bodies._plain(made, numbers, clean)
    by_all_rules = [
        bodies._block(group, clean) for group in bodies._grouped(bodies._parts(made, numbers, Wrap()), made)
    ]
    assert plain is None or plain == by_all_rules


def test_numbers_that_do_not_count_on_are_no_list():
    assert [block.kind for block in article("b|7. Dunmere\nb|3. Albion").body] == [BlockKind.PARAGRAPH] * 2


def test_speech_with_dashes_is_no_list():
    body = article("b|– Where were you? asked the judge.\nb|– At home, she said.").body
    assert [block.text for block in body] == ["– Where were you? asked the judge.", "– At home, she said."]


def test_one_bullet_is_no_list():
    assert article("b|• a torch\nb|The march begins at noon.").body[0].text == "• a torch"


def test_marked_quotations_are_quotes_and_keep_their_words():
    body = article("b|She wrote:\nb|> We shall rebuild.\nb|> All of it.").body
    assert [(block.kind, block.text) for block in body] == [
        (BlockKind.PARAGRAPH, "She wrote:"),
        (BlockKind.QUOTE, "We shall rebuild. All of it."),
    ]


def test_a_mark_with_nothing_behind_it_stays():
    assert [block.text for block in article("b|>").body] == [">"]
    assert [block.text for block in article("b|•\nb|•").body] == ["•\n•"]


def test_speech_in_a_paragraph_is_no_quote():
    assert article('b|"We shall rebuild."').body[0].kind is BlockKind.PARAGRAPH


def test_the_rows_of_a_table_stay_apart():
    rows = ["   Team            P   W   D", "19 Dunmere Rovers   11   2   3", "20 Wick Albion      11   2   2"]
    body = article("\n".join([wrapped(72), *rows])).body
    assert [block.text for block in body][-3:] == [row.strip() for row in rows]


def test_crossheads_stand_where_they_stood():
    body = article("b|One paragraph of text.\nx|What next\nb|Another paragraph of text.").body
    assert [block.kind for block in body] == [BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.PARAGRAPH]


@given(
    st.lists(
        st.sampled_from([*PARAGRAPHS, "• a torch", "- water", "1. first", "> said", "港は十月の", "x"]), max_size=12
    )
)
def test_every_body_line_is_in_exactly_one_block(lines):
    text = "\n".join(f"b|{line}" for line in ["Begin.", *lines])
    made = article(text)
    numbers = [number for block in made.body for number in block.lines]
    assert numbers == list(range(len(seg(text).lines)))


@given(st.integers(30, 120), st.lists(st.integers(1, 14), min_size=20, max_size=80))
def test_joining_loses_no_word(width, lengths):
    words = ["x" * length for length in lengths]
    lines = textwrap.wrap(" ".join(words), width)
    body = article("\n".join(lines)).body
    assert " ".join(block.text for block in body).split() == words
