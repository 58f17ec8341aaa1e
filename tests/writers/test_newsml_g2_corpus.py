"""Real texts: what the whole line makes of 500 of them is valid by every schema, and reads back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree

import convert
from convert.article import Article
from convert.diagnostics import Rejected
from convert.readers.newsml_g2 import articles as read
from convert.writers.newsml_g2 import bundle, write
from tests.writers.newsml import faults_by_grammar, faults_by_standard

TEXTS = 500


def _texts(folder: Path) -> Iterator[str]:
    for name in ("dev.jsonl", "silver.jsonl"):
        with (folder / name).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["raw_text"]


def _articles(folder: Path) -> Iterator[Article]:
    for text in _texts(folder):
        with contextlib.suppress(Rejected):
            yield convert.to_article(text)


@pytest.fixture(scope="module")
def made(shared: Path) -> list[Article]:
    found = list(islice(_articles(shared / "corpus"), TEXTS))
    assert len(found) == TEXTS
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("variant", [None, "superdesk"])
def test_every_schema_accepts_what_real_texts_become(shared: Path, made: list[Article], variant: str | None) -> None:
    for article in made:
        root = etree.fromstring(write(article, variant))
        assert faults_by_grammar(root) + faults_by_standard(root, shared) == []


@pytest.mark.corpus
def test_they_read_back(made: list[Article]) -> None:
    for article in made:
        data = write(article)
        (back,) = read(data)
        assert isinstance(back, Article)
        assert write(back) == data
        assert [(block.kind, block.text) for block in back.body] == [(block.kind, block.text) for block in article.body]


@pytest.mark.corpus
def test_all_in_one_bundle(shared: Path, made: list[Article]) -> None:
    once = list({(one.identity.guid, one.identity.version): one for one in made}.values())  # some texts are there twice
    data = b"".join(bundle(once))
    root = etree.fromstring(data)
    assert faults_by_grammar(root) + faults_by_standard(root, shared) == []
    assert [one.identity.guid for one in read(data) if isinstance(one, Article)] == [one.identity.guid for one in once]
