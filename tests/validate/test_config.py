"""The configuration: where it is found, and what is wrong in it."""

from __future__ import annotations

import pytest

from convert.diagnostics import Severity, UsageError
from convert.validate.runs import config
from convert.validate.runs.options import Options

pytestmark = pytest.mark.usefixtures("no_schemas")


def test_configuration_is_found_upwards_and_checked(tmp_path):
    (tmp_path / "newsconvert.toml").write_text(
        '[validate]\nignore = ["G2903"]\nseverity = "warning"\nfail-on = "warning"\nbaseline = "known.json"\njobs = 2\n'
    )
    (tmp_path / "a" / "b").mkdir(parents=True)
    path = config.find(tmp_path / "a" / "b")
    assert path == tmp_path / "newsconvert.toml"
    options = config.load(path)
    assert options == {
        "ignore": ("G2903",),
        "severity": Severity.WARNING,
        "fail_on": Severity.WARNING,
        "baseline": tmp_path / "known.json",
        "jobs": 2,
    }
    Options(**options)
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.newsconvert.validate]\nselect = ["G2"]\n')
    assert config.load(config.find(tmp_path / "a" / "b")) == {"select": ("G2",)}


@pytest.mark.parametrize("text", ["[validate]\nselct = []", '[validate]\nselect = "G2"', "[validate]\njobs = -1", "["])
def test_wrong_configuration_is_misuse(tmp_path, text):
    path = tmp_path / "newsconvert.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        config.load(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("feed.toml", '[validate]\nselect = ["G2"]\n'),
        ("feed.toml", '[tool.newsconvert.validate]\nselect = ["G2"]\n'),
        ("pyproject.toml", '[validate]\nselect = ["X"]\n[tool.newsconvert.validate]\nselect = ["G2"]\n'),
    ],
)
def test_a_configuration_may_have_any_name(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert config.load(tmp_path / name) == {"select": ("G2",)}


@pytest.mark.parametrize(("name", "text"), [("feed.toml", "[validat]\n"), ("pyproject.toml", "[validate]\n")])
def test_a_named_configuration_without_our_table_is_misuse(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError):
        config.load(tmp_path / name)
