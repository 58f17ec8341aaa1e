"""Each rule finds its bad example, alone, and leaves its good one in peace."""

from __future__ import annotations

import pytest

from convert.diagnostics import UsageError
from convert.validate import rules, validate
from convert.validate.g2.base import document as newsml
from convert.validate.ld.base import document as json_ld
from convert.validate.ninjs_rules import document as ninjs
from convert.validate.schemas import official
from convert.validate.values.addresses import at_home, malformed
from tools import make_rules

ABOUT_SCHEMAS = {"schema.absent", "XSD004"}
"""Infos on which schema judged: they depend on what is installed, not on the document."""

BY_EXAMPLE = [row for row in rules() if row.code[:2] in ("G2", "LD", "NJ")]
IN_WORDS = {"DOC001", "DOC002", "DOC011", "DOC012", "DOC013", "DOC014", "OWN002"}
"""Rules that are not about the content of one document: their examples are words, their tests stand elsewhere."""
MAKE = {"G2": ("newsml-g2", newsml), "LD": ("json-ld", json_ld), "NJ": ("ninjs", ninjs)}


def findings(prefix: str, slots: dict[str, str]) -> list[tuple[str, str]]:
    name, make = MAKE[prefix]
    return [(f.code, f.message) for f in validate(make(slots), name).findings if f.code not in ABOUT_SCHEMAS]


@pytest.mark.parametrize("row", BY_EXAMPLE, ids=lambda row: row.code)
def test_bad_example_is_found_by_its_rule_and_no_other(row):
    found = findings(row.code[:2], row.bad)
    assert {code for code, _ in found} == {row.code}, found


@pytest.mark.parametrize("row", BY_EXAMPLE, ids=lambda row: row.code)
def test_good_example_is_clean(row):
    assert findings(row.code[:2], row.good or {}) == []


@pytest.mark.parametrize("row", [row for row in rules() if row.code[:3] == "DOC"], ids=lambda row: row.code)
def test_bad_bytes_are_found_by_their_rule_and_no_other(row):
    if row.code not in IN_WORDS:
        found = {f.code for f in validate(row.bad["document"].encode()).findings}
        assert found - ABOUT_SCHEMAS == {row.code}


@pytest.mark.corpus
@pytest.mark.parametrize("row", [row for row in rules() if row.code[:3] in ("XSD", "OWN")], ids=lambda row: row.code)
def test_schemas_find_their_bad_example_and_nothing_in_the_good_one(row, shared, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    official.install(str(shared / "standards"))
    if row.code in IN_WORDS:
        return
    name, make = ("ninjs", ninjs) if row.code == "XSD003" else ("newsml-g2", newsml)
    assert {f.code for f in validate(make(row.bad), name).findings} == {row.code}
    assert validate(make(row.good), name).findings == ()


@pytest.mark.parametrize("prefix", MAKE)
def test_base_document_is_clean(prefix):
    assert findings(prefix, {}) == []


@pytest.mark.parametrize("row", rules(), ids=lambda row: row.code)
def test_row_is_complete(row):
    assert row.title
    assert not row.title.endswith(".")
    for text in (row.why, row.mend):
        assert text.endswith("."), text
    assert row.source
    assert row.bad
    assert row.good is not None
    assert ("" in row.bad) == (row.code in IN_WORDS)


@pytest.mark.parametrize("row", BY_EXAMPLE, ids=lambda row: row.code)
def test_finding_has_place_and_severity(row):
    name, make = MAKE[row.code[:2]]
    found = [f for f in validate(make(row.bad), name).findings if f.code == row.code]
    for one in found:
        assert one.severity is row.severity
        assert one.line is not None
        assert one.column is not None
        assert one.path is not None
        assert one.fix


def test_one_rule_by_its_code():
    assert [row.code for row in rules("G2104")] == ["G2104"]
    with pytest.raises(UsageError):
        rules("G9999")


def test_pages_are_those_of_the_rules(root):
    made = make_rules.pages()
    folder = root / "docs/rules"
    assert sorted(path.name for path in folder.iterdir()) == sorted(made)
    for name, text in made.items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"python -m tools.make_rules docs/rules ({name})"
    for row in rules():
        assert sum(f'<a id="{row.code.lower()}">' in text for text in made.values()) == 1


def test_the_end_of_an_embargo_in_ninjs_needs_a_zone():
    slots = {"firstCreated": '"embargoedUntil": "2024-05-03T08:00:00"'}
    assert [code for code, _ in findings("NJ", slots)] == ["NJ002"]


def test_what_the_head_of_nitf_says_may_stand_in_the_body_once_more():
    said = "Whoever wants to cross at the weekend has to book two days ahead, the harbour office says."
    nitf = (
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        f"<body.head><abstract><p>{said}</p></abstract></body.head>"
        f"<body.content><block><p>{said}</p><p>It rains.</p></block></body.content></body></nitf></inlineXML>"
    )
    assert findings("G2", {"xhtml": "", "nitf": nitf}) == []


def test_one_value_twice_is_told_of_equal_statements_alone():
    def subject(attributes: str) -> str:
        return f'<subject {attributes} uri="https://example.com/ferry"><name>Ferry</name></subject>'

    assert findings("G2", {"subject": subject('type="cpnat:object"') + subject('type="cpnat:abstract"')}) == []
    twice = subject('id="one" type="cpnat:object"') + subject('id="two" type="cpnat:object"')
    assert [code for code, _ in findings("G2", {"subject": twice})] == ["G2218"]


@pytest.mark.parametrize(
    ("address", "home", "wrong"),
    [
        ("http://localhost/1.jpg", True, False),
        ("http://127.0.0.1:80", True, False),
        ("file:///C:/1.jpg", True, False),
        ("file:///./1.jpg", False, False),
        ("http://localhost.example/1.jpg", False, False),
        ("https:///1.jpg", False, True),
        ("http:/a.example/1.jpg", False, True),
        ("https://a.example/a b.jpg", False, True),
        ("tag:a.example,2024:1", False, False),
        ("http//a.example/1.jpg", False, True),
        ("httpbin.jpg", False, False),
    ],
)
def test_addresses_that_lead_home_or_nowhere(address, home, wrong):
    assert (at_home(address), malformed(address)) == (home, wrong)


@pytest.mark.parametrize("control", ["\u202e", "\ufeff", "\ufdd0", "\ufffa", "\u0094"])
def test_controls_that_no_text_has_are_told(control):
    slots = {"headline": f"<headline>Ferry {control}is back</headline>"}
    assert [code for code, _ in findings("G2", slots)] == ["G2509"]


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u200f", "\u00ad", "\u00a0", "\u2068"])
def test_signs_that_scripts_need_are_no_controls(sign):
    assert findings("G2", {"headline": f"<headline>Ferry {sign}is back</headline>"}) == []


def test_words_in_narrow_katakana_are_not_counted_by_blanks():
    from convert.validate.values.speech import spaced

    assert not spaced("ﾌｪﾘｰﾊﾏﾀｳﾝｺｳ ｼﾏｽ")
    assert spaced("The ferry runs again")
