"""What the tests of intake share."""

from __future__ import annotations

import pytest

from tests.batch.running import article, convert


@pytest.fixture
def out(tmp_path):
    """An output folder with three articles."""
    source = tmp_path / "source"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.txt").write_text(article(number))
    assert convert(source, tmp_path / "out").returncode == 0
    return tmp_path / "out"
