"""What is settled after the network: one headline and its copies; lists of names go on; announced credits are captions.

The network judges line by line, and now and then calls two lines the headline, or none. This second look sees the whole
text. It needs no learning but a few limits.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from convert.article import Label
from convert.segment.features import Batch, names
from convert.segment.spoken import Spoken

LEAST: Final = 0.1
"""Below this probability the likeliest line is no headline either: the text has none. 0 to 0.2 were tried: on the
reviewed articles all the same, on the machine-labelled ones the lower the better, but there every article has one."""

SECOND: Final = 0.65
"""Another line within `NEAR` is a second line of the headline if it is as likely as this by itself. Of 0.5 to 0.8 the
best are 0.55 to 0.65 on the reviewed articles; on the machine-labelled ones it is the higher the better."""

NEAR: Final = 2
"""Lines within which a copy of the headline heads the article again; 0 to 3 were tried. In German texts 22 of 24 such
copies of the reviewed articles are headline, in others none of 13 (of the machine-labelled ones 2 of some 50): there it
ends a path, or is a picture's text."""

RIVAL: Final = 0.2
"""Probability from which on another line may be the headline instead of a picture's alternative text. Of 0.05 to 0.2,
the higher, the fewer headlines are lost to captions that say them again with a credit. The corpus has no such caption;
made for the purpose below 115 headlines, they cost 13 with this, 24 with 0.05, and 4 without any rule."""

NEARLY: Final = 0.35
"""In a text without a byline the likeliest line is one from this probability on. Of 0.1 to 0.4, the lower, the more
signed articles are right and the fewer unsigned ones; down to this no reviewed one is signed anew that is not."""

AT_ALL: Final = 0.05
WIDEST: Final = 50
"""A byline that announces a name (a lone 'by', or a comma at its end) goes on in the next line if that may be one at
all and has no more letters. Three of the reviewed articles have such a list; of none anything false is added."""

RAISED: Final = 0.6
LOWERED: Final = 0.1
"""What a chosen line has at least of its label, and by what the others' probability of it is multiplied."""

_LIKELY: Final = 0.5
"""More likely than not."""

_UNLIKELY: Final = 0.02
_RULED_OUT: Final = 0.001
"""A line less likely headline than the first is left as it is; less than the second it is none even as a copy, for
the house's words or the archive's evidence call it something else."""

_NOTHING: Final = 1e-9
"""Probabilities are known to nine decimals: less than this is none."""

_HEADLINE: Final = tuple(Label).index(Label.HEADLINE)
_BYLINE: Final = tuple(Label).index(Label.BYLINE)
_CAPTION: Final = tuple(Label).index(Label.CAPTION)
_RUNNING: Final = [tuple(Label).index(label) for label in (Label.STANDFIRST, Label.CROSSHEAD, Label.BODY)]

Marginals = NDArray[np.float64]


def settle(marginals: Marginals, batch: Batch, languages: Spoken) -> Marginals:
    """Return the probabilities of the labels (a row a line) with headline, byline and credits of each text settled."""
    result, announces = marginals.copy(), _announces(batch)
    for number, (start, size) in enumerate(zip(batch.starts.tolist(), batch.sizes.tolist(), strict=True)):
        if size:
            rows = slice(start, start + size)
            pictured = batch.alternative[rows] | batch.credited[rows]
            _captions(result[rows], pictured)
            _alternatives(result[rows], batch.alternative[rows], pictured)
            _headline(result[rows], batch.whole[rows], copies=bool(languages.german[number]))
            _byline(result[rows])
            _go_on(result[rows], announces[rows], batch.widths[rows])
    return result


def _headline(rows: Marginals, whole: NDArray[np.uint64], *, copies: bool) -> None:
    """Settle the headline of one text, in place. `copies`: whether its copies close by are headline, else none is."""
    title = rows[:, _HEADLINE].copy()
    best = int(title.argmax())
    if title[best] < LEAST:
        return
    if not copies:
        best = _below_a_path(title, whole, best)
    around = range(max(0, best - NEAR), min(len(rows), best + NEAR + 1))
    chosen = {best}
    for line in {*np.flatnonzero(title > _UNLIKELY).tolist(), *around} - {best}:
        near, same = line in around, whole[line] == whole[best]
        copy = same and (copies and title[line] > _RULED_OUT if near else title[line] > _LIKELY)
        if copy or (near and not same and title[line] > SECOND):
            chosen.add(line)
        elif title[line] > _UNLIKELY:
            put(rows[line], _HEADLINE, title[line] * LOWERED)
    for line in chosen:
        put(rows[line], _HEADLINE, max(title[line], RAISED))


def _below_a_path(title: NDArray[np.float64], whole: NDArray[np.uint64], best: int) -> int:
    """Return the lowest of equal lines in a row that are likely headline: those above it end the path to it.

    So it is for 25 of the 31 such pairs on the pages of articles in other languages than German; for two both are
    headline, for four the lower is a picture's text.
    """
    while best + 1 < len(title) and whole[best + 1] == whole[best] != 0 and title[best + 1] > _LIKELY:
        best += 1
    return best


def _byline(rows: Marginals) -> None:
    """Make the likeliest line of a text without a byline one, in place, if it is nearly one."""
    likeliest = int(rows[:, _BYLINE].argmax())
    if rows[likeliest, _BYLINE] >= NEARLY and not (rows.argmax(axis=1) == _BYLINE).any():
        put(rows[likeliest], _BYLINE, RAISED)


def _captions(rows: Marginals, pictured: NDArray[np.bool_]) -> None:
    """Make captions, in place, of what is said of pictures where it would be running text, unless no other is left.

    Running text that ends in an announced credit: 21 of 23 such lines of the reviewed articles are captions.
    Alternative texts, which a line beside them says again and then names the source: 59 of 62 in all articles.
    """
    if not pictured.any():
        return
    running = np.isin(rows.argmax(axis=1), _RUNNING)
    if (running & ~pictured).any():
        for line in np.flatnonzero(running & pictured).tolist():
            put(rows[line], _CAPTION, RAISED)


def _alternatives(rows: Marginals, alternative: NDArray[np.bool_], pictured: NDArray[np.bool_]) -> None:
    """Make a caption, in place, of a picture's alternative text that would be the headline, if another line may be it.

    A caption may say the headline again: where nothing else comes into question, it stays.
    """
    title = rows[:, _HEADLINE]
    if not alternative[int(title.argmax())] or not (title[~pictured] >= RIVAL).any():
        return
    for line in np.flatnonzero(alternative).tolist():
        if int(rows[line].argmax()) == _HEADLINE:
            put(rows[line], _CAPTION, RAISED)
        put(rows[line], _HEADLINE, 0.0)


def _announces(batch: Batch) -> NDArray[np.bool_]:
    """Tell which lines announce a name, if they are a byline: a lone word such as 'by', or the last mark is a comma."""
    comma, alone, by = (batch.values[:, column] > 0 for column in _columns())
    lone: NDArray[np.bool_] = alone & by
    return comma | lone


@cache
def _columns() -> tuple[int, ...]:
    known = names()
    return tuple(known.index(name) for name in ("ends with comma", "one word", "cue by"))


def _go_on(rows: Marginals, announces: NDArray[np.bool_], widths: NDArray[np.int32]) -> None:
    """Make the line below a byline that announces a name one too, in place, from the top."""
    for line in np.flatnonzero(announces[:-1]).tolist():
        below = rows[line + 1]
        if int(rows[line].argmax()) == _BYLINE and widths[line + 1] <= WIDEST and below[_BYLINE] >= AT_ALL:
            put(below, _BYLINE, max(float(below[_BYLINE]), RAISED))


def put(row: Marginals, label: int, chance: float) -> None:
    """Give a label of a line a probability, in place; the others share out the rest as before, or else evenly."""
    rest = float(row.sum() - row[label])
    if rest > _NOTHING:
        row *= (1.0 - chance) / rest
    else:
        row[:] = (1.0 - chance) / (len(row) - 1)
    row[label] = chance
