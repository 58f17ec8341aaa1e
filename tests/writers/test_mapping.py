"""The table of the formats: it names every field, and every path of it is what the writers write."""

import json
import re

import pytest
from lxml import etree

from convert.article import Article, Author, Caption, Dateline, Identity, Party, Publication
from convert.writers import json_ld, mapping, newsml_g2, ninjs
from tests.writers.generated import FULL

G2 = {"g": "http://iptc.org/std/nar/2006-10-01/"}
_INNER = {
    "identity": Identity,
    "authors": Author,
    "dateline": Dateline,
    "captions": Caption,
    "publication": Publication,
    "publication.provider": Party,
}


def fields():
    """Every field of the article, those of its parts included."""
    for name in Article.model_fields:
        if name not in _INNER:
            yield name
    for part, model in _INNER.items():
        for name in model.model_fields:
            if f"{part}.{name}" not in _INNER:
                yield f"{part}.{name}"


def resolve(document, path):
    """The values at a path such as `headlines[role=main].value`."""
    values = [document]
    # a dot inside of brackets does not part two steps
    for step in re.findall(r"[^.\[]+(?:\[[^\]]*\])?", path):
        name, _, condition = step.rstrip("]").partition("[")
        inner = [value[name] for value in values if isinstance(value, dict) and name in value]
        values = [one for value in inner for one in (value if isinstance(value, list) else [value])]
        if condition:
            key, _, wanted = condition.partition("=")
            values = [value for value in values if value.get(key) == wanted]
    return values


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path


def test_every_field_of_the_article_has_its_row():
    rows = [row.field for row in mapping.ROWS]
    assert len(rows) == len(set(rows))
    assert set(fields()) == {row for row in rows if ", " not in row}


@pytest.mark.parametrize("row", mapping.ROWS, ids=lambda row: row.field)
def test_every_path_is_what_is_written(row):
    linked_data, news = json.loads(json_ld.write(FULL)), json.loads(ninjs.write(FULL))
    message = etree.fromstring(newsml_g2.write(FULL))
    for path in row.json_ld:
        assert resolve(linked_data, path), path
    for path in row.ninjs:
        assert resolve(news, path), path
    for path in row.newsml_g2:
        steps = "/".join(step if step.startswith("@") else f"g:{step}" for step in path.split("/"))
        assert message.xpath(f"//{steps}", namespaces=G2), path


@pytest.mark.parametrize(
    ("writer", "column", "fixed"),
    [
        (json_ld, "json_ld", {"@context", "usageInfo.@type"}),
        (ninjs, "ninjs", {"type", "representationType", "standard"}),
    ],
)
def test_everything_written_is_in_the_table(writer, column, fixed):
    known = {re.sub(r"\[[^\]]*\]", "", path) for row in mapping.ROWS for path in getattr(row, column)}
    constants = {"@type", "role", "rel", "contentType", "type", "name", "uri"}
    for path in set(leaves(json.loads(writer.write(FULL)))):
        parents = {path.rsplit(".", count)[0] for count in range(1, path.count(".") + 1)}
        is_constant = path.rpartition(".")[2] in constants and any(one.startswith(tuple(parents)) for one in known)
        assert path in known or is_constant or fixed & {path, *parents}, path


def test_the_page_is_made_from_the_table(root, update_golden):
    page = root / "docs" / "formats" / "mapping.md"
    if update_golden:
        page.write_text(mapping.page(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == mapping.page()
