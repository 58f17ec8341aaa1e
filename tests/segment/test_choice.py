"""Choosing one of several, or none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.segment.choice import GRID, Case, chances, learn, rounded


def case(rows: list[list[float]], right: list[bool], *, reviewed: bool = True) -> Case:
    return Case(np.array(rows), np.array(right), reviewed)


def test_the_chances_and_that_of_none_are_one():
    found = chances(np.array([[1.0, 0.5], [1.0, -2.0]]), (0.25, 1.0))
    assert found[0] > found[1]
    assert 0 < 1 - found.sum() < 1


def test_nothing_to_learn_from_gives_no_weights():
    assert learn([], (0,), ridge=1) == ()


def test_what_is_right_is_learned():
    cases = [case([[1, 2], [1, 0]], [True, False])] * 20 + [case([[1, 0]], [False])] * 20
    weights = learn(cases, (), ridge=1)
    chance = chances(np.array([[1.0, 2.0], [1.0, 0.0]]), weights)
    assert chance[0] > 0.7
    assert chances(np.array([[1.0, 0.0]]), weights)[0] < 0.3


def test_habits_are_those_of_the_reviewed_cases_alone():
    reviewed = [case([[1, 1]], [True])] * 10
    other = [case([[1, 1]], [False], reviewed=False)] * 60
    own = learn(reviewed + other, (0,), ridge=1)
    together = learn(reviewed + other, (), ridge=1)
    row = np.array([[1.0, 1.0]])
    assert chances(row, own)[0] > 0.5 > chances(row, together)[0]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=8))
def test_numbers_on_the_grid_are_exact(numbers: list[float]):
    found = rounded(np.array(numbers)).tolist()
    assert found == pytest.approx(numbers, abs=1 / GRID)
    assert all((number * GRID).is_integer() for number in found)
