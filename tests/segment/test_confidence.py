from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convert.segment.confidence import calibrated, of_articles
from convert.segment.cues import Cues
from convert.segment.features import extract
from convert.segment.lines import layout
from convert.segment.model import default

KNOTS = ((0.0, 0.1), (0.5, 0.4), (1.0, 1.0))


@given(st.lists(st.floats(0, 1), min_size=2))
def test_calibration_keeps_the_order(values: list[float]) -> None:
    found = calibrated(np.array(sorted(values)), KNOTS)
    assert (np.diff(found) >= 0).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_without_knots_the_chain_is_believed() -> None:
    assert calibrated(np.array([0.25, 0.9])).tolist() == [0.25, 0.9]


def test_the_shipped_model_carries_a_rising_calibration() -> None:
    said, right = np.array(default().card["calibration"]).T
    assert (np.diff(said) > 0).all()
    assert (np.diff(right) >= 0).all()


def sure(lines: list[str], title: list[float], *, found: bool) -> float:
    headline = np.zeros(len(lines), np.bool_)
    headline[:1] = found
    return of_articles(np.array(title), headline, extract([layout("\n".join(lines))], Cues((), ())))[0]


def test_an_article_is_as_sure_as_its_headline() -> None:
    assert sure(["one", "two"], [0.9, 0.2], found=True) == 0.72
    assert sure(["one", "One."], [0.9, 0.2], found=True) == 0.9
    assert sure(["one", "two"], [0.9, 0.2], found=False) == 0.5
    assert sure(["one"], [0.05], found=False) == 0.05
    assert sure([], [], found=False) == 1.0
