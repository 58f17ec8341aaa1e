"""The body as HTML: one flat run of blocks, and text that is safe in it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from convert.article import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK: Final = re.compile(r"(?:\(?\w{1,3}[.)]|[^\w\s\"'“”„«»‘’(\[¿¡@#&$€£])")


def safe(text: str) -> str:
    """Return a text for element content or a quoted attribute; a carriage return stays one."""
    return escape(text).replace("\r", "&#13;")


def element(name: str, content: str, **attributes: str | None) -> str:
    """Return an element around finished markup. In an attribute's name `_` stands for `-`; a final one is left out."""
    pairs = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    start = "".join(f' {key}="{safe(value)}"' for key, value in pairs)
    return f"<{name}{start}>{content}</{name}>"


def blocks(body: Iterable[Block], marked: str | None = None) -> str:
    """Return the blocks as HTML, one a line: `p`, `h2`, `ul`, `blockquote`.

    `marked` is the class of a list whose items bring their own numbers or dashes, so that a page need not add bullets.
    """
    return "\n".join(_block(block, marked) for block in body if block.text.strip())


def _block(block: Block, marked: str | None) -> str:
    text = block.text.strip()
    match block.kind:
        case BlockKind.CROSSHEAD:
            return element("h2", safe(text))
        case BlockKind.LIST:
            items = [item for item in map(str.strip, text.split("\n")) if item]
            own_marks = marked if all(map(_MARK.match, items)) else None
            return element("ul", "".join(element("li", safe(item)) for item in items), class_=own_marks)
        case BlockKind.QUOTE:
            return element("blockquote", element("p", safe(text)))
        case _:
            return element("p", safe(text))
