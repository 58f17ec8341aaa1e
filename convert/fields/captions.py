"""Caption lines into pictures: what is caption, what alternative text, what credit, and which belong together.

A picture's lines stand together: alternative text, caption, credit. The three repeat one another; a repeat is joined,
and what a repeat has more than the first is the credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from convert.article import Segmentation
from convert.fields import creditline, creditwords, joining, words
from convert.fields.characters import Cleaner, loose, same
from convert.fields.joining import Wrap
from convert.fields.lexer import flat
from convert.fields.merge import Facts

_SOME_WORDS: Final = 12
"""Letters from which the beginning of a caption is taken for a repeat of it."""

_OPEN: Final = " (（"
_OPENED: Final = ("(", "（")

_Row = tuple[tuple[int, ...], str]
"""The numbers of the lines of a caption, and its words."""


class _Said(NamedTuple):
    """A caption line, told apart: `text` and `credit`, either may be empty, each with its folded form."""

    numbers: tuple[int, ...]
    text: str
    key: str
    credit: str
    credit_key: str


class _Picture(NamedTuple):
    """What is known of one picture so far: texts and credits by their folded forms, in order."""

    numbers: list[int]
    texts: dict[str, str]
    credits: dict[str, str]


@cache
def _placeholders() -> frozenset[str]:
    return words.fold_all(words.file("credits")["placeholders"])


def _rows(seg: Segmentation, numbers: Sequence[int], clean: Cleaner, wrap: Wrap) -> list[_Row]:
    """Join the lines of captions in a hard-wrapped text; elsewhere each line stands alone."""
    rows: list[_Row] = []
    for number in numbers:
        text = clean.line(seg.lines[number].text)
        if wrap.width and rows and rows[-1][0][-1] == number - 1 and not seg.blank_lines_before(number):
            above, joined = rows[-1]
            if not joining.ends(seg.lines[number - 1].text, text, wrap):
                rows[-1] = ((*above, number), joining.join([joined, text]))
                continue
        rows.append(((number,), text))
    return rows


def _is_followed(rows: Sequence[_Row], at: int) -> bool:
    """Tell whether the next row stands on the very next line."""
    return at + 1 < len(rows) and rows[at + 1][0][0] == rows[at][0][-1] + 1


def _said(rows: Sequence[_Row]) -> Iterable[_Said]:
    """Tell each row apart, joining a credit that was torn off its announcement."""
    above = torn = ""
    before: tuple[int, ...] = ()
    for at, (own, line) in enumerate(rows):
        text = f"{torn} {line}" if torn else line
        numbers, before, torn = (*before, *own), (), ""
        opened, short = text.endswith(_OPENED), len(text) <= _SOME_WORDS
        followed = (opened or short) and _is_followed(rows, at)
        if followed and short and flat(text).rstrip(" :：(") in _placeholders():
            before, torn = numbers, text
            continue
        if followed and opened:
            caption, credit = text.rstrip(_OPEN), ""
        else:
            caption, credit = (text, "") if text == above else creditline.tell(text, above)
        above = caption or above
        if caption or credit:
            yield _Said(numbers, caption, caption and loose(caption), credit, credit and loose(credit))


def _holds(text: str, other: str) -> bool:
    """Tell whether a folded caption says all that another says: the same, or more after it."""
    return text == other or (len(other) >= _SOME_WORDS and text.startswith(other))


def _repeats(one: str, two: str) -> bool:
    """Tell whether of two folded captions one says what the other says, or begins it."""
    return _holds(one, two) or _holds(two, one)


def _goes_with(picture: _Picture, said: _Said, seg: Segmentation) -> bool:
    """Tell whether a line belongs to the picture of the lines before it."""
    numbers, texts, credited = picture
    if said.numbers[0] != numbers[-1] + 1:
        return False
    if said.text and (said.key in texts or any(_repeats(said.key, key) for key in texts)):
        return True
    if not (credited if said.credit and not said.text else texts):
        return True
    if not said.text and said.credit_key in credited:
        return True
    near = seg.blank_lines_before(said.numbers[0]) == 0
    return near and (not said.text or (len(texts) == 1 and not credited))


def _pictures(rows: Sequence[_Row], seg: Segmentation) -> list[_Picture]:
    """Gather the rows that belong to one picture."""
    pictures: list[_Picture] = []
    for said in _said(rows):
        if not pictures or not _goes_with(pictures[-1], said, seg):
            pictures.append(_Picture([], {}, {}))
        numbers, texts, credited = pictures[-1]
        numbers += said.numbers
        if said.text:
            texts.setdefault(said.key, said.text)
        if said.credit:
            credited.setdefault(said.credit_key, said.credit)
    return pictures


def _credits(picture: _Picture) -> list[str]:
    """Return the credits of a picture, without those that a longer one holds or that only say that it is a picture."""
    if len(picture.credits) < 2:  # noqa: PLR2004 - one says nothing twice
        return list(picture.credits.values())
    keys = {key: same(text) for key, text in picture.credits.items() if not creditwords.is_cue(text)}
    whole = [key for key, one in keys.items() if not any(one != two and one in two for two in keys.values())]
    return [picture.credits[key] for key in whole] or list(picture.credits.values())


def _distinct(keys: Sequence[str]) -> list[str]:
    """Return the folded texts that no later one holds: a shorter caption does not replace a longer description."""
    return [key for n, key in enumerate(keys) if not any(_holds(other, key) for other in keys[n + 1 :])]


def _adds(alt: str, text: str, credit: str | None) -> bool:
    """Tell whether an alternative text says more than the caption under it, the credit behind it aside."""
    rest = same(alt[len(text) :]) if _holds(alt, text) else alt
    return any(map(str.isalnum, rest)) and rest not in same(credit or "")


def _caption(picture: _Picture) -> tuple[Facts, tuple[str, ...]]:
    """Return the caption of a picture: the last text that no later one holds, and before it the alternative text.

    With it come the folded texts that it shows.
    """
    texts = picture.texts
    credit = ", ".join(_credits(picture)) or None
    if len(texts) < 2:  # noqa: PLR2004 - one repeats nothing
        return {"text": next(iter(texts.values()), None), "alt": None, "credit": credit}, tuple(texts)
    distinct = _distinct(list(texts))
    first, last = distinct[0], distinct[-1]
    alt = texts[first] if len(distinct) > 1 and _adds(first, last, credit) else None
    return {"text": texts[last], "alt": alt, "credit": credit}, (first, last)


def captions(
    seg: Segmentation, numbers: Sequence[int], clean: Cleaner, wrap: Wrap
) -> tuple[tuple[Facts, ...], tuple[int, ...]]:
    """Return what the captions say, one a picture, and the numbers of all their lines.

    A picture whose texts and credit earlier ones have shown adds nothing: dumps show their lead picture twice.
    """
    if not numbers:
        return (), ()
    found: list[Facts] = []
    used: list[int] = []
    shown: set[tuple[str, str | None]] = set()
    for picture in _pictures(_rows(seg, numbers, clean, wrap), seg):
        caption, keys = _caption(picture)
        used += picture.numbers
        showing = [(key, caption["credit"]) for key in keys]
        if not (showing and shown.issuperset(showing)):
            found.append(caption)
            shown.update(showing, [(key, None) for key in keys])
    return tuple(found), tuple(used)
