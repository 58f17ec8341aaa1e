"""What --fix mends, and where it writes it."""

from __future__ import annotations

import pytest

from convert.diagnostics import Severity
from convert.validate.ld.base import document as json_ld
from tests.validate.feeds import found, judged

pytestmark = pytest.mark.usefixtures("no_schemas")


def test_fix_writes_a_copy_and_tells_what_is_left(feed):
    path = feed / "sub" / "bad.xml"
    before = path.read_bytes()
    code, text = judged([path], fix=True, fail_on=Severity.WARNING)
    copy = feed / "sub" / "bad.fixed.xml"
    assert path.read_bytes() == before
    assert copy.read_bytes() == before.replace(b"stat:cancelled", b"stat:canceled")
    assert f"mended: {copy}" in text
    assert "G2104" not in text
    assert "G2502" in text
    assert code == 1


def test_fix_in_place_and_nothing_to_fix(feed):
    path = feed / "sub" / "bad.xml"
    path.chmod(0o640)
    judged([path], fix=True, in_place=True)
    assert b"stat:canceled" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640
    stamp = path.stat().st_mtime_ns
    judged([feed], fix=True, in_place=True)
    assert path.stat().st_mtime_ns == stamp
    assert not list(feed.rglob("*.fixed.*"))


def test_fix_mends_json(feed):
    path = feed / "item.jsonld"
    path.write_bytes(
        json_ld(
            {"publisher": '"publisher": {"@type": "newsMediaOrganization", "name": "é"}', "headline": '"headline": "é"'}
        )
    )
    assert found([path])[1] == {"feed/item.jsonld": ["LD003"]}
    judged([path], fix=True, in_place=True)
    assert b'"@type": "NewsMediaOrganization"' in path.read_bytes()
    assert found([path])[1] == {"feed/item.jsonld": []}
