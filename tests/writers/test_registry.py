"""The table of formats that can be written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from convert import plugins, writers
from convert.article import Article
from convert.diagnostics import UsageError
from convert.writers import Writer
from tests.writers.newsml_examples import FULL


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
        ("json-ld:nobody", ".jsonld"),
        ("json-ld:graph+html", ".jsonld.html"),
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


def shout(article: Article, variant: str | None = None) -> bytes:
    """Write as a stranger's plugin would."""
    return f"{article.headline}{'!' * len(variant or '')}".encode()


@dataclass
class Point:
    """What importlib.metadata gives for an installed entry point."""

    row: Writer
    dist: None = None

    @property
    def name(self) -> str:
        return self.row.name

    def load(self) -> Writer:
        return self.row


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rows = [
        Writer("shout", ".txt", "text/plain", f"{__name__}:shout", ("loud",), api=1),
        Writer("json-ld", ".stolen", "text/plain", f"{__name__}:shout", api=1),
    ]
    monkeypatch.setattr(
        plugins, "entry_points", lambda group: [Point(row) for row in rows] if "writers" in group else []
    )
    _forget()
    yield
    _forget()


def _forget() -> None:
    plugins.found.cache_clear()
    writers._table.cache_clear()


@pytest.mark.usefixtures("installed")
def test_a_strangers_format_is_one_like_any_other() -> None:
    assert {"shout", "shout:loud"} <= set(writers.names())
    assert writers.suffix("shout") == ".txt"
    assert writers.write(FULL.evolve(headline="Hey"), "shout:loud") == b"Hey!!!!"


@pytest.mark.usefixtures("installed")
def test_a_built_in_format_cannot_be_taken_over() -> None:
    assert writers.suffix("json-ld") == ".jsonld"
    assert writers.names().count("json-ld") == 1
