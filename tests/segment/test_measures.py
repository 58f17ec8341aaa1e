from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Label
from convert.diagnostics import UsageError
from convert.segment.evaluate import (
    groups,
    intervals,
    language_group,
    predict,
    read_predictions,
    render,
    report,
    report_json,
)
from convert.segment.gold import Gold, read_gold
from convert.segment.measures import compare, summary

L = Label


def gold(labels: list[Label | None], text: str = "", language: str = "en") -> Gold:
    lines = text or "\n".join(f"line {n}" for n in range(len(labels)))
    return Gold("a", "extract", "p", "s", language, lines, tuple(labels))


def test_exact_means_no_line_more_and_no_line_less() -> None:
    found = compare([L.HEADLINE, L.HEADLINE, L.BODY], [L.HEADLINE, L.BODY, L.BODY], ["a", "b", "c"]).measures
    assert found["headline exact"] == 0
    assert found["byline absent, none predicted"] == 1
    assert found["first predicted headline line is one"] == 1
    assert found["body char F1"] == pytest.approx(2 / 3)


def test_lines_that_are_not_settled_count_nowhere() -> None:
    found = compare([None, L.HEADLINE, L.BODY], [L.HEADLINE, L.HEADLINE, L.BODY], ["aaaa", "b", "c"])
    assert sum(found.lines.values()) == 2
    assert found.measures["headline exact"] == found.measures["all lines right"] == 1


@given(st.lists(st.sampled_from(list(Label)), min_size=1, max_size=12))
def test_the_gold_itself_is_perfect(labels: list[Label]) -> None:
    figures = summary([compare(labels, labels, ["x"] * len(labels))])
    assert figures["macro_f1"] == figures["accuracy"] == 1
    assert figures["articles"]["all lines right"] == (1, 1)


def test_a_record_without_prediction_is_all_boilerplate_and_said() -> None:
    item = gold([L.HEADLINE, L.BODY])
    found = groups([item], {})
    assert summary(found["all"])["labels"]["headline"]["line"][1] == 0
    assert render(found, 1).startswith("1 records have no prediction")


def test_another_number_of_lines_is_an_error() -> None:
    with pytest.raises(UsageError, match="1 labels for 2 lines"):
        groups([gold([L.HEADLINE, L.BODY])], {("a", "extract"): [L.BODY]})


def test_language_groups_go_by_script_first() -> None:
    assert language_group(gold([L.BODY], "Это текст"), ["Это текст"]) == "non-Latin"
    assert language_group(gold([L.BODY], "Ein Text", "de"), ["Ein Text"]) == "German"
    assert language_group(gold([L.BODY], "Un texte", "fr"), ["Un texte"]) == "other Latin"


def test_intervals_hold_the_figure_and_come_out_the_same() -> None:
    good, bad = (compare([L.HEADLINE], [label], ["x"]) for label in (L.HEADLINE, L.BODY))
    found = intervals([good, bad] * 8, resamples=200)
    low, high = found["headline exact"]
    assert low < 0.5 < high
    assert found == intervals([good, bad] * 8, resamples=200)


def test_predictions_are_read_and_faults_named(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "a", "rendition": "page", "labels": ["body"]}\n\n', encoding="utf-8")
    assert read_predictions(path) == {("a", "page"): [L.BODY]}
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"p\.jsonl, line 1"):
        read_predictions(path)


@pytest.mark.corpus
def test_prints_what_the_corpus_scorer_prints(shared: Path, tmp_path: Path) -> None:
    path = shared / "corpus" / "dev.jsonl"
    golds = read_gold([path])
    predictions = predict(golds)
    del predictions[golds[0].key, golds[0].rendition]  # a missing record is said
    file = tmp_path / "predictions.jsonl"
    rows = [{"id": key, "rendition": rendition, "labels": labels} for (key, rendition), labels in predictions.items()]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(shared / "corpus" / "score.py"), str(file), str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert report(path, read_predictions(file)) == said
    as_json = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    assert json.loads(report_json(path, predictions)) == json.loads(as_json)
