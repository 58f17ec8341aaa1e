"""Items of NewsML-G2 as other producers write them, and what the reader makes of them."""

from __future__ import annotations

from convert import readers
from convert.article import Article
from convert.diagnostics import Diagnostic
from convert.metadata import NONE
from convert.profile import DEFAULT
from convert.readers import Raw, Record, Refusal
from convert.readers.newsml_g2 import articles as read

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
NITF = 'xmlns="http://iptc.org/std/NITF/2006-10-18/"'


def item(content: str, meta: str = "", management: str = "", attributes: str = "", item_class: str = "text") -> str:
    return (
        f'<newsItem {G2} guid="urn:x:1" version="3" {attributes}><itemMeta><itemClass qcode="ninat:{item_class}"/>'
        f"{management}</itemMeta><contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def page(body: str) -> str:
    return f'<inlineXML contenttype="application/xhtml+xml"><html {XHTML}><body>{body}</body></html></inlineXML>'


def story(body: str, head: str = "") -> str:
    inside = f"<body.head>{head}</body.head><body.content>{body}</body.content>"
    return f'<inlineXML contenttype="application/nitf+xml"><nitf {NITF}><body>{inside}</body></nitf></inlineXML>'


def message(*items: str) -> bytes:
    return f"<newsMessage {G2}><header/><itemSet>{''.join(items)}</itemSet></newsMessage>".encode()


def both(data: bytes | str) -> tuple[list[Article], list[Diagnostic]]:
    found = list(read(data.encode() if isinstance(data, str) else data))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Diagnostic)]


def article(data: bytes | str) -> Article:
    found, _ = both(data)
    assert len(found) == 1
    return found[0]


def codes(data: bytes | str) -> list[str]:
    return [found.code for found in both(data)[1]]


def blocks(content: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in article(item(content)).body]


def raw(data: bytes) -> Raw:
    return Raw("in/feed.xml", data, NONE)


def records(data: bytes) -> list[Record | Refusal]:
    return list(readers.read(raw(data), DEFAULT, "newsml-g2"))
