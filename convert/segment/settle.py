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
    result, pictured = marginals.copy(), batch.alternative | batch.credited
    if not len(result):
        return result
    if pictured.any():
        _captions(result, batch, pictured)
        _alternatives(result, batch, pictured)
    _headlines(result, batch, languages.german)
    _bylines(result, batch)
    _go_on(result, batch)
    return result


def likeliest(chances: NDArray[np.float64], batch: Batch) -> NDArray[np.int64]:
    """Return the likeliest line of each text, of equal ones the first; for a text without lines any number."""
    best, some = np.zeros(len(batch.sizes), np.int64), np.flatnonzero(batch.sizes)
    if len(some):
        peaks = np.maximum.reduceat(chances, batch.starts[some])
        lines = np.flatnonzero(chances == np.repeat(peaks, batch.sizes[some]))[::-1]
        best[batch.text_of[lines]] = lines
    return best


def put(marginals: Marginals, lines: NDArray[np.int64], label: int, chances: NDArray[np.float64] | float) -> None:
    """Give a label of some lines probabilities, in place; the others share out the rest as before, or else evenly."""
    rows, left = marginals[lines], np.broadcast_to(1.0 - np.asarray(chances), len(lines))
    rest = rows.sum(axis=1) - rows[:, label]
    shared = rows * (left / np.maximum(rest, _NOTHING))[:, None]
    evenly = left / (rows.shape[1] - 1)
    rows = np.where((rest > _NOTHING)[:, None], shared, evenly[:, None])
    rows[:, label] = chances
    marginals[lines] = rows


def texts_with(lines: NDArray[np.bool_], batch: Batch) -> NDArray[np.bool_]:
    """Tell which texts have any of some lines."""
    found = np.zeros(len(batch.sizes), np.bool_)
    found[batch.text_of[lines]] = True
    return found


def _headlines(marginals: Marginals, batch: Batch, copies: NDArray[np.bool_]) -> None:
    """Settle the headline of each text, in place. `copies`: whether its copies close by are headline, else none is."""
    title, text_of = marginals[:, _HEADLINE].copy(), batch.text_of
    first = likeliest(title, batch)
    best = np.where(copies, first, _below_a_path(title, batch, first))[text_of]
    line = np.arange(len(title))
    near, same = np.abs(line - best) <= NEAR, batch.whole == batch.whole[best]
    copy = same & np.where(near, copies[text_of] & (title > _RULED_OUT), title > _LIKELY)
    chosen = (line == best) | copy | (near & ~same & (title > SECOND))
    has_one = (title[first] >= LEAST)[text_of]
    lowered = np.flatnonzero(has_one & ~chosen & (title > _UNLIKELY))
    put(marginals, lowered, _HEADLINE, title[lowered] * LOWERED)
    raised = np.flatnonzero(has_one & chosen)
    put(marginals, raised, _HEADLINE, np.maximum(title[raised], RAISED))


def _below_a_path(title: NDArray[np.float64], batch: Batch, best: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the lowest of equal lines in a row that are likely headline: those above it end the path to it.

    So it is for 25 of the 31 such pairs on the pages of articles in other languages than German; for two both are
    headline, for four the lower is a picture's text.
    """
    goes_on, whole, text_of = np.zeros(len(title), np.bool_), batch.whole, batch.text_of
    goes_on[:-1] = (whole[1:] == whole[:-1]) & (whole[1:] != 0) & (title[1:] > _LIKELY) & (text_of[1:] == text_of[:-1])
    while (down := goes_on[best]).any():
        best = best + down
    return best


def _bylines(marginals: Marginals, batch: Batch) -> None:
    """Make the likeliest line of each text without a byline one, in place, if it is nearly one."""
    chances = marginals[:, _BYLINE]
    best, signed = likeliest(chances, batch), texts_with(marginals.argmax(axis=1) == _BYLINE, batch)
    put(marginals, best[(chances[best] >= NEARLY) & ~signed & (batch.sizes > 0)], _BYLINE, RAISED)


def _captions(marginals: Marginals, batch: Batch, pictured: NDArray[np.bool_]) -> None:
    """Make captions, in place, of what is said of pictures where it would be running text, unless no other is left.

    Running text that ends in an announced credit: 21 of 23 such lines of the reviewed articles are captions.
    Alternative texts, which a line beside them says again and then names the source: 59 of 62 in all articles.
    """
    running = np.isin(marginals.argmax(axis=1), _RUNNING)
    others = texts_with(running & ~pictured, batch)[batch.text_of]
    put(marginals, np.flatnonzero(running & pictured & others), _CAPTION, RAISED)


def _alternatives(marginals: Marginals, batch: Batch, pictured: NDArray[np.bool_]) -> None:
    """Make a caption, in place, of a picture's alternative text that would be the headline, if another line may be it.

    A caption may say the headline again: where nothing else comes into question, it stays.
    """
    title = marginals[:, _HEADLINE]
    rivalled = texts_with(~pictured & (title >= RIVAL), batch) & batch.alternative[likeliest(title, batch)]
    lines = np.flatnonzero(batch.alternative & rivalled[batch.text_of])
    put(marginals, lines[marginals[lines].argmax(axis=1) == _HEADLINE], _CAPTION, RAISED)
    put(marginals, lines, _HEADLINE, 0.0)


def _announces(batch: Batch) -> NDArray[np.bool_]:
    """Tell which lines announce a name, if they are a byline: a lone word such as 'by', or the last mark is a comma."""
    comma, alone, by = (batch.values[:, column] > 0 for column in _columns())
    lone: NDArray[np.bool_] = alone & by
    return comma | lone


@cache
def _columns() -> tuple[int, ...]:
    known = names()
    return tuple(known.index(name) for name in ("ends with comma", "one word", "cue by"))


def _go_on(marginals: Marginals, batch: Batch) -> None:
    """Make the line below a byline that announces a name one too, in place, from the top."""
    below = (batch.widths[1:] <= WIDEST) & (marginals[1:, _BYLINE] >= AT_ALL)
    below &= batch.text_of[1:] == batch.text_of[:-1]
    for line in np.flatnonzero(_announces(batch)[:-1] & below).tolist():
        if int(marginals[line].argmax()) == _BYLINE:
            onward = np.array([line + 1])
            put(marginals, onward, _BYLINE, np.maximum(marginals[onward, _BYLINE], RAISED))
