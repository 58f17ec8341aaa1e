"""What the options of a run do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

import convert as newsconvert
from tests.batch.running import TIMESTAMP, article, convert, left, made, outcomes, report, tree, unpacked


@pytest.mark.parametrize("kind", ["zip", "tar", "jsonl.zst"])
def test_shards_hold_what_loose_files_would(tmp_path, kind):
    source = tree(tmp_path / "in", 20)
    convert(source, tmp_path / "loose")
    convert(source, tmp_path / "packed", "--pack", kind)
    assert unpacked(tmp_path / f"packed/articles-000001.{kind}") == made(tmp_path / "loose")
    index = [json.loads(line) for line in (tmp_path / "packed/articles-000001.index.jsonl").read_text().splitlines()]
    assert len(index) == 20
    assert {name for row in index for name in row["names"]} == set(made(tmp_path / "loose"))
    page = (tmp_path / "packed/report.html").read_text()
    assert "district 7 approves" in page


@pytest.mark.parametrize(
    ("first", "then", "there"),
    [
        ((), ("--pack", "zip"), "loose files"),
        (("--pack", "zip"), (), "shards such as articles-000001.zip"),
        (("--pack", "zip"), ("--pack", "tar"), "shards such as articles-000001.zip"),
    ],
)
def test_a_folder_holds_its_outputs_in_one_form(tmp_path, first, then, there):
    """What is unchanged is not made again: a run that asked for another form of it would make nothing, and say so."""
    source, out = tree(tmp_path / "in", 3), tmp_path / "out"
    assert convert(source, out, *first).returncode == 0
    before = left(out)
    done = convert(source, out, *then)
    assert (done.returncode, f"--out has {there} of an earlier run" in done.stderr) == (2, True), done.stderr
    assert left(out) == before
    assert "3 skipped" in convert(source, out, *first).stderr


def test_a_folder_in_which_nothing_was_made_takes_any_form(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "x.txt").write_text("")
    assert convert(source, out).returncode == 1
    (source / "x.txt").write_text(article(1))
    assert convert(source, out, "--pack", "tar").returncode == 0
    assert (out / "articles-000001.tar").is_file()


def test_bundles_are_messages_of_so_many_items(tmp_path):
    source = tree(tmp_path / "in", 25)
    (tmp_path / "p.toml").write_text('[provider]\nname = "The Daily Example"\n')
    done = convert(source, tmp_path / "out", "--bundle", 10, "--profile", tmp_path / "p.toml")
    assert done.returncode == 0, done.stderr
    found = []
    for number, size in ((1, 10), (2, 10), (3, 5)):
        data = (tmp_path / f"out/articles-{number:06}.newsml.xml").read_bytes()
        assert newsconvert.validate(data, "newsml-g2").ok
        assert b"transmitId" not in data
        articles = list(newsconvert.read_many(data, "newsml-g2"))
        assert len(articles) == size
        found += [one.headline for one in articles]
        rest = unpacked(tmp_path / f"out/articles-{number:06}.jsonl.zst")
        assert {name.rpartition(".")[2] for name in rest} == {"jsonld", "json"}
    assert len(set(found)) == 25


def test_a_bundle_is_what_the_writer_makes_of_the_articles(tmp_path):
    from convert.writers.newsml_g2 import bundle

    convert(tree(tmp_path / "in", 3), tmp_path / "out", "--bundle", 10, "--to", "newsml-g2")
    data = (tmp_path / "out/articles-000001.newsml.xml").read_bytes()
    articles = list(newsconvert.read_many(data, "newsml-g2"))
    assert b"".join(bundle(articles)).count(b"<newsItem ") == data.count(b"<newsItem ") == 3


def test_a_bundle_has_each_version_of_an_item_once(tmp_path):
    source, out = tree(tmp_path / "in", 6), tmp_path / "out"
    for number, said in ((1, {"id": "one"}), (3, {"id": "one"}), (5, {"id": "one", "version": 2})):
        (source / f"{number}/{number:05}.json").write_text(json.dumps(said))
    done = convert(source, out, "--bundle", 10, "--to", "newsml-g2")
    assert (done.returncode, done.stderr.count("[batch.same-item]")) == (1, 1)
    assert report(out)["3/00003.txt"]["diagnostics"][0]["code"] == "batch.same-item"
    data = (out / "articles-000001.newsml.xml").read_bytes()
    assert newsconvert.validate(data, "newsml-g2").ok
    assert len(list(newsconvert.read_many(data, "newsml-g2"))) == 5
    before = left(out)
    again = convert(source, out, "--bundle", 10, "--to", "newsml-g2")
    assert (again.returncode, left(out)) == (1, before)
    assert "5 skipped" in again.stderr


def test_a_bundle_needs_messages(tmp_path):
    source = tree(tmp_path / "in", 1)
    for formats in ("json-ld", "newsml-g2:newsitem"):
        assert convert(source, tmp_path / "out", "--bundle", 2, "--to", formats).returncode == 2


def test_a_feed_gives_an_article_an_item(tmp_path):
    convert(tree(tmp_path / "in", 8), tmp_path / "g2", "--bundle", 8, "--to", "newsml-g2")
    feed = tmp_path / "feed.xml"
    (tmp_path / "g2/articles-000001.newsml.xml").rename(feed)
    for more in (("--from", "newsml-g2"), ()):
        out = tmp_path / f"out{len(more)}"
        done = convert(feed, out, "--to", "json-ld", *more)
        assert done.returncode == 0, done.stderr
        assert outcomes(out) == {"converted": 8}
        headlines = {json.loads(path.read_bytes())["headline"] for path in (out / "feed.xml").glob("*.jsonld")}
        assert len(headlines) == 8
        assert "8 skipped" in convert(feed, out, "--to", "json-ld", *more).stderr
    with zipfile.ZipFile(tmp_path / "feeds.zip", "w") as archive:
        archive.write(feed, "a/feed.xml")
        archive.writestr("b.txt", article(1))
    done = convert(tmp_path / "feeds.zip", tmp_path / "zipped", "--to", "json-ld")
    assert (done.returncode, outcomes(tmp_path / "zipped")) == (0, {"converted": 9})
    assert len(list((tmp_path / "zipped/feeds.zip/a/feed.xml").glob("*.jsonld"))) == 8


def test_an_input_does_not_take_the_place_of_what_an_earlier_run_set_apart(tmp_path):
    """When z.txt is not unsure any more, its former outputs go: those of another input must not lie there."""
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "review").mkdir(parents=True)
    (source / "z.txt").write_text(article(1))
    convert(source, out, "--to", "json-ld", "--min-confidence", "1.0")
    (source / "review/z.txt").write_text(article(2))
    for number in range(3, 140):
        (source / f"s{number:03}.txt").write_text(article(number))
    convert(source, out, "--to", "json-ld")
    assert report(out)["review/z.txt"]["diagnostics"][0]["code"] == "batch.name-collision"
    convert(source, out, "--to", "json-ld", "--retry", "rejected")
    assert set(report(out)["review/z.txt"]["outputs"]) <= set(left(out))


def test_what_is_unsure_goes_to_review(tmp_path, root):
    source, out = root / "samples/inputs", tmp_path / "out"
    convert(source, out, "--to", "json-ld")
    sure = {name: row["confidence"] for name, row in report(out).items() if "confidence" in row}
    limit = sorted(sure.values())[len(sure) // 2]
    convert(source, tmp_path / "split", "--min-confidence", limit, "--to", "json-ld")
    low = {name for name, confidence in sure.items() if confidence < limit}
    assert 0 < len(low) < len(sure)
    for name, row in report(tmp_path / "split").items():
        assert [output.startswith("review/") for output in row["outputs"]] == [name in low] * len(row["outputs"])
    assert {name.removeprefix("review/") for name in made(tmp_path / "split")} == set(made(out))
    again = convert(source, tmp_path / "split", "--min-confidence", limit, "--to", "json-ld")
    assert f"{len(sure)} skipped" in again.stderr


def test_a_folder_of_the_users_does_not_get_into_the_way_of_ours(tmp_path):
    source = tree(tmp_path / "in", 2)
    (source / "Review").mkdir()
    (source / "Review/a.txt").write_text(article(5))
    done = convert(source, tmp_path / "out", "--min-confidence", 0.2)
    assert (done.returncode, done.stderr.count("[batch.name-collision]")) == (1, 1)
    assert convert(source, tmp_path / "other").returncode == 0


def test_rejects_are_kept_with_their_reason_until_they_are_mended(tmp_path):
    source, out = tree(tmp_path / "in", 2), tmp_path / "out"
    (source / "empty.txt").write_bytes(b" \n")
    with zipfile.ZipFile(source / "a.zip", "w") as archive:
        archive.writestr("x/blank.txt", "\n\n")
    assert convert(source, out, "--rejects").returncode == 1
    assert (out / "rejected/empty.txt").read_bytes() == b" \n"
    assert (out / "rejected/a.zip/x/blank.txt").read_bytes() == b"\n\n"
    reason = json.loads((out / "rejected/empty.txt.reason.json").read_text())
    assert (reason["key"], reason["diagnostics"][0]["code"]) == ("empty.txt", "read.empty")
    (source / "empty.txt").write_text(article(9))
    convert(source, out, "--rejects")
    assert {name for name in left(out) if name.startswith("rejected/")} == {
        "rejected/a.zip/x/blank.txt",
        "rejected/a.zip/x/blank.txt.reason.json",
    }


def test_rejects_of_an_earlier_run_are_kept_when_they_are_asked_for(tmp_path):
    source, out = tree(tmp_path / "in", 2), tmp_path / "out"
    (source / "empty.txt").write_bytes(b" \n")
    with zipfile.ZipFile(source / "a.zip", "w") as archive:
        archive.writestr("x/blank.txt", "\n\n")
    convert(source, out)
    assert convert(source, out, "--rejects").returncode == 1
    kept = {name: data for name, data in left(out).items() if name.startswith("rejected/")}
    assert kept["rejected/empty.txt"] == b" \n"
    assert kept["rejected/a.zip/x/blank.txt"] == b"\n\n"
    reason = json.loads(kept["rejected/empty.txt.reason.json"])
    assert reason["diagnostics"][0]["code"] == "read.empty"
    shutil.rmtree(out / "rejected")  # what a kill between the ledger and the copy leaves
    convert(source, out, "--rejects")
    assert {name: data for name, data in left(out).items() if name.startswith("rejected/")} == kept


def test_a_reject_is_kept_and_mended_though_it_was_a_container_or_becomes_one(tmp_path):
    source, out = tree(tmp_path / "in", 1), tmp_path / "out"
    place = source / "feed.jsonl"
    kept = {"rejected/feed.jsonl/b", "rejected/feed.jsonl/b.reason.json"}

    def converted(data: str) -> set[str]:
        place.write_text(data)
        assert convert(source, out, "--rejects").returncode in (0, 1)
        return {name for name in left(out) if name.startswith("rejected/")}

    records = json.dumps({"id": "a", "text": article(1)}) + "\n" + json.dumps({"id": "b", "text": ""}) + "\n"
    assert converted("") == {"rejected/feed.jsonl", "rejected/feed.jsonl.reason.json"}
    assert converted(records) == kept
    assert converted(article(3)) == kept
    assert report(out)["feed.jsonl"]["outcome"] == "converted"


@pytest.mark.parametrize(
    ("patterns", "kept"),
    [
        (["*.bak"], {"a.txt", "old/b.txt", "2019/x/c.txt"}),
        (["old"], {"a.txt", "a.bak", "2019/x/c.txt"}),
        (["old/", "2019/**"], {"a.txt", "a.bak"}),
        (["2019/*/c.txt", "?.bak"], {"a.txt", "old/b.txt"}),
    ],
)
def test_what_is_ignored_is_no_input(tmp_path, patterns, kept):
    for name in ("a.txt", "a.bak", "old/b.txt", "2019/x/c.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(1))
    options = [part for pattern in patterns for part in ("--ignore", pattern)]
    done = convert(tmp_path / "in", tmp_path / "out", "--dry-run", *options)
    refused = set(re.findall(r"error: (\S+):", done.stderr))
    listed = subprocess.run(
        [sys.executable, "-m", "convert", "convert", tmp_path / "in", "--out", tmp_path / "o", "--dry-run", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert set(listed.stdout.split()) | refused == kept
    assert not (tmp_path / "o").exists()


def test_a_glob_is_an_input(tmp_path):
    source = tree(tmp_path / "in", 14)
    done = convert(source / "**" / "0000*.txt", tmp_path / "out", "--to", "json-ld")
    assert done.returncode == 0, done.stderr
    assert set(report(tmp_path / "out")) == {f"{n % 7}/{n:05}.txt" for n in range(10)}
    assert convert(source / "nothing*.md", tmp_path / "none").returncode in (0, 2)


def test_a_manifest_gives_metadata_by_path(tmp_path):
    source, out = tree(tmp_path / "in", 3), tmp_path / "out"
    manifest = tmp_path / "m.csv"
    manifest.write_text("path,section\n0/00000.txt,Sport\n1/00001.txt,Politics\n")
    convert(source, out, "--manifest", manifest, "--to", "json-ld")
    assert json.loads((out / "0/00000.jsonld").read_bytes())["articleSection"] == "Sport"
    assert "3 skipped" in convert(source, out, "--manifest", manifest, "--to", "json-ld").stderr
    manifest.write_text("path,section\n0/00000.txt,Sports\n1/00001.txt,Politics\n")
    done = convert(source, out, "--manifest", manifest, "--to", "json-ld")
    assert "1 converted, 2 skipped" in done.stderr
    assert json.loads((out / "0/00000.jsonld").read_bytes())["articleSection"] == "Sports"


def test_records_keep_their_ids_and_fields(tmp_path):
    profile = tmp_path / "p.toml"
    profile.write_text('[fields]\nbody_text = "text"\nrubrik = "section"\n')
    rows = [{"id": f"story-{n}", "body_text": article(n), "rubrik": "Sport"} for n in range(3)]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("\n".join(map(json.dumps, rows)))
    done = convert(feed, tmp_path / "out", "--profile", profile)
    assert done.returncode == 0, done.stderr
    account = json.loads((tmp_path / "out/feed.jsonl/story-1.segments.json").read_bytes())
    assert account["key"] == "feed.jsonl!story-1"
    assert json.loads((tmp_path / "out/feed.jsonl/story-1.jsonld").read_bytes())["articleSection"] == "Sport"


def test_the_same_name_twice_in_a_container_is_given_once(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.txt", article(1))
        archive.writestr("X.md", article(2))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("x.txt", article(3))
    done = convert(tmp_path / "a.zip", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.count("[batch.name-collision]") == 2


@pytest.mark.parametrize("between", [0, 700])
def test_each_member_has_its_line_in_the_account_whatever_its_name(tmp_path, between):
    """Given twice and the same, once in other words, and without a text: none of them hides what was converted."""
    entries = [{"id": "a", "text": article(1)}, *({"id": f"x{n}", "text": ""} for n in range(between))]
    entries += [{"id": "a", "text": article(1)}, {"id": "a", "text": article(2)}, {"id": "a"}]
    (tmp_path / "f.jsonl").write_text("\n".join(map(json.dumps, entries)))
    out = tmp_path / "out"
    done = convert(tmp_path / "f.jsonl", out)
    rows = {key: row for key, row in report(out).items() if key.startswith("f.jsonl!a")}
    found = {key: (row["outcome"], [one["code"] for one in row.get("diagnostics", ())]) for key, row in rows.items()}
    assert found == {
        "f.jsonl!a": ("converted", []),
        "f.jsonl!a*2": ("skipped", ["batch.given-twice"]),
        "f.jsonl!a*3": ("rejected", ["batch.name-collision"]),
        "f.jsonl!a*4": ("rejected", ["read.record"]),
    }
    assert f"1 converted, {between + 2} rejected, 1 skipped" in done.stderr
    before = left(out)
    assert f"{between + 2} rejected, 2 skipped" in convert(tmp_path / "f.jsonl", out).stderr
    assert left(out) == before


def test_the_same_item_twice_in_a_feed_is_no_failure(tmp_path):
    convert(tree(tmp_path / "in", 1), tmp_path / "one", "--to", "newsml-g2")
    (message,) = (tmp_path / "one").rglob("*.newsml.xml")
    head, begin, rest = message.read_bytes().partition(b"<itemSet>")
    items, end, tail = rest.partition(b"</itemSet>")
    (tmp_path / "feed.xml").write_bytes(head + begin + items + items + end + tail)
    done = convert(tmp_path / "feed.xml", tmp_path / "out")
    assert done.returncode == 0
    assert "1 converted, 1 skipped" in done.stderr
    assert "batch.given-twice 1" in done.stderr


def test_a_later_run_does_not_overwrite_what_an_earlier_one_made_of_another_input(tmp_path):
    out = tmp_path / "out"
    for folder, name, number in (("one", "a.txt", 1), ("two", "a.md", 2), ("two", "b.md", 3)):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(article(number))
    convert(tmp_path / "one", out)
    before = (out / "a.jsonld").read_bytes()
    for _ in range(2):
        done = convert(tmp_path / "two", out)
        assert (done.returncode, done.stderr.count("[batch.name-collision]")) == (1, 1)
        assert (out / "a.jsonld").read_bytes() == before
    assert outcomes(out) == {"converted": 2, "rejected": 1}
    assert convert(tmp_path / "one", out).returncode == 0


def test_two_inputs_of_one_name_have_each_their_line_in_the_account(tmp_path):
    """Whatever else the run does, its counts and those of the ledger add up to its inputs."""
    for folder in "ab":
        tree(tmp_path / folder, 3 if folder == "a" else 2)
        with zipfile.ZipFile(tmp_path / folder / "same.zip", "w") as archive:
            archive.writestr(f"{folder}.txt", article(7))
    out = tmp_path / "out"
    for more, said in (((), "1 converted"), ((), "0 converted"), (("--retry", "rejected"), "0 converted")):
        done = convert(tmp_path / "a", out, tmp_path / "b", *more)
        assert f"{said}, 6 rejected" in done.stderr, done.stderr
        assert outcomes(out) == {"converted": 1, "rejected": 6}
        assert set(report(out)) == {"2/00002.txt"} | {
            f"{name}{number}" for name in ("0/00000.txt", "1/00001.txt", "same.zip") for number in ("", "*2")
        }
        shown = subprocess.run(
            [sys.executable, "-m", "convert", "status", out, "--format", "json"], capture_output=True, check=True
        )
        assert json.loads(shown.stdout)["inputs"] == 7
    assert {name.partition("/")[0] for name in made(out)} == {"2"}
    assert convert(tmp_path / "a", out).returncode == 0
    assert set(made(out)) == set(made_of(tmp_path / "a", tmp_path / "calm"))


def made_of(source, out):
    convert(source, out)
    return made(out)


def test_a_file_that_is_named_like_a_member_keeps_its_own_line(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.zip!x.txt").write_text(article(1))
    with zipfile.ZipFile(tmp_path / "in/a.zip", "w") as archive:
        archive.writestr("x.txt", article(2))
    out = tmp_path / "out"
    assert "2 converted" in convert(tmp_path / "in", out).stderr
    assert set(report(out)) == {"a.zip!x.txt", "a.zip!x.txt*2"}
    before = left(out)
    assert "0 converted, 2 skipped" in convert(tmp_path / "in", out).stderr
    assert left(out) == before


def test_a_container_lies_beside_what_has_its_name(tmp_path):
    (tmp_path / "a.txt").write_text(article(1))
    convert(tmp_path / "a.txt", tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.txt", article(2))
    assert convert(tmp_path / "a.zip", tmp_path / "out").returncode == 0


def test_limit_sample_since_and_fail_fast(tmp_path):
    source = tree(tmp_path / "in", 30)
    convert(source, tmp_path / "l", "--limit", 4)
    assert len(report(tmp_path / "l")) == 4
    convert(source, tmp_path / "s", "--sample", 5)
    convert(source, tmp_path / "s2", "--sample", 5)
    assert len(report(tmp_path / "s")) == 5
    assert left(tmp_path / "s") == left(tmp_path / "s2")
    os.utime(source / "0/00000.txt", (1_900_000_000, 1_900_000_000))
    convert(source, tmp_path / "t", "--since", "2025-01-01")
    assert set(report(tmp_path / "t")) == {"0/00000.txt"}
    (source / "0/00000.txt").write_text("")
    assert convert(source, tmp_path / "f", "--fail-fast").returncode == 1


@pytest.mark.parametrize(
    "option", [("--max-memory", "much"), ("--max-bytes", "0"), ("--retry", "all"), ("--max-seconds", "-1")]
)
def test_values_that_make_no_sense_are_misuse(tmp_path, option):
    assert convert(tree(tmp_path / "in", 1), tmp_path / "out", *option).returncode == 2


def test_the_largest_article(tmp_path):
    source = tree(tmp_path / "in", 2)
    (source / "b.txt").write_text(article(1) * 10)
    done = convert(source, tmp_path / "out", "--max-bytes", "2k")
    assert (done.returncode, "[read.too-large]" in done.stderr) == (1, True)


def test_a_log_for_programs(tmp_path):
    source = tree(tmp_path / "in", 3)
    (source / "empty.txt").write_text("")
    done = convert(source, tmp_path / "out", "--log-format", "json")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    expected = [("diagnostic", "read.empty"), ("message", None), ("end", None)]
    assert [(one["event"], one.get("code")) for one in events] == expected
    assert "told more than once" in events[1]["message"]
    assert events[-1]["counts"] == {"converted": 3, "rejected": 1}


def test_the_account_of_a_run(tmp_path):
    source, out = tree(tmp_path / "in", 5), tmp_path / "out"
    (source / "b&<i>.txt").write_text("<script>alert(1)</script>\n\n" + article(7))
    (source / "empty<b>.txt").write_text("")
    convert(source, out)
    found = report(out)
    assert len(found) == 7
    row = found["0/00000.txt"]
    assert {name.rpartition(".")[2] for name in row["outputs"]} == {"xml", "jsonld", "json"}
    assert row["authors"] == ["Mary Miller"]
    assert row["words"] > 30
    page = (out / "report.html").read_text()
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", page)
    assert "default-src 'none'" in page
    assert page.count("<svg") == 5
    assert "nothing to show" in page  # no article has a date
    assert "Mary Miller" in page
    status = subprocess.run(
        [sys.executable, "-m", "convert", "status", str(out), "--format", "html"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert status.stdout == page


def test_the_stamp_is_that_of_the_member(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("x.txt", (2024, 3, 9, 14, 5, 6)), article(1))
    command = [sys.executable, "-m", "convert", "convert", tmp_path / "a.zip", "--out", tmp_path / "out"]
    subprocess.run(command, check=True, capture_output=True)
    assert b"<versionCreated>2024-03-09T14:05:06Z" in (tmp_path / "out/a.zip/x.newsml.xml").read_bytes()
    assert TIMESTAMP.encode() not in (tmp_path / "out/a.zip/x.newsml.xml").read_bytes()
