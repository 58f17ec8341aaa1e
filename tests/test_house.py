"""What the house asks of every file, and no linter does."""

from __future__ import annotations

import re

import pytest

EXCEPTION = re.compile(r"#\s*(?:ruff: )?(?:noqa|type: ignore)\b(?:: ?[A-Z0-9, ]+\b|\[[a-z, -]+\])?(.*)")
REASON = re.compile(r" (?:- |# )\S.{3,}")
LONGEST = 500


def ours(root):
    folders = ("convert", "contrib", "benchmarks", "samples", "tests", "tools")
    return [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]


def unreasoned(line):
    """Return the exception to a rule that a line makes without saying why."""
    made = EXCEPTION.search(line)
    return made[0] if made and not REASON.fullmatch(made[1]) else None


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
        "x = 1  # noqa: E501, S101",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[misc]",
        "# ruff: noqa: E501",
        "x = 1  # noqa: E501 -",
    ],
)
def test_an_exception_without_a_reason_is_seen(line):
    assert unreasoned(line)


@pytest.mark.parametrize("line", ["x = 1  # noqa: E501, S101 - a table", "x = 1  # type: ignore[misc] # untyped there"])
def test_an_exception_with_a_reason_is_none(line):
    assert unreasoned(line) is None


def test_an_exception_to_a_rule_says_why(root):
    bare = [
        f"{path.relative_to(root)}:{number}: {made}"
        for path in ours(root)
        if path.name != "test_house.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (made := unreasoned(line))
    ]
    assert bare == []


def test_no_module_is_too_long_to_hold_one_idea(root):
    lengths = {path.relative_to(root): path.read_text(encoding="utf-8").count("\n") for path in ours(root)}
    assert [str(path) for path, lines in lengths.items() if lines > LONGEST] == []


def test_no_page_or_program_names_a_place_of_one_machine(root):
    """What a user copies has to work elsewhere: no temporary folder, no home, no checkout by its path."""
    named = re.compile(r"(?<![\w/.])/(?:tmp|root|home|Users|work)/")
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "contrib").rglob("*.md")]
    programs = [path for path in ours(root) if "tests" not in path.relative_to(root).parts]
    texts = {path.relative_to(root): path.read_text(encoding="utf-8") for path in (*pages, *programs)}
    found = [str(path) for path, text in texts.items() if named.search(text)]
    assert found == []
