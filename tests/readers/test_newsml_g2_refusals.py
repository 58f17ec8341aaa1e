"""What is not read: other kinds of items, damage, bombs and what would be fetched."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.diagnostics import Diagnostic, Severity
from convert.readers.newsml_g2 import articles as read
from convert.readers.newsml_g2 import stream
from convert.validate.formats import examine
from convert.writers.newsml_g2 import bundle, write
from tests.readers.newsml import both, codes, item, message, page
from tests.writers.newsml_examples import BARE, FULL


@pytest.mark.parametrize(
    "content",
    [
        "<inlineData encoding='encd:base64'>no base64!</inlineData>",
        "<inlineData encoding='encd:base64'>/////w==</inlineData>",
        "<inlineData contenttype='text/html'>&lt;!-- nothing --></inlineData>",
        "<inlineData contenttype='text/html'> </inlineData>",
        "<inlineXML/>",
        "<inlineXML><!-- nothing --></inlineXML>",
        "<remoteContent href='https://p.example/a.pdf' contenttype='application/pdf'/>",
    ],
)
def test_content_without_text(content: str) -> None:
    assert codes(item(content)) == ["read.no-text"]


@pytest.mark.parametrize("kind", ["video", "audio", "composite"])
def test_other_classes_are_reported_not_failed_on(kind: str) -> None:
    found, said = both(message(item("", item_class=kind), item(page("<p>Text</p>"))))
    assert len(found) == 1
    assert [(one.code, one.severity) for one in said] == [("read.item-class", Severity.WARNING)]


def test_a_text_without_text_is_refused() -> None:
    assert codes(item("")) == ["read.no-text"]


def test_a_message_that_breaks_off_gives_what_came_before() -> None:
    whole = b"".join(bundle([FULL, BARE]))
    for end in (b"", b"</wrong>", b"<\xff\xfe"):
        found, said = both(whole[: whole.index(b"One paragraph")] + end)
        assert [one.headline for one in found] == [FULL.headline]
        assert [one.code for one in said] == ["read.not-xml"]
        assert said[0].line


BOMB = '<!DOCTYPE newsItem [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "read.empty"),
        (b" \n ", "read.empty"),
        (b"plain text", "read.not-xml"),
        (b"<a/>", "read.no-item"),
        (b"<newsMessage><header>", "read.not-xml"),
        (message(), "read.no-item"),
        (BOMB.encode() + b"]><newsItem guid='&m;'>&m;</newsItem>", "read.doctype"),
        (b'<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:9/x.dtd"><newsItem/>', "read.doctype"),
        (b'<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]><newsItem>&x;</newsItem>', "read.doctype"),
        (b'<!DOCTYPE newsItem [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]><newsItem/>', "read.doctype"),
        (b"<newsItem>&undeclared;</newsItem>", "read.not-xml"),
        (b"<!--" + b"x" * (1 << 21), "read.no-item"),
    ],
    ids=(
        "empty", "blank", "text", "other root", "unfinished", "no item", "bomb", "dtd", "file", "parameter",
        "undeclared", "no root",
    ),
)  # fmt: skip
def test_refused(data: bytes, code: str) -> None:
    found, said = both(data)
    assert found == []
    assert said[-1].code == code
    assert said[-1].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("piece", "pieces"), [("<junk>x</junk>", 5_000), ("<junk a='1' b='2'/>", 3_000), ("x" * 1000, 2_000)]
)
def test_an_item_is_bounded_by_what_it_takes_in_memory(
    monkeypatch: pytest.MonkeyPatch, piece: str, pieces: int
) -> None:
    monkeypatch.setattr(stream, "_LARGEST_ITEM", 1_000_000)
    assert [one.code for one in both("<newsMessage>" + piece * (pieces // 5) + "</newsMessage>")[1]] == ["read.no-item"]
    assert [one.code for one in both("<newsMessage>" + piece * pieces)[1]] == ["read.too-large"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="what the imports need is read from /proc")
def test_a_bomb_costs_nothing() -> None:
    """In a process of its own, whose memory the kernel limits to 150 MB more than the imports need."""
    script = (
        "import resource, sys; from convert.readers.newsml_g2 import articles, assembly\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * 4096\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 150_000_000,) * 2)\n"
        "print([one.code for one in articles(sys.stdin.buffer)])"
    )
    bomb = BOMB.encode() + b"]><newsItem guid='&m;'>&m;</newsItem>"
    done = subprocess.run([sys.executable, "-c", script], input=bomb, capture_output=True, check=True, timeout=20)
    assert done.stdout.strip() == b"['read.doctype']"


def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        remote = f'<remoteContent href="{address}a.jpg" contenttype="image/jpeg"/>'
        location = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://x {address}x.xsd"'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}x.xml"/>'
        for data in (
            f'<!DOCTYPE newsItem SYSTEM "{address}x.dtd"><newsItem/>',
            f'<!DOCTYPE newsItem [<!ENTITY % x SYSTEM "{address}"> %x;]><newsItem/>',
            f'<?xml-stylesheet href="{address}x.xsl"?>'
            + item(page("<p>Text</p>") + remote + include, "", "", location),
        ):
            list(read(data.encode()))
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("name", sorted(set(re.findall(rb"<(\w+)", write(FULL)))))
def test_a_name_that_begins_with_a_colon_crashes_nothing(name: bytes) -> None:
    """The parser reads `:item` as a name, and lxml takes it for none."""
    data = re.sub(rb"(</?)" + name + rb"\b", rb"\g<1>:" + name, write(FULL))
    list(read(data))
    examine(data, "newsml-g2")


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    assert all(isinstance(one, Diagnostic) for one in read(data))


@given(st.data())
def test_no_damage_crashes_it(data: st.DataObject) -> None:
    whole = bytearray(write(FULL))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(whole) - 1))
        length = data.draw(st.integers(0, 40))
        whole[start : start + length] = data.draw(st.binary(max_size=10))
    list(read(bytes(whole)))
