"""Who wrote an article: from its byline, else from a line of times, else from the line that signs the text.

The label of a line stays as it is. A name is read from a line with another one only where it cannot be mistaken: where
a byline leaves off in the middle, and where a line below a text that names nobody says `By`.
"""

from __future__ import annotations

from typing import Final

from convert.article import Label
from convert.fields import byline, bylinecuts, headings, merge, namerows, names, times
from convert.fields.merge import FromText
from convert.fields.work import Work

_NEAR: Final = 3
"""Lines between bylines of one place: a page puts a portrait's alternative text or a button between two authors."""

_SIGNED: Final = 5
"""Lines below the body of which one may sign the text. In 950 articles of some 400 sites, as the text and as the whole
page, the lines within five that say `By` were all of the author; those further down and inside the body were mostly
of the authors of other articles."""


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
    values.choose("authors", read or _beside_times(work) or _below(work), merge.authors_differ)


def _signed(work: Work, texts: dict[int, str]) -> tuple[FromText | None, FromText | None]:
    """Read authors and agencies from the lines of the byline."""
    texts = _with_open_ends(work, texts)
    lines = tuple(texts)
    groups = [[texts[number] for number in run] for run in times.runs(lines, _NEAR)]
    read = byline.parse_apart(groups, work.context)
    sure = work.least(lines) * (0.5 + read.sure / 2)
    authors = FromText(read.authors, lines, sure) if read.authors else None
    return authors, FromText(read.agencies, lines, sure) if read.agencies else None


def _with_open_ends(work: Work, texts: dict[int, str]) -> dict[int, str]:
    """Add the names in the gaps of a byline: behind a line that ends with a comma or an `and`, and between two lines.

    Only a known given name tells the name of a person from that of a town.
    """
    lines = work.seg.lines
    added: dict[int, str] = {}
    for number, text in texts.items():
        below, above = number + 1, text
        while below < len(lines) and below not in texts and lines[below].label is Label.BOILERPLATE:
            name = bylinecuts.closed(work.clean.line(lines[below].text))
            inside = below == number + 1 and not texts.keys().isdisjoint((number + 2, number + 3))
            if not (inside or bylinecuts.is_open(above)) or not (namerows.opens(name) and names.alone(name)):
                break
            added[below] = above = work.clean.line(lines[below].text)
            below += 1
    return dict(sorted({**texts, **added}.items())) if added else texts


def _beside_times(work: Work) -> FromText | None:
    """Read the authors whom a line of times announces: `Published 3 March 2024 by Ana Costa`."""
    for number in work.lines[Label.DATELINE]:
        line = work.seg.lines[number]
        read = byline.announced(work.clean.line(line.text), work.context)
        if read.authors:
            return FromText(read.authors, (number,), line.confidence * (0.5 + read.sure / 2))
    return None


def _below(work: Work) -> FromText | None:
    """Read the author whom a line close below the body announces, and nothing else: `Author: Ana Costa`."""
    last = work.lines[Label.BODY][-1]
    for number in range(last + 1, min(last + 1 + _SIGNED, len(work.seg.lines))):
        line = work.seg.lines[number]
        name = byline.writer(work.clean.line(line.text), work.context) if line.label is Label.BOILERPLATE else None
        if name is not None:
            return FromText((name,), (number,), line.confidence / 2)
    return None
