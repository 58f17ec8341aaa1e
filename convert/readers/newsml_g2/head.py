"""What a text's renditions say above the body, for items whose own metadata does not say it."""

from __future__ import annotations

from typing import Final

from lxml import etree

from convert.article import Block
from convert.readers.newsml_g2.blocks import Body
from convert.readers.newsml_g2.content import OWN_GENERATOR
from convert.readers.newsml_g2.item import Fields
from convert.readers.newsml_g2.stream import local
from convert.readers.newsml_g2.words import lines_of, text_of

_HEAD: Final = {"hl1": "headline", "byline": "byline", "abstract": "standfirst"}
_REPEATED: Final = ("headline", "byline", "standfirst", "dateline")
_MOST_AT_THE_TOP: Final = 6


def read_head(fields: Fields, body: Body, content_set: etree._Element) -> None:
    """Take headline, byline and standfirst from NITF's body.head or the page's title where the item has none.

    Our own documents repeat nothing there that the item does not say. In others, blocks at the top of the body that
    repeat one of these fields are not body, and are left out of it.
    """
    if text_of(fields.item.find("{*}itemMeta/{*}generator")) == OWN_GENERATOR:
        return
    for element in content_set.iter():
        name = _HEAD.get(local(element))
        if name is not None and name not in fields.values:
            fields.put(name, text_of(element) if name == "headline" else lines_of(element))
    if "headline" not in fields.values:
        titles = (text_of(found) for found in content_set.iter() if local(found) == "title")
        fields.put("headline", next(filter(None, titles), None))
    known = {fields.values[name] for name in _REPEATED if isinstance(fields.values.get(name), str)}
    top = [block for block in body.blocks[:_MOST_AT_THE_TOP] if block.text not in known]
    rest: list[Block] = [*top, *body.blocks[_MOST_AT_THE_TOP:]]
    if rest:
        body.blocks = rest
