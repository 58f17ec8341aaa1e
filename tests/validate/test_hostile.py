"""Whatever the bytes are: a finding, soon, without a look at the network."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.diagnostics import UsageError
from convert.validate import newsml, validate
from convert.validate.findings import MOST
from convert.validate.g2.base import document
from convert.validate.ld.base import document as json_ld
from convert.validate.rule import Found

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a validator opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def codes(data, name=None):
    started = time.process_time()
    report = validate(data, name)
    assert time.process_time() - started < 20
    assert not report.ok
    return {found.code for found in report.findings}


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + f"]><newsMessage {NAR}><header><sent>&m;</sent></header></newsMessage>"
)
EXTERNAL = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><newsItem {NAR} guid="&e;"/>'
REMOTE = f'<!DOCTYPE x SYSTEM "http://203.0.113.1/x.dtd"><newsItem {NAR}/>'
HIDDEN = f'<!-- <a> --><!DOCTYPE x [<!ENTITY e "x">]><newsItem {NAR} guid="&e;"/>'


@pytest.mark.parametrize("text", [LAUGHS, EXTERNAL, REMOTE, HIDDEN], ids=["laughs", "external", "remote", "hidden"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_declarations_are_refused(text, encoding):
    assert codes(text.encode(encoding), "newsml-g2") == {"DOC004"}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", None, "DOC010"),
        (b" \n\t", None, "DOC010"),
        (b"\xef\xbb\xbf", None, "DOC010"),
        (b"plain text", None, "DOC009"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", None, "DOC009"),
        (b"<newsItem", None, "DOC003"),
        (b"<a></b>", None, "DOC003"),
        (b"<a>\xff\xfe</a>", None, "DOC005"),
        (b'<?xml version="1.0" encoding="utf-8"?><a>\xe9</a>', None, "DOC005"),
        (b'<?xml version="1.0" encoding="martian"?><a/>', None, "DOC005"),
        (b"<a>&nope;</a>", None, "DOC003"),
        (b"<a>&#0;</a>", None, "DOC003"),
        (b"<" + b"a" * 1_000_000 + b"/>", "newsml-g2", "DOC003"),
        (b"<a>" * 100_000, "newsml-g2", "DOC008"),
        (b"<a>" * 300 + b"</a>" * 300, "newsml-g2", "DOC008"),
        (b"<a>" + b"x" * 20_000_000 + b"</a>", "newsml-g2", "DOC003"),
        (b"[" * 100_000, "json-ld", "DOC008"),
        (b"[" * 100_000, "ninjs", "DOC008"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "json-ld", "DOC008"),
        (b"[" * 900 + b"]" * 900, "json-ld", "DOC008"),
        (b'{"@context": ' * 900 + b"1" + b"}" * 900, "json-ld", "DOC008"),
        (b'{"associations": ' * 900 + b"1" + b"}" * 900, "ninjs", "DOC008"),
        (b'{"a": "\xff"}', "json-ld", "DOC005"),
        ('{"@type": "Article"}'.encode("utf-16"), "json-ld", "DOC005"),
        (b'{"a": "\\ud800"}', "json-ld", "DOC006"),
        (b'{"a": NaN}', "json-ld", "DOC006"),
        (b'{"a": 1,}', "json-ld", "DOC006"),
        (b"{'a': 1}", "json-ld", "DOC006"),
        (b'{"a": 1', "json-ld", "DOC006"),
        (b"3", "json-ld", "DOC009"),
        (b"[]", "ninjs", "DOC009"),
        (b"<html><body>no data here</body></html>", None, "DOC009"),
    ],
)
def test_what_is_no_document_is_one_finding(data, name, code):
    assert codes(data, name) == {code}


def test_a_message_of_the_parser_is_one_line():
    for data in (b"<a>\n<b\n\n</a>", b"<a\n\nb=<c>", b"<a>&x\n\n;</a>"):
        for found in validate(data, "newsml-g2").findings:
            assert "\n" not in found.message


def test_xml_where_json_ld_was_meant_is_called_xml():
    (found,) = validate(document({}), "json-ld").findings
    assert (found.code, found.message) == ("DOC009", "The document is XML, neither JSON nor a page")
    (found,) = validate(
        b"<!doctype html><html xmlns='http://www.w3.org/1999/xhtml'><p>a</p></html>", "json-ld"
    ).findings
    assert found.message.startswith("The page has no script")


def test_an_empty_list_of_nodes_is_a_finding():
    assert "DOC009" in codes(b"[]", "json-ld")


@pytest.mark.parametrize("name", ["json-ld", "ninjs"])
def test_a_key_that_stands_twice_is_found_where_it_stands(name):
    data = b'{"@context": "https://schema.org", "@type": "Article",\n  "headline": "a", "uri": "x:y", "headline": "b"}'
    found = [f for f in validate(data, name).findings if f.code == "DOC007"]
    assert [(f.line, f.column, f.path) for f in found] == [(2, 34, "/headline")]


def test_a_key_is_found_twice_inside_and_not_across_objects():
    inside = '"author": {"@type": "Person", "name": "A", "name": "B", "url": "https://example.com"}'
    assert "DOC007" in codes(json_ld({"author": inside}), "json-ld")
    across = '"author": [{"@type": "Person", "name": "A: \\"name\\": "}, {"@type": "Person", "name": "B"}]'
    assert "DOC007" not in {f.code for f in validate(json_ld({"author": across}), "json-ld").findings}


def test_text_in_a_str_with_lone_surrogates_is_a_finding():
    assert codes("<a>\ud800</a>", "newsml-g2") == {"DOC005"}
    assert codes('{"a": "\udfff"}', "json-ld") == {"DOC005"}


def test_a_str_is_judged_whatever_encoding_it_declares():
    text = document({"headline": "<headline>Fähre</headline>"}).decode().replace("UTF-8", "iso-8859-1")
    assert validate(text, "newsml-g2").ok
    assert validate(text).findings == validate(text.encode("iso-8859-1")).findings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_encoding_that_nobody_knows_is_no_crash_where_a_mark_tells_the_true_one(encoding):
    text = f'<?xml version="1.0" encoding="martian"?>\n<newsItem {NAR} guid=""/>'
    report = validate(text.encode(encoding))
    assert {("G2001", 2, "/newsItem/@guid")} <= {(found.code, found.line, found.path) for found in report.findings}


def test_a_format_that_does_not_exist_is_misuse():
    with pytest.raises(UsageError):
        validate(b"<a/>", "newsml-g1")


def test_paths_that_are_no_documents(tmp_path):
    folder = tmp_path / "x.xml"
    folder.mkdir()
    pipe = tmp_path / "pipe.xml"
    os.mkfifo(pipe)
    big = tmp_path / "big.xml"
    with big.open("wb") as stream:
        stream.truncate(1_000_000_000)
    loop = tmp_path / "loop.xml"
    loop.symlink_to(loop)
    for path, code in (
        (folder, "DOC001"),
        (pipe, "DOC001"),
        (tmp_path / "nothing.xml", "DOC001"),
        (loop, "DOC001"),
        (Path("a\0b"), "DOC001"),
        (Path("/dev/zero"), "DOC001"),
        (big, "DOC002"),
    ):
        assert codes(path) == {code}, path


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            document({"contentMeta": "", "creator": "<creator/>" * 10_000, "infoSource": "<infoSource/>" * 10_000}),
            id="siblings",
        ),
        pytest.param(document({"genre": "".join(f'<genre qcode="a{n}:b"/>' for n in range(10_000))}), id="aliases"),
        pytest.param(
            document({"title": "<title " + " ".join(f'a{n}=""' for n in range(10_000)) + "/>"}), id="attributes"
        ),
        pytest.param(document({"assert": "".join(f'<assert uri="x:{n}"/>' for n in range(5_000))}), id="asserts"),
        pytest.param(document({"headline": "<headline>x</headline>" * 20_000}), id="headlines"),
        pytest.param(
            document({"catalogs": "".join(f'<catalogRef href="http://e/{n}"/>' for n in range(5_000))}), id="catalogs"
        ),
        pytest.param(document({"edNote": f"<edNote>{'Ã©&amp;amp;&lt;b' * 300_000}</edNote>"}), id="mojibake"),
    ],
)
def test_many_findings_take_little_time(data):
    started = time.process_time()
    report = validate(data, "newsml-g2")
    assert time.process_time() - started < 60  # 4 on a quiet machine, 20 on a busy one with coverage
    assert report.findings


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'<script type="application/ld+json">' * 50_000, id="unclosed"),
        pytest.param(b"<script " * 200_000, id="open"),
        pytest.param(b'<html><script type="application/ld+json">{"@type": 1}</script>' * 5_000, id="scripts"),
    ],
)
def test_pages_full_of_scripts_take_little_time(data):
    started = time.process_time()
    validate(data, "html")
    assert time.process_time() - started < 20


def test_what_comes_behind_the_last_error_that_is_kept_is_counted(monkeypatch):
    """Rules fill what is kept to the last place; what the schema of NITF finds after that is not kept, and is said."""

    def fill(item, findings, least):
        findings.extend(Found("it is wrong", code="G2601") for _ in range(MOST))

    monkeypatch.setattr(newsml, "by_official", lambda root, elements: [])
    monkeypatch.setattr(newsml, "judge", fill)
    monkeypatch.setattr(newsml, "nitf_of", lambda element: [Found("it is no NITF", code="XSD002")])
    findings = validate(document({}), "newsml-g2").findings
    assert (len(findings), findings[-1].code) == (MOST + 1, "DOC013")


def test_keys_that_no_vocabulary_has_take_little_time_and_are_told_up_to_a_limit():
    data = json_ld({"more": ",".join(f'"headlyne{n}": {n}' for n in range(50_000))})
    started = time.process_time()
    findings = validate(data, "json-ld").findings
    assert time.process_time() - started < 8
    assert len(findings) == 10_001
    assert [found.code for found in findings][-1] == "DOC013"
    assert "did you mean headline?" in findings[0].message


MANY_EMPTY = f'"image": [{", ".join(["null"] * 11_000)}]'
MANY_NOTES = "<edNote> </edNote>" * 11_000


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (json_ld({"image": MANY_EMPTY, "wordCount": '"wordCountt": 3'}), "json-ld", "LD004"),
        (document({"edNote": MANY_NOTES, "xhtml": '<inlineXML><html xmlns=""/></inlineXML>'}), "newsml-g2", "G2601"),
    ],
    ids=["json-ld", "newsml-g2"],
)
def test_an_error_is_told_after_more_remarks_than_are_kept(data, name, code):
    report = validate(data, name)
    assert not report.ok
    assert code in {found.code for found in report.findings}
    assert len(report.findings) == 10_001


def test_many_nodes_take_little_time():
    people = ",".join(f'{{"@type": "Person", "@id": "#{n % 7}", "name": "P{n}"}}' for n in range(10_000))
    references = ",".join(f'{{"@id": "#x{n}"}}' for n in range(10_000))
    data = json_ld({"author": f'"author": [{people}]', "more": f'"editor": [{references}]'})
    started = time.process_time()
    assert validate(data, "json-ld").findings
    assert time.process_time() - started < 20


mutations = st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 12)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(mutations, st.sampled_from(["newsml-g2", "json-ld", "ninjs", "html", None]))
def test_no_bytes_raise(changes, name):
    data = bytearray(json_ld({}) if name in ("json-ld", "ninjs") else document({}))
    for place, new, gone in changes:
        at = place % len(data)
        data[at : at + gone] = new
    for found in validate(bytes(data), name).findings:
        assert found.message or found.code == "schema.absent"


keys = st.sampled_from(
    "@context @type @id @graph @value author headline image datePublished url wordCount inLanguage publisher".split()
)
scalars = st.none() | st.booleans() | st.integers(-9, 9**15) | st.text(max_size=12)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5), max_leaves=15
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_no_json_raises(value):
    for name in ("json-ld", "json-ld:own", "ninjs"):
        validate(orjson.dumps(value), name)


def test_a_notice_with_a_year_in_an_item_without_a_version_is_no_crash():
    notice = "<rightsInfo><copyrightNotice>© 2027 Example Press</copyrightNotice></rightsInfo>"
    report = validate(f"<newsItem {NAR}>{notice}</newsItem>".encode(), "newsml-g2")
    assert "G2906" not in {found.code for found in report.findings}
