"""Imports into a target: each version once, whatever happens in between."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from convert import stamp
from convert.article import Status
from convert.batch.importing import GROUP, Action, Stored, import_articles
from convert.batch.ledger import opened
from convert.batch.outcomes import outcomes
from convert.commands import importing
from convert.diagnostics import UsageError, diagnostic
from convert.pipeline import Job
from tests.batch.running import article, convert, tree


class Shelf:
    """A target that keeps titles in a dictionary, and refuses those that `refuse` is in. It counts its groups."""

    def __init__(self, refuse="nothing at all"):
        self.kept, self.live, self.refuse, self.groups = {}, set(), refuse, 0

    def values(self, outcome, article):
        return {"title": article.headline, "body": [b.text for b in article.body], "status": article.status.value}

    def stored(self, guids):
        return {guid: Stored(guid, *self.kept[guid][:2]) for guid in guids if guid in self.kept}

    @contextmanager
    def group(self):
        self.groups += 1
        yield

    def create(self, article, values, digest):
        if self.refuse in (values["title"] or ""):
            return diagnostic("target.rejected", "title: no", path="title")
        self.kept[article.identity.guid] = (article.identity.version, digest, values["title"])
        self.live.add(article.identity.guid)
        return None

    def update(self, stored, article, values, digest):
        return self.create(article, values, digest)

    def withdraw(self, stored, article, digest):
        self.kept[article.identity.guid] = (article.identity.version, digest, None)
        self.live.discard(article.identity.guid)


def converted(*paths, **options):
    return outcomes(paths, Job((), run=stamp.of_run({"SOURCE_DATE_EPOCH": "1"})), **options)


def records(path, *entries):
    path.write_text("".join(json.dumps({"text": article(1), **entry}) + "\n" for entry in entries))
    return path


def actions(found):
    return [one.action for one in found]


def test_outcomes_are_those_of_a_run(tmp_path):
    source = tree(tmp_path / "in", 70)
    (source / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (source / "0" / "00000.json").write_text('{"version": 4}')
    records(source / "feed.jsonl", {"id": "x"}, {"id": "y"}, {"id": "z", "text": 5})
    convert(source, tmp_path / "out")
    with opened(tmp_path / "out", create=False) as ledger:
        rows = {row.key: (row.status, row.guid, row.version) for row in ledger.all()}
    made = {one.key: (str(one.status), one.guid, one.version) for one in converted(source)}
    assert made == rows
    assert len(made) == 74


def test_outcomes_of_the_folder_of_a_run_are_its_newsml(tmp_path):
    source = tree(tmp_path / "in", 3)
    convert(source, tmp_path / "out")
    before = {one.guid: one.article.headline for one in converted(source)}
    assert {one.guid: one.article.headline for one in converted(tmp_path / "out")} == before
    assert len(before) == 3


def test_outcomes_end_at_the_limit(tmp_path):
    assert len(list(converted(tree(tmp_path / "in", 5), limit=2))) == 2


def test_outcomes_of_nothing_are_misuse(tmp_path):
    with pytest.raises(UsageError):
        list(converted(tmp_path / "absent"))


def test_a_second_import_changes_nothing(tmp_path):
    source, shelf = tree(tmp_path / "in", GROUP + 5), Shelf()
    assert actions(import_articles(converted(source), shelf)) == [Action.CREATED] * (GROUP + 5)
    kept = dict(shelf.kept)
    assert actions(import_articles(converted(source), shelf)) == [Action.UNCHANGED] * (GROUP + 5)
    assert shelf.kept == kept
    assert shelf.groups == 4


def test_an_interrupted_import_goes_on(tmp_path):
    source, shelf, asked = tree(tmp_path / "in", 9), Shelf(), iter([False] * 5 + [True] * 9)
    first = actions(import_articles(converted(source), shelf, stopped=lambda: next(asked)))
    assert first == [Action.CREATED] * 4
    second = actions(import_articles(converted(source), shelf))
    assert second == [Action.UNCHANGED] * 4 + [Action.CREATED] * 5


def test_what_is_newer_is_taken_and_what_is_older_is_not(tmp_path):
    shelf, path = Shelf(), tmp_path / "feed.jsonl"
    new = {"id": "a", "version": 2, "headline": "Two"}

    def imported(*entries):
        return list(import_articles(converted(records(path, *entries)), shelf))

    assert actions(imported({"id": "a", "version": 1, "headline": "One"})) == [Action.CREATED]
    assert actions(imported(new)) == [Action.UPDATED]
    assert actions(imported(new)) == [Action.UNCHANGED]
    (old,) = imported({"id": "a", "version": 1, "headline": "One"})
    assert (old.action, old.diagnostics[0].code) == (Action.UNCHANGED, "target.older")
    assert actions(imported({"id": "a", "version": 2, "headline": "Two, mended"})) == [Action.UPDATED]
    assert [kept[2] for kept in shelf.kept.values()] == ["Two, mended"]


def test_a_canceled_article_is_withdrawn_and_never_stored(tmp_path):
    shelf, path, canceled = Shelf(), tmp_path / "feed.jsonl", {"status": Status.CANCELED.value}
    list(import_articles(converted(records(path, {"id": "a"})), shelf))
    gone = records(path, {"id": "a", "version": 2, **canceled}, {"id": "never seen", **canceled})
    assert actions(import_articles(converted(gone), shelf)) == [Action.WITHDRAWN, Action.UNCHANGED]
    assert (len(shelf.kept), shelf.live) == (1, set())
    assert actions(import_articles(converted(gone), shelf)) == [Action.UNCHANGED, Action.UNCHANGED]


def test_two_articles_of_one_guid_and_version_are_one_and_a_reject(tmp_path):
    path = records(tmp_path / "feed.jsonl", {"id": "a"}, {"id": "a", "headline": "Another"})
    found = list(import_articles(converted(path), Shelf()))
    codes = [one.diagnostics[0].code for one in found if one.action is Action.REJECTED]
    assert sorted(actions(found)) == sorted([Action.CREATED, Action.REJECTED])
    assert codes == ["batch.name-collision"]


def test_what_a_container_gives_twice_is_imported_once(tmp_path):
    same = (tmp_path / "one.txt", article(1))[1]
    path = tmp_path / "feed.jsonl"
    path.write_text(f"{json.dumps({'id': 'a', 'text': same})}\n" * 2)
    assert actions(import_articles(converted(path), Shelf())) == [Action.CREATED]


def test_the_same_guid_from_two_folders_does_not_flip(tmp_path):
    for folder, text in (("one", article(1)), ("two", article(2))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.newsml.xml").write_bytes(newsml(text))
    found = list(import_articles(converted(tmp_path), Shelf()))
    assert actions(found) == [Action.CREATED, Action.REJECTED]
    assert found[1].diagnostics[0].code == "target.duplicate"


def newsml(text):
    from convert import to_article, write

    return write(to_article(text, metadata={"id": "same", "issued": "2026-01-01T00:00:00Z"}), "newsml-g2")


def test_a_dry_run_says_and_does_not(tmp_path):
    shelf = Shelf()
    assert actions(import_articles(converted(tree(tmp_path / "in", 3)), shelf, dry_run=True)) == [Action.CREATED] * 3
    assert shelf.kept == {}


def test_a_job_says_what_was_refused_and_why(tmp_path, capsys):
    source, shelf = tree(tmp_path / "in", 3), Shelf(refuse="district 1 ")
    assert importing.run(importing.Import((source,)), shelf) == 1
    talk = capsys.readouterr().err
    assert "1/00001.txt: The target refused the article: title: no [target.rejected]" in talk
    assert talk.endswith("2 created, 1 rejected (target.rejected 1)\n")
    assert len(shelf.kept) == 2
