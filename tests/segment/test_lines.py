from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from convert.segment.lines import layout, split

TEXTS = st.text(alphabet=st.sampled_from(list("ab \t\n\r\x0b\x0c\x85\u2028\u00a0\u3000\ud800é文")), max_size=60)


@given(TEXTS)
def test_spans_are_the_stripped_non_blank_lines(text: str) -> None:
    spans = split(text)
    assert [text[start:end] for start, end in spans] == [line.strip() for line in text.split("\n") if line.strip()]
    assert all(not text[one[1] : two[0]].strip() for one, two in pairwise(spans))


def test_only_a_line_feed_ends_a_line() -> None:
    assert split("a\u2028b\x0bc\x85d\re") == ((0, 9),)


def test_layout_counts_blank_lines_and_indents() -> None:
    seen = layout("\n a\n\n \t\n\tb\nc")
    assert seen.above == (1, 2, 0)
    assert seen.indents == (1, 1, 0)
    assert len(seen) == 3
