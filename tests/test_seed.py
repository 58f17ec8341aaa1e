"""The seed document: the first regression test, through API and command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from lxml import etree

import convert
from convert.article import AuthorKind, BlockKind, Label

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NITF = "{http://iptc.org/std/NITF/2006-10-18/}"


@pytest.fixture(scope="module")
def source(root):
    (path,) = (root / "seeds").glob("*.txt")
    return path


@pytest.fixture(scope="module")
def text(source):
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def paragraphs(text):
    lines = [line for line in text.split("\n") if line.strip()]
    return [line.strip() for line in lines[6:20]]


@pytest.fixture(scope="module")
def article(text):
    return convert.to_article(text, metadata={"id": "seed", "issued": "2026-01-01T00:00:00Z"})


def test_the_labels(text):
    labels = [line.label for line in convert.segment(text).lines]
    expected = [Label.HEADLINE, Label.STANDFIRST, Label.BYLINE] + [Label.CAPTION] * 3 + [Label.BODY] * 14
    assert labels == [*expected, Label.BOILERPLATE]


def test_the_fields(article, paragraphs):
    assert article.headline == "Netanyahu and Putin discuss Syria ceasefire"
    assert article.standfirst.startswith("Netanyahu tells Russian President Israel opposes")
    assert [(a.name, a.kind, a.role) for a in article.authors] == [("Elad Benari", AuthorKind.PERSON, None)]
    assert [(c.text, c.credit) for c in article.captions] == [("Netanyahu and Putin", "Haim Zach/GPO")]
    assert [(b.kind, b.text) for b in article.body] == [(BlockKind.PARAGRAPH, text) for text in paragraphs]
    assert [line.text for line in article.boilerplate] == ["More Arutz Sheva videos:"]
    assert article.language == "en"
    assert (article.published, article.modified, article.dateline) == (None, None, None)


def test_newsml_g2_holds_every_paragraph_twice(article, paragraphs):
    root = etree.fromstring(convert.write(article, "newsml-g2"))
    body = root.find(f".//{XHTML}body")
    assert [p.text for p in body] == paragraphs
    assert [p.text for p in root.findall(f".//{NITF}block/{NITF}p")] == paragraphs
    assert root.findtext(f".//{NAR}headline") == "Netanyahu and Putin discuss Syria ceasefire"


@pytest.mark.corpus
def test_newsml_g2_is_valid_by_the_official_schema(article, shared):
    schema = etree.XMLSchema(file=shared / "standards/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd")
    schema.assertValid(etree.fromstring(convert.write(article, "newsml-g2")))


@pytest.mark.parametrize("form", ["newsml-g2", "json-ld"])
def test_no_error_and_no_warning(article, form):
    report = convert.validate(convert.write(article, form), form)
    assert [found for found in report.findings if found.severity != "info"] == []


def test_the_command_line_gives_the_same(source, tmp_path):
    command = [
        sys.executable,
        "-m",
        "convert",
        "convert",
        source,
        "--out",
        tmp_path,
        "--timestamp",
        "2026-01-01T00:00:00Z",
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    node = json.loads((tmp_path / f"{source.stem}.jsonld").read_text())
    assert node["headline"] == "Netanyahu and Putin discuss Syria ceasefire"
    assert [
        author["name"] for author in (node["author"] if isinstance(node["author"], list) else [node["author"]])
    ] == ["Elad Benari"]
    account = json.loads((tmp_path / f"{source.stem}.segments.json").read_text())
    rebuilt = "".join(line["before"] + line["text"] for line in account["lines"]) + account["after"]
    assert rebuilt == source.read_text(encoding="utf-8")
