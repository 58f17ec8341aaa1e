"""Bar charts as inline SVG: no script, no font, no request; readable in the dark and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

Bars = Sequence[tuple[str, int]]
"""What is counted, and how often, in the order in which it is shown."""

_WIDTH: Final = 640
_ROW: Final = 22
_NAMES: Final = 220
_HEIGHT: Final = 160
_TICKS: Final = 8
_LABEL: Final = 50
"""Room of a label; where less is left, it ends under its bar and does not begin there."""
_LONGEST: Final = 34
_TEXT_HEIGHT: Final = 15


def lying(title: str, bars: Bars) -> str:
    """Draw one horizontal bar a name, for few things with long names."""
    most = max((number for _, number in bars), default=0)
    rows = "".join(_row(index, name, number, most) for index, (name, number) in enumerate(bars))
    return _figure(title, rows, len(bars) * _ROW + 4)


def _row(index: int, name: str, number: int, most: int) -> str:
    top = index * _ROW
    width = max((_WIDTH - _NAMES - 70) * number / most, 1.0)
    base = top + _TEXT_HEIGHT
    tip = f"<title>{escape(name)}</title>"
    return (
        f'<text x="{_NAMES - 8}" y="{base}" text-anchor="end">{escape(_short(name))}{tip}</text>'
        f'<rect x="{_NAMES}" y="{top + 3}" width="{width:.1f}" height="{_ROW - 6}"/>'
        f'<text x="{_NAMES + width + 6:.1f}" y="{base}">{number:,}</text>'
    )


def standing(title: str, bars: Bars) -> str:
    """Draw one vertical bar a step of a scale, for a distribution."""
    most = max((number for _, number in bars), default=0)
    step = _WIDTH / max(len(bars), 1)
    every = max(1, -(-len(bars) // _TICKS))
    columns = "".join(
        _column(index, name, number, most, step, labelled=index % every == 0)
        for index, (name, number) in enumerate(bars)
    )
    return _figure(title, columns, _HEIGHT + 24)


def _column(index: int, name: str, number: int, most: int, step: float, *, labelled: bool) -> str:
    height = _HEIGHT * number / most if most else 0.0
    left = index * step
    tip = f"<title>{escape(name)}: {number:,}</title>"
    top, width = _HEIGHT - height, max(step - 1, 0.5)
    bar = f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}">{tip}</rect>'
    at, anchor = (left + width, ' text-anchor="end"') if left > _WIDTH - _LABEL else (left, "")
    label = f'<text x="{at:.1f}" y="{_HEIGHT + 16}"{anchor}>{escape(name)}</text>' if labelled else ""
    return bar + label


def _figure(title: str, inner: str, height: int) -> str:
    """Frame a chart. `inner` is escaped already."""
    drawn = f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">{inner}</svg>'
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawn if inner else '<p>nothing to show</p>'}</figure>"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
