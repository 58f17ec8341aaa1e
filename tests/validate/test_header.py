"""The header of a message is judged like an item: its codes by its own catalogs."""

from __future__ import annotations

import pytest

from convert.validate import files, formats, validate
from convert.validate.files import examine_file
from convert.validate.g2.base import document

CATALOG = '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>'
SENDER = "<sender>example.com</sender>"


def found(header: str) -> list[tuple[str, str]]:
    report = validate(document({"header": header}), "newsml-g2")
    return [(f.code, f.path) for f in report.findings if not f.code.startswith(("XSD", "schema"))]


@pytest.mark.parametrize(
    ("header", "code", "path"),
    [
        (f'{CATALOG}{SENDER}<signal qcode="sgi:update"/>', "G2101", "/newsMessage/header/signal/@qcode"),
        (
            f'{CATALOG}{SENDER}<destination role="nmdst:x">A</destination>',
            "G2101",
            "/newsMessage/header/destination/@role",
        ),
        (f'{CATALOG}{SENDER}<signal qcode="sig:updated"/>', "G2105", "/newsMessage/header/signal/@qcode"),
        (f'{CATALOG}{SENDER}<signal qcode="stat:usable"/>', "G2107", "/newsMessage/header/signal/@qcode"),
        (f'{SENDER}<signal qcode="sig:update"/>', "G2115", "/newsMessage/header"),
        ('<catalogRef href="catalog.xml"/>' + SENDER, "G2110", "/newsMessage/header/catalogRef/@href"),
        (f'{CATALOG}{SENDER}<headerExtProperty value="1"/>', "G2208", "/newsMessage/header/headerExtProperty"),
    ],
)
def test_a_defect_in_the_header_is_found_at_its_place(header, code, path):
    assert found(header) == [(code, path)]


@pytest.mark.parametrize(
    "header",
    [
        SENDER,
        f'{CATALOG}{SENDER}<signal qcode="sig:update"/>',
        f'<catalog><scheme alias="desk" uri="https://example.com/desk/"/></catalog>{SENDER}<signal qcode="desk:x"/>',
        f'{CATALOG}{SENDER}<timestamp role="received">2024-05-02T09:00:00+02:00</timestamp>',
    ],
)
def test_a_header_that_is_right_is_left_in_peace(header):
    assert found(header) == []


def test_the_catalog_of_an_item_is_not_the_headers():
    assert ("G2115", "/newsMessage/header") in found('<signal qcode="sig:update"/>')


def test_in_a_large_message_the_same_is_found_at_the_same_place(tmp_path, monkeypatch):
    data = document(
        {"header": f'{CATALOG}{SENDER}<signal qcode="sgi:update"/>', "sent": "<sent>2024-05-02T09:00:00</sent>"}
    )
    whole = validate(data, "newsml-g2").findings
    for module in (files, formats):
        monkeypatch.setattr(module, "STREAMED", 1)
    path = tmp_path / "message.xml"
    path.write_bytes(data)
    large = examine_file(path)[1].findings
    assert {(f.code, f.path, f.line) for f in large} == {(f.code, f.path, f.line) for f in whole}
    assert {"G2101", "G2306"} <= {f.code for f in large}
