"""What the importer for WordPress sends, and how it takes the answers. The real one is in test_wordpress_real.py."""

from __future__ import annotations

import json

import httpx
import pytest

from convert import to_article
from convert.article import Author, AuthorKind, Block, BlockKind, Caption
from convert.batch.importing import digest, import_articles
from convert.batch.outcomes import outcomes
from convert.diagnostics import MachineError, UsageError
from convert.pipeline import Job
from newsconvert_wordpress.authors import Authors
from newsconvert_wordpress.client import ATTEMPTS, RefusedError, WordPress
from newsconvert_wordpress.content import content, literal
from newsconvert_wordpress.target import FORMATS, WordPressTarget, slug
from tests.contrib.articles import records

TEXT = "Council meets\n\nThe council of the town met on Tuesday to vote about the old bridge over the river.\n"


def article(**changes):
    return to_article(TEXT, metadata={"id": "a"}).evolve(**changes)


class Site:
    """A WordPress that keeps posts in a list, and first gives the answers that it was told to."""

    def __init__(self, *first):
        self.first, self.calls, self.waits, self.posts = list(first), [], [], []

    def __call__(self, request):
        values = json.loads(request.content) if request.content else None
        self.calls.append((request.url.params["rest_route"], values, request.headers))
        if self.first:
            answer = self.first.pop(0)
            if isinstance(answer, Exception):
                raise answer
            status, body, headers = (*answer, {})[:3]
            if status is None:  # it is stored, and the answer is lost
                self._stored(values)
                raise httpx.ReadTimeout("lost")
            return httpx.Response(status, json=body, headers=headers)
        if request.url.params["rest_route"].endswith("/known"):
            known = [post for post in self.posts if post["guid"] in values["guids"]]
            return httpx.Response(200, json={"articles": known})
        if any(post["guid"] == values["meta"]["_newsconvert_guid"] for post in self.posts):
            return httpx.Response(409, json={"code": "newsconvert_exists", "message": "There is", "data": {}})
        self._stored(values)
        return httpx.Response(201, json={"id": 1})

    def _stored(self, values):
        meta = {key.removeprefix("_newsconvert_"): value for key, value in values["meta"].items()}
        self.posts.append({"id": len(self.posts) + 1, "status": "publish", **meta})

    def client(self, base="https://news.example"):
        return WordPress(base, "user", "secret", transport=httpx.MockTransport(self), sleep=self.waits.append)


def imported(site, path, **options):
    target = WordPressTarget(site.client(), **options)
    return list(import_articles(outcomes([path], Job(FORMATS)), target))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[gallery ids=1]",
        "<!-- wp:html --><b>x</b><!-- /wp:html -->",
        "<!-- /wp:quote --><!-- wp:more -->",
        "]]> --> </p>",
        "&lt;script&gt;",
        "https://evil.example/watch",
    ],
)
def test_hostile_text_is_text_in_every_kind_of_block(hostile):
    body = tuple(Block(kind=kind, text=hostile) for kind in BlockKind)
    captions = (
        Caption(text=hostile),
        Caption(alt=hostile, url="https://press.example/a.jpg?a=1&b=[c]"),
        Caption(text=hostile, url="javascript:alert(1)"),
    )
    made = content(article(body=body, captions=captions))
    plain = content(article(body=tuple(Block(kind=kind, text="x") for kind in BlockKind), captions=captions[:0]))
    assert f">{hostile}<" not in made
    assert "[" not in made
    assert "javascript" not in made
    assert made.count("<!--") == plain.count("<!--") + 2 * 3
    assert "<script" not in made


def test_a_text_without_markup_stays_as_it_is():
    assert literal('"It\'s 12:30", she said: see https://press.example now') == (
        '"It\'s 12:30", she said: see https://press.example now'
    )


def test_blocks_stand_in_the_order_of_the_article():
    kinds = (BlockKind.CROSSHEAD, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE)
    made = content(article(body=tuple(Block(kind=kind, text=f"one {kind}\ntwo") for kind in kinds)))
    places = [made.index(f"one {kind}") for kind in kinds]
    assert places == sorted(places)
    assert made.count("<!-- wp:list-item -->") == 2


def test_a_slug_is_of_the_title_and_unlike_any_other():
    first, second = article(headline="Łódź & Ωmega: 12"), article(headline="Łódź & Ωmega: 12")
    second = second.evolve(identity=second.identity.model_copy(update={"guid": "urn:x:2"}))
    assert slug(first).rpartition("-")[0] == "odz-mega-12"
    assert slug(first) != slug(second)
    assert "-" not in slug(article(headline="开了六十一年"))


@pytest.mark.parametrize(
    "base",
    ["http://news.example", "ftp://news.example", "news.example", "https://u:p@news.example", "http://127.1.example"],
)
def test_a_password_travels_encrypted_or_not_at_all(base):
    with pytest.raises(UsageError):
        WordPress(base, "user", "secret")


@pytest.mark.parametrize(
    "base", ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:9", "https://x.example/blog"]
)
def test_this_machine_may_be_asked_without_encryption(base):
    WordPress(base, "user", "secret").close()


def test_a_busy_site_is_asked_again_as_it_wishes():
    site = Site(
        (429, {}, {"Retry-After": "7"}), (503, {}), (503, {}, {"Retry-After": "9999"}), httpx.ConnectError("no")
    )
    WordPressTarget(site.client()).check()
    assert site.waits == [7.0, 1.0, 60.0, 4.0]


def test_a_site_that_stays_busy_ends_the_import():
    site = Site(*[(503, {})] * 99)
    with pytest.raises(MachineError) as caught:
        WordPressTarget(site.client()).check()
    assert caught.value.code == "target.unreachable"
    assert len(site.calls) == ATTEMPTS


def test_one_article_that_the_site_breaks_on_is_that_article_alone(tmp_path):
    feed = records(tmp_path / "feed.jsonl", {"id": "a"}, {"id": "b"})
    broken = [(500, {"code": "internal_server_error", "message": "critical"})] * ATTEMPTS
    site = Site((200, {"articles": []}), *broken)
    found = imported(site, feed)
    assert (found[0].action, found[0].diagnostics[0].code) == ("rejected", "target.rejected")
    assert found[1].action == "created"


def test_an_answer_that_was_lost_makes_no_second_post(tmp_path):
    site = Site((200, {"articles": []}), (None, None))
    (one,) = imported(site, records(tmp_path / "feed.jsonl", {"id": "a"}))
    assert one.action == "created"
    assert len(site.posts) == 1


def test_a_refusal_names_field_reason_and_code(tmp_path):
    wrong = {"code": "rest_invalid_param", "message": "Invalid", "data": {"params": {"date": "Invalid date."}}}
    site = Site((200, {"articles": []}), (400, wrong))
    (one,) = imported(site, records(tmp_path / "feed.jsonl", {"id": "a"}))
    why = one.diagnostics[0]
    assert (why.code, why.path) == ("target.rejected", "date")
    assert "date: Invalid date. (rest_invalid_param)" in why.message


@pytest.mark.parametrize(
    ("answer", "raised", "code"),
    [
        ((401, {"code": "incorrect_password", "message": "wrong"}), UsageError, "target.denied"),
        ((403, {"code": "rest_forbidden", "message": "no"}), UsageError, "target.denied"),
        ((404, {"code": "rest_no_route", "message": "no"}), UsageError, "usage.invalid"),
        ((301, {}, {"Location": "https://www.news.example/"}), MachineError, "target.unreachable"),
        ((200, None), MachineError, "target.unreachable"),
        ((200, {"no": "articles"}), MachineError, "target.unreachable"),
        ((200, {"articles": [{"guid": "a"}]}), MachineError, "target.unreachable"),
        ((200, ["articles"]), MachineError, "target.unreachable"),
        ((404, {"html": "no"}), MachineError, "target.unreachable"),
    ],
)
def test_what_is_wrong_with_the_site_is_said_at_the_start(answer, raised, code):
    with pytest.raises(raised) as caught:
        WordPressTarget(Site(answer).client()).check()
    assert caught.value.code == code


def test_the_password_goes_to_the_site_and_into_no_message():
    site = Site((400, {"code": "x", "message": "no"}))
    with pytest.raises(RefusedError) as caught:
        site.client().post("/x", {})
    assert site.calls[0][2]["authorization"].startswith("Basic ")
    assert "secret" not in str(caught.value)


def test_a_second_import_sends_no_post(tmp_path):
    site, feed = Site(), records(tmp_path / "feed.jsonl", {"id": "a"}, {"id": "b"})
    assert [one.action for one in imported(site, feed)] == ["created", "created"]
    site.calls.clear()
    assert [one.action for one in imported(site, feed)] == ["unchanged", "unchanged"]
    assert [route for route, _, _ in site.calls] == ["/newsconvert/v1/known"]


def test_dates_are_as_precise_as_the_article():
    sent = WordPressTarget(Site().client())._post
    values = dict.fromkeys(("title", "content", "excerpt", "author", "language", "byline", "dateline", "published"), "")
    values |= {"modified": "", "json_ld": ""}
    for stated, wanted in (
        ("2024-05-12", {"date": "2024-05-12T00:00:00"}),
        ("2024-05-12T10:30:00", {"date": "2024-05-12T10:30:00"}),
        ("2024-05-12T10:30:00+02:00", {"date_gmt": "2024-05-12T08:30:00"}),
        (None, {}),
    ):
        dated = to_article(TEXT, metadata={"id": "a", "published": stated})
        made = sent(dated, values, digest(values))
        assert {key: made[key] for key in made if key.startswith("date")} == wanted


def test_authors_have_accounts_or_none():
    def person(name):
        return Author(name=name, kind=AuthorKind.PERSON)

    authors = Authors({"Jane  Roe": "jroe", "Desk": 7})
    authors.resolve({"jroe": 3})
    assert authors.account((person("JANE ROE"),)) == 3
    assert authors.account((person("Jane Roe"), person("Desk"))) is None, "two accounts: the byline names both"
    assert authors.account((person("Jane Roe"), person("A Stranger"))) is None
    assert authors.account(()) is None
    with pytest.raises(UsageError):
        Authors({"Jane Roe": "nobody"}).resolve({})


@pytest.mark.parametrize("text", ["", "[authors]\nx = 0\n", "authors = 3\n", "[authors\n", "[authors]\nx = true\n"])
def test_a_mapping_file_that_is_wrong_is_said(tmp_path, text):
    path = tmp_path / "authors.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        Authors.load(path)
