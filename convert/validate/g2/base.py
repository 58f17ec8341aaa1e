"""The documents that the rules' examples are put into: clean ones, whose parts can be replaced by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

IPTC: Final = '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>'
_ATTRIBUTES: Final = (
    'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.35" conformance="power"'
)
_XHTML: Final = """<inlineXML contenttype="application/xhtml+xml">
          <html xmlns="http://www.w3.org/1999/xhtml"><head><title>Ferry to the islands is back</title></head><body>
            <p>The ferry to the outer islands runs again after nine days of storm.</p>
            <p>The first boat took forty passengers and the mail.</p>
          </body></html>
        </inlineXML>"""
_NITF: Final = """<inlineXML contenttype="application/nitf+xml">
          <nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><block>
            <p>The ferry to the outer islands runs again after nine days of storm.</p>
            <p>The first boat took forty passengers and the mail.</p>
          </block></body.content></body></nitf>
        </inlineXML>"""

SLOTS: Final[dict[str, str]] = {
    "header": "<sender>example.com</sender>",
    "sent": "<sent>2024-05-02T09:00:00+02:00</sent>",
    "identity": 'guid="tag:example.com,2024:ferry-17" version="1"',
    "standard": 'standard="NewsML-G2" standardversion="2.35" conformance="power"',
    "lang": 'xml:lang="en"',
    "catalogs": IPTC,
    "rightsInfo": "<rightsInfo><copyrightHolder><name>Example Press</name></copyrightHolder></rightsInfo>",
    "itemClass": '<itemClass qcode="ninat:text"/>',
    "provider": '<provider literal="Example Press"/>',
    "versionCreated": "<versionCreated>2024-05-02T08:30:00+02:00</versionCreated>",
    "firstCreated": "",
    "embargoed": "",
    "pubStatus": '<pubStatus qcode="stat:usable"/>',
    "title": "",
    "edNote": "",
    "signal": "",
    "link": "",
    "contentCreated": "",
    "contentModified": "",
    "digitalSourceType": "",
    "located": "",
    "infoSource": "",
    "creator": "",
    "language": '<language tag="en"/>',
    "genre": "",
    "subject": "",
    "slugline": "",
    "headline": "<headline>Ferry to the islands is back</headline>",
    "by": "",
    "description": "",
    "partMeta": "",
    "assert": "",
    "xhtml": _XHTML,
    "nitf": _NITF,
    "more": "",
}

_NEWS_ITEM: Final = """<newsItem {identity} {standard} {lang}>
      {catalogs}
      {rightsInfo}
      <itemMeta>
        {itemClass}{provider}{versionCreated}{firstCreated}{embargoed}{pubStatus}{title}{edNote}{signal}{link}
      </itemMeta>
      <contentMeta>
        {contentCreated}{contentModified}{digitalSourceType}{located}{infoSource}{creator}
        {language}{genre}{subject}{slugline}{headline}{by}{description}
      </contentMeta>
      {partMeta}{assert}
      {contentSet}
    </newsItem>"""

_MESSAGE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">
  <header>{sent}{header}</header>
  <itemSet>
    {item}{more}
  </itemSet>
</newsMessage>
"""

_SLOT: Final = re.compile(r"\{([a-zA-Z]+)\}")


def declaring(*schemes: tuple[str, str]) -> str:
    """Return the catalogs of an example: IPTC's, and one of its own with schemes of alias and URI."""
    own = "".join(f'<scheme alias="{alias}" uri="{uri}"/>' for alias, uri in schemes)
    return f"{IPTC}<catalog>{own}</catalog>"


def document(slots: Mapping[str, str]) -> bytes:
    """Return the base document with some slots replaced; `document` replaces it whole, `item` the item."""
    values = {**SLOTS, **slots}
    values.setdefault(
        "contentSet", f"<contentSet>\n        {values['xhtml']}\n        {values['nitf']}\n      </contentSet>"
    )
    values.setdefault("item", _NEWS_ITEM)
    text = values.get("document", _MESSAGE)
    for _ in range(3):  # slots inside slots: item, contentSet
        text = _SLOT.sub(lambda match: values.get(match.group(1), match.group(0)), text)
    return text.encode()


def item(kind: str, inside: str, item_class: str, guid: str = "tag:example.com,2024:item-1", extra: str = "") -> str:
    """Return an item of another kind around what follows its itemMeta, to be put into a slot `item` or `more`."""
    return f"""<{kind} guid="{guid}" version="1" {_ATTRIBUTES.partition(" ")[2]} xml:lang="en">
      {IPTC}
      <itemMeta>
        <itemClass qcode="{item_class}"/><provider literal="Example Press"/>
        <versionCreated>2024-05-02T08:30:00+02:00</versionCreated><pubStatus qcode="stat:usable"/>{extra}
      </itemMeta>
      {inside}
    </{kind}>"""
