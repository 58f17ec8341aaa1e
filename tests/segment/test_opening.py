"""The second look at how the running text opens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Label
from convert.segment.cues import Cues
from convert.segment.features import extract
from convert.segment.lines import layout
from convert.segment.opening import HABITS, NAMES, looked_at, measured, reread
from convert.segment.spoken import spoken
from convert.segment.tagger import segment, segment_many

INDEX = {label: number for number, label in enumerate(Label)}
STANDFIRST, BODY, CAPTION = INDEX[Label.STANDFIRST], INDEX[Label.BODY], INDEX[Label.CAPTION]

TITLE = "Brücke am Fluss bleibt stehen"
BYLINE = "Von Anna Berg"
GERMAN = (
    "Der Rat der Stadt hat am Dienstag über die alte Brücke am Fluss beraten. Sie soll nun doch erhalten werden.",
    (
        "Es war eine lange Sitzung, und am Ende hat sich der Rat mit klarer Mehrheit für das Werk der Ingenieure "
        "entschieden, die für den Bau der neuen Pfeiler auch im kommenden Jahr bei der Stadt um Geld werben werden."
    ),
    (
        "Die Kosten sind nach Angaben der Stadt noch nicht bekannt, es wird aber mit mehr als drei Millionen für die "
        "Pfeiler und mit einer weiteren Million für die Straße zu rechnen sein, die nach dem Umbau wieder frei wird."
    ),
)


def batch_of(*texts: str):
    return extract([layout(text) for text in texts], Cues((), ()))


def evenly(batch, odds: float = 0.5) -> np.ndarray:
    marginals = np.zeros((len(batch.values), len(Label)))
    marginals[:, STANDFIRST], marginals[:, BODY] = odds, 1 - odds
    return marginals


def article(odds: float):
    """Return an article with headline and byline, and what the network says of it: its paragraphs may be either."""
    batch = batch_of("\n".join([TITLE, BYLINE, "Foto: Jan Wolf", "Teilen", *GERMAN]))
    marginals = evenly(batch, odds)
    for line, label in enumerate((Label.HEADLINE, Label.BYLINE, Label.CAPTION, Label.BOILERPLATE)):
        marginals[line] = 0
        marginals[line, INDEX[label]] = 1
    return batch, marginals


def standfirst(marginals: np.ndarray) -> list[int]:
    return np.flatnonzero(marginals.argmax(axis=1) == STANDFIRST).tolist()


def test_there_is_a_weight_for_each_number():
    assert tuple(measured()) == NAMES
    batch = batch_of("\n".join(GERMAN))
    (opening,) = looked_at(evenly(batch, 0.4), batch, spoken(batch))
    assert opening.numbers.shape == (len(opening.runs), len(NAMES))
    assert max(HABITS) < len(NAMES)


def test_the_language_and_what_follows_are_seen():
    batch = batch_of("\n".join(GERMAN))
    (opening,) = looked_at(evenly(batch, 0.4), batch, spoken(batch))
    seen = {run: dict(zip(NAMES, row, strict=True)) for run, row in zip(opening.runs, opening.numbers, strict=True)}
    first = seen[range(1)]
    assert first["German"] == 1
    assert first["English"] == 0
    assert first["first paragraph"] == 1
    assert first["next paragraph"] > 0.5
    assert seen[range(1, 2)]["first paragraph"] == 0
    assert seen[range(2)]["two lines"] == 1


def test_a_short_first_paragraph_of_a_german_article_is_its_standfirst():
    batch, marginals = article(0.4)
    found = reread(marginals, batch, spoken(batch), measured())
    assert standfirst(found) == [4]
    assert found.sum(axis=1) == pytest.approx(1)


def test_one_run_at_most_is_the_standfirst():
    batch, marginals = article(0.4)
    marginals[6, [STANDFIRST, BODY]] = 0.6, 0.4
    assert len(standfirst(reread(marginals, batch, spoken(batch), measured()))) == 1


def test_where_the_text_is_nothing_but_paragraphs_the_network_is_believed():
    batch = batch_of("\n".join(GERMAN))
    assert standfirst(reread(evenly(batch, 0.02), batch, spoken(batch), measured())) == []


def test_without_weights_nothing_changes():
    batch = batch_of("\n".join(GERMAN))
    assert (reread(evenly(batch), batch, spoken(batch), {}) == evenly(batch)).all()


def test_a_headline_is_left_alone():
    batch, marginals = article(0.4)
    found = reread(marginals, batch, spoken(batch), measured())
    assert (found[:4] == marginals[:4]).all()


@given(st.lists(st.sampled_from([*GERMAN, "A title", "By Ann Hill", ""]), max_size=12))
def test_a_text_is_read_the_same_alone_or_in_a_batch(lines: list[str]):
    text = "\n".join(lines)
    assert segment_many(["\n".join(GERMAN), text, "The end"])[1] == segment(text)
