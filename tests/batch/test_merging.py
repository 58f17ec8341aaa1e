"""Of inputs that tell the same story the newest stands, where that is asked for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from convert.batch import merging
from convert.batch.ledger import Ledger, opened
from convert.batch.outcomes import outcomes as articles
from convert.pipeline import Job
from tests.batch.running import convert, left, made, outcomes, report

WORDS = tuple(f"word{number}" for number in range(900))


def story(seed: int, day: int, more: int = 0) -> str:
    chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    said = [" ".join(chance.choices(WORDS, k=30)).capitalize() + ", the mayor said." for _ in range(8 + more)]
    return (
        f"Council approves repair of bridge {seed}\n\nBy Mary Miller\n\n{day} March 2026\n\n" + "\n\n".join(said) + "\n"
    )


def archive(folder: Path) -> Path:
    """Two stories: one told twice, the other once."""
    folder.mkdir()
    for name, text in {"b": story(1, 2), "a": story(1, 5, 1), "other": story(2, 3)}.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def stems(out: Path) -> set[str]:
    return {name.partition(".")[0] for name in left(out) if not name.startswith("report.")}


def test_nothing_is_merged_unless_it_is_asked_for(tmp_path):
    convert(archive(tmp_path / "in"), tmp_path / "out")
    assert stems(tmp_path / "out") == {"a", "b", "other"}


def test_the_newest_stands_and_the_others_point_to_it(tmp_path):
    done = convert(archive(tmp_path / "in"), tmp_path / "out", "--merge")
    assert done.returncode == 0, done.stderr
    assert "merged: 1 inputs" in done.stderr
    assert stems(tmp_path / "out") == {"a", "merged/b", "other"}
    rows = report(tmp_path / "out")
    assert rows["b.txt"]["outcome"] == "merged"
    assert set(rows["b.txt"]["outputs"]) <= set(left(tmp_path / "out"))
    found = rows["b.txt"]["diagnostics"][0]
    assert (found["code"], "'a.txt'" in found["message"]) == ("batch.merged", True)
    assert sum(outcomes(tmp_path / "out").values()) == 3


def test_an_import_of_the_outputs_leaves_out_what_was_set_apart(tmp_path):
    convert(archive(tmp_path / "in"), tmp_path / "out", "--merge", "--to", "newsml-g2")
    found = [outcome.key for outcome in articles([tmp_path / "out"], Job(()))]
    assert found == ["a.newsml.xml", "other.newsml.xml"]
    own = tmp_path / "own" / "merged"
    own.mkdir(parents=True)
    (own / "c.txt").write_text(story(4, 4))
    both = [outcome.key for outcome in articles([tmp_path / "out", tmp_path / "own"], Job(()))]
    assert both == [*found, "merged/c.txt"]


def test_again_there_is_nothing_to_do(tmp_path):
    source = archive(tmp_path / "in")
    convert(source, tmp_path / "out", "--merge")
    before = left(tmp_path / "out")
    assert "3 skipped" in convert(source, tmp_path / "out", "--merge").stderr
    assert left(tmp_path / "out") == before


def test_what_is_set_apart_takes_the_formats_of_earlier_runs_with_it(tmp_path):
    source, out = archive(tmp_path / "in"), tmp_path / "out"
    convert(source, out, "--to", "newsml-g2,ninjs")
    convert(source, out, "--to", "json-ld", "--merge")
    names = {"merged/b.jsonld", "merged/b.newsml.xml", "merged/b.ninjs.json", "merged/b.segments.json"}
    assert {name for name in left(out) if "b." in name} == names
    assert set(report(out)["b.txt"]["outputs"]) == {"merged/b.jsonld", "merged/b.segments.json"}
    assert set(report(out)["b.txt"]["former"]) == {"merged/b.newsml.xml", "merged/b.ninjs.json"}
    (source / "a.txt").write_text(story(3, 5))
    convert(source, out, "--to", "html", "--merge")
    assert {name for name in left(out) if "b." in name} == {"b.html", *(name.removeprefix("merged/") for name in names)}


def test_the_account_names_what_lies_there_and_not_what_the_last_run_would_have_made(tmp_path):
    out = tmp_path / "out"
    for name, wanted in (("one", "ninjs"), ("two", "html")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(story(len(name), 3))
        convert(tmp_path / name, out, "--to", wanted)
    assert report(out)["one.txt"]["outputs"] == ["one.segments.json", "one.ninjs.json"]
    assert report(out)["two.txt"]["outputs"] == ["two.segments.json", "two.html"]


def test_the_account_gives_files_of_earlier_versions_for_no_outputs_of_the_new_one(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "x.txt").write_text(story(1, 3))
    convert(source, out, "--to", "newsml-g2,json-ld")
    assert "former" not in report(out)["x.txt"]
    (source / "x.txt").write_text(story(1, 4))
    convert(source, out, "--to", "json-ld")
    row = report(out)["x.txt"]
    assert (row["version"], row["outputs"]) == (2, ["x.segments.json", "x.jsonld"])
    assert row["former"] == ["x.newsml.xml"]
    assert set(made(out)) == {"x.segments.json", "x.jsonld", "x.newsml.xml"}
    (source / "x.txt").write_text("")
    convert(source, out, "--to", "json-ld")
    row = report(out)["x.txt"]
    assert (row["outcome"], row["outputs"]) == ("rejected", [])
    assert row["former"] == ["x.segments.json", "x.jsonld", "x.newsml.xml"]
    (source / "x.txt").write_text(story(1, 5))
    convert(source, out, "--to", "newsml-g2,json-ld")
    row = report(out)["x.txt"]
    assert (row["version"], set(row["outputs"]), "former" in row) == (3, set(made(out)), False)


def test_outputs_of_a_folder_of_the_users_are_not_taken_for_what_was_merged(tmp_path):
    source, out = archive(tmp_path / "in"), tmp_path / "out"
    (source / "merged").mkdir()
    (source / "merged/b.txt").write_text(story(7, 5))
    convert(source, out)
    before = made(out)
    done = convert(source, out, "--merge")
    assert (done.returncode, "'merged/b.txt'" in done.stderr) == (2, True), done.stderr
    assert made(out) == before
    assert convert(source, tmp_path / "fresh", "--merge").returncode == 1


def test_what_was_merged_then_rejected_then_mended_leaves_nothing_behind(tmp_path):
    source, out = archive(tmp_path / "in"), tmp_path / "out"
    convert(source, out, "--merge")
    (source / "b.txt").write_text("")
    assert convert(source, out, "--merge").returncode == 1
    assert report(out)["b.txt"]["outputs"] == []
    assert report(out)["b.txt"]["former"] == ["merged/b.segments.json", "merged/b.newsml.xml", "merged/b.jsonld"]
    (source / "b.txt").write_text(story(4, 5))
    assert convert(source, out, "--merge").returncode == 0
    assert stems(out) == {"a", "b", "other"}


def test_a_newer_one_takes_the_place(tmp_path):
    source = archive(tmp_path / "in")
    convert(source, tmp_path / "out", "--merge")
    (source / "late.txt").write_text(story(1, 9, 2))
    convert(source, tmp_path / "out", "--merge")
    assert stems(tmp_path / "out") == {"late", "merged/a", "merged/b", "other"}
    convert(source, tmp_path / "calm", "--merge", "--jobs", 2)
    assert left(tmp_path / "out") == left(tmp_path / "calm")


def test_an_update_takes_the_place_though_it_is_shorter(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/first.txt").write_text(story(1, 3, 1))
    (tmp_path / "in/update.txt").write_text(
        story(1, 3).replace("3 March 2026", "Published: 3 March 2026\n\nUpdated: 4 March 2026 12:00")
    )
    convert(tmp_path / "in", tmp_path / "out", "--merge")
    assert stems(tmp_path / "out") == {"update", "merged/first"}


def test_what_stands_alone_again_comes_back(tmp_path):
    source = archive(tmp_path / "in")
    convert(source, tmp_path / "out", "--merge")
    (source / "a.txt").write_text(story(3, 5))
    convert(source, tmp_path / "out", "--merge")
    assert stems(tmp_path / "out") == {"a", "b", "other"}
    assert "merged" not in outcomes(tmp_path / "out")
    assert "diagnostics" not in report(tmp_path / "out")["b.txt"] or all(
        one["code"] != "batch.merged" for one in report(tmp_path / "out")["b.txt"]["diagnostics"]
    )


def test_what_was_merged_and_is_changed_leaves_nothing_behind(tmp_path):
    source = archive(tmp_path / "in")
    convert(source, tmp_path / "out", "--merge")
    (source / "b.txt").write_text(story(4, 5))
    convert(source, tmp_path / "out", "--merge")
    assert stems(tmp_path / "out") == {"a", "b", "other"}


class KilledError(Exception):
    pass


def test_a_kill_between_moving_and_recording_costs_nothing(tmp_path, monkeypatch):
    source = archive(tmp_path / "in")
    convert(source, tmp_path / "calm", "--merge")
    convert(source, tmp_path / "out")

    def killed(*given: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched, opened(tmp_path / "out") as ledger:
        patched.setattr(Ledger, "record", killed)
        with pytest.raises(KilledError):
            merging.merge(ledger, tmp_path / "out")
    assert stems(tmp_path / "out") == {"a", "merged/b", "other"}
    convert(source, tmp_path / "out", "--merge")
    assert left(tmp_path / "out") == left(tmp_path / "calm")


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"dated": "2026-03-01"}, {"dated": "2026-03-01T00:00:01"}),
        ({"dated": "2026-03-01T12:00:00+05:00"}, {"dated": "2026-03-01T08:00:00Z"}),
        ({"dated": "2026-03-03", "words": 900}, {"dated": "2026-03-03", "modified": "2026-03-04T12:00:00", "words": 1}),
        ({"dated": "2026-03-03", "modified": "2026-03-05"}, {"dated": "2026-03-06"}),
        ({"dated": None, "words": 900}, {"dated": "0001-01-01", "words": 1}),
        ({"dated": "2026-03-01", "version": 1, "words": 900}, {"dated": "2026-03-01", "version": 2, "words": 1}),
        ({"dated": "9999-12-31T23:59:59-12:00", "words": 1}, {"dated": "9999-12-31T23:59:59-12:00", "words": 2}),
        ({"key": "a"}, {"key": "b"}),
    ],
)
def test_newer_is_by_date_version_length_and_key(older, newer):
    first = merging.Row(older.pop("key", "z"), "", "", "converted", **older)
    second = merging.Row(newer.pop("key", "a"), "", "", "converted", **newer)
    assert max(first, second, key=merging._newness) is second


def test_shards_are_not_merged(tmp_path):
    done = convert(archive(tmp_path / "in"), tmp_path / "out", "--merge", "--pack", "zip")
    assert (done.returncode, "--merge" in done.stderr) == (2, True)
