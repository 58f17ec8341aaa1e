"""Who wrote an article: from its byline, else from a line of times.

The label of a line stays as it is. A name is read from a line with another one only where a byline leaves off in the
middle. Below a text nobody is looked for: `By` may stand there in a comment, a newsletter or the next article.
"""

from __future__ import annotations

from typing import Final

from convert.article import Label
from convert.fields import byline, bylinecuts, headings, merge, namerows, names, times
from convert.fields.merge import FromText
from convert.fields.namewords import Kind
from convert.fields.work import Work

_NEAR: Final = 3
"""Lines between bylines of one place: a page puts a portrait's alternative text or a button between two authors."""


def authors(work: Work) -> None:
    """Set the literal byline, its authors and the agencies it names."""
    found = headings.byline(work.seg, work.lines[Label.BYLINE], work.clean)
    values = work.values
    stated = FromText(found.text, found.lines, work.least(found.lines)) if found else None
    values.choose("byline", stated, merge.texts_differ)
    read = None
    if found is not None:
        read, agencies = _signed(work, dict(zip(found.lines, found.text.split("\n"), strict=True)))
        if agencies is not None:
            values.put("agencies", agencies.value, agencies.origin())
    values.choose("authors", read or _beside_times(work), merge.authors_differ)


def _signed(work: Work, texts: dict[int, str]) -> tuple[FromText | None, FromText | None]:
    """Read authors and agencies from the lines of the byline, as sure as their labels are."""
    label = work.least(tuple(texts))
    texts = _with_open_ends(work, texts)
    lines = tuple(texts)
    groups = [[texts[number] for number in run] for run in times.runs(lines, _NEAR)]
    read = byline.parse_apart(groups, work.context)
    sure = label * (0.5 + read.sure / 2)
    authors = FromText(read.authors, lines, sure) if read.authors else None
    return authors, FromText(read.agencies, lines, sure) if read.agencies else None


def _with_open_ends(work: Work, texts: dict[int, str]) -> dict[int, str]:
    """Add the names that a byline leaves to lines of another label.

    Such a line stands below one that ends with a comma or an `and`, or alone between two that say roles: `Ana Costa`,
    `Reporter`, then her colleague, and `Reporter` again. Only a known given name tells the name of a person from
    that of a town, and in any other gap stand towns, houses and tags that begin with one as well.
    """
    lines = work.seg.lines
    added: dict[int, str] = {}
    for number, text in texts.items():
        below, above = number + 1, text
        while below < len(lines) and below not in texts and lines[below].label is Label.BOILERPLATE:
            name = bylinecuts.closed(work.clean.line(lines[below].text))
            if not (namerows.opens(name) and names.alone(name)):
                break
            if not bylinecuts.is_open(above) and not (_is_role(above) and _is_role(texts.get(below + 1, ""))):
                break
            added[below] = above = work.clean.line(lines[below].text)
            below += 1
    return dict(sorted({**texts, **added}.items())) if added else texts


def _is_role(text: str) -> bool:
    return names.judge(text).kind is Kind.ROLE


def _beside_times(work: Work) -> FromText | None:
    """Read the authors whom a line of times announces: `Published 3 March 2024 by Ana Costa`."""
    for number in work.lines[Label.DATELINE]:
        line = work.seg.lines[number]
        read = byline.announced(work.clean.line(line.text), work.context)
        if read.authors:
            return FromText(read.authors, (number,), line.confidence * (0.5 + read.sure / 2))
    return None
