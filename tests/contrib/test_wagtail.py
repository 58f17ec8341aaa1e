"""Articles into the real Wagtail, on SQLite."""

from __future__ import annotations

import importlib.util
import json
import resource
from datetime import UTC, datetime, timedelta

import pytest

from tests.contrib.articles import NUMBER, expected, mixed, records
from tests.contrib.wagtail import blocks, new_site

pytestmark = pytest.mark.skipif(importlib.util.find_spec("wagtail") is None, reason="needs Wagtail: the test extra")


@pytest.fixture
def site(tmp_path, tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    return new_site(base.parent if base.name.startswith("popen-") else base, tmp_path)


def of_article(article):
    """The body that a page of this article has to have."""
    found = []
    for block in article.body:
        text = [item.strip() for item in block.text.split("\n")] if block.kind == "list" else block.text
        found.append((block.kind.value, text))
    for one in article.captions:
        words = {"text": one.text or "", "alt": one.alt or "", "credit": one.credit or "", "url": one.url or ""}
        found.append(("caption", words))
    return found


def by_key(site):
    return {page["standfirst"]: page for page in site.pages()}


def test_two_hundred_articles_are_pages_and_a_second_run_changes_nothing(site, tmp_path):
    source = mixed(tmp_path / "in")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = site.import_news(source)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.code, done.talk.splitlines()[-1]) == (0, f"{NUMBER} created")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 60, "seconds of processor time"
    pages, articles = site.pages(), expected(source)
    assert [page["guid"] for page in pages] == list(articles)
    for page, article in zip(pages, articles.values(), strict=True):
        assert page["title"] == (article.headline or page["title"])
        assert blocks(page) == of_article(article)
        assert page["byline"] == (article.byline or "")
        assert [one["value"]["name"] for one in json.loads(page["authors"])] == [one.name for one in article.authors]
        assert page["published_stated"] == (article.published.isoformat() if article.published else "")
        assert (page["version"], page["live"], page["depth"]) == (article.identity.version, 1, 3)
    assert site.tree_is_sound()
    again = site.import_news(source)
    assert (again.code, again.talk.splitlines()[-1]) == (0, f"{NUMBER} unchanged")
    assert site.pages() == pages


def test_an_import_that_is_killed_goes_on_and_nothing_is_there_twice(site, tmp_path):
    source = mixed(tmp_path / "in")
    assert site.killed_after(100, source) != 0
    assert 100 <= site.count() < NUMBER
    assert site.tree_is_sound()
    there = site.count()
    done = site.import_news(source)
    assert done.talk.splitlines()[-1] == f"{NUMBER - there} created, {there} unchanged"
    assert [page["guid"] for page in site.pages()] == list(expected(source))
    assert site.tree_is_sound()


def test_versions_and_rejects(site, tmp_path):
    path = tmp_path / "feed.jsonl"

    def imported(*entries):
        return site.import_news(records(path, *entries))

    kept = {"id": "kept", "standfirst": "kept"}
    done = imported(
        kept,
        {"id": "grows", "standfirst": "grows", "headline": "First"},
        {"id": "bad", "standfirst": "bad", "headline": "Too long " * 40},
        {"id": "empty", "text": "   "},
        {"id": "goes", "standfirst": "goes", "version": 3},
    )
    assert done.code == 1
    assert "feed.jsonl!bad: The target refused the article: title: " in done.talk
    assert "(max_length) [target.rejected]" in done.talk
    assert "[read.empty]" in done.talk
    assert done.talk.splitlines()[-1] == "3 created, 2 rejected (target.rejected 1, read.empty 1)"
    first = by_key(site)
    assert set(first) == {"kept", "grows", "goes"}

    done = imported(
        kept,
        {"id": "grows", "standfirst": "grows", "headline": "Second", "version": 2},
        {"id": "goes", "standfirst": "goes", "version": 4, "status": "canceled"},
        {"id": "never there", "status": "canceled"},
    )
    assert (done.code, done.talk.splitlines()[-1]) == (0, "1 updated, 1 withdrawn, 2 unchanged")
    second = by_key(site)
    assert second["kept"] == first["kept"]
    assert (second["grows"]["title"], second["grows"]["version"], second["grows"]["live"]) == ("Second", 2, 1)
    assert second["grows"]["slug"] == first["grows"]["slug"]
    assert second["goes"]["live"] == 0
    assert site.revisions() == 2, "the first version, and the second"

    done = imported(
        {"id": "grows", "standfirst": "grows", "headline": "First"},
        {"id": "goes", "standfirst": "goes", "version": 5},
    )
    assert (done.code, done.talk.splitlines()[-1]) == (0, "1 updated, 1 unchanged")
    third = by_key(site)
    assert third["grows"] == second["grows"]
    assert (third["goes"]["live"], third["goes"]["version"]) == (1, 5)


def test_what_must_wait_waits(site, tmp_path):
    later = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    done = site.import_news(
        records(
            tmp_path / "feed.jsonl",
            {"id": "a", "standfirst": "withheld", "status": "withheld"},
            {"id": "b", "standfirst": "embargoed", "embargoed": later.isoformat()},
            {"id": "c", "standfirst": "past", "embargoed": "2020-01-01T00:00:00Z"},
        )
    )
    assert (done.code, done.talk.splitlines()[-1]) == (0, "3 created")
    pages = by_key(site)
    assert [pages[name]["live"] for name in ("withheld", "embargoed", "past")] == [0, 0, 1]
    assert pages["embargoed"]["go_live_at"] == later.strftime("%Y-%m-%d %H:%M:%S")


def test_a_page_shows_the_article_and_hostile_text_stays_text(site, tmp_path):
    text = (
        "Council <script>alert(1)</script> meets\n\nBy Mary Miller\n\n12 May 2024\n\n"
        "The council met on <b>Tuesday</b> & voted {{ settings.SECRET_KEY }} {% now 'Y' %} to repair the bridge.\n\n"
        "Work begins in May, the mayor <img src=x onerror=alert(2)> told the meeting of the council.\n"
    )
    site.import_news(records(tmp_path / "feed.jsonl", {"id": "a", "text": text, "language": "en"}))
    (stored,) = site.pages()
    (page,) = site.get(stored["url_path"].removeprefix("/home"))
    assert '<html lang="en" dir="ltr">' in page
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;Tuesday&lt;/b&gt; &amp; voted {{ settings.SECRET_KEY }} {% now" in page
    assert '<time datetime="2024-05-12">2024-05-12</time>' in page
    assert page.index("By Mary Miller") < page.index("repair the bridge") < page.index("Work begins in May")


def test_a_time_at_the_end_of_the_calendar_costs_its_article_alone(site, tmp_path):
    feed = records(
        tmp_path / "feed.jsonl",
        {"id": "a", "published": "9999-12-31T23:59:59-12:00"},
        {"id": "b", "published": "0001-01-01T00:00:00+14:00"},
        {"id": "c"},
    )
    done = site.import_news(feed)
    assert (done.code, done.talk.splitlines()[-1]) == (1, "1 created, 2 rejected (target.rejected 2)")


def test_misuse_is_said_and_leaves_2(site, tmp_path):
    for words, reason in (
        ((tmp_path / "absent",), "does not exist"),
        ((tmp_path, "--parent", "/nowhere/"), "there is no page /nowhere/"),
        ((tmp_path, "--parent", "99999"), "there is no page 99999"),
        ((tmp_path, "--from", "runes"), "'runes' cannot be read"),
    ):
        done = site.import_news(*words)
        assert (done.code, reason in done.talk) == (2, True), done.talk


def test_a_dry_run_stores_nothing_and_a_limit_holds(site, tmp_path):
    feed = records(tmp_path / "feed.jsonl", {"id": "a"}, {"id": "b"})
    assert site.import_news(feed, "--dry-run").talk.splitlines()[-1] == "would be: 2 created"
    assert site.count() == 0
    assert site.import_news(feed, "--limit", 1, "--parent", "/").talk.splitlines()[-1] == "1 created"


def test_the_migrations_are_those_of_the_models(site):
    assert site.manage("makemigrations", "--check", "--dry-run").code == 0
