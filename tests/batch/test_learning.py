"""What an archive knows of itself: lines that recur, learnt once and kept."""

from __future__ import annotations

import json
import zipfile

import orjson
import pytest

from convert.article import Label
from convert.batch.learning import learn
from convert.segment.evidence import Evidence, from_json
from convert.segment.tagger import segment
from tests.batch.running import article, convert, left, rows, tree

FOOTER = "The Harbour Gazette thanks its readers on both banks of the river for eighty years"


def story(number: int) -> str:
    body = "\n\n".join(
        f"{opening}, as speaker {number} told meeting {part} on Tuesday evening."
        for part, opening in enumerate(
            (
                f"The wall above village {number} was inspected by divers who found no crack",
                "Engineers want to lower the lake all the same before the snow melts in spring",
                "Nobody has had to leave the houses along the river, nor will anyone be asked to",
                "Money for the repairs is to come from the state, which owns the power station",
            )
        )
    )
    return f"Dam of valley {number} will hold\n\n{body}\n\n{FOOTER}\n"


def test_what_recurs_is_learnt_and_nothing_else():
    found = learn(story(number) for number in range(10))
    assert found == Evidence(10, ((FOOTER.casefold(), 10),))


def test_copies_and_updates_of_one_story_are_no_evidence():
    stories = [story(1), story(1) + "\nIt held.\n", story(1), story(2), story(3)]
    assert learn(stories) == Evidence(3, ((FOOTER.casefold(), 3),))


def test_of_two_documents_nothing_is_known():
    assert learn([story(1), story(2)]).lines == ()


def test_a_rare_line_of_a_large_archive_does_not_recur():
    found = learn(story(number) + ("A line of five articles\n" if number < 5 else "") for number in range(1500))
    assert [line for line, _ in found.lines] == [FOOTER.casefold()]


def test_evidence_is_read_back():
    found = Evidence(10, (("a line", 4), ("b", 3)))
    assert from_json(found.as_json()) == found
    assert orjson.loads(found.as_json())["documents"] == 10


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format":"newsconvert-evidence/1","documents":1,"lines":[1]}'])
def test_what_is_no_evidence_is_refused(data):
    with pytest.raises(ValueError, match=r"^(it|a line) "):
        from_json(data)


def test_a_line_that_recurs_is_no_body():
    text = story(1)
    assert segment(text).lines[-1].label is Label.BODY
    evidence = Evidence(10, ((FOOTER.casefold(), 10),))
    assert segment(text, evidence=evidence).lines[-1].label is Label.BOILERPLATE
    assert [line.label for line in segment(text, evidence=evidence).lines[:-1]] == [
        line.label for line in segment(text).lines[:-1]
    ]


def archive(folder):
    for number in range(12):
        (folder / f"{number}.txt").write_text(story(number))
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.writestr("a.txt", story(50))


def test_a_run_learns_once_and_a_new_file_relabels_nothing(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    archive(source)
    done = convert(source, out, "--evidence", "learn", "--to", "json-ld")
    assert "1 lines recur in 13 documents" in done.stderr
    kept = json.loads((out / ".newsconvert/evidence.json").read_text())
    assert kept["lines"] == [{"line": FOOTER.casefold(), "documents": 13}]
    assert FOOTER not in (out / "3.jsonld").read_text()
    before = left(out)
    (source / "new.txt").write_text(article(3))
    done = convert(source, out, "--evidence", "learn", "--to", "json-ld")
    assert "1 converted, 13 skipped" in done.stderr
    assert {name: data for name, data in left(out).items() if name in before and "report." not in name} == {
        name: data for name, data in before.items() if "report." not in name
    }
    jobs = {row[2] for row in rows(out)}
    assert len(jobs) == 1
    given = convert(source, tmp_path / "other", "--evidence", out / ".newsconvert/evidence.json", "--to", "json-ld")
    assert "14 converted" in given.stderr
    assert (tmp_path / "other/3.jsonld").read_bytes() == (out / "3.jsonld").read_bytes()
    assert {row[2] for row in rows(tmp_path / "other")} == jobs


def test_without_it_the_run_is_another_job(tmp_path):
    source, out = tree(tmp_path / "in", 3), tmp_path / "out"
    convert(source, out, "--to", "json-ld")
    file = tmp_path / "evidence.json"
    file.write_bytes(Evidence(9, (("a line", 9),)).as_json())
    assert "3 converted" in convert(source, out, "--evidence", file, "--to", "json-ld").stderr


def test_a_file_that_is_no_evidence_is_misuse(tmp_path):
    assert convert(tree(tmp_path / "in", 1), tmp_path / "out", "--evidence", tmp_path / "absent").returncode == 2
