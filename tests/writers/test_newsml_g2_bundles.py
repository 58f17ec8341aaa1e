"""Several articles in one message: streamed, joined from documents, each version once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.article import Article
from convert.diagnostics import UsageError
from convert.writers.newsml_g2 import bundle, join, write
from tests.writers.newsml import TEXT, any_article, found, slow, texts
from tests.writers.newsml_examples import BARE, FULL


def test_a_bundle_is_one_message_with_its_own_time() -> None:
    sent = datetime(2026, 2, 3, tzinfo=UTC)
    root = etree.fromstring(b"".join(bundle([FULL, BARE], sent=sent)))
    assert texts(root, "//g:sent") == ["2026-02-03T00:00:00Z"]
    assert [item.get("guid") for item in found(root, TEXT)] == [FULL.identity.guid, BARE.identity.guid]


def test_a_bundle_is_streamed() -> None:
    asked = []

    def one_by_one() -> object:
        for number in range(3):
            asked.append(number)
            yield version(BARE, number + 1)

    chunks = bundle(one_by_one())
    next(chunks)
    assert asked == [0]
    next(chunks)
    next(chunks)
    assert asked == [0, 1]


def test_an_empty_bundle_is_nothing() -> None:
    assert b"".join(bundle([])) == b"".join(join([])) == b""


@slow
@given(
    st.lists(any_article, max_size=3, unique_by=lambda found: (found.identity.guid, found.identity.version)),
    st.sampled_from([None, "superdesk", "package"]),
)
def test_joined_documents_are_the_bundle(several: list[Article], variant: str | None) -> None:
    documents = [write(article, variant) for article in several]
    assert b"".join(join(documents)) == b"".join(bundle(several, variant))
    sent = datetime(2026, 2, 3, tzinfo=UTC)
    assert b"".join(join(documents, sent)) == b"".join(bundle(several, variant, sent))


@pytest.mark.parametrize("data", [b"", b"<newsMessage/>", write(BARE, "newsitem"), write(BARE)[:-1]])
def test_only_our_messages_are_joined(data: bytes) -> None:
    with pytest.raises(ValueError, match="newsMessage"):
        list(join([write(BARE), data]))


def version(article: Article, number: int) -> Article:
    return article.evolve(identity=article.identity.model_copy(update={"version": number}))


@pytest.mark.parametrize("variant", [None, "superdesk", "package"])
def test_a_message_holds_each_version_once(variant: str | None) -> None:
    twice = [FULL, version(FULL, 3), BARE, FULL]
    with pytest.raises(ValueError, match=r"version 2 of tag:news\.example,2001:archive/a\.txt"):
        list(bundle(twice, variant))
    with pytest.raises(ValueError, match=r"version 2 of tag:news\.example,2001:archive/a\.txt"):
        list(join([write(one, variant) for one in twice]))


def test_an_article_in_a_bundle_is_written_as_it_is_alone() -> None:
    alone = write(FULL).partition(b"<itemSet>\n")[2].partition(b"  </itemSet>")[0]
    assert alone in b"".join(bundle([BARE, FULL]))


def test_a_bundle_of_bare_items_there_is_not() -> None:
    with pytest.raises(UsageError):
        list(bundle([BARE], "newsitem"))
