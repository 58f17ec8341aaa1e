"""A line may be a megabyte of one sign: every field is read in time that grows with the text and no faster."""

from __future__ import annotations

import time

import pytest

from convert.article import Label, Line, Segmentation
from convert.fields import build
from convert.metadata import Source

BODY = "The board voted on Monday to close the bridge for the whole of the winter."
LABELS = [label for label in Label if label is not Label.CROSSHEAD]
UNITS = {
    "commas": ",",
    "digits": "1",
    "slashes": "/",
    "slashes after Han": "図/",
    "By": "By ",
    "by": "by ",
    "and": " and ",
    "glued and": "محمد وعلي ",
    "names": "Ana Costa, ",
    "names and houses": "Ana/AP ",
    "initials": "A. ",
    "two names and a word": "A B nuotr. ",
    "marks from right to left": "\u200fא",
    "combining accents": "a\u0301\u0301\u0301",
    "joiners and blanks of no width": "\u200b\u200d",
    "cues of credits": "Foto: ",
    "copyright": "© ",
    "opened brackets": "(",
    "brackets": "(a) ",
    "agencies in brackets": "(AP) ",
    "brackets in brackets": "(a (b ",
    "two kinds of brackets": "=＝（",
    "dashes": " - ",
    "dots": "1. ",
    "months": "March 3 ",
    "days": "3.3.2024 ",
    "times": "14:05 ",
    "addresses": "a@a.a ",
    "bars": " | ",
    "quotes": '" ',
    "bullets": "• ",
    "corrections": "Correction ",
    "reporters": "記者",
    "columns": "a\t",
    "blanks": "a          ",
    "capitals": "A",
}


def seconds(unit: str, length: int) -> float:
    """Build an article with a line of `length` characters under every label; return the time of the processor."""
    lines: list[Line] = []
    text = ""
    long = (unit * (length // len(unit))).strip() or "x"
    for label, line in [*((label, f"{long})") for label in LABELS), (Label.BODY, BODY)]:
        lines.append(Line(line, len(text), len(text) + len(line), label, 0.9))
        text += line + "\n"
    start = time.process_time()
    build(Segmentation(text, tuple(lines)), Source("key", "0" * 64))
    return time.process_time() - start


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load the word lists and the language model: that time is no line's."""
    seconds("Zubia itxita egongo da negu osoan zehar. ", 400)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_time_grows_with_the_line_and_no_faster(unit: str) -> None:
    long = seconds(unit, 240_000)
    assert long < 0.6 or long < 8 * seconds(unit, 60_000)


def test_a_byline_that_never_ends_is_no_open_one() -> None:
    for unit in ("and ", "& ", "Ana Costa, ", ", "):
        texts = {unit * 100_000: Label.BYLINE, "Tom Oakes": Label.BOILERPLATE, BODY: Label.BODY}
        text = "\n".join(texts)
        lines = [
            Line(one.strip(), text.index(one), text.index(one) + len(one.strip()), label, 0.9)
            for one, label in texts.items()
        ]
        start = time.process_time()
        assert build(Segmentation(text, tuple(lines)), Source("key", "0" * 64)).article is not None
        assert time.process_time() - start < 1


def test_a_megabyte_of_announcements_is_read_in_seconds() -> None:
    for unit in ("Foto: ", "© ", "by ", "=＝（", "A/AP, "):
        assert seconds(unit, 1_000_000) < 5


@pytest.mark.parametrize("accents", ["\u0301", "\u0301\u0308", "\u0345\u0301"])
@pytest.mark.parametrize("line", ["14:05{} 3", "{} 3 March 2024", "3 {} 2024", "2024 {} 3", "By {} 3", "a{} {}. 3"])
def test_accents_without_a_letter_are_a_word_of_nothing(line: str, accents: str) -> None:
    texts = [line.replace("{}", f" {accents}"), line.replace("{}", f"\u200a{accents}"), f"1{accents} 3"]
    for label in LABELS:
        labels = [*([label] * len(texts)), Label.BODY]
        rows = enumerate(zip([*texts, BODY], labels, strict=True))
        lines = [Line(one, at * 99, at * 99 + len(one), own, 0.9) for at, (one, own) in rows]
        text = "".join(line.text.ljust(98) + "\n" for line in lines)
        assert build(Segmentation(text, tuple(lines)), Source("key", "0" * 64)).article is not None
