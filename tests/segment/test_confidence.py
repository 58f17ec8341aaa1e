from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convert.article import Label
from convert.segment.confidence import calibrated, of_article
from convert.segment.model import default

HEADLINE, BODY = 0, list(Label).index(Label.BODY)
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


def test_an_article_is_as_sure_as_its_headline() -> None:
    marginals = np.zeros((2, 8))
    marginals[0, HEADLINE], marginals[1, HEADLINE] = 0.9, 0.2
    assert of_article(np.array([HEADLINE, BODY]), marginals) == 0.72
    assert of_article(np.array([BODY, BODY]), marginals) == 0.08
    assert of_article(np.array([BODY]), np.zeros((1, 8))) == 0.5
    assert of_article(np.zeros(0, np.int8), np.zeros((0, 8))) == 1.0
