"""The names that NewsML-G2 and its two renditions use: namespaces, catalog, media types."""

from __future__ import annotations

from typing import Final

NAR: Final = "http://iptc.org/std/nar/2006-10-01/"
XHTML: Final = "http://www.w3.org/1999/xhtml"
NITF: Final = "http://iptc.org/std/NITF/2006-10-18/"

STANDARD_VERSION: Final = "2.35"
CATALOG: Final = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"

NEWS_ITEM_TYPE: Final = "application/vnd.iptc.g2.newsitem+xml"
XHTML_TYPE: Final = "application/xhtml+xml"
NITF_TYPE: Final = "application/nitf+xml"

GENERATOR: Final = "newsconvert"
"""Without a version: a new release of ours must not change the bytes of an item that stayed the same."""

UNDETERMINED: Final = "und"

GROUP_ROLE: Final = "newsconvertgroup"
GROUP_ROLE_URI: Final = "urn:x-newsconvert:group-role:"
"""A scheme of our own: IPTC's catalog has none for the role of a package's group, and a group must have one."""

HEADLINE_ROLE: Final = "newsconvertheadline"
HEADLINE_ROLE_URI: Final = "urn:x-newsconvert:headline-role:"
"""A scheme of our own, for a headline that is not the main one: IPTC's catalog has none for roles of headlines."""
