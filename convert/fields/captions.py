"""Caption lines into pictures: what is caption, what alternative text, what credit, and which belong together.

A picture's lines stand together: alternative text, caption, credit. The three repeat one another; a repeat is joined,
and what a repeat has more than the first is the credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from pydantic import TypeAdapter

from convert.article import Caption, Segmentation
from convert.fields import creditline, creditwords, joining, words
from convert.fields.characters import Cleaner, loose, same
from convert.fields.joining import Wrap
from convert.fields.lexer import flat

_SOME_WORDS: Final = 12
"""Letters from which the beginning of a caption is taken for a repeat of it."""

_OPEN: Final = " (（"
_CAPTIONS: Final = TypeAdapter(tuple[Caption, ...])


class _Said(NamedTuple):
    """A caption line, told apart: `text` and `credit`, either may be empty, with their folded forms."""

    numbers: tuple[int, ...]
    text: str
    credit: str
    key: str


@dataclass(slots=True)
class _Picture:
    """What is known of one picture so far: texts and credits by their folded forms, in order."""

    numbers: list[int] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    credits: dict[str, str] = field(default_factory=dict)


@cache
def _placeholders() -> frozenset[str]:
    return words.fold_all(words.file("credits")["placeholders"])


def _rows(seg: Segmentation, numbers: Sequence[int], clean: Cleaner, wrap: Wrap) -> list[tuple[tuple[int, ...], str]]:
    """Join the lines of captions in a hard-wrapped text; elsewhere each line stands alone."""
    rows: list[tuple[tuple[int, ...], str]] = []
    for number in numbers:
        text = clean.line(seg.lines[number].text)
        if wrap.width and rows and rows[-1][0][-1] == number - 1 and not seg.blank_lines_before(number):
            above, joined = rows[-1]
            if not joining.ends(seg.lines[number - 1].text, text, wrap):
                rows[-1] = ((*above, number), joining.join([joined, text]))
                continue
        rows.append(((number,), text))
    return rows


def _said(rows: Sequence[tuple[tuple[int, ...], str]]) -> Iterable[_Said]:
    """Tell each row apart, joining a credit that was torn off its announcement."""
    above = torn = ""
    before: tuple[int, ...] = ()
    for at, (own, line) in enumerate(rows):
        text = f"{torn} {line}" if torn else line
        numbers, before, torn = (*before, *own), (), ""
        opened = text.endswith(("(", "（"))
        torn_off = opened or len(text) <= _SOME_WORDS
        followed = torn_off and at + 1 < len(rows) and rows[at + 1][0][0] == numbers[-1] + 1
        if followed and len(text) <= _SOME_WORDS and flat(text).rstrip(" :：(") in _placeholders():
            before, torn = numbers, text
            continue
        if followed and opened:
            caption, credit = text.rstrip(_OPEN), ""
        else:
            caption, credit = (text, "") if text == above else creditline.tell(text, above)
        above = caption or above
        if caption or credit:
            yield _Said(numbers, caption, credit, loose(caption) if caption else "")


def _holds(text: str, other: str) -> bool:
    """Tell whether a folded caption says all that another says: the same, or more after it."""
    return text == other or (len(other) >= _SOME_WORDS and text.startswith(other))


def _repeats(one: str, two: str) -> bool:
    """Tell whether of two folded captions one says what the other says, or begins it."""
    return _holds(one, two) or _holds(two, one)


def _goes_with(picture: _Picture, said: _Said, seg: Segmentation) -> bool:
    """Tell whether a line belongs to the picture of the lines before it."""
    if said.numbers[0] != picture.numbers[-1] + 1:
        return False
    if said.text and any(_repeats(said.key, key) for key in picture.texts):
        return True
    if not (picture.credits if said.credit and not said.text else picture.texts):
        return True
    if not said.text and loose(said.credit) in picture.credits:
        return True
    near = seg.blank_lines_before(said.numbers[0]) == 0
    return near and (not said.text or (len(picture.texts) == 1 and not picture.credits))


def _pictures(rows: Sequence[tuple[tuple[int, ...], str]], seg: Segmentation) -> Iterable[_Picture]:
    picture: _Picture | None = None
    for said in _said(rows):
        if picture is not None and not _goes_with(picture, said, seg):
            yield picture
            picture = None
        picture = picture or _Picture()
        picture.numbers.extend(said.numbers)
        if said.text:
            picture.texts.setdefault(said.key, said.text)
        if said.credit:
            picture.credits.setdefault(loose(said.credit), said.credit)
    if picture is not None:
        yield picture


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


def _caption(picture: _Picture) -> tuple[dict[str, str | None], list[str]]:
    """Return the caption of a picture: the last text that no later one holds, and before it the alternative text.

    With it come the folded texts that it shows.
    """
    keys = list(picture.texts)
    distinct = keys if len(keys) < 2 else _distinct(keys)  # noqa: PLR2004 - one repeats nothing
    text = picture.texts[distinct[-1]] if distinct else None
    credit = ", ".join(_credits(picture)) or None
    alt = picture.texts[distinct[0]] if len(distinct) > 1 and _adds(distinct[0], distinct[-1], credit) else None
    return {"text": text, "alt": alt, "credit": credit}, distinct[:1] + distinct[1:][-1:]


def captions(
    seg: Segmentation, numbers: Sequence[int], clean: Cleaner, wrap: Wrap
) -> tuple[tuple[Caption, ...], tuple[int, ...]]:
    """Return the captions, one a picture, and the numbers of all their lines.

    A picture whose texts and credit earlier ones have shown adds nothing: dumps show their lead picture twice.
    """
    if not numbers:
        return (), ()
    found: list[dict[str, str | None]] = []
    used: list[int] = []
    known: dict[str, set[str | None]] = {}
    for picture in _pictures(_rows(seg, numbers, clean, wrap), seg):
        caption, keys = _caption(picture)
        used.extend(picture.numbers)
        credit = caption["credit"]
        if keys and all(key in known and (credit is None or credit in known[key]) for key in keys):
            continue
        for key in keys:
            known.setdefault(key, set()).add(credit)
        found.append(caption)
    return _CAPTIONS.validate_python(found), tuple(used)
