"""The packages that are called by their own name behave as functions do, in other processes too."""

from __future__ import annotations

import pickle

import pytest

import convert


@pytest.mark.parametrize("name", ["segment", "validate"])
def test_a_package_that_is_called_can_be_sent_to_another_process(name):
    function = getattr(convert, name)
    assert pickle.loads(pickle.dumps(function)) is function  # noqa: S301 - our own bytes
