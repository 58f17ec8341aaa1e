"""The body as HTML: one flat run of blocks, and text that is safe in it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from convert.article import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable


def safe(text: str) -> str:
    """Return a text for element content or a quoted attribute; a carriage return stays one."""
    return escape(text).replace("\r", "&#13;")


def element(name: str, content: str, **attributes: str | None) -> str:
    """Return an element around finished markup. In an attribute's name `_` stands for `-`; a final one is left out."""
    pairs = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    start = "".join(f' {key}="{safe(value)}"' for key, value in pairs)
    return f"<{name}{start}>{content}</{name}>"


def blocks(body: Iterable[Block]) -> str:
    """Return the blocks as HTML, one a line: `p`, `h2`, `ul`, `blockquote`."""
    return "\n".join(_block(block) for block in body if block.text.strip())


def _block(block: Block) -> str:
    text = block.text.strip()
    match block.kind:
        case BlockKind.CROSSHEAD:
            return element("h2", safe(text))
        case BlockKind.LIST:
            items = filter(None, map(str.strip, text.split("\n")))
            return element("ul", "".join(element("li", safe(item)) for item in items))
        case BlockKind.QUOTE:
            return element("blockquote", element("p", safe(text)))
        case _:
            return element("p", safe(text))
