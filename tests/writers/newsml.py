"""What the tests of NewsML-G2 share: parsed outputs, and the schemas that judge them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from lxml import etree

from convert import resources
from convert.article import Article
from convert.writers.newsml_g2 import write
from tests.strategies import articles, odd_articles

NS = {
    "g": "http://iptc.org/std/nar/2006-10-01/",
    "h": "http://www.w3.org/1999/xhtml",
    "n": "http://iptc.org/std/NITF/2006-10-18/",
}
VARIANTS = (None, "superdesk", "newsitem", "package")
"""The names of the variants; None is the default one."""


ITEMS = "//g:newsItem | //g:packageItem"
TEXT = "//g:newsItem[g:itemMeta/g:itemClass/@qcode='ninat:text']"

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
any_article = st.one_of(articles(), odd_articles())


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.xpath(path, namespaces=NS)


def tree(article: Article, variant: str | None = None) -> etree._Element:
    return etree.fromstring(write(article, variant))


def texts(root: etree._Element, path: str) -> list[str]:
    return ["".join(found.itertext()) for found in root.xpath(path, namespaces=NS)]


@cache
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(resources.schema("newsml-g2-article.rng"))))


@cache
def official(folder: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(folder / "standards/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd")))


@cache
def nitf(folder: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(folder / "standards/newsml-g2/nitf-3-6.xsd")))


def faults_by_grammar(root: etree._Element) -> list[str]:
    """What our own grammar says against a document."""
    return [] if grammar().validate(root) else [str(found) for found in grammar().error_log]


def faults_by_standard(root: etree._Element, folder: Path) -> list[str]:
    """What the official schemas say against a document and against each NITF document in it."""
    judges = [(official(folder), root)]
    judges += [(nitf(folder), story) for story in root.iter(f"{{{NS['n']}}}nitf")]
    return [
        str(found)
        for schema, element in judges
        if not schema.validate(etree.fromstring(etree.tostring(element, with_tail=False)))
        for found in schema.error_log
    ]
