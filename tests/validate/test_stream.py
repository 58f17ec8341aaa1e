"""A large message is judged item by item: the same findings at the same places, in bounded memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from convert.validate import files, formats, validate
from convert.validate.files import examine_file
from convert.validate.g2.base import document

ITEM = (
    '<newsItem guid="tag:example.com,2024:ferry-{}" version="1" {{standard}} {{lang}}>{{catalogs}}{{rightsInfo}}'
    '<itemMeta>{{itemClass}}{{provider}}{{versionCreated}}<pubStatus qcode="stat:{}"/></itemMeta>'
    "<contentMeta>{{language}}{{headline}}</contentMeta>{{contentSet}}</newsItem>\n"
)


def message(number: int, wrong: int) -> bytes:
    items = [ITEM.format(100 + n, "cancelled" if n == wrong else "usable") for n in range(number)]
    return document({"more": "".join(items)})


@pytest.fixture
def streamed(monkeypatch):
    monkeypatch.setattr(files, "STREAMED", 1)
    monkeypatch.setattr(formats, "STREAMED", 1)


def test_same_findings_as_when_read_whole(tmp_path, streamed, monkeypatch):
    data = message(20, 13).replace(b"<sender>", b"<sendr>x</sendr><sender>", 1)
    path = tmp_path / "message.xml"
    path.write_bytes(data)
    large = examine_file(path)[1]
    assert validate(data, "newsml-g2").findings == large.findings
    monkeypatch.undo()
    whole = validate(data, "newsml-g2").findings
    assert [(f.code, f.line, f.path) for f in large.findings] == [(f.code, f.line, f.path) for f in whole]
    assert "G2104" in {f.code for f in large.findings}
    assert len(large.identities) == 21


def test_a_message_that_breaks_off_is_a_finding_after_those_of_its_items(tmp_path, streamed):
    path = tmp_path / "message.xml"
    path.write_bytes(message(5, 2)[:-200])
    assert {"DOC003", "G2104"} <= {f.code for f in examine_file(path)[1].findings}


def test_an_encoding_that_nobody_knows_is_no_crash_where_a_mark_tells_the_true_one(tmp_path, streamed):
    path = tmp_path / "message.xml"
    path.write_bytes(b"\xef\xbb\xbf" + message(5, 2).replace(b'encoding="UTF-8"', b'encoding="martian"', 1))
    assert "G2104" in {f.code for f in examine_file(path)[1].findings}


def test_a_doctype_behind_the_first_bytes_is_refused(tmp_path, streamed):
    path = tmp_path / "message.xml"
    text = message(2, 9).decode().replace("?>", f"?><!--{'<a>' * 30_000}--><!DOCTYPE newsMessage [<!ENTITY e 'x'>]>", 1)
    path.write_text(text, encoding="utf-8")
    assert [f.code for f in examine_file(path)[1].findings] == ["DOC004"]


def test_other_large_documents_are_judged_whole(tmp_path, streamed):
    path = tmp_path / "item.json"
    path.write_bytes(b'{"@context": "https://schema.org", "@type": "NewsArtikle"}')
    assert "LD003" in {f.code for f in examine_file(path)[1].findings}
    bare = tmp_path / "item.xml"
    bare.write_bytes(b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid=""/>')
    assert "G2001" in {f.code for f in examine_file(bare)[1].findings}


def test_what_has_to_be_read_whole_has_a_lower_limit(monkeypatch):
    monkeypatch.setattr(formats, "WHOLE", 100)
    monkeypatch.setattr(formats, "STREAMED", 1)
    item = b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">' + b" " * 100 + b"</newsItem>"
    for data, name in ((b"{" + b" " * 100 + b"}", "json-ld"), (b"<html>" + b" " * 100, "html"), (item, None)):
        assert [f.code for f in validate(data, name).findings] == ["DOC002"]


MEASURE = """
import resource, sys
from pathlib import Path
from convert.validate import validate
report = validate(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sum(f.code == "G2104" for f in report.findings))
"""


@pytest.mark.nightly
def test_a_message_of_100_megabytes_needs_less_than_300(tmp_path):
    path = tmp_path / "message.xml"
    data = message(1, 9)
    start, end = data.index(b"<itemSet>") + 9, data.index(b"</itemSet>")
    item = document({"item": ITEM.format("NUMBER", "usable")})
    item = item[item.index(b"<itemSet>") + 9 : item.index(b"</itemSet>")]
    with path.open("wb") as stream:
        stream.write(data[:start])
        number = 1_000
        while stream.tell() < 100_000_000:
            status = b"stat:cancelled" if number % 1_000 == 0 else b"stat:usable"
            stream.write(item.replace(b"NUMBER", str(number).encode()).replace(b"stat:usable", status))
            number += 1
        stream.write(data[end:])
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    kilobytes, found = done.stdout.split()
    assert int(kilobytes) < 300_000
    assert int(found) == number // 1_000
