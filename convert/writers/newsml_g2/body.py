"""The body as XHTML and as NITF, both whole: XHTML first and NITF last, the only order that every importer reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convert.article import Article, Block, BlockKind
from convert.writers import plain, words
from convert.writers.newsml_g2.item import language
from convert.writers.newsml_g2.markup import Nodes, branch, known, leaf
from convert.writers.newsml_g2.names import NITF, NITF_TYPE, XHTML, XHTML_TYPE
from convert.writers.newsml_g2.values import line, lines
from convert.writers.newsml_g2.variants import Variant


def content_set(article: Article, variant: Variant) -> Nodes:
    """Return the contentSet with both renditions."""
    title = plain.title(article, line)
    before, after = (_standfirst(article), _captions(article)) if variant.repeats else ([], [])
    count = str(words.count(article.body) + words.count_text("\n".join((*before, *after))))
    first, last = _marked("standfirst", before), _marked("caption", after)
    page, story = _rendered(article.body)
    if variant.plain:
        page, _ = _rendered(_plain(article))
    page, story = [*first, *page, *last], [*first, *story, *last]
    return branch(
        "contentSet",
        [
            *branch("inlineXML", _xhtml(article, title, page), contenttype=XHTML_TYPE, wordcount=count),
            *branch("inlineXML", _nitf(article, title, story), contenttype=NITF_TYPE, wordcount=count),
        ],
    )


def _standfirst(article: Article) -> list[str]:
    """Return the paragraphs of the standfirst, for importers that read nothing but the body."""
    return [text for text in (lines(article.standfirst) or "").split("\n") if text]


def _captions(article: Article) -> list[str]:
    """Return each caption with its credit, for importers that read nothing but the body."""
    texts = (
        " ".join(filter(None, (line(caption.text) or line(caption.alt), line(caption.credit))))
        for caption in article.captions
    )
    return [text for text in texts if text]


def _marked(name: str, texts: Iterable[str]) -> Nodes:
    """Return paragraphs that are marked as repeating what the metadata says."""
    return [leaf("p", text, **{"class": name}) for text in texts]


def _plain(article: Article) -> Iterator[Block]:
    """Yield the body without nesting: a paragraph for each item of a list, a paragraph for a quote."""
    for block in article.body:
        match block.kind:
            case BlockKind.LIST:
                yield from map(_paragraph, _entries(block))
            case BlockKind.QUOTE:
                yield _paragraph(block.text)
            case _:
                yield block


def _paragraph(text: str) -> Block:
    return Block.model_construct(kind=BlockKind.PARAGRAPH, text=text, lines=())


def _entries(block: Block) -> list[str]:
    return [entry for entry in block.text.split("\n") if entry.strip()] or [block.text]


def _rendered(blocks: Iterable[Block]) -> tuple[Nodes, Nodes]:
    """Return the blocks as elements of XHTML and of NITF; what is the same in both is made once."""
    page: Nodes = []
    story: Nodes = []
    for block in blocks:
        match block.kind:
            case BlockKind.CROSSHEAD:
                page.append(leaf("h2", block.text))
                story.append(leaf("hl2", block.text))
            case BlockKind.LIST:
                entries = branch("ul", [leaf("li", entry) for entry in _entries(block)])
                page += entries
                story += entries
            case BlockKind.QUOTE:
                said: Nodes = [leaf("p", block.text)]
                page += branch("blockquote", said)
                story += branch("bq", branch("block", said))
            case _:
                paragraph = leaf("p", block.text)
                page.append(paragraph)
                story.append(paragraph)
    return page, story


def _xhtml(article: Article, title: str, blocks: Nodes) -> Nodes:
    attributes = {"xmlns": XHTML}
    if tag := language(article):
        attributes |= {"lang": tag, "xml:lang": tag}
    return branch("html", [*branch("head", [leaf("title", title)]), *branch("body", blocks)], **attributes)


def _nitf(article: Article, title: str, blocks: Nodes) -> Nodes:
    content = branch("body.content", branch("block", blocks))
    body = branch("body", [*_nitf_head(article, title), *content])
    return branch("nitf", [*branch("head", [leaf("title", title)]), *body], xmlns=NITF)


def _nitf_head(article: Article, title: str) -> Nodes:
    children = branch("hedline", [leaf("hl1", title)])
    children += known("byline", lines(article.byline))
    children += known("dateline", lines(article.dateline.text if article.dateline else None))
    if standfirst := lines(article.standfirst):
        children += branch("abstract", [leaf("p", text) for text in standfirst.split("\n") if text])
    return branch("body.head", children)
