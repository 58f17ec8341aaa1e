"""What a text's renditions say above the body, for items whose own metadata does not say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from convert.article import Block, Dateline
from convert.readers.newsml_g2.body import Body
from convert.readers.newsml_g2.item import OWN_GENERATOR, Fields
from convert.readers.newsml_g2.stream import local
from convert.readers.newsml_g2.words import lines_of, text_of

_HEAD: Final = {"hl1": "headline", "byline": "byline", "abstract": "standfirst", "dateline": "dateline"}
_REPEATED: Final = ("headline", "byline", "standfirst", "dateline")
_MOST_AT_THE_TOP: Final = 6


def read_head(fields: Fields, body: Body, content_set: etree._Element) -> None:
    """Take headline, byline, standfirst and dateline from NITF's body.head or the page's title if the item has none.

    Our own documents repeat nothing there that the item does not say; a title of theirs that is no headline is how the
    text begins. In others, blocks at the top of the body that repeat one of these fields are not body, and are left out
    of it. What body.head says beyond the fields is counted.
    """
    is_own = text_of(fields.item.find("{*}itemMeta/{*}generator")) == OWN_GENERATOR
    fallbacks = _fallbacks(fields, body) if is_own else ()
    parts = [(local(part), part) for part in _parts(content_set)]
    for tag, part in parts:
        name = _HEAD.get(tag)
        if name is not None and name not in fields.values:
            _take(fields, name, part, fallbacks)
    if "standfirst" not in fields.values:
        fields.put("standfirst", next((text for tag, part in parts if tag == "hl2" and (text := text_of(part))), None))
    for title in content_set.iter("{*}title"):
        if "headline" in fields.values:
            break
        _take(fields, "headline", title, fallbacks)
    _count(fields, [part for _, part in parts], fallbacks)
    if not is_own:
        _leave_out_repeated(fields, body)


def _parts(content_set: etree._Element) -> Iterator[etree._Element]:
    """Yield the parts of each body.head, those of the hedline one by one."""
    for head in content_set.iter("{*}body.head"):
        for part in head.iterchildren(etree.Element):
            yield from part.iterchildren(etree.Element) if local(part) == "hedline" else (part,)


def _fallbacks(fields: Fields, body: Body) -> tuple[str, ...]:
    """Return what our writer makes the title of a text without a headline."""
    begins = next((" ".join(block.text.split()) for block in body.blocks), "")
    return tuple(" ".join(text.split()) for text in (fields.values.get("slugline") or "", begins))


def _is_fallback(text: str, fallbacks: tuple[str, ...]) -> bool:
    return any(found.startswith(" ".join(text.split())) for found in fallbacks if found)


def _take(fields: Fields, name: str, part: etree._Element, fallbacks: tuple[str, ...]) -> None:
    text = text_of(part) if name in ("headline", "dateline") else lines_of(part)
    if text is None or (name == "headline" and _is_fallback(text, fallbacks)):
        return
    fields.put(name, Dateline(text=text) if name == "dateline" else text)


def _count(fields: Fields, parts: list[etree._Element], fallbacks: tuple[str, ...]) -> None:
    """Report what stands in body.head and in no field."""
    said = {_bare(text) for text in _texts(fields)}
    for part in parts:
        text = text_of(part)
        if text and _bare(text) not in said and not (local(part) == "hl1" and _is_fallback(text, fallbacks)):
            fields.leave_out(f"body.head/{local(part)}")


def _texts(fields: Fields) -> Iterator[str]:
    for name in _REPEATED:
        value = fields.values.get(name)
        if value is not None:
            yield value.text if isinstance(value, Dateline) else value


def _bare(text: str) -> str:
    return "".join(text.split())


def _leave_out_repeated(fields: Fields, body: Body) -> None:
    known = set(_texts(fields))
    top = [block for block in body.blocks[:_MOST_AT_THE_TOP] if block.text not in known]
    rest: list[Block] = [*top, *body.blocks[_MOST_AT_THE_TOP:]]
    if rest:
        body.blocks = rest
