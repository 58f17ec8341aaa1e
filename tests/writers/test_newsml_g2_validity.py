"""Whatever article the model permits, every output is valid: by our grammar and by the official schemas."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from convert.article import Article
from convert.writers.newsml_g2 import bundle
from tests.strategies import articles, odd_articles
from tests.writers.newsml import VARIANTS, faults_by_grammar, faults_by_standard, tree

any_article = st.one_of(articles(), odd_articles())
variants = st.sampled_from(VARIANTS)
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(slow, max_examples=200)
@given(any_article, variants)
def test_our_grammar_accepts_every_output(article: Article, variant: str | None) -> None:
    assert faults_by_grammar(tree(article, variant)) == []


@pytest.mark.corpus
@settings(slow, max_examples=200)
@given(article=any_article, variant=variants)
def test_the_official_schemas_accept_every_output(shared: Path, article: Article, variant: str | None) -> None:
    assert faults_by_standard(tree(article, variant), shared) == []


@pytest.mark.corpus
@pytest.mark.nightly
@settings(slow, max_examples=2000)
@given(article=any_article, variant=variants)
def test_all_schemas_accept_two_thousand_outputs(shared: Path, article: Article, variant: str | None) -> None:
    root = tree(article, variant)
    assert faults_by_grammar(root) + faults_by_standard(root, shared) == []


@pytest.mark.corpus
@settings(slow, max_examples=20)
@given(several=st.lists(articles(), min_size=1, max_size=4, unique_by=lambda found: found.identity.guid))
@pytest.mark.parametrize("variant", [None, "superdesk", "package"])
def test_a_bundle_is_valid(shared: Path, several: list[Article], variant: str | None) -> None:
    root = etree.fromstring(b"".join(bundle(several, variant)))
    assert faults_by_grammar(root) + faults_by_standard(root, shared) == []
