"""What libxml2 says, said as a person would."""

from __future__ import annotations

import pytest

from convert.validate import validate
from convert.validate.g2.base import document
from convert.validate.schemas import official, xsd

QCODE = r"The value 'a b' is not accepted by the pattern '[^\s:]+:[^\s]+'."
N = "{http://iptc.org/std/nar/2006-10-01/}"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            f"Element '{N}pubStatus': This element is not expected. Expected is ( {N}versionCreated ).",
            "<pubStatus> does not belong here; <versionCreated> may stand here.",
        ),
        (
            f"Element '{N}a': This element is not expected. Expected is one of ( ##other:*, {N}b, {N}c ).",
            "<a> does not belong here; <b> or <c> may stand here.",
        ),
        (f"Element '{N}a': This element is not expected.", "<a> does not belong here."),
        (
            f"Element '{N}itemSet': Missing child element(s). Expected is ( ##other:* ).",
            "<itemSet> is incomplete; an element of another namespace has to follow.",
        ),
        (
            f"Element '{N}newsItem': The attribute 'guid' is required but missing.",
            "<newsItem> lacks the attribute guid.",
        ),
        (
            f"Element '{N}headline', attribute 'bad': The attribute 'bad' is not allowed.",
            "attribute bad of <headline> is not allowed here.",
        ),
        (
            f"Element '{N}sent': 'now' is not a valid value of the atomic type 'xs:dateTime'.",
            "<sent> has the value 'now', which is not a date with time, such as 2024-05-02T08:30:00+02:00.",
        ),
        (
            f"Element '{N}x': 'now' is not a valid value of the local atomic type.",
            "<x> has the value 'now', which is not of the type asked for.",
        ),
        (
            f"Element '{N}genre', attribute 'qcode': [facet 'pattern'] " + QCODE,
            "attribute qcode of <genre>: 'a b' is not a QCode: an alias, a colon and a code, without blanks.",
        ),
        (
            f"Element '{N}x': [facet 'pattern'] The value 'a' is not accepted by the pattern '[0-9]+'.",
            "<x>: the value 'a' does not have the form asked for ([0-9]+).",
        ),
        (
            f"Element '{N}x': [facet 'enumeration'] The value 'a' is not an element of the set {{'b', 'c'}}.",
            "<x>: the value 'a' is none of those allowed: 'b', 'c'.",
        ),
        (
            f"Element '{N}urgency': [facet 'minInclusive'] The value '0' is less than the minimum value allowed ('1').",
            "<urgency>: The value '0' is less than the minimum value allowed ('1').",
        ),
        (
            "Element 'groupSet': No matching global declaration available for the validation root.",
            "<groupSet> is no item of this standard: nothing with that name can be the root.",
        ),
        (
            f"Element '{N}itemMeta': Character content other than whitespace is not allowed.",
            "<itemMeta> holds text, and may hold elements only or nothing.",
        ),
        (f"Element '{N}a': Something new.", "<a>: Something new."),
    ],
)
def test_messages_in_plain_words(said, told):
    assert xsd.plain(said) == told


def test_many_names_are_cut():
    names = ", ".join(f"{N}n{number}" for number in range(20))
    told = xsd.plain(f"Element '{N}a': This element is not expected. Expected is one of ( {names} ).")
    assert told == f"<a> does not belong here; {', '.join(f'<n{n}>' for n in range(8))} or another may stand here."


def test_a_file_that_is_no_schema_judges_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "xml.xsd").write_text("<x/>")
    (folder / "NewsML-G2_2.35-spec-All-Power.xsd").write_text("<no schema")
    assert {f.code for f in validate(document({}), "newsml-g2").findings} == {"schema.absent"}


@pytest.mark.corpus
def test_the_version_of_the_item_chooses_and_the_newest_stands_in(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    official.install(str(shared / "standards"))
    older = official.folder() / "NewsML-G2_2.34-spec-All-Power.xsd"
    schema = (official.folder() / "NewsML-G2_2.35-spec-All-Power.xsd").read_text(encoding="utf-8")
    older.write_text(schema.replace('name="slugline"', 'name="slug"'), encoding="utf-8")
    assert official.newsml_versions() == ("2.34", "2.35")

    def codes(version):
        slots = {
            "standard": f'standard="NewsML-G2" standardversion="{version}" conformance="power"',
            "slugline": "<slugline>x</slugline>",
        }
        return {f.code for f in validate(document(slots), "newsml-g2").findings}

    assert codes("2.35") == set()
    assert "XSD004" not in codes("2.34")
    assert codes("2.31") == {"XSD004"}
