"""Invented houses: the form they are written in, and what the samples hold."""

from __future__ import annotations

from collections import Counter

import pytest

from convert.article import Label
from convert.diagnostics import UsageError
from convert.segment import houses
from convert.segment.gold import read_gold
from convert.segment.lines import layout
from convert.segment.train import Settings, lessons, load_lists

HOUSE = """house: The Old Bridge Courier
language: en

== top
boilerplate: Subscribe
boilerplate: News
== foot
boilerplate: Most read: why the ferry stopped

== article

headline: Bridge to reopen: at last
byline: By Mary Miller

body: The old bridge over the river reopens in May.


body: body: is a word too.
== article
headline: Ferry stops
body: The ferry has stopped.
"""


def test_each_article_is_read_alone_and_as_a_page():
    found = list(houses.read(HOUSE).renditions())
    assert [(number, rendition) for number, rendition, _ in found] == [
        (0, "extract"),
        (0, "page"),
        (1, "extract"),
        (1, "page"),
    ]
    assert found[0][2] == [
        (Label.HEADLINE, "Bridge to reopen: at last"),
        (Label.BYLINE, "By Mary Miller"),
        (None, ""),
        (Label.BODY, "The old bridge over the river reopens in May."),
        (None, ""),
        (None, ""),
        (Label.BODY, "body: is a word too."),
    ]
    frame, gap = Label.BOILERPLATE, (None, "")
    assert found[1][2] == [
        (frame, "Subscribe"),
        (frame, "News"),
        gap,
        *found[0][2],
        gap,
        (frame, "Most read: why the ferry stopped"),
    ]
    assert [label for label, _ in found[3][2]] == [frame, frame, Label.HEADLINE, Label.BODY, frame]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1: expected 'house: ...'"),
        ("house: A\n\n== top\n", "line 2: expected 'language: ...'"),
        ("house: A\nlanguage: en\n== side\nbody: x\n", "not 'side'"),
        ("house: A\nlanguage: en\n== article\nlead: x\n", "line 4: expected 'label: text' in a section, not 'lead: x'"),
        ("house: A\nlanguage: en\n== article\nbody:\n", "line 4"),
        ("house: A\nlanguage: en\nbody: x\n", "line 3"),
        ("house: A\nlanguage: en\n== article\nbody: x\n== article\n\n", "article 2 has no lines"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, why):
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the message is asked for below
        houses.read(text)
    assert why in str(found.value)
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(UsageError, match=r"a\.txt"):
        read_gold([tmp_path])


def test_a_file_of_another_system_reads_the_same(tmp_path):
    (tmp_path / "a.txt").write_text(HOUSE)
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + HOUSE.replace("\n", "\r\n").encode())
    one, other = read_gold([tmp_path / "a.txt"]), read_gold([tmp_path / "b.txt"])
    assert [(gold.text, gold.labels) for gold in one] == [(gold.text, gold.labels) for gold in other]


def test_houses_of_one_file_name_are_two(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(HOUSE.replace("Courier", name))
    assert len({gold.key for gold in read_gold([tmp_path / "one", tmp_path / "two"])}) == 4


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"house: \xff\n")
    with pytest.raises(UsageError, match=r"a\.txt"):
        read_gold([tmp_path / "a.txt"])


@pytest.mark.parametrize("name", ["a.jsonl", "folder", "a.txt"])
def test_nothing_is_nothing_to_learn_from(tmp_path, name):
    path = tmp_path / name
    if path.suffix:
        path.write_text("house: A\nlanguage: en\n" if name == "a.txt" else "\n")
    else:
        path.mkdir()
    with pytest.raises(UsageError, match="holds no labelled article"):
        read_gold([path])


def test_the_samples_are_whole(root):
    golds = read_gold([root / "samples" / "houses"])
    assert len({gold.publisher for gold in golds}) == len({gold.site for gold in golds}) == 259
    assert len(golds) == 2072
    assert all(gold.invented and not gold.reviewed for gold in golds)
    assert [gold.key for gold in golds if len(layout(gold.text).spans) != len(gold.labels)] == []
    counts = Counter(label for gold in golds if gold.rendition == "extract" for label in gold.labels)
    assert set(counts) == set(Label)
    assert min(counts.values()) > 250
    assert [gold.key for gold in golds if Label.HEADLINE not in gold.labels or Label.BODY not in gold.labels] == []


def test_no_paragraph_of_the_samples_comes_twice(root):
    golds = [gold for gold in read_gold([root / "samples" / "houses"]) if gold.rendition == "extract"]
    lines = Counter(
        gold.text[start:end]
        for gold in golds
        for (start, end), label in zip(layout(gold.text).spans, gold.labels, strict=True)
        if label is Label.BODY and end - start > 60
    )
    assert [text for text, number in lines.items() if number > 1] == []


def test_invented_articles_are_learned_from_in_the_first_epochs_alone(tmp_path, root):
    (tmp_path / "a.txt").write_text(HOUSE)
    golds = read_gold([tmp_path])
    sizes = [
        sum(len(lesson.articles) for lesson in epoch) for epoch in lessons(golds, load_lists(), Settings(epochs=6))
    ]
    assert sizes == [2, 2, 2, 2, 0, 0]
