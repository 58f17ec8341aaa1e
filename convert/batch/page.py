"""The account of a run as one page: `report.html`. It needs nothing but itself and makes no request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from convert.article import Label
from convert.batch.kinship import Kin
from convert.batch.plots import Bars, lying, standing
from convert.diagnostics import CODES

_STYLE: Final = """
:root{color-scheme:light dark;--line:#8884;--bar:#2a78b8}
body{font:16px/1.5 system-ui,sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1.5rem}
figure{margin:0}figcaption{font-weight:600}svg{width:100%;height:auto}
svg text{font:12px system-ui,sans-serif;fill:currentColor}svg rect{fill:var(--bar)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}
tr+tr td{border-top:1px solid var(--line)}td.n{text-align:right;white-space:nowrap}
details{border:1px solid var(--line);border-radius:4px;margin:.5rem 0;padding:.25rem .75rem}
.lines td:first-child{white-space:nowrap;font-size:.8rem;opacity:.8}.lines td:last-child{overflow-wrap:anywhere}
code{overflow-wrap:anywhere}
.headline{font-weight:700}.boilerplate{opacity:.55}.unsure{background:#f5c54244}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_UNSURE: Final = 0.6
"""A line below this confidence is marked: what of an unsure article to look at first."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """One article that a person should look at: its labelled lines as in its account, or why they are not shown."""

    key: str
    confidence: float
    lines: tuple[dict[str, Any], ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page shows, counted."""

    outcomes: Bars
    reasons: tuple[tuple[str, str, int, str], ...]
    confidence: Bars
    words: Bars
    dates: Bars
    languages: Bars
    authors: Bars


@dataclass(frozen=True, slots=True)
class Related:
    """Inputs that have to do with each other: how many, and the first of them."""

    duplicates: int
    versions: int
    twins: int
    stories: tuple[Kin, ...]
    guids: tuple[Kin, ...]


def page(figures: Figures, unsure: Iterable[Unsure], related: Related) -> Iterator[str]:
    """Yield the page in pieces."""
    total = sum(number for _, number in figures.outcomes)
    yield (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{total:,} inputs - newsconvert</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>\n'
        f"<h1>{total:,} inputs</h1>\n<div class=plots>\n"
    )
    yield lying("Outcomes", figures.outcomes)
    yield standing("Confidence of the labels of an article", figures.confidence)
    yield standing("Length of an article, in words", figures.words)
    yield standing("Articles by date", figures.dates)
    yield lying("Languages", figures.languages)
    yield lying("Authors", figures.authors)
    yield "\n</div>\n<h2>Reasons</h2>\n"
    yield _reasons(figures.reasons)
    yield from _related(related)
    yield "\n<h2>To be looked at first</h2>\n<p>The articles whose labels are least sure, the least sure first.</p>\n"
    number = 0
    for number, one in enumerate(unsure, 1):
        yield _article(one, is_open=number == 1)
    yield ("" if number else "<p>None.</p>") + "\n</body></html>\n"


def _reasons(reasons: Iterable[tuple[str, str, int, str]]) -> str:
    rows = "".join(
        f"<tr><td class=n>{number:,}</td><td>{escape(status)}</td><td><code>{escape(code)}</code></td>"
        f"<td>{escape(_meaning(code))}</td><td><code>{escape(example)}</code></td></tr>\n"
        for status, code, number, example in reasons
    )
    head = "<tr><th>Inputs</th><th>Outcome</th><th>Code</th><th>What it means, and what to do</th><th>Such as</th></tr>"
    return f"<table>{head}\n{rows}</table>" if rows else "<p>Nothing was found.</p>"


def _related(related: Related) -> Iterator[str]:
    """Show what tells the same story, and what shares a guid; nothing where nothing does."""
    if related.stories:
        rows = [(f"{one.similarity:.2f}", one.key, one.story) for one in related.stories]
        yield "\n<h2>Told more than once</h2>\n"
        counts = f"{related.duplicates:,} near-duplicates and {related.versions:,} versions"
        yield f"<p>{counts}; the most alike first.</p>\n"
        yield _table(("In common", "Input", "Tells what this one tells"), rows)
    if related.guids:
        shared = [(one.guid, one.key, one.twin) for one in related.guids]
        yield "\n<h2>One guid for several</h2>\n"
        yield f"<p>{related.twins:,} inputs. {escape(_meaning('batch.same-guid'))}</p>\n"
        yield _table(("guid", "Input", "Has the guid of"), shared)


def _table(head: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    cells = "".join(
        f"<tr>{''.join(f'<td><code>{escape(cell or str())}</code></td>' for cell in row)}</tr>\n" for row in rows
    )
    return f"<table><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>\n{cells}</table>"


def _meaning(code: str) -> str:
    row = CODES.get(code)
    return f"{row.meaning} {row.remedy}" if row else ""


def _article(one: Unsure, *, is_open: bool) -> str:
    lines = "".join(_line(line) for line in one.lines)
    rest = f"<p>{escape(one.left_out)}</p>" if one.left_out else ""
    title = f"<summary>{one.confidence:.2f} <code>{escape(one.key)}</code></summary>"
    return f"<details{' open' if is_open else ''}>{title}<table class=lines>{lines}</table>{rest}</details>\n"


def _line(line: dict[str, Any]) -> str:
    label, confidence = str(line["label"]), float(line["confidence"])
    known = label if label in set(Label) else ""
    unsure = " unsure" if confidence < _UNSURE else ""
    return (
        f'<tr class="{known}{unsure}"><td>{escape(label)} {confidence:.2f}</td>'
        f'<td dir="auto">{escape(str(line["text"]))}</td></tr>'
    )
