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
from convert.segment.opening import MEASURED, NAMES, learn, looked_at, reread
from convert.segment.tagger import segment, segment_many

STANDFIRST, BODY = tuple(Label).index(Label.STANDFIRST), tuple(Label).index(Label.BODY)

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


def test_there_is_a_weight_for_each_number():
    assert len(MEASURED) == len(NAMES)
    (_, numbers), *_ = looked_at(evenly(batch_of("\n".join(GERMAN)), 0.4), batch_of("\n".join(GERMAN)))
    assert len(numbers) == len(NAMES)


def test_the_language_and_what_follows_are_seen():
    batch = batch_of("\n".join(GERMAN))
    (_, first), (_, second), _ = looked_at(evenly(batch, 0.4), batch)
    seen = dict(zip(NAMES, first, strict=True))
    assert seen["German"] == 1
    assert seen["English"] == 0
    assert seen["first"] == 1
    assert seen["next paragraphs"] > 0.5
    assert dict(zip(NAMES, second, strict=True))["second"] == 1


def test_a_short_first_paragraph_of_a_german_text_gains_most():
    batch = batch_of("\n".join(GERMAN))
    after = reread(evenly(batch, 0.4), batch, MEASURED)[:, STANDFIRST]
    assert after[0] > 0.4
    assert after[0] > after[1] > after[2]


def test_without_weights_nothing_changes():
    batch = batch_of("\n".join(GERMAN))
    assert (reread(evenly(batch), batch, ()) == evenly(batch)).all()


def test_lines_that_are_neither_are_left_alone():
    batch = batch_of("A title\nBy Ann Hill\n" + GERMAN[0])
    marginals = evenly(batch, 0.2)
    marginals[:2] = 0
    marginals[0, tuple(Label).index(Label.HEADLINE)] = 1
    marginals[1, tuple(Label).index(Label.BYLINE)] = 1
    after = reread(marginals, batch, MEASURED)
    assert (after[:2] == marginals[:2]).all()
    assert after[2].sum() == pytest.approx(1)


@given(
    st.lists(
        st.sampled_from([*GERMAN, "The mayor of the town said it is for the people.", "", "漢字の文。"]), max_size=9
    )
)
def test_a_text_gets_alone_what_it_gets_among_others(parts):
    text = "\n".join(parts)
    among = segment_many(["\n".join(GERMAN), text, "One line"])[1]
    assert among == segment(text)


def test_what_separates_is_learned():
    random = np.random.default_rng(5)
    numbers = random.normal(size=(400, len(NAMES)))
    weights = learn(numbers, numbers[:, 4] > 0)
    assert max(range(len(NAMES)), key=lambda place: abs(weights[place])) == 4
    assert all(weight * 64 == round(weight * 64) for weight in weights)
