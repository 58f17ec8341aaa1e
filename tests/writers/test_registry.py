"""The table of formats that can be written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from convert import writers
from convert.diagnostics import UsageError


def test_every_variant_has_a_name() -> None:
    assert "newsml-g2" in writers.names()
    assert "newsml-g2:superdesk" in writers.names()
    assert writers.names().index("newsml-g2") < writers.names().index("json-ld")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("newsml-g2", ".newsml.xml"),
        ("newsml-g2:package", ".newsml.xml"),
        ("json-ld", ".jsonld"),
        ("ninjs", ".ninjs.json"),
        ("html", ".html"),
    ],
)
def test_suffix(name: str, suffix: str) -> None:
    assert writers.suffix(name) == suffix


@pytest.mark.parametrize("name", ["", "newsml", "newsml-g2:", "newsml-g2:nosuch", ":superdesk", "json-ld:superdesk"])
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match="newsml-g2:superdesk") as raised:
        writers.suffix(name)
    assert raised.value.code == "usage.unknown-format"


def test_the_table_imports_no_format() -> None:
    script = "import sys, convert.writers as w; w.names(); print([m for m in sys.modules if 'lxml' in m or 'g2' in m])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
