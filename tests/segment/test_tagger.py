from __future__ import annotations

import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convert.segment
from convert.article import Label
from convert.profile import Words
from convert.segment.tagger import batches, segment, segment_many

WORDS = st.sampled_from(
    [
        "By Ann Smith",
        "Headline of the day",
        "He said so. " * 9,
        "Share",
        "12:30 Uhr",
        "Foto: dpa",
        "",
        "  ",
        "\x00",
        "\ud83d",
        "Die Lage ist ernst, sagte sie am Montag in Berlin, und wird es bleiben, solange nichts geschieht.",
        "東京で",
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map("\n".join)


@given(st.one_of(TEXTS, st.text(max_size=80)))
def test_lines_and_gaps_give_back_the_text(text: str) -> None:
    done = segment(text)
    gaps = list(done.gaps())
    assert gaps[0] + "".join(line.text + gap for line, gap in zip(done.lines, gaps[1:], strict=True)) == text
    assert all(text[line.start : line.end] == line.text for line in done.lines)
    assert [line.text for line in done.lines] == [raw.strip() for raw in text.split("\n") if raw.strip()]
    assert all(0 <= line.confidence <= 1 for line in done.lines)
    assert 0 <= done.confidence <= 1


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=6))
def test_a_text_gets_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    assert segment_many(texts) == [segment(text) for text in texts]


def test_batches_hold_every_text_once_and_few_lines() -> None:
    sizes = [5, 9000, 0, 8000, 300, 7]
    found = list(batches(sizes))
    assert sorted(number for batch in found for number in batch) == list(range(6))
    assert all(len(batch) == 1 or sum(sizes[n] for n in batch) <= 8192 for batch in found)


def test_nothing_gives_nothing() -> None:
    assert segment_many([]) == []
    assert segment("").lines == segment(" \n\t\n").lines == ()
    assert segment("").confidence == 1.0


def test_house_words_decide() -> None:
    text = "A headline that says it all\n\nOur House Bulletin\n\nAll was well, the minister said.\n"
    plain = segment(text, house=Words(boilerplate=("our  HOUSE bulletin",)))
    assert plain.lines[1].label is Label.BOILERPLATE
    assert segment(text, house=Words(bylines=("Our house bulletin",))).lines[1].label is Label.BYLINE


@pytest.mark.parametrize(
    ("text", "lines"),
    [("word " * 1_000_000, 1), ("A line of text, and so on.\n" * 200_000, 200_000), ("x\n" * 100_000, 100_000)],
    ids=["5 MB in one line", "200,000 lines", "100,000 lines of one letter"],
)
def test_large_inputs_take_bounded_time_and_memory(text: str, lines: int) -> None:
    start = time.process_time()
    assert len(segment(text).lines) == lines
    assert time.process_time() - start < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000


def test_the_seed(root) -> None:
    (path,) = (root / "seeds").glob("*.txt")
    labels = [line.label for line in segment(path.read_text(encoding="utf-8")).lines]
    wanted = [
        Label.HEADLINE,
        Label.STANDFIRST,
        Label.BYLINE,
        *[Label.CAPTION] * 3,
        *[Label.BODY] * 14,
        Label.BOILERPLATE,
    ]
    assert labels == wanted


def test_the_package_offers_its_api_lazily() -> None:
    assert convert.segment.segment is segment
    with pytest.raises(AttributeError, match="no attribute"):
        _ = convert.segment.nothing
