"""Language tags and the language of texts: certain cases are told, doubtful ones let pass."""

from __future__ import annotations

import json

import pytest

from convert.validate.values.tongues import foreign_script, foreign_words, preferred, registered, same_language


@pytest.mark.parametrize(
    "tag", ["en", "en-GB", "pt-BR", "zh-Hans-CN", "sr-Latn", "und", "de-CH-1996", "x-private", "zh-yue", "yue"]
)
def test_registered(tag):
    assert registered(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "english",
        "en_GB",
        "e",
        "deutsch",
        "en-XYZW",
        "",
        "en--GB",
        "a" * 500,
        "en-" * 90,
        "eng",
        "ger-CH",
        "eng-UKK",
        "en-UKK",
        "zh-xxx",
    ],
)
def test_not_registered(tag):
    assert not registered(tag)


def test_deprecated_tags_have_a_preferred_one():
    assert preferred("iw-IL") == "he-IL"
    assert preferred("he") is None


@pytest.mark.parametrize(("one", "other"), [("en", "en-GB"), ("nb", "no"), ("iw", "he"), ("und", "de"), ("hr", "sr")])
def test_one_language(one, other):
    assert same_language(one, other)
    assert same_language(other, one)


def test_two_languages():
    assert not same_language("en", "de")


SENTENCES = {
    "en": "The ferry to the outer islands runs again after nine days of storm, and the crew expects calm seas.",
    "de": "Die Fähre zu den Inseln fährt wieder, nachdem der Sturm in der Nacht abnahm, und das Dorf ist froh.",
    "fr": "Le bac pour les îles est de retour après neuf jours de tempête, et le port est sûr que la mer est calme.",
    "pl": "Prom na wyspy znów kursuje po dziewięciu dniach sztormu, a kapitan portu liczy na to, że morze się uspokoi.",
    "ru": "Паром на острова снова ходит после девяти дней шторма, и капитан порта обещает спокойное море.",
    "ar": "عادت العبارة إلى الجزر بعد تسعة أيام من العاصفة ويتوقع ميناء المدينة بحرا هادئا حتى نهاية الأسبوع",
    "ja": "九日間の嵐のあと、島へのフェリーが再開した。港の責任者は週末まで穏やかな海を見込んでいる。",
    "ko": "아흐레 동안의 폭풍이 지나고 섬으로 가는 여객선이 다시 다니기 시작했다고 항만 관계자가 밝혔다",
}


@pytest.mark.parametrize("stated", SENTENCES)
@pytest.mark.parametrize("real", SENTENCES)
def test_a_text_is_told_from_another_language(stated, real):
    text = " ".join([SENTENCES[real]] * 4)
    told = foreign_script(stated, text) or foreign_words(stated, text)
    assert bool(told) == (stated != real)


def test_doubtful_texts_are_let_pass():
    assert foreign_words("en", "Die Fähre fährt wieder") is None
    assert foreign_script("en", "Москва") is None
    assert foreign_script("sr-Latn", SENTENCES["ru"]) is None
    assert foreign_words("mul", SENTENCES["de"] * 4) is None


@pytest.mark.corpus
def test_no_article_of_the_corpus_is_in_another_language_than_its_own(shared):
    wrong = []
    with (shared / "corpus/dev.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            body = "\n".join(entry["text"] for entry in record["lines"] if entry["label"] == "body")
            if foreign_script(record["lang"], body) or foreign_words(record["lang"], body):
                wrong.append(record["id"])
    assert wrong == []
