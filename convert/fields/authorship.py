"""Who wrote an article: from its byline, else from a line of times.

The label of a line stays as it is. A name is read from a line with another one only where a byline leaves off in the
middle. Below a text nobody is looked for: `By` may stand there in a comment, a newsletter or the next article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from convert.article import Author, Label
from convert.fields import byline, bylinecuts, headings, merge, namerows, names, times
from convert.fields.lexer import fold
from convert.fields.merge import FromText
from convert.fields.namewords import Kind, listed
from convert.fields.work import Work

_RECORDED: Final = re.compile(r"([^\s\d:|·•–-]{2,9})[\s:|·•–-]{0,4}\d")
"""A word, and behind it a number: the duration of a recording, or its day."""

_WORD: Final = re.compile(r"(?<![\w@.-])[^\W\d_]+(?![\w@-])")
"""A word by itself, and no part of an address."""

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
    texts = _with_open_ends(work, {number: text for number, text in texts.items() if not _is_recording(text, work)})
    lines = tuple(texts)
    groups = [[texts[number] for number in run] for run in times.runs(lines, _NEAR)]
    read = byline.parse_apart(groups, work.context)
    named = _without_phrases(read.authors, texts.values(), work)
    sure = label * (0.5 + read.sure / 2)
    authors = FromText(named, lines, sure) if named else None
    return authors, FromText(read.agencies, lines, sure) if read.agencies else None


def _is_recording(text: str, work: Work) -> bool:
    """Tell whether a line is about a recording: `Audio 03:07 min | Ana Costa` names who made that, not the article.

    Such a line opens with the word for it and its duration or date; a `By` in it names an author all the same.
    """
    opens = _RECORDED.match(text)
    if opens is None or fold(opens[1]) not in listed().recordings:
        return False
    return not bylinecuts.strip_cue(byline.behind_name(text[opens.end() :]), work.context.language)[1]


def _without_phrases(authors: Iterable[Author], lines: Iterable[str], work: Work) -> tuple[Author, ...]:
    """Leave out names in capitals that are phrases, as the title of a newsletter is: `WEST DOCK LATE EDITION`.

    No `By` announces such a name, and one of its words is also written by itself in small letters in the text. In
    capitals nothing else tells a name from a phrase.
    """
    found = tuple(authors)
    strange = {author.name: _strange(author.name) for author in found}
    if not any(strange.values()) or any(bylinecuts.strip_cue(line, work.context.language)[1] for line in lines):
        return found
    small = frozenset(_WORD.findall(work.seg.text))
    return tuple(author for author in found if small.isdisjoint(strange[author.name]))


def _strange(name: str) -> list[str]:
    """Return the words, in small letters, that make a name in capitals doubtful: those behind the first one.

    Known family names and particles are none, nor is what stands alone behind a known given name: `DAVID CASTLE`.
    """
    first, *others = name.split()
    if not name.isupper() or (len(others) == 1 and namerows.opens(first.title())):
        return []
    some = [word for word in others if word.isalpha() and fold(word) not in listed().particles]
    return [word.lower() for word in some if not namerows.is_family(word.title())]


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
