"""The hand-made lines of `lines.tsv`: read them, and say in the file's own words what was made of a line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from convert.article import AuthorKind, Label, Line
from convert.fields import byline, creditline, placeline, times
from convert.fields.days import Context
from convert.fields.language import primary
from convert.fields.moments import Moment


class Case(NamedTuple):
    kind: str
    language: str
    line: str
    wanted: str


def cases() -> list[Case]:
    path = Path(__file__).parent / "lines.tsv"
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").split("\n") if row and not row.startswith("#")]
    return [Case(*row) for row in rows]


def _byline(line: str, context: Context) -> str:
    said = []
    for author in byline.parse([line], context).authors:
        text = ("o:" if author.kind is AuthorKind.ORGANISATION else "") + author.name
        text += f"/{author.role}" if author.role else ""
        text += f"@{author.organisation}" if author.organisation else ""
        said.append(text)
    return "; ".join(said) or "-"


def _iso(value: datetime | date) -> str:
    return value.isoformat()


def _date(line: str, context: Context) -> str:
    read = times.read([Line(line, 0, len(line), Label.DATELINE, 1.0)], [0], context)
    published = _iso(read.published.value) if read.published else ""
    modified = f"m:{_iso(read.modified.value)}" if read.modified else ""
    return " ".join(filter(None, (published, modified))) or "-"


def _day(moment: Moment | None) -> str:
    if moment is None:
        return ""
    year = f"{moment.day.year}-" if moment.day.year else ""
    return f"{year}{moment.day.month:02}-{moment.day.day:02}"


def _place(line: str, context: Context) -> str:
    found = placeline.read(line, context) or placeline.opening(line, context)
    return f"{found.place or ''}|{_day(found.moment)}|{found.agency or ''}" if found else "-"


def said(case: Case) -> str:
    """What we make of the line, in the form of the file."""
    context = Context(primary(case.language), case.language)
    if case.kind == "byline":
        return _byline(case.line, context)
    if case.kind == "date":
        return _date(case.line, context)
    if case.kind == "place":
        return _place(case.line, context)
    return "|".join(creditline.tell(case.line))


def right(case: Case) -> bool:
    """The case of a place's letters is the paper's style, not part of its name."""
    made = said(case)
    return made.casefold() == case.wanted.casefold() if case.kind == "place" else made == case.wanted
