"""A segmentation for people: in the terminal, and as a page that reads well on screen, in print and without colour."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from convert.article import Label, Segmentation, legal

if TYPE_CHECKING:
    from convert.segment.explain import Evidence

_UNSURE: Final = 0.7
"""A line below this is marked: about one in ten lines of the corpus, and half of the wrong ones, lie below it."""

_WIDTH: Final = 11
_MARKS: Final = {
    Label.HEADLINE: ("H1", "#0b3d91", "solid"),
    Label.STANDFIRST: ("SF", "#0072b2", "double"),
    Label.BYLINE: ("BY", "#a34700", "dashed"),
    Label.DATELINE: ("DT", "#7a5c00", "dotted"),
    Label.CAPTION: ("CA", "#a0306f", "dashed"),
    Label.CROSSHEAD: ("H2", "#005f46", "double"),
    Label.BODY: ("P", "#111111", "solid"),
    Label.BOILERPLATE: ("--", "#6b6b6b", "dotted"),
}
"""Short name, colour (dark shades after Okabe and Ito, at least 4.5 : 1 on white) and kind of rule of each label: three
marks beside the label's full name, so that none of them has to be told by its colour."""

_STYLE: Final = """
:root { color-scheme: light; }
body { font: 1rem/1.5 Georgia, 'Noto Serif', serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #111; background: #fff; }
h1 { font: 600 1.1rem/1.3 system-ui, sans-serif; }
p.note, footer { font: .85rem/1.4 system-ui, sans-serif; color: #444; }
ol { list-style: none; padding: 0; counter-reset: line; }
li { display: grid; grid-template-columns: 3rem 7.5rem 3.5rem 1fr; gap: .5rem; padding: .15rem 0;
  counter-increment: line; break-inside: avoid; }
li::before { content: counter(line); text-align: right; color: #666; font: .8rem/1.9 system-ui, sans-serif; }
li.apart { margin-top: .9rem; }
.label, .sure { font: .8rem/1.9 system-ui, sans-serif; }
.text { border-left: .35rem; padding-left: .7rem; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.unsure .sure { font-weight: 700; text-decoration: underline; }
.why { display: block; font: .8rem/1.4 system-ui, sans-serif; color: #444; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } a { color: inherit; } }
"""


def explain(text: str) -> str:
    """Return the labelled lines of a text with the evidence for each label."""
    from convert.segment.explain import explain as evidence_of
    from convert.segment.tagger import segment

    return render_text(segment(text), evidence_of(text))


def render_text(segmentation: Segmentation, evidence: Sequence[Evidence] | None = None) -> str:
    """Return one row a line: label, confidence (with `?` where it is low), text. Blank lines stay where they are."""
    rows: list[str] = []
    for number, line in enumerate(segmentation.lines):
        if number and segmentation.blank_lines_before(number):
            rows.append("")
        mark = "?" if line.confidence < _UNSURE else " "
        rows.append(f"{line.label:<{_WIDTH}} {line.confidence:4.2f}{mark} {_printable(line.text)}")
        if evidence is not None:
            rows += [f"{'':<{_WIDTH}}       {row}" for row in evidence[number].rows()]
    rows += ["", f"confidence of the article: {segmentation.confidence:.2f}"]
    return "\n".join(rows) + "\n"


def _printable(text: str) -> str:
    """Replace what would move the cursor or change the terminal: nothing of the text may act there."""
    return "".join(char if char.isprintable() or char == "\u200d" else "\ufffd" for char in text)


def render_html(segmentation: Segmentation, evidence: Sequence[Evidence] | None = None) -> str:
    """Return a page of its own: no script, nothing fetched, the labels in words as well as in colour."""
    rows = [_row(segmentation, number, evidence) for number in range(len(segmentation.lines))]
    rules = "\n".join(
        f".{label} .text {{ border-left: .35rem {rule} {colour}; }}\n"
        f".{label} .label {{ color: {colour}; font-weight: 600; }}"
        for label, (_, colour, rule) in _MARKS.items()
    )
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Labelled lines</title>\n<style>{_STYLE}{rules}\n</style>\n</head>\n<body>\n"
        f"<h1>{len(segmentation.lines)} lines, confidence {segmentation.confidence:.2f}</h1>\n"
        f'<p class="note">{_legend(segmentation)}. An underlined figure marks a line that the model is unsure of.</p>\n'
        f"<ol>\n{''.join(rows)}</ol>\n</body>\n</html>\n"
    )


def _legend(segmentation: Segmentation) -> str:
    counts = {label: sum(line.label is label for line in segmentation.lines) for label in Label}
    return ", ".join(f"{count} {label}" for label, count in counts.items() if count) or "No lines"


def _row(segmentation: Segmentation, number: int, evidence: Sequence[Evidence] | None) -> str:
    line = segmentation.lines[number]
    classes = [line.label.value]
    if number and segmentation.blank_lines_before(number):
        classes.append("apart")
    if line.confidence < _UNSURE:
        classes.append("unsure")
    text = html.escape(legal(line.text)[0])
    why = ""
    if evidence is not None:
        why = "".join(f'<span class="why">{html.escape(legal(row)[0])}</span>' for row in evidence[number].rows())
    return (
        f'<li class="{" ".join(classes)}"><span class="label">{_MARKS[line.label][0]} {line.label}</span>'
        f'<span class="sure">{line.confidence:.2f}</span><span class="text" dir="auto">{text}{why}</span></li>\n'
    )
