"""The table of codes: well formed, documented, and ordered worst first."""

from __future__ import annotations

import re

import pytest

from convert.diagnostics import CODES, ConvertError, Diagnostic, Report, Severity, diagnostic, worst_first


def page() -> str:
    head = (
        "# Diagnostics\n\nEvery code of the pipeline. Codes are never reused and never renamed.\n"
        "The codes of validation rules stand in [rules/](rules).\n\n"
    )
    rows = [f"| `{row.code}` | {row.severity} | {row.meaning} | {row.remedy} |" for row in CODES.values()]
    return (
        head + "| code | severity | what it means | what to do |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def test_the_page_is_made_of_the_table(root, update_golden):
    path = root / "docs/diagnostics.md"
    if update_golden:
        path.write_text(page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page(), "run `make golden`"


@pytest.mark.parametrize("row", CODES.values(), ids=lambda row: row.code)
def test_a_code_is_well_formed_and_says_what_to_do(row):
    assert re.fullmatch(r"[a-z0-9]+\.[a-z0-9-]+", row.code)
    assert row.meaning.endswith(".")
    assert row.remedy


def test_every_code_is_used_and_every_code_that_is_used_is_in_the_table(root):
    used = {
        code
        for folder in ("convert", "contrib")
        for path in (root / folder).rglob("*.py")
        if path.name != "diagnostics.py"
        for code in re.findall(r'"([a-z0-9]+\.[a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert set(CODES) - used == set()


def test_what_is_special_about_a_case_follows_what_the_code_means():
    found = diagnostic("read.binary", "it is a PNG picture", line=3)
    assert found.message == "The input is not text: it is a PNG picture"
    assert found.as_dict() == {
        "code": "read.binary",
        "severity": "error",
        "message": "The input is not text: it is a PNG picture",
        "line": 3,
        "fix": "Convert it to text first, or name its format with --from.",
    }


def test_a_report_is_ok_without_errors():
    info = Diagnostic("x.y", Severity.INFO, "")
    error = Diagnostic("x.z", Severity.ERROR, "")
    assert Report((info,)).ok
    assert not Report((info, error)).ok
    assert Report((info, error)).worst() is Severity.ERROR
    assert Report().worst() is None
    assert worst_first([info, error]) == (error, info)


def test_an_exception_carries_its_code():
    error = ConvertError(diagnostic("segment.no-body"))
    assert error.code == "segment.no-body"
    assert "[segment.no-body]" in str(error)
