"""IPTC's own examples: what the official schema accepts has no error, what it rejects has one."""

from __future__ import annotations

import pytest

from convert.validate import validate
from convert.validate.schemas import official

pytestmark = pytest.mark.corpus

INVALID = {"LISTING_24", "LISTING_25", "LISTING_28", "LISTING_7_", "LISTING_8_", "LISTING_9_"}
"""Fragments and abridged examples: XSD-invalid as they stand."""

RIGHT: dict[str, set[str]] = {}
"""Errors in examples that the schema accepts, by name, where the finding is right. There are none."""


@pytest.fixture(scope="module")
def examples(shared, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSCONVERT_DATA", str(tmp_path_factory.mktemp("data")))
        official.install(str(shared / "standards/newsml-g2"))
        yield {
            path.name: validate(path.read_bytes(), "newsml-g2")
            for path in sorted((shared / "standards/newsml-g2/examples").glob("*.xml"))
        }


def test_there_are_29_valid_examples_without_an_error(examples):
    valid = {name: report for name, report in examples.items() if name[:10] not in INVALID}
    assert len(valid) == 29
    errors = {name: {f.code for f in report.findings if f.severity == "error"} for name, report in valid.items()}
    assert {name: codes for name, codes in errors.items() if codes} == RIGHT


def test_the_others_are_reported_invalid(examples):
    invalid = {name: report for name, report in examples.items() if name[:10] in INVALID}
    assert len(invalid) == 6
    assert not any(report.ok for report in invalid.values())


def test_every_finding_has_a_place(examples):
    for name, report in examples.items():
        for found in report.findings:
            assert found.line is not None, (name, found)
            assert found.message, (name, found)


def test_what_the_standards_body_got_wrong_is_found(examples):
    """Slips that a reader of the examples can check by eye."""
    seen = {(name[:10], f.code, f.line) for name, report in examples.items() for f in report.findings}
    assert ("LISTING_6_", "G2110", 14) in seen  # http:/ with one slash
    assert ("LISTING_5_", "G2508", 95) in seen  # UTF-8 bytes that declare another encoding
    assert ("LISTING_3_", "G2103", 43) in seen  # ctrol is retired
    assert ("LISTING_2_", "G2704", 64) in seen  # NITF paragraphs in no block
    assert ("LISTING_16", "G2308", 73) in seen  # an event that ends before it begins


def test_ninjs_examples_have_no_error(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "ninjs-schema_3.1.json").write_bytes((shared / "standards/ninjs/ninjs-schema_3.1.json").read_bytes())
    for path in sorted((shared / "standards/ninjs").glob("0*.json")):
        assert validate(path.read_bytes(), "ninjs").ok, path.name
    assert not validate(b'{"uri": "x:y", "headlines": 3}', "ninjs").ok


def test_schema_org_table_is_that_of_the_release(shared, root):
    import json

    from tools.make_schemaorg import render

    release = json.loads((shared / "standards/schemaorg/schemaorg-current-https.jsonld").read_text(encoding="utf-8"))
    assert (root / "schemas/schemaorg-30.json").read_text(encoding="utf-8") == render(release)
