"""JSON-LD as publishers write it: in pages, graphs and arrays; and the faults that they make most."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from convert.validate import validate
from convert.validate.ld.base import document

PAGE = Path(__file__).with_name("files") / "site.html"
FAULTS = [
    ('"@type":"ImageObject","url"', '"@type":"Imageobject","url"', {"LD003"}),
    ('"BreadcrumbList"', '"Breadcrumbs"', {"LD003"}),
    ('["WebPage","CollectionPage"]', '["Webpage"]', {"LD003"}),
    ('"cssSelector":".paywall"', '"cssselector":".paywall"', {"LD004"}),
    ('"contentUrl"', '"contentURL"', {"LD004"}),
    ('"sameAs":["https://social.example/islandwire"]', '"SameAs":["https://social.example/islandwire"]', {"LD004"}),
    ('"thumbnailUrl":"https', '"jobTitle":"https', {"LD005"}),
    ('{"@type":"Person","@id":"https://islandwire.example/#/person/1",', "{", {"LD002"}),
    (
        (
            '{"@type":"Person","@id":"https://islandwire.example/#/person/1","name":"Morag Sinclair",'
            '"url":"https://islandwire.example/morag"}'
        ),
        '"Morag Sinclair"',
        {"LD007"},
    ),
    ("2024-06-02T12:10:00+00:00", "2024-06-01T12:10:00+00:00", {"LD103"}),
    ("2024-06-02T11:58:00+00:00", "2 June 2024", {"LD101"}),
    ("2024-06-02T11:58:00+00:00", "2024-06-31", {"LD101"}),
    ("2024-06-02T12:10:00+00:00", "2024-06-02T12:10:00", {"LD102"}),
    ('"name":"Morag Sinclair"', '"name":"By Morag Sinclair"', {"LD203"}),
    ('"name":"Morag Sinclair"', '"name":"Morag Sinclair | Island Wire"', {"LD203"}),
    ('"name":"Morag Sinclair"', '"name":"Morag Sinclair and Euan Sinclair"', {"LD203"}),
    ('"https://islandwire.example/morag"', '"/morag"', {"LD104"}),
    (
        '"https://islandwire.example/p/5120-large.jpg","width"',
        '"https://islandwire.example/p 5120.jpg","width"',
        {"LD105"},
    ),
    ('"keywords":["lighthouse","North Point"]', '"keywords":[]', {"LD106"}),
    ('"keywords":["lighthouse","North Point"]', '"keywords":null', {"LD106"}),
    ('"inLanguage":"en-GB",\n  "isAcc', '"inLanguage":"English",\n  "isAcc', {"LD107"}),
    ('"wordCount":"26"', '"wordCount":"about 26"', {"LD108"}),
    ('"isAccessibleForFree":false,"hasPart"', '"isAccessibleForFree":"False","hasPart"', {"LD109"}),
    (
        '"publisher":{"@id":"https://islandwire.example/#organization"},"image"',
        '"publisher":{"@id":"#nobody"},"image"',
        {"LD009"},
    ),
    (
        '{"@type":"Person","@id":"https://islandwire.example/#/person/1",',
        '{"@type":"Person","@id":"https://islandwire.example/#/person 1",',
        {"LD012"},
    ),
    (
        '{"@type":"Person","@id":"https://islandwire.example/#/person/1",',
        '{"@type":"Person","@id":1,',
        {"LD012"},
    ),
    ('"@context":"https://schema.org"', '"@context":"https://example.org/terms"', {"LD001"}),
    ('"@type":"NewsArticle"', '"@type":"VideoObject"', {"LD005", "LD011"}),
]


def test_a_page_as_publishers_write_it_is_clean():
    assert validate(PAGE).findings == ()
    assert validate(PAGE.read_bytes()).findings == ()


@pytest.mark.parametrize(("old", "new", "codes"), FAULTS, ids=[f"{n}-{min(f[2])}" for n, f in enumerate(FAULTS)])
def test_the_fault_is_found_at_its_line_of_the_page(old, new, codes):
    page = PAGE.read_text(encoding="utf-8")
    assert old in page
    broken = page.replace(old, new, 1)
    found = validate(broken.encode(), "html").findings
    assert {f.code for f in found} == codes
    line = page[: page.index(old)].count("\n") + 1
    assert min(f.line for f in found) <= line <= max(f.line for f in found) + 1


def test_column_in_a_page_is_that_of_the_page():
    data = b'<html>\n<p>x</p><script type="application/ld+json">{"@context": "https://schema.org", '
    data += b'"@type": "Artikel"}</script>'
    found = {f.code: (f.line, f.column) for f in validate(data, "html").findings}
    assert found["LD003"] == (2, data.split(b"\n")[1].index(b'"Artikel"') + 1)


@pytest.mark.parametrize("name", ["iso-8859-1", "utf-16"])
def test_a_page_in_another_encoding_is_read(name):
    page = f'<html><meta charset="{name}"><script type="application/ld+json">{{"@context": "https://schema.org", '
    page += '"@type": "NewsArticle", "headline": "Fähre", "headlin": "x"}</script>'
    found = validate(page.encode(name), "html").findings
    assert "LD004" in {f.code for f in found}
    assert "DOC005" not in {f.code for f in found}


def test_the_same_node_in_every_form():
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry", "articlebody": "x"}
    forms = [
        node,
        [node],
        {"@context": "https://schema.org", "@graph": [{k: v for k, v in node.items() if k != "@context"}]},
        {"@context": {"@vocab": "https://schema.org/"}, **{k: v for k, v in node.items() if k != "@context"}},
        {**node, "@type": ["NewsArticle"]},
        {**node, "@type": "schema:NewsArticle"},
        {**node, "@type": "https://schema.org/NewsArticle"},
        {"@context": "http://schema.org", "type": "NewsArticle", "headline": "Ferry", "articlebody": "x"},
    ]
    for form in forms:
        found = {f.code for f in validate(orjson.dumps(form), "json-ld").findings}
        assert found == {"LD004", "LD201"}, form


def test_own_schema_is_applied_when_asked_only():
    data = orjson.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry"})
    assert "OWN002" not in {f.code for f in validate(data, "json-ld").findings}
    found = [f for f in validate(data, "json-ld:own").findings if f.code == "OWN002"]
    assert found
    assert all(f.severity == "error" and f.message for f in found)


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ('"2024-05-02T08:61:00Z"', True),
        ('"2024-05-02T08:30:61Z"', True),
        ('"2024-05-02T08:30:00+99:00"', True),
        ('"2024-05-02T08:30:00+01:75"', True),
        ("1714632600", True),
        ('"2024-05-02T23:59:60Z"', False),
        ('"2024-05-02T24:00:00+14:00"', False),
        ('"2024-05-02T08:30+0530"', False),
        ('"2024-05"', False),
    ],
)
def test_hours_minutes_and_zones_exist(moment, found):
    data = document({"datePublished": f'"datePublished": {moment}', "dateModified": ""})
    codes = {one.code for one in validate(data, "json-ld").findings}
    assert ("LD101" in codes) is found
