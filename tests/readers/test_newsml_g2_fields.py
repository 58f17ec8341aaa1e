"""What an item says of itself: each field as stated, what cannot be used reported, what has no field counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from convert.article import AuthorKind, Signal, Status
from convert.diagnostics import Severity
from convert.readers.newsml_g2 import values
from tests.readers.newsml import G2, article, both, codes, item, message, page


def test_fields_of_an_agency() -> None:
    found = article(
        item(
            page("<p>Text</p>"),
            "<urgency>3</urgency><contentCreated>2024-05-02T10:00:00+0200</contentCreated>"
            "<located qcode='geo:1'><name>Paris</name></located>"
            "<creator qcode='p:1' type='cpnat:organisation'><name>Desk</name></creator>"
            "<infoSource uri='http://x.example/is/AP'/><infoSource literal='dpa'/>"
            "<language tag='fr'/><genre qcode='genre:Current'/><slugline>S</slugline>"
            "<headline role='apahltype:subtitle'>Sub</headline><headline role='apahltype:title'>Main</headline>"
            "<by>By A</by><by>By B</by>",
            "<provider literal='unset'/><versionCreated> 2024-05-02T12:00:00 </versionCreated>"
            "<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled'/>"
            "<edNote>Note</edNote><signal qcode='sig:correction'/><signal qcode='edStat:U'/>",
            "xml:lang='de'",
        )
    )  # fmt: skip
    assert (found.headline, found.standfirst, found.byline) == ("Main", "Sub", "By A\nBy B")
    assert (found.language, found.urgency, found.status, found.signals) == (
        "fr",
        3,
        Status.CANCELED,
        (Signal.CORRECTION,),
    )
    assert (found.dateline and found.dateline.place, found.agencies) == ("Paris", ("AP", "dpa"))
    assert found.authors[0].kind is AuthorKind.ORGANISATION
    assert found.issued == datetime(2024, 5, 2, 12, tzinfo=UTC)
    assert found.published == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert (found.publication.provider, found.genre, found.notes) == (None, "Current", ("Note",))
    assert (found.identity.guid, found.identity.version, found.identity.source_key) == ("urn:x:1", 3, "urn:x:1")


def test_a_day_stays_a_day() -> None:
    found = article(item(page("<p>T</p>"), "<contentCreated>2024-05-02Z</contentCreated>"))
    assert found.published == date(2024, 5, 2)


@pytest.mark.parametrize(
    ("meta", "management", "field"),
    [
        ("<urgency>0</urgency>", "", "urgency"),
        ("<contentCreated>24</contentCreated>", "", "published"),
        ("<contentModified>yesterday</contentModified>", "", "modified"),
        ("", "<versionCreated>now</versionCreated>", "issued"),
        ("", "<embargoed/>", "embargoed"),
    ],
)
def test_a_value_that_cannot_be_used_is_reported_and_left_out(meta: str, management: str, field: str) -> None:
    found, said = both(item(page("<p>Text</p>"), meta, management))
    assert getattr(found[0], field) is None
    assert [(one.code, one.severity) for one in said] == [("read.value", Severity.WARNING)]


def test_what_has_no_field_is_counted() -> None:
    meta = "<subject qcode='medtop:1'/><subject qcode='medtop:2'/><contributor literal='x'/>"
    _, said = both(item(page("<p>Text</p>"), meta))
    assert [one.code for one in said] == ["read.not-carried"]
    assert "contributor, subject (2)" in said[0].message


def test_links_to_what_it_was_derived_from_are_read_and_others_counted() -> None:
    links = (
        '<link rel="irel:derivedFrom" href="https://a.example/1"/><link rel="irel:derivedFrom" residref="urn:x:2"/>'
        '<link rel="irel:derivedFrom" href="https://a.example/1"/><link rel="irel:derivedFrom" href="1.html"/>'
        '<link rel="irel:seeAlso" href="https://a.example/3"/>'
    )
    found, said = both(item(page("<p>Text</p>"), "", links))
    assert found[0].based_on == ("https://a.example/1", "urn:x:2")
    assert [one.message.partition(": ")[2] for one in said] == ["link (2)"]


def test_a_guid_that_is_no_uri_becomes_one_and_stays_the_same() -> None:
    data = item(page("<p>Text</p>")).replace("urn:x:1", "2024 05 02/1")
    guid = article(data).identity.guid
    assert guid.startswith("urn:uuid:")
    assert article(data).identity == article(data).identity
    assert article(data).identity.source_key == "2024 05 02/1"
    assert codes(data) == ["read.value"]


def test_without_namespace() -> None:
    data = message(item(page("<p>Text</p>"), "<headline>H</headline>")).replace(G2.encode(), b"")
    assert article(data).headline == "H"


def test_a_field_that_the_model_refuses_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "tag", lambda text: "no tag at all")
    found, said = both(item(page("<p>Text</p>"), "<headline>H</headline>"))
    assert (found[0].language, found[0].headline) == (None, "H")
    assert [(one.code, one.path) for one in said] == [("read.value", "language")]
