"""The outputs of one article agree: read back, each says the same of it."""

import html
import json
import re
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

import convert
from convert.article import AuthorKind, Caption
from convert.writers import html as preview
from convert.writers import json_ld, newsml_g2, ninjs
from tests import strategies
from tests.writers import gold
from tests.writers.generated import FULL

NS = {"g": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}


def picture(text, alt, credit):
    """What is said of one picture: its words, each once, and its credit."""
    return tuple(dict.fromkeys(filter(None, (text, alt)))), credit


def said_by_newsml(article):
    root = etree.fromstring(newsml_g2.write(article))

    def one(path, start=root):
        found = start.xpath(path, namespaces=NS)
        return (found[0] if isinstance(found[0], str) else found[0].text) if found else None

    def several(path):
        return [found if isinstance(found, str) else found.text for found in root.xpath(path, namespaces=NS)]

    text = "//g:newsItem[g:itemMeta/g:itemClass/@qcode='ninat:text']"
    metas = root.xpath(f"{text}/g:partMeta | //g:newsItem[.//g:remoteContent]/g:contentMeta", namespaces=NS)
    return {
        "guid": one(f"{text}/@guid"),
        "version": int(one(f"{text}/@version")),
        "headline": one(f"{text}/g:contentMeta/g:headline"),
        "alternative": one(f"{text}/g:contentMeta/g:headline[@role='newsconvertheadline:alternative']"),
        "sources": several(f"{text}/g:itemMeta/g:link/@href | {text}/g:itemMeta/g:link/@residref"),
        "standfirst": one(f"{text}/g:contentMeta/g:description[@role='drol:summary']"),
        "authors": Counter(
            (creator.find("g:name", NS).text, creator.get("type").rpartition(":")[2])
            for creator in root.xpath(f"{text}//g:creator", namespaces=NS)
        ),
        "published": one(f"{text}//g:contentCreated"),
        "modified": one(f"{text}//g:contentModified"),
        "language": one(f"{text}//g:language/@tag"),
        "words": int(one(f"{text}//g:inlineXML/@wordcount")),
        "body": [
            "".join(block.itertext())
            for block in root.xpath("//h:body/h:p | //h:li | //h:blockquote/h:p", namespaces=NS)
        ],
        "pictures": Counter(
            picture(
                one("g:description[@role='drol:caption']", meta),
                one("g:description[@role='drol:altText']", meta),
                one("g:creditline", meta),
            )
            for meta in metas
        ),
        "keywords": set(several(f"{text}//g:keyword")),
        "section": one(f"{text}//g:subject/g:name"),
        "genre": one(f"{text}//g:genre/g:name"),
        "agencies": set(several(f"{text}//g:infoSource/g:name")),
        "place": one(f"{text}//g:located/g:name"),
        "holder": one(f"{text}//g:copyrightHolder/g:name"),
        "notice": one(f"{text}//g:copyrightNotice"),
        "credit": one(f"{text}/g:contentMeta/g:creditline"),
        "status": one(f"{text}//g:pubStatus/@qcode").removeprefix("stat:"),
    }


def said_by_json_ld(article):
    node = json.loads(json_ld.write(article))
    pictures = [
        *((part.get("caption"), part.get("description"), part.get("creditText")) for part in node.get("image", [])),
        *((part.get("description"), None, part.get("creditText")) for part in node.get("hasPart", [])),
    ]
    kinds = {"Person": "person", "Organization": "organisation"}
    return {
        "guid": node["identifier"],
        "version": node["version"],
        "headline": node.get("headline"),
        "alternative": node.get("alternativeHeadline"),
        "sources": node.get("isBasedOn", []),
        "standfirst": node.get("description"),
        "authors": Counter((author["name"], kinds[author["@type"]]) for author in node.get("author", [])),
        "published": node.get("datePublished"),
        "modified": node.get("dateModified"),
        "language": node.get("inLanguage"),
        "words": node["wordCount"],
        "body": re.split(r"\n+", node["articleBody"]) if "articleBody" in node else [],
        "pictures": Counter(
            (tuple((text or "").split("\n")) if not alt else (text, alt), by) for text, alt, by in pictures
        ),
        "keywords": set(node.get("keywords", [])),
        "section": node.get("articleSection"),
        "genre": node.get("genre"),
        "agencies": {agency["name"] for agency in node.get("sourceOrganization", [])},
        "place": node.get("locationCreated", {}).get("name"),
        "holder": node.get("copyrightHolder", {}).get("name"),
        "notice": node.get("copyrightNotice"),
        "credit": node.get("creditText"),
        "status": node.get("creativeWorkStatus", "usable"),
    }


def said_by_ninjs(article):
    news = json.loads(ninjs.write(article))

    def role(items, wanted, key="value"):
        return next((item[key] for item in items or [] if wanted in (item.get("role"), item.get("rel"))), None)

    bodies = {body["contentType"]: body for body in news.get("bodies", [])}
    pieces = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", bodies.get("text/html", {}).get("value", ""), re.DOTALL)
    creators = [
        *((person["name"], "person") for person in news.get("people", [])),
        *((one["name"], "organisation") for one in news.get("organisations", []) if one["rel"] == "creator"),
    ]
    subjects, sources = news.get("subjects", []), news.get("infoSources", [])
    return {
        "guid": news["uri"],
        "alternative": role(news.get("headlines"), "alternative"),
        "sources": [one["uri"] for one in news.get("associations", []) if one.get("rel") == "derivedFrom"],
        "version": int(news["version"]),
        "headline": role(news.get("headlines"), "main"),
        "standfirst": role(news.get("descriptions"), "summary"),
        "authors": Counter(creators),
        "published": news.get("contentCreated"),
        "language": news.get("language"),
        "words": bodies.get("text/plain", {}).get("wordCount", 0),
        "body": [html.unescape(piece) for piece in pieces],
        "pictures": Counter(
            picture(role(one.get("descriptions"), "caption"), role(one.get("descriptions"), "altText"), one.get("by"))
            for one in news.get("associations", [])
            if one.get("type") == "picture"
        ),
        "keywords": {one["name"] for one in subjects if one["rel"] == "keyword"},
        "section": role(subjects, "section", "name"),
        "genre": news.get("genres", [{}])[0].get("name"),
        "agencies": {one["name"] for one in sources if one["role"] == "source"},
        "place": news.get("located"),
        "holder": news.get("copyrightHolder"),
        "notice": news.get("copyrightNotice"),
        "credit": role(sources, "creditline", "name"),
        "status": news["pubStatus"],
    }


def without_empty(pictures):
    """A picture of which nothing is said but its address, as every format may leave it out or not."""
    return Counter({(tuple(filter(None, words)), by): n for (words, by), n in pictures.items() if any(words) or by})


def assert_agree(article):
    newsml, linked, news = said_by_newsml(article), said_by_json_ld(article), said_by_ninjs(article)
    for said in (newsml, linked, news):
        said["pictures"] = without_empty(said["pictures"])
    assert linked == newsml
    if not isinstance(article.published, datetime) or article.published.utcoffset() is None:
        assert news.pop("published") is None
    assert news == {name: value for name, value in newsml.items() if name in news}
    assert newsml["authors"] == Counter((author.name, author.kind.value) for author in article.authors)


def test_everything_known():
    assert_agree(FULL)
    assert said_by_json_ld(FULL)["body"] == [
        "The storm hit the coast at dawn.",
        "the harbour",
        "the bridge",
        "“We wait,” she said.",
    ]
    assert set(said_by_newsml(FULL)["authors"]) == {
        ("Jane Doe", AuthorKind.PERSON),
        ("Newsroom", AuthorKind.ORGANISATION),
    }


@given(strategies.articles())
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_any_article(article):
    assert_agree(article)


@pytest.mark.corpus
@pytest.mark.parametrize("name", gold.PROFILES)
def test_500_corpus_texts(shared, name):
    for article in gold.articles(shared, gold.PROFILES[name]):
        assert_agree(article.evolve(issued=FULL.issued))


@given(strategies.articles())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_the_preview_shows_what_the_formats_say(article):
    page = etree.HTML(preview.write(article).decode(), etree.HTMLParser())
    shown = page.find(".//main")
    linked = said_by_json_ld(article)
    assert (shown.findtext(".//h1")) == linked["headline"]
    assert [
        "".join(one.itertext()) for one in shown.xpath("./article/p | ./article/ul/li | ./article/blockquote/p")
    ] == (linked["body"])
    assert page.get("lang") == (linked["language"] or "")
    embedded = page.findtext(".//script[@type='application/ld+json']")
    assert json.loads(embedded) == json.loads(json_ld.write(article))
    times = [time.get("datetime") for time in shown.iter("time")]
    assert times == [when for when in (linked["published"], linked["modified"]) if when]


def test_a_work_whose_address_is_none_is_named_in_no_format():
    odd = FULL.evolve(based_on=("http://[", "http://a.example:x/", "tag:a.example,2024:1"))
    assert convert.read(convert.write(odd, "newsml-g2"), "newsml-g2").based_on == ("tag:a.example,2024:1",)
    for name in ("json-ld", "ninjs"):
        data = convert.write(odd, name)
        assert b"http://[" not in data
        assert b"a.example:x" not in data
        assert b"tag:a.example,2024:1" in data


def test_a_picture_has_the_same_address_in_every_format():
    odd = FULL.evolve(captions=(Caption(text="A wave", url="https://example.com/a b%[1].jpg?q=\u00a0#x#y"),))
    wanted = "https://example.com/a%20b%25%5B1%5D.jpg?q=%C2%A0#x%23y"
    for name in ("newsml-g2", "json-ld", "ninjs", "html"):
        assert f'"{wanted}"' in convert.write(odd, name).decode(), name
