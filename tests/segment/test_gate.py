"""The quality gate: what the shipped model reaches, and what cross-validation found, may not fall unseen.

`floors.json` holds the digest of the corpus, the figures of cross-validation by publisher (the ones that count: each
article labelled by a model that saw nothing of its publisher), and floors for the shipped model. The shipped model was
trained on this very corpus, so its floors are training-set figures: they guard the file, the features and the chain
against a change, and say nothing of how good it is. To lower a floor, change floors.json, and say why in the commit.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.article import Segmentation
from convert.segment.corrections import read_corrected
from convert.segment.evaluate import groups, predict
from convert.segment.folds import cross_validate
from convert.segment.gold import Gold, digest, read_gold
from convert.segment.measures import summary
from convert.segment.model import default

CORRECTIONS = Path(__file__).parents[2] / "convert" / "segment" / "data" / "corrections.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
RENDITIONS = ("extract", "page")
HIGH_IS_BAD = ("boilerplate leakage", "body loss")
NOISE = 0.03
"""By how much a figure of cross-validation may differ on another machine or numpy: twice what two seeds differ by."""


@pytest.fixture(scope="module")
def golds(shared: Path) -> list[Gold]:
    return read_gold([shared / "corpus" / "dev.jsonl"])


def figures(golds: list[Gold], labels: dict) -> dict[str, dict[str, float]]:
    found = groups(golds, labels)
    result = {}
    for rendition in RENDITIONS:
        row = summary(found[rendition])
        result[rendition] = {"macro F1": row["macro_f1"]}
        result[rendition] |= {f"{label} F1": value["line"][2] for label, value in row["labels"].items()}
        result[rendition] |= {name: value for name, (value, _) in row["articles"].items()}
    return result


def missed(found: dict, floors: dict, slack: float = 0.0) -> list[str]:
    out = []
    for rendition in RENDITIONS:
        for name, floor in floors[rendition].items():
            value = found[rendition][name]
            bad = value > floor + slack if name in HIGH_IS_BAD else value < floor - slack
            if bad:
                out.append(f"{rendition}: {name} {value:.4f}, floor {floor:.4f}")
    return out


@pytest.mark.corpus
def test_the_corpus_is_the_one_that_the_floors_are_for(shared: Path, root: Path) -> None:
    files = [shared / "corpus" / name for name in FLOORS["corpus_sha256"]]
    for path in files:
        assert digest([path]) == FLOORS["corpus_sha256"][path.name]
    assert digest([*files, root / "samples" / "houses"]) == FLOORS["trained_on_sha256"], "train the model anew"


@pytest.mark.corpus
def test_the_shipped_model_keeps_its_figures(golds: list[Gold]) -> None:
    assert not missed(figures(golds, predict(golds)), FLOORS["shipped model, on what it was trained on"])


def test_the_shipped_model_was_trained_on_this_corpus() -> None:
    assert default().card["sha256"] == FLOORS["trained_on_sha256"]
    assert default().card["corrections_sha256"] == digest([CORRECTIONS])


@pytest.mark.nightly
@pytest.mark.corpus
def test_cross_validation_reaches_its_figures(shared: Path, root: Path, golds: list[Gold]) -> None:
    more = read_corrected([shared / "corpus" / "silver.jsonl", root / "samples" / "houses"], CORRECTIONS)
    found: list[Segmentation] = cross_validate(golds, more)
    labels = {
        (gold.key, gold.rendition): [line.label for line in done.lines] for gold, done in zip(golds, found, strict=True)
    }
    assert not missed(figures(golds, labels), FLOORS["cross-validation by publisher, 5 folds"], NOISE)


def test_floors_are_for_every_label_and_rendition() -> None:
    for part in ("shipped model, on what it was trained on", "cross-validation by publisher, 5 folds"):
        for rendition in RENDITIONS:
            names = set(FLOORS[part][rendition])
            assert {"macro F1", "headline F1", "standfirst F1", "byline F1", "dateline F1"} <= names
            assert {
                "caption F1",
                "crosshead F1",
                "body F1",
                "boilerplate F1",
                "headline exact",
                "body char F1",
            } <= names
