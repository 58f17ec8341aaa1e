"""The elements of XHTML, HTML and NITF by what they mean for a text. One table serves all three: they do not clash."""

from __future__ import annotations

from typing import Final

CROSSHEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"))
LISTS: Final = frozenset(("ul", "ol", "dl", "menu", "dir"))
ENTRIES: Final = frozenset(("li", "dt", "dd"))
CELLS: Final = frozenset(("td", "th"))
QUOTES: Final = frozenset(("blockquote", "bq"))
FIGURES: Final = frozenset(("figure", "media"))
CAPTIONS: Final = frozenset(("figcaption", "media-caption"))
CREDITS: Final = frozenset(("media-producer",))
IMAGES: Final = frozenset(("img", "image", "media-reference"))

NOT_TEXT: Final = frozenset(
    ("head", "script", "style", "template", "colgroup", "col", "media-object", "media-metadata", "nitf-table-metadata")
)
"""What is in these is no text of the article, whatever characters it has."""

LEFT_OUT: Final = frozenset(("title", "noscript"))
"""What is in these is left out, and counted as not carried."""

HEAD_OF_NITF: Final = "body.head"

BLOCKS: Final = (
    CROSSHEADS
    | LISTS
    | ENTRIES
    | CELLS
    | QUOTES
    | FIGURES
    | CAPTIONS
    | CREDITS
    | frozenset(
        (
            "p", "pre", "table", "caption", "nitf-table", "tr", "tbody", "thead", "tfoot", "div", "section", "article",
            "main", "header", "footer", "aside", "nav", "address", "hr", "form", "fieldset", "legend", "details",
            "summary", "center", "block", "body", "body.content", "body.end", "tagline", "bibliography", "note", "fn",
            "abstract", "byline", "distributor", "datasource", "hedline", "html", "nitf", "option",
        )
    )
)  # fmt: skip
"""Between two of these, and between one and a text, there is at least a blank."""
