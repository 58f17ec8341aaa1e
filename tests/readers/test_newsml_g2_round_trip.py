"""What is written reads back: every field the format carries, in every variant, in all scripts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convert.article import Article, Caption, Identity, Signal
from convert.readers.newsml_g2 import articles as read
from convert.writers.newsml_g2 import bundle, write
from tests.strategies import articles, odd_articles
from tests.writers.newsml import VARIANTS
from tests.writers.newsml_examples import BARE, FULL

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_one(data: bytes) -> Article:
    found = list(read(data))
    assert len(found) == 1, found
    assert isinstance(found[0], Article)
    return found[0]


def carried(article: Article) -> Article:
    """The article without what NewsML-G2 has no place for, as the documentation of the format lists it."""
    identity, publication = article.identity, article.publication
    signals = article.signals
    if identity.version > 1 and not {Signal.CORRECTION, Signal.UPDATE} & set(signals):
        signals = (Signal.UPDATE, *signals)
    parties = {
        name: party and party.model_copy(update={"logo": None})
        for name, party in (("provider", publication.provider), ("copyright_holder", publication.copyright_holder))
    }
    known = {name: party if party and any(party.model_dump().values()) else None for name, party in parties.items()}
    return article.evolve(
        identity=Identity(
            guid=identity.guid, version=identity.version, source_key=identity.guid, source_sha256="0" * 64
        ),
        signals=signals,
        publication=publication.model_copy(update=known),
        body=tuple(block.model_copy(update={"lines": ()}) for block in article.body),
        dateline=article.dateline and article.dateline.model_copy(update={"date": None, "agency": None}),
        boilerplate=(),
        origins={},
    )


def comparable(article: Article) -> str:
    """Everything of an article, zones of times included; the hash of its source is that of the document."""
    identity = article.identity.model_copy(update={"source_sha256": "0" * 64})
    return article.model_copy(update={"identity": identity}).model_dump_json(indent=1)


@settings(slow, max_examples=300)
@given(articles(), st.sampled_from(VARIANTS))
def test_an_article_reads_back(article: Article, variant: str | None) -> None:
    data = write(article, variant)
    back = read_one(data)
    assert comparable(back) == comparable(carried(article))
    assert write(back, variant) == data


@pytest.mark.nightly
@settings(slow, max_examples=2000)
@given(articles(), st.sampled_from(VARIANTS))
def test_two_thousand_articles_read_back(article: Article, variant: str | None) -> None:
    assert comparable(read_one(write(article, variant))) == comparable(carried(article))


@settings(slow, max_examples=200)
@given(odd_articles(), st.sampled_from(VARIANTS))
def test_odd_articles_settle_after_one_round(article: Article, variant: str | None) -> None:
    """Whatever the model permits is read, if it has words at all; from then on nothing changes any more."""
    found = [one for one in read(write(article, variant)) if isinstance(one, Article)]
    if not any(block.text.strip() for block in article.body):
        assert found == []
        return
    once = write(found[0], variant)
    assert write(read_one(once), variant) == once


@settings(slow, max_examples=30)
@given(
    st.lists(articles(), min_size=1, max_size=5, unique_by=lambda found: found.identity.guid),
    st.sampled_from([None, "superdesk", "package"]),
)
def test_a_bundle_reads_back_in_its_order(several: list[Article], variant: str | None) -> None:
    back = list(read(b"".join(bundle(several, variant))))
    assert [comparable(one) for one in back if isinstance(one, Article)] == [
        comparable(carried(one)) for one in several
    ]


@pytest.mark.parametrize("article", [FULL, BARE])
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_examples_read_back(article: Article, variant: str | None) -> None:
    data = write(article, variant)
    assert comparable(read_one(data)) == comparable(carried(article))
    assert write(read_one(data), variant) == data


@pytest.mark.parametrize("variant", VARIANTS)
def test_layout_doubles_and_an_undetermined_language_do_not_come_back(variant: str | None) -> None:
    text = "One\r\n\n  two\n   three "
    caption = Caption(text=text, alt=text, credit=text)
    laid_out = FULL.evolve(
        standfirst=text, byline=text, notes=(text,), captions=(caption,), language="UND", signals=(Signal.UPDATE,) * 2
    )
    back = read_one(write(laid_out, variant))
    assert (back.standfirst, back.byline, back.notes) == ("One\ntwo\nthree", "One\ntwo\nthree", ("One\ntwo\nthree",))
    assert back.captions == (Caption(text="One\ntwo\nthree", alt="One\ntwo\nthree", credit="One two three"),)
    assert (back.language, back.signals) == (None, (Signal.UPDATE,))
    assert write(back, variant) == write(laid_out, variant)


def test_the_hash_is_that_of_the_item() -> None:
    first, second = (read_one(write(FULL.evolve(headline=text))) for text in ("One", "Another"))
    assert first.identity.source_sha256 != second.identity.source_sha256
    assert first.identity.source_sha256 == read_one(write(FULL.evolve(headline="One"))).identity.source_sha256
