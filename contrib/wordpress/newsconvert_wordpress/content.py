"""An article as the blocks of WordPress's editor. Every word of it is text there: no markup, no shortcode, no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from convert.article import Article, Block, BlockKind, Caption
from convert.writers.values import text, web_address

_ADDRESS: Final = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)


def literal(value: str) -> str:
    """Return a text that WordPress shows as it is: `[` begins no shortcode, `<!--` no block.

    An address that stands alone is not looked up and embedded. Quotes stay themselves, so that searches find them.
    """
    safe = escape(value, quote=False).replace("[", "&#91;")
    return safe.replace(":", "&#58;", 1) if _ADDRESS.fullmatch(value) else safe


def content(article: Article) -> str:
    """Return the body of a post: the blocks of the article in order, then its captions."""
    return "\n\n".join((*_body(article.body), *_captions(article.captions)))


def _body(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if not block.text.strip():
            continue
        match block.kind:
            case BlockKind.CROSSHEAD:
                yield _block("heading", f"<h2>{literal(block.text.strip())}</h2>")
            case BlockKind.LIST:
                items = filter(None, map(str.strip, block.text.split("\n")))
                inner = "\n\n".join(_block("list-item", f"<li>{literal(item)}</li>") for item in items)
                yield _block("list", f"<ul>{inner}</ul>")
            case BlockKind.QUOTE:
                yield _block("quote", f'<blockquote class="wp-block-quote">{_paragraph(block.text)}</blockquote>')
            case _:
                yield _paragraph(block.text)


def _captions(captions: Iterable[Caption]) -> Iterator[str]:
    """Yield a picture where its address is known; else the words that stood with one, marked as such."""
    for caption in captions:
        words = " ".join(filter(None, (text(caption.text), text(caption.credit))))
        alt = text(caption.alt) or ""
        address = web_address(caption.url)
        if address is not None:
            # WordPress looks for shortcodes in attributes too.
            source = escape(address.replace("[", "%5B").replace("]", "%5D"))
            image = f'<img src="{source}" alt="{_attribute(alt)}"/>'
            below = f'<figcaption class="wp-element-caption">{literal(words)}</figcaption>' if words else ""
            yield _block("image", f'<figure class="wp-block-image">{image}{below}</figure>')
        elif words or alt:
            attributes = '{"className":"newsconvert-caption"}'
            yield _block("paragraph", f'<p class="newsconvert-caption">{literal(words or alt)}</p>', attributes)


def _attribute(value: str) -> str:
    return escape(value).replace("[", "&#91;")


def _paragraph(value: str) -> str:
    return _block("paragraph", f"<p>{literal(value.strip())}</p>")


def _block(name: str, markup: str, attributes: str = "") -> str:
    head = f"{name} {attributes}" if attributes else name
    return f"<!-- wp:{head} -->\n{markup}\n<!-- /wp:{name} -->"
