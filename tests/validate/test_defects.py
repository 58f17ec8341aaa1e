"""Defects that IPTC's schema accepts, one at a time in real-looking files: each is found, and nothing beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from convert.validate import validate
from convert.validate.schemas import official

FILES = Path(__file__).with_name("files")

TEXT, PACKAGE, KNOWLEDGE = "text", "package", "knowledge"

DEFECTS = [
    # identity
    (TEXT, 'guid="urn:newsml:nordkueste.example:20240311:hafen-217"', 'guid=""', "G2001"),
    (TEXT, 'guid="urn:newsml:nordkueste.example:20240311:hafen-217"', 'guid="hafen-217"', "G2002"),
    (TEXT, "urn:newsml:nordkueste.example:20240311:hafen-217", "urn:newsml:nordkueste.example:hafen-217", "G2003"),
    (PACKAGE, "tag:islandwire.example,2024:package-88", "tag:islandwire.example:package-88", "G2004"),
    (TEXT, ' version="2"', "", "G2005"),
    (TEXT, 'standard="NewsML-G2"', 'standard="NewsML"', "G2008"),
    (TEXT, 'standardversion="2.35"', 'standardversion="2.53"', "G2009"),
    (TEXT, 'conformance="power"', 'conformance="extended"', "G2010"),
    (TEXT, ' xml:lang="de">\n      <catalogRef', ">\n      <catalogRef", "G2013"),
    # codes
    (TEXT, 'qcode="genre:Current"', 'qcode="genr:Current"', "G2101"),
    (TEXT, 'role="cpprole:originfo"', 'role="crol:originfo"', "G2101"),
    (PACKAGE, 'rendition="rnd:web"', 'rendition="rend:web"', "G2101"),
    (TEXT, 'role="cpprole:originfo"', 'role="isrol:originfo"', "G2103"),
    (TEXT, 'qcode="ninat:text"', 'qcode="ninat:article"', "G2104"),
    (TEXT, 'qcode="stat:withheld"', 'qcode="stat:Withheld"', "G2104"),
    (PACKAGE, 'mode="pgrmod:alt"', 'mode="pgrmod:all"', "G2104"),
    (TEXT, 'role="drol:summary"', 'role="drol:sumary"', "G2105"),
    (TEXT, 'qcode="medtop:20000763"', 'qcode="medtop:shipping"', "G2105"),
    (TEXT, "digsrctype:humanEdits", "digsrctype:minorHumanEdits", "G2106"),
    (TEXT, 'signal qcode="sig:update"', 'signal qcode="stat:usable"', "G2107"),
    (TEXT, 'role="drol:summary"', 'role="genre:Current"', "G2107"),
    (
        TEXT,
        'qcode="medtop:20000763"',
        'qcode="medtop:20000763" uri="http://cv.iptc.org/newscodes/mediatopic/20000764"',
        "G2108",
    ),
    (
        TEXT,
        'alias="nkhl" uri="http://nordkueste.example/headlines/"',
        'alias="medtop" uri="http://x.example/"',
        "G2109",
    ),
    (TEXT, 'alias="nkdesk" uri="http://nordkueste.example/desks/"', 'alias="nkdesk" uri="desks"', "G2112"),
    # item metadata
    (TEXT, '<itemClass qcode="ninat:text"/>', "<itemClass/>", "G2201"),
    (
        TEXT,
        'pubStatus qcode="stat:withheld"',
        'pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"',
        "G2202",
    ),
    (TEXT, '<pubStatus qcode="stat:withheld"/>', "<pubStatus/>", "G2203"),
    (PACKAGE, '<provider literal="Island Wire"/>', "<provider/>", "G2205"),
    (TEXT, 'contenttype="text/html"', 'hreftype="text/html"', "G2207"),
    (TEXT, ' href="https://nordkueste.example/hafen"', "", "G2210"),
    (TEXT, ' rel="irel:seeAlso"', "", "G2211"),
    (TEXT, '"https://nordkueste.example/hafen"', '"/hafen"', "G2212"),
    # dates
    (TEXT, "2024-03-11T18:20:00+01:00", "2024-03-11T18:20:00", "G2301"),
    (TEXT, "2024-03-11T16:02:00+01:00", "2024-03-11T19:02:00+01:00", "G2302"),
    (TEXT, "2024-03-11T18:15:00+01:00", "2024-03-10T18:15:00+01:00", "G2303"),
    (TEXT, "2024-03-12T05:00:00+01:00", "2024-02-12T05:00:00+01:00", "G2304"),
    (PACKAGE, "<sent>2024-06-02T12:00:00Z", "<sent>2024-06-02T12:00:00", "G2306"),
    (KNOWLEDGE, 'validto="2023-12-31"', 'validto="2013-12-31"', "G2308"),
    # languages
    (TEXT, 'language tag="de"', 'language tag="german"', "G2401"),
    (TEXT, 'language tag="de"', 'language tag="en"', "G2403"),
    (TEXT, 'xhtml" lang="de"', 'xhtml" lang="nl"', "G2404"),
    (
        PACKAGE,
        "Lighthouse opens to visitors after a century</headline>",
        "島の灯台が百年ぶりに公開され、多くの人が訪れました</headline>",
        "G2405",
    ),
    # words
    (TEXT, "<headline>Fähre nach Borkum fährt wieder</headline>", "<headline/>", "G2502"),
    (TEXT, ' role="nkhl:sub"', "", "G2503"),
    (TEXT, "Neun Tage Sturm sind vorbei", "Fähre nach Borkum fährt wieder", "G2504"),
    (TEXT, "<headline>Fähre nach", '<headline>Fähre <span class="x">nach</span>', "G2506"),
    (TEXT, "<by>Von Wiebke Janssen</by>", "<by/>", "G2507"),
    (TEXT, "<by>Von Wiebke Janssen</by>", "<by>Von Wiebke JanÃŸen</by>", "G2508"),
    (TEXT, "Emden. Nach", "Emden. &amp;nbsp;Nach", "G2510"),
    (TEXT, 'wordcount="42"', 'wordcount="4200"', "G2512"),
    # content
    (PACKAGE, '<html xmlns="http://www.w3.org/1999/xhtml">', '<html xmlns="">', "G2601"),
    (PACKAGE, ' xmlns="http://iptc.org/std/NITF/2006-10-18/"', "", "G2601"),
    (PACKAGE, 'contenttype="application/xhtml+xml"', 'contenttype="application/nitf+xml"', "G2603"),
    (PACKAGE, ' contenttype="application/xhtml+xml"', "", "G2604"),
    (
        PACKAGE,
        'contenttype="image/jpeg" href="https://islandwire.example/p/5120-web',
        'contenttype="jpeg" href="https://islandwire.example/p/5120-web',
        "G2605",
    ),
    (TEXT, "<p>Die Reederei", '<p onclick="x()">Die Reederei', "G2607"),
    (TEXT, "<h2>Lange Schlangen am Kai</h2>", "<crosshead>Lange Schlangen am Kai</crosshead>", "G2608"),
    (PACKAGE, "<contentSet>\n        <remote", "<contentSet><!-- pictures -->\n        <remote", "G2613"),
    (
        PACKAGE,
        '<itemClass qcode="ninat:picture"/>\n        <provider',
        '<itemClass qcode="ninat:video"/>\n        <provider',
        "G2761",
    ),
    (
        PACKAGE,
        'contenttype="image/jpeg" href="https://islandwire.example/p/5120-web',
        'contenttype="audio/mpeg" href="https://islandwire.example/p/5120-web',
        "G2654",
    ),
    (PACKAGE, ' href="https://islandwire.example/p/5120-web.jpg"', "", "G2655"),
    (PACKAGE, 'rendition="rnd:web"', 'rendition="rnd:highRes"', "G2656"),
    (PACKAGE, ' rendition="rnd:web"', "", "G2657"),
    (PACKAGE, ' width="1200"', ' width="0"', "G2658"),
    (
        PACKAGE,
        "<p>Two hundred people climbed the tower before noon.</p>\n                </block>",
        "</block>",
        "G2707",
    ),
    # packages
    (PACKAGE, 'root="top"', 'root="first"', "G2751"),
    (PACKAGE, '<groupRef idref="pictures"/>', '<groupRef idref="images"/>', "G2752"),
    (PACKAGE, '<groupRef idref="pictures"/>', "", "G2754"),
    (PACKAGE, ' role="iwgroup:main"', "", "G2755"),
    (PACKAGE, ' residref="tag:islandwire.example,2024:picture-5120"', "", "G2757"),
    (
        PACKAGE,
        'residref="tag:islandwire.example,2024:picture-5120"',
        'residref="tag:islandwire.example,2024:x"',
        "G2758",
    ),
    (PACKAGE, 'story-8841" version="1" contenttype', 'story-8841" version="4" contenttype', "G2761"),
    # concepts, plans, references
    (KNOWLEDGE, '<sameAs uri="http://www.wikidata.org/entity/Q1"/>', "<sameAs/>", "G2853"),
    (KNOWLEDGE, '<related rel="crel:child" qcode="iwpeople:101"/>', '<broader qcode="iwpeople:102"/>', "G2854"),
    (KNOWLEDGE, 'conceptId qcode="iwpeople:102"', 'conceptId qcode="iwpeople:101"', "G2855"),
    (KNOWLEDGE, 'rangefrom="2"', 'rangefrom="9"', "G2857"),
    (KNOWLEDGE, "plinat:newscoverage", "cinat:concept", "G2107"),
    (TEXT, "<rightsInfo>", '<rightsInfo idrefs="picture">', "G2851"),
    # what stands twice, or where something else should
    (
        TEXT,
        "<by>Von Wiebke Janssen</by>",
        "<by>Fähre nach Borkum fährt wieder</by>",
        "G2513",
    ),
    (PACKAGE, "<p>Two hundred people climbed", "<p> </p><p>Two hundred people climbed", "G2514"),
    (TEXT, "<by>Von Wiebke", "<keyword>Fähre, Sturm, Borkum, Reederei</keyword><by>Von Wiebke", "G2219"),
    (
        TEXT,
        'href="https://nordkueste.example/hafen"',
        'residref="urn:newsml:nordkueste.example:20240311:hafen-217"',
        "G2220",
    ),
    (TEXT, "2024-03-11T16:02:00+01:00", "1970-01-01T00:00:00Z", "G2310"),
    (TEXT, "https://nordkueste.example/hafen", "https:///hafen", "G2221"),
    (TEXT, "https://nordkueste.example/hafen", "http://localhost/hafen", "G2222"),
    (TEXT, "<name>Wiebke Janssen</name>", "<name>wiebke@nordkueste.example</name>", "G2517"),
    (TEXT, "<creditline>nkn</creditline>", "<creditline>{{ credit }}</creditline>", "G2516"),
    (PACKAGE, "5120-large.jpg", "5120-web.jpg", "G2661"),
    (PACKAGE, '<groupRef idref="story"/>', '<groupRef idref="story"/><groupRef idref="story"/>', "G2764"),
    # rights
    (TEXT, "DMI-PROHIBITED-AIMLTRAINING", "DMI-NO-AI", "G2904"),
]

EXTRA = {
    "G2601": {"G2707", "G2606", "G2706"},
    "G2757": {"G2760"},
    "G2752": {"G2754"},
    "G2761": {"G2654", "G2653"},
    "G2855": {"G2854"},
    "G2401": {"G2403", "G2404"},
    "G2109": {"G2101"},
    "G2403": {"G2404", "G2406"},
}
"""What a defect draws beside its own rule, because it is a defect of two things."""

ABOUT_SCHEMAS = {"schema.absent", "XSD004"}


@cache
def content(name: str) -> str:
    return (FILES / f"{name}.newsml.xml").read_text(encoding="utf-8")


def codes(text: str) -> set[str]:
    return {f.code for f in validate(text.encode(), "newsml-g2").findings} - ABOUT_SCHEMAS


def test_there_are_many():
    assert len(DEFECTS) >= 60
    assert len({code for *_, code in DEFECTS}) >= 55


@pytest.mark.parametrize("name", [TEXT, PACKAGE, KNOWLEDGE])
def test_files_are_clean_without_defects(name):
    assert codes(content(name)) == set()


@pytest.mark.parametrize(
    ("name", "old", "new", "code"), DEFECTS, ids=[f"{n}-{case[3]}" for n, case in enumerate(DEFECTS)]
)
def test_defect_is_found(name, old, new, code):
    text = content(name)
    assert old in text
    found = codes(text.replace(old, new, 1))
    assert code in found
    assert found - {code} <= EXTRA.get(code, set())


@pytest.mark.corpus
def test_the_official_schema_accepts_them_all(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    official.install(str(shared / "standards/newsml-g2"))
    rejected = {}
    for name, old, new, code in DEFECTS:
        found = validate(content(name).replace(old, new, 1).encode(), "newsml-g2").findings
        if any(f.code == "XSD001" for f in found):
            rejected[code, new] = [f.message for f in found if f.code == "XSD001"]
    assert rejected == {}
    for name in (TEXT, PACKAGE, KNOWLEDGE):
        assert codes(content(name)) == set()
