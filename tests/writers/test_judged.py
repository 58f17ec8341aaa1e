"""Our own validation of our own JSON formats: what the text does not state is an info, and nothing is worse."""

import pytest
from hypothesis import given, settings

import convert
from convert.diagnostics import Severity
from convert.writers import html, json_ld, ninjs
from tests.writers import gold
from tests.writers.generated import FULL, articles, minimal

_OUTPUTS = {
    "json-ld": ("json-ld:own", json_ld.write),
    "json-ld:graph": ("json-ld:own", lambda article: json_ld.write(article, "graph")),
    "json-ld:nobody": ("json-ld:own", lambda article: json_ld.write(article, "nobody")),
    "json-ld:html": ("json-ld:own", lambda article: json_ld.write(article, "html")),
    "html": ("html:own", html.write),
    "ninjs": ("ninjs:own", ninjs.write),
}


def worse_than_info(article, output):
    judge, write = _OUTPUTS[output]
    return [found for found in convert.validate(write(article), judge).findings if found.severity is not Severity.INFO]


@pytest.mark.parametrize("output", _OUTPUTS)
@pytest.mark.parametrize("name", gold.PROFILES)
def test_samples(root, name, output):
    files = sorted((root / "samples" / "inputs").glob("*.txt"))
    texts = [file.read_bytes().decode("utf-8") for file in files if is_utf8(file)]
    assert len(texts) > 20
    for text in texts:
        assert worse_than_info(convert.to_article(text, gold.PROFILES[name]), output) == []


def is_utf8(file):
    try:
        return bool(file.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize("output", _OUTPUTS)
@pytest.mark.parametrize("article", [FULL, minimal()], ids=["full", "minimal"])
def test_the_extremes(article, output):
    assert worse_than_info(article, output) == []


@pytest.mark.corpus
@pytest.mark.parametrize("output", ["json-ld", "ninjs", "html"])
@pytest.mark.parametrize("name", gold.PROFILES)
def test_500_corpus_texts(shared, name, output):
    for article in gold.articles(shared, gold.PROFILES[name]):
        assert worse_than_info(article, output) == []


@given(articles)
@settings(deadline=None, max_examples=60)
def test_whatever_the_model_permits_is_no_error(article):
    for output in _OUTPUTS:
        assert not [found for found in worse_than_info(article, output) if found.severity is Severity.ERROR]


@pytest.mark.parametrize("writer", [json_ld, ninjs])
def test_an_output_that_our_schema_does_not_know_is_an_error(writer):
    name = writer.__name__.rpartition(".")[2].replace("_", "-")
    data = writer.write(FULL).replace(b'"version"', b'"nosuch": 1, "version"', 1)
    assert not convert.validate(data, f"{name}:own").ok
