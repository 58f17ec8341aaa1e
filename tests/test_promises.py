"""The three promises, as properties: nothing lost, nothing invented, valid, repeatable."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

import convert
from convert.article import Label, legal
from tests.texts import articles, texts

PROFILE = {
    "provider": {"name": "Zyx Wire", "domain": "zyx.example"},
    "guid": {"year": 2020},
    "rights": {"holder": "Zyx Holding", "notice": "© Zyx", "usage_terms": "Quuxly use"},
}
METADATA = {"id": "key-7", "slugline": "FROB-TOKEN", "keywords": ["blarg"], "issued": "2026-01-01T00:00:00Z"}

# What the formats themselves say: names of terms and codes, never words of an article.
_FIXED_KEYS = {"@context", "@type", "@id", "identifier", "inLanguage", "creativeWorkStatus"}
_FIXED_ELEMENTS = {
    "generator",
    "sent",
    "versionCreated",
    "firstCreated",
    "contentCreated",
    "contentModified",
    "transmitId",
}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?")

slowly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(texts)
@slowly
def test_lines_and_gaps_give_back_the_text(text):
    segmentation = convert.segment(text)
    position, parts = 0, []
    for line in segmentation.lines:
        gap = text[position : line.start]
        assert gap.strip() == ""
        assert text[line.start : line.end] == line.text == line.text.strip() != ""
        assert "\n" not in line.text
        assert line.label in Label
        assert 0 <= line.confidence <= 1
        parts += [gap, line.text]
        position = line.end
    assert text[position:].strip() == ""
    assert "".join(parts) + text[position:] == text
    assert [line.text for line in segmentation.lines] == [row.strip() for row in text.split("\n") if row.strip()]


def _strings(value: Any, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in _strings(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in _strings(inner, key)]
    return [value] if isinstance(value, str) and key not in _FIXED_KEYS else []


def _texts(data: bytes) -> list[str]:
    root = etree.fromstring(data)
    found = []
    for element in root.iter():
        name = etree.QName(element).localname
        if name not in _FIXED_ELEMENTS:
            found += [element.text or "", element.get("literal") or ""]
        found.append(element.tail or "")
    return found


def _invented(values: list[str], known: str) -> list[str]:
    squeezed = re.sub(r"\s+", "", known)
    words = [word for value in values if not _DATE.fullmatch(value) for word in re.findall(r"\w+", value)]
    return [word for word in words if word not in squeezed]


@given(articles)
@slowly
def test_no_output_holds_a_word_that_nobody_gave(text):
    try:
        article = convert.to_article(text, profile=PROFILE, metadata=METADATA)
    except convert.Rejected:
        return  # without a body line there is no output
    known = legal(text)[0] + json.dumps([PROFILE, METADATA], ensure_ascii=False) + "unset und"
    assert _invented(_strings(json.loads(convert.write(article, "json-ld"))), known) == []
    assert _invented(_texts(convert.write(article, "newsml-g2")), known) == []


@given(articles)
@slowly
def test_every_output_is_valid_and_repeatable(text):
    try:
        article = convert.to_article(text, metadata={"issued": "2026-01-01T00:00:00Z"})
    except convert.Rejected:
        return
    for form in ("newsml-g2", "json-ld"):
        data = convert.write(article, form)
        assert [found for found in convert.validate(data, form).findings if found.severity == "error"] == []
        again = convert.to_article(text, metadata={"issued": "2026-01-01T00:00:00Z"})
        assert convert.write(again, form) == data


@given(articles)
@slowly
def test_every_field_that_has_a_value_says_where_it_came_from(text):
    try:
        article = convert.to_article(text)
    except convert.Rejected:
        return
    kept_without = {"format", "identity", "publication", "boilerplate", "origins", "status"}
    for name in type(article).model_fields:
        if name not in kept_without and getattr(article, name):
            assert name in article.origins, name


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "\0", "a" * 100_000, "\n".join("ab" for _ in range(5000))])
def test_no_text_is_too_odd_to_be_segmented(text):
    segmentation = convert.segment(text)
    assert len(segmentation.lines) == len([row for row in text.split("\n") if row.strip()])


def test_a_text_without_body_is_rejected_by_name():
    with pytest.raises(convert.Rejected) as caught:
        convert.to_article("")
    assert caught.value.code == "segment.no-body"
    assert isinstance(caught.value, convert.ConvertError)
