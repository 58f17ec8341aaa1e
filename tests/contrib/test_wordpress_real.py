"""Articles into the real WordPress, over REST. `make test-wordpress` runs it: it starts a database and a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from convert import to_article, validate, write
from convert.article import Block, BlockKind
from tests.batch.running import article
from tests.contrib.articles import NUMBER, expected, mixed, records
from tests.contrib.wordpress import Site, missing

pytestmark = pytest.mark.wordpress

HOSTILE = (
    "Council [gallery] <script>alert(1)</script> meets\n\nBy Mary Miller\n\n12 May 2024\n\n"
    "The council met on <b>Tuesday</b> & voted [embed]http://evil.example[/embed] to repair the old bridge.\n\n"
    "<!-- /wp:paragraph --><!-- wp:html --><script>alert(2)</script><!-- /wp:html --> said the mayor of the town.\n\n"
    "Work begins in May, she said in a message, \\o/ and 😀, and will last until the autumn of the year.\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    absent = missing()
    if absent:
        pytest.skip(f"needs Debian's packages wordpress, php-cli, php-mysql and mariadb-server: {absent} is not there")
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _empty(site):
    for table in ("posts", "postmeta"):
        site.sql(f"truncate table wp_{table}")


def last(done):
    return done[0], done[1].splitlines()[-1]


def test_two_hundred_articles_with_kills_in_the_middle_and_a_second_run_changes_nothing(site, tmp_path):
    source = mixed(tmp_path / "in")
    assert site.killed_after(40, source) != 0
    assert 40 <= len(site.posts()) < NUMBER
    assert site.killed_after(90, source) != 0
    site.restart_server()
    there = len(site.posts())
    assert there < NUMBER
    assert last(site.run(source)) == (0, f"{NUMBER - there} created, {there} unchanged")
    posts, articles = site.posts(), expected(source)
    assert [row[0] for row in posts] == list(articles)
    assert {row[3] for row in posts} == {"publish"}
    assert [row[1] for row in posts] == [str(article.identity.version) for article in articles.values()]
    for row in posts[:: NUMBER // 10]:
        page = site.page(row[2])
        report = validate(page.encode(), "html")
        assert report.ok, report.findings
        assert f'"identifier":"{row[0]}"' in page
    assert last(site.run(source)) == (0, f"{NUMBER} unchanged")
    assert site.posts() == posts


def test_versions_and_rejects(site, tmp_path):
    feed = tmp_path / "feed.jsonl"
    done = site.run(
        records(
            feed,
            {"id": "kept", "headline": "Kept"},
            {"id": "grows", "headline": "First"},
            {"id": "goes", "headline": "Goes", "version": 3},
            {"id": "empty", "text": " "},
        )
    )
    assert done[0] == 1
    first = {row[4]: row for row in site.posts()}
    assert "[read.empty]" in done[1]
    done = site.run(
        records(
            feed,
            {"id": "kept", "headline": "Kept"},
            {"id": "grows", "headline": "Second", "version": 2},
            {"id": "goes", "headline": "Goes", "version": 4, "status": "canceled"},
            {"id": "never", "status": "canceled"},
        )
    )
    assert last(done) == (0, "1 updated, 1 withdrawn, 2 unchanged")
    second = {row[4]: row for row in site.posts()}
    assert second["Kept"] == first["Kept"]
    assert (second["Second"][1], second["Second"][2]) == ("2", first["First"][2])
    assert second["Goes"][3] == "draft"
    done = site.run(
        records(feed, {"id": "grows", "headline": "First"}, {"id": "goes", "headline": "Back", "version": 5})
    )
    assert last(done) == (0, "1 updated, 1 unchanged")
    assert {row[4]: row[3] for row in site.posts()}["Back"] == "publish"


def test_what_wordpress_refuses_is_said_in_our_terms(site, tmp_path):
    authors = tmp_path / "authors.toml"
    authors.write_text('[authors]\n"Ann Example" = 4711\n')
    feed = records(tmp_path / "feed.jsonl", {"id": "a", "authors": [{"name": "Ann Example"}]}, {"id": "b"})
    code, talk = site.run(feed, "--authors", authors)
    assert code == 1
    assert "feed.jsonl!a: The target refused the article: " in talk
    assert "[target.rejected]" in talk
    assert talk.splitlines()[-1] == "1 created, 1 rejected (target.rejected 1)"


def test_hostile_text_stays_text(site, tmp_path):
    labels = ["headline", "byline", "dateline", "body", "body", "body"]
    site.run(records(tmp_path / "feed.jsonl", {"id": "a", "text": HOSTILE, "language": "en", "labels": labels}))
    (row,) = site.posts()
    page = site.page(row[2])
    body = page[page.index("<main>") :]
    assert "<script" not in body
    assert "<iframe" not in body
    for words in (
        "&lt;b&gt;Tuesday&lt;/b&gt; &amp; voted &#91;embed]http://evil.example&#91;/embed]",
        "&lt;!&#8211; wp:html &#8211;&gt;&lt;script&gt;alert(2)&lt;/script&gt;",
        "\\o/",
        '<div lang="en" dir="auto">',
        "&lt;script&gt;alert(1)&lt;/script&gt; meets</h1>",
    ):
        assert words in body, body
    assert page.count("application/ld+json") == 1
    assert validate(page.encode(), "html").ok
    assert site.content(row[2]).count("<!-- wp:paragraph -->") == site.content(row[2]).count("<!-- wp:")


def test_an_address_that_stands_alone_is_not_embedded(site, tmp_path):
    address = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    one = to_article(article(1), metadata={"id": "a", "issued": "2026-01-01T00:00:00Z"})
    one = one.evolve(body=(Block(kind=BlockKind.PARAGRAPH, text=address), *one.body))
    (tmp_path / "item.xml").write_bytes(write(one, "newsml-g2"))
    site.run(tmp_path)
    (row,) = site.posts()
    page = site.page(row[2])
    assert f"<p>{address.replace(':', '&#58;')}</p>" in page
    assert "<iframe" not in page
    assert "dQw4w9WgXcQ</a>" not in page


def test_an_author_with_an_account_is_the_author_and_another_a_guest(site, tmp_path):
    authors = tmp_path / "authors.toml"
    authors.write_text('[authors]\n"Jane Roe" = "jroe"\n')
    site.run(
        records(
            tmp_path / "feed.jsonl",
            {"id": "a", "headline": "Mapped", "byline": "By Jane Roe", "authors": ["Jane Roe"]},
            {"id": "b", "headline": "Guest", "byline": "By Ann <i>Other</i>", "authors": ["Ann Other"]},
        ),
        "--authors",
        authors,
    )
    rows = {row[4]: row for row in site.posts()}
    assert (rows["Mapped"][5], rows["Guest"][5]) == (str(site.installed["jane"]), "1")
    assert '<p class="by">Jane Roe</p>' in site.page(rows["Mapped"][2])
    assert '<p class="by">By Ann &lt;i&gt;Other&lt;/i&gt;</p>' in site.page(rows["Guest"][2])


def test_what_must_wait_waits(site, tmp_path):
    later = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0).isoformat()
    feed = records(
        tmp_path / "feed.jsonl",
        {"id": "a", "headline": "Withheld", "status": "withheld"},
        {"id": "b", "headline": "Embargoed", "embargoed": later},
        {"id": "c", "headline": "Past", "embargoed": "2020-01-01T00:00:00Z"},
    )
    assert site.run(feed)[0] == 0
    states = {row[4]: row[3] for row in site.posts()}
    assert states == {"Withheld": "draft", "Embargoed": "future", "Past": "publish"}


def test_a_wrong_password_and_an_absent_plugin_are_said(site, tmp_path, monkeypatch):
    feed = records(tmp_path / "feed.jsonl", {"id": "a"})
    monkeypatch.setitem(site.installed, "password", "wrong")
    code, talk = site.run(feed)
    assert (code, "[target.denied]" in talk) == (2, True), talk
    monkeypatch.undo()
    plugin = site.root / "wp-content" / "plugins" / "newsconvert"
    plugin.rename(plugin.with_name("away"))
    code, talk = site.run(feed)
    plugin.with_name("away").rename(plugin)
    assert (code, "the plugin newsconvert is not active" in talk) == (2, True), talk


def test_a_second_post_of_a_guid_is_refused_and_half_a_post_does_not_stay(site, tmp_path):
    import httpx

    def post(values):
        auth = ("importer", site.installed["password"])
        return httpx.post(site.base, params={"rest_route": "/wp/v2/posts"}, json=values, auth=auth, timeout=120)

    values = {"title": "One", "status": "publish", "meta": {"_newsconvert_guid": "urn:x:1", "_newsconvert_version": 1}}
    assert post(values).status_code == 201
    again = post(values)
    assert (again.status_code, again.json()["code"]) == (409, "newsconvert_exists")
    half = values | {
        "meta": {"_newsconvert_guid": "urn:x:2", "_newsconvert_version": 1},
        "author": 1,
        "template": "none.php",
    }
    answer = post(half | {"featured_media": 999_999})
    assert answer.status_code >= 400, answer.text
    assert len(site.posts()) == 1
