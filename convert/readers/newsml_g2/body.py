"""What a body holds: blocks and captions, and how many of its characters are in neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from convert.article import Block, BlockKind, Caption
from convert.readers.newsml_g2.words import flowing, solid


@dataclass(slots=True)
class Body:
    """What a body holds, in reading order.

    `repeated`: paragraphs that are marked as repeating the metadata, each with its mark. `source`: the characters of
    the source that are not blank; of these `beside` are no text of the article. `added`: characters that the source
    says by markup. `foreign`: renditions that were passed over because they are in another language.
    """

    blocks: list[Block] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    source: int = 0
    beside: int = 0
    added: int = 0
    foreign: int = 0
    too_deep: bool = False
    _known: set[Caption] = field(default_factory=set)

    def size(self) -> int:
        """Count the characters of the blocks."""
        return sum(len(block.text) for block in self.blocks)

    def missing(self) -> int:
        """Count the characters of the source, blanks aside, that are in no block and no caption."""
        texts = [block.text for block in self.blocks]
        texts += [text for _, text in self.repeated]
        texts += [text for caption in self.captions for text in (caption.text, caption.credit) if text]
        return self.source - self.beside - (sum(map(solid, texts)) - self.added)

    def count(self, root: etree._Element) -> None:
        """Count the characters of what has been read, by themselves: what the walk overlooks is missed."""
        self.source += solid("".join(map(str, root.itertext())))

    def add(self, kind: BlockKind, text: str) -> None:
        """Append a block, unless there is nothing in it."""
        if text:
            self.blocks.append(Block(kind=kind, text=text))

    def add_caption(self, caption: Caption) -> None:
        """Append a caption, unless there is nothing in it or the body has it already."""
        if caption in self._known:
            self.beside += solid(f"{caption.text or ''} {caption.credit or ''}")
        elif caption != Caption():
            self._known.add(caption)
            self.captions.append(caption)


def plain_body(text: str) -> Body:
    """Read a body of plain text: paragraphs between blank lines, or a paragraph a line where there are none."""
    body = Body(source=solid(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = re.split(r"\n[ \t]*\n\s*", text)
    for part in parts if len(parts) > 1 else text.split("\n"):
        body.add(BlockKind.PARAGRAPH, flowing(part))
    return body
