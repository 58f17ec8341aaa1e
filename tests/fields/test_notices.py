"""Notices of correction become notes and a signal; nothing else does."""

from __future__ import annotations

import pytest

from convert.article import Article, Label, Line, Segmentation, Signal
from convert.fields import build
from convert.fields.notices import is_correction
from convert.metadata import NONE, Metadata, Source
from convert.profile import DEFAULT
from convert.writers.newsml_g2 import write

NOTICE = "Correction: An earlier version of this article said 71. The number is 17."


def article(*lines: tuple[Label, str], metadata: Metadata = NONE, between: str = "\n\n") -> Article:
    """Build an article from labelled lines."""
    text, made = "", []
    for label, line in lines:
        text += between if text else ""
        made.append(Line(line, len(text), len(text) + len(line), label, 0.9))
        text += line
    built = build(Segmentation(text, tuple(made)), Source("key", "0" * 64), DEFAULT, metadata)
    assert built.article is not None
    return built.article


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        "CORRECTION: The vote was on Monday.",
        "Correction 8/29/10: The name is Kim.",
        "[Correction: the name is Kim.]",
        "This version corrects the spelling of the name.",
        "An earlier version of this story misstated the day.",
        "Korrektur: Der Name lautet Kim.",
        "In einer früheren Version dieses Artikels hieß es anders.",
        "Rectificatif : le vote a eu lieu lundi.",
        "Sprostowanie: nazwisko brzmi Kim.",
        "Rättelse: Namnet är Kim.",
        "تصحيح: الاسم هو كيم",
        "訂正：名前は金です。",
        "【訂正】名前は金です。",
        "更正：姓名为金。",
    ],
)
def test_notices(text: str) -> None:
    assert is_correction(text)


@pytest.mark.parametrize(
    "text",
    [
        "Correction of the river's course took ten years.",
        "The correction: a fall of three per cent.",
        "The minister corrected himself.",
        "If you see an error, write to corrections@example.org.",
        "Corrections: if you are aware of an inaccuracy, write to us.",
        "Found a mistake? Write to the readers' editor, who corrects significant errors.",
        "Oprava mostu: práce začne v březnu se zpožděním.",
        "",
    ],
)
def test_other_sentences(text: str) -> None:
    assert not is_correction(text)


def test_a_notice_outside_the_body() -> None:
    found = article((Label.BODY, "The text of it."), (Label.BOILERPLATE, NOTICE))
    assert found.notes == (NOTICE,)
    assert found.signals == (Signal.CORRECTION,)
    assert found.origins["notes"].lines == found.origins["signals"].lines == (1,)
    assert [block.text for block in found.body] == ["The text of it."]


def test_a_notice_in_the_body_stays_there() -> None:
    found = article((Label.BODY, NOTICE), (Label.BODY, "The text of it."))
    assert found.notes == (NOTICE,)
    assert [block.text for block in found.body] == [NOTICE, "The text of it."]


def test_metadata_has_the_first_word_on_notes_and_keeps_its_signals() -> None:
    given = Metadata(notes=("Second lead.",), signals=(Signal.UPDATE,))
    found = article((Label.BODY, "The text of it."), (Label.BOILERPLATE, NOTICE), metadata=given)
    assert found.notes == ("Second lead.",)
    assert found.signals == (Signal.UPDATE, Signal.CORRECTION)


def test_a_text_without_one_says_nothing() -> None:
    found = article((Label.BODY, "The text of it."), (Label.BOILERPLATE, "Read more"))
    assert (found.notes, found.signals) == ((), ())


def test_it_is_written() -> None:
    found = article(
        (Label.BODY, "The text of it."),
        (Label.BOILERPLATE, NOTICE),
        metadata=Metadata.model_validate_json('{"version": 2, "issued": "2026-01-02T00:00:00Z"}'),
    )
    data = write(found).decode()
    assert f"<edNote>{NOTICE}</edNote>" in data
    assert '<signal qcode="sig:correction"/>' in data
    assert 'version="2"' in data
    assert "sig:update" not in data
