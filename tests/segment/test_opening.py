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
from convert.segment.model import default
from convert.segment.opening import CAUTION, looked_at, measured, reread
from convert.segment.runs import HABITS, NAMES
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


def numbers(batch, marginals) -> dict[range, dict[str, float]]:
    """Return what is told of each run of a batch of one text."""
    (opening,) = looked_at(marginals, batch, spoken(batch))
    return {run: dict(zip(NAMES, row, strict=True)) for run, row in zip(opening.runs, opening.numbers, strict=True)}


def test_the_language_weighs_what_a_run_is_like():
    batch = batch_of("\n".join(GERMAN))
    for told in numbers(batch, evenly(batch, 0.4)).values():
        for name in ("odds", "next paragraph", "first paragraph"):
            assert told[f"{name}, German"] == told[name]
            assert told[f"{name}, English"] == 0


def test_where_a_run_stands_is_seen():
    batch, marginals = article(0.4)
    marginals[6, [STANDFIRST, BODY]] = 0.6, 0.4
    found = numbers(batch, marginals)
    assert {run.start for run in found} == {4, 5, 6}
    assert all(told["likeliest"] == (6 in run) for run, told in found.items())
    first, last = found[range(4, 5)], found[range(6, 7)]
    assert (first["boilerplate above"], last["boilerplate above"]) == (1, 0)
    assert (first["running text above"], last["running text above"]) == (0, pytest.approx(1.2, abs=1 / 64))
    assert not any(told["above the headline"] for told in found.values())


def test_a_run_above_the_only_headline_is_seen():
    batch = batch_of("\n".join([*GERMAN, TITLE, BYLINE, *GERMAN]))
    marginals = evenly(batch, 0.4)
    for line, label in ((3, Label.HEADLINE), (4, Label.BYLINE)):
        marginals[line] = 0
        marginals[line, INDEX[label]] = 1
    found = numbers(batch, marginals)
    assert {run: told["above the headline"] for run, told in found.items()} == {run: run.start < 3 for run in found}
    assert found[range(2, 3)]["author or time below"] == 0
    marginals[[3, 4]] = marginals[[4, 3]]
    assert numbers(batch, marginals)[range(2, 3)]["author or time below"] == 1


def test_what_a_credited_line_says_again_is_no_standfirst():
    said = "Der Rat der Stadt auf der alten Brücke am Fluss, die nun doch erhalten werden soll"
    lines = [TITLE, BYLINE, said, f"{said}. Foto: Jan Wolf", *GERMAN]
    batch = extract([layout("\n".join(lines))], default().cues)
    marginals = evenly(batch, 0.6)
    assert batch.alternative[2]
    assert batch.credited[3]
    assert not {2, 3} & {line for run in numbers(batch, marginals) for line in run}


def test_a_short_first_paragraph_of_a_german_article_is_its_standfirst():
    batch, marginals = article(0.4)
    found = reread(marginals, batch, spoken(batch), measured())
    assert standfirst(found) == [4]
    assert found.sum(axis=1) == pytest.approx(1)


def test_in_doubt_a_german_text_keeps_its_first_paragraph():
    weights = dict.fromkeys(NAMES, 0.0) | {"bias": CAUTION / 2, "first paragraph": 0.1}
    batch = batch_of("\n".join(GERMAN))
    for odds, found in ((0.0, []), (CAUTION, [0])):
        assert standfirst(reread(evenly(batch, 0.4), batch, spoken(batch), weights | {"German": odds})) == found


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
