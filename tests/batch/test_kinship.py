"""What inputs have to do with each other, and that a run says so."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from convert.article import Block, BlockKind
from convert.batch.kinship import DUPLICATE, VERSION, Kin, Kinship
from convert.batch.ledger import Row
from convert.batch.likeness import Recurring, similarities, sketch
from tests.batch.running import convert, report, tree

WORDS = tuple(f"word{number}" for number in range(4000))


def prose(seed: int, paragraphs: int = 12) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    return [" ".join(chance.choices(WORDS, k=40)) for _ in range(paragraphs)]


def sketch_of(paragraphs) -> bytes:
    made = sketch([Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs])
    assert made is not None
    return made


def row(key: str, paragraphs=None, guid: str | None = None, version: int | None = None) -> Row:
    made = None if paragraphs is None else sketch_of(paragraphs)
    return Row(key, "0" * 64, "job", "converted", guid=guid, version=version, stem=key.encode(), sketch=made)


def kin(*rows: Row) -> dict[str, Kin]:
    kinship = Kinship(rows)
    try:
        return {one.key: found for one, found in kinship.of(rows) if found is not None}
    finally:
        kinship.close()


def test_similarity_estimates_what_two_texts_have_in_common():
    story = prose(1)
    assert similarities(sketch_of(story), [sketch_of(story)])[0] == 1
    assert similarities(sketch_of(story), [sketch_of(prose(2))])[0] < 0.1
    assert similarities(sketch_of(story), [sketch_of([*story, *prose(3, 4)])])[0] == pytest.approx(12 / 16, abs=0.15)


def test_scripts_without_blanks_are_compared_by_letters():
    chance = random.Random(1)  # noqa: S311 - repeatable, and no secret
    story = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(400))
    changed = story[:200] + "天地玄黃" + story[200:]
    assert similarities(sketch_of([story]), [sketch_of([changed])])[0] > 0.8


@pytest.mark.parametrize("slots", [4, 1 << 25])
def test_no_group_that_recurs_is_missed_and_most_that_stand_alone_are_spared(monkeypatch, slots):
    monkeypatch.setattr("convert.batch.likeness._MOST_SLOTS", slots)
    found = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, (3000, 16))
    found[2900:, 7] = found[:100, 7]
    recurring = Recurring(len(found))
    for start in range(0, len(found), 700):
        recurring.see(found[start : start + 700])
    told = recurring.among(found)
    assert told[:100, 7].all()
    assert told[2900:, 7].all()
    assert slots == 4 or told.mean() < 1 / 8 + 200 / found.size


def test_what_is_kin_does_not_depend_on_the_room_there_is(monkeypatch):
    rows = [
        row(f"{story}-{number}", [*prose(story), *prose(number, 1)]) for story in range(9) for number in range(90, 99)
    ]
    expected = kin(*rows)
    assert len(expected) == 72
    monkeypatch.setattr("convert.batch.likeness._MOST_SLOTS", 1)
    assert kin(*rows) == expected


@pytest.mark.parametrize("story", [prose(1), ["x" + "天地玄黃宇宙洪荒" * 40]])
def test_a_sketch_is_the_same_however_many_runs_are_in_memory(monkeypatch, story):
    whole = sketch_of(story)
    monkeypatch.setattr("convert.batch.likeness._TOGETHER", 17)
    assert sketch_of(story) == whole


def test_a_text_too_short_to_tell_has_no_sketch():
    assert sketch([Block(kind=BlockKind.PARAGRAPH, text="Rain is expected on Tuesday, the office said.")]) is None


def test_copies_and_updates_are_told_from_other_stories():
    story = prose(1)
    copy = [*story[:-1], story[-1] + " corrected"]
    found = kin(row("a", story), row("b", prose(2)), row("c", copy), row("d", [*story, *prose(3, 4)]))
    assert set(found) == {"c", "d"}
    assert (found["c"].story, found["c"].is_duplicate) == ("a", True)
    assert (found["d"].story, found["d"].is_duplicate) == ("a", False)
    assert VERSION <= (found["d"].similarity or 0) < DUPLICATE


def test_a_thousand_copies_are_all_joined_to_the_first():
    found = kin(*(row(f"{number:04}", prose(1)) for number in range(1000)))
    assert len(found) == 999
    assert {one.story for one in found.values()} == {"0000"}


def test_inputs_with_one_guid_name_the_first():
    rows = [row("a", guid="x:1"), row("b", guid="x:2"), row("c", guid="x:1"), row("d", guid="x:1")]
    assert {key: one.twin for key, one in kin(*rows).items()} == {"c": "a", "d": "a"}


def test_versions_of_one_guid_are_its_history_and_no_twins():
    rows = [row(key, guid="g", version=version) for key, version in (("a", 1), ("b", 2), ("c", 2), ("d", 3))]
    assert {key: one.twin for key, one in kin(*rows).items()} == {"c": "b"}


def test_a_run_says_what_is_told_twice_and_what_shares_a_guid(tmp_path):
    source, out = tree(tmp_path / "in", 3), tmp_path / "out"
    story = "Mayor opens the bridge\n\n" + "\n\n".join(f"The mayor said {text}." for text in prose(1, 4)) + "\n"
    (source / "one.txt").write_text(story)
    (source / "two.txt").write_text(story)
    for name in ("0/00000", "1/00001"):
        (source / f"{name}.json").write_text(json.dumps({"id": "story-7"}))
    done = convert(source, out)
    assert done.returncode == 0
    assert done.stderr.count("[batch.same-guid]") == 1
    assert "1/00001.txt" in done.stderr
    assert "told more than once: " in done.stderr
    found = report(out)
    assert found["1/00001.txt"]["same_guid_as"] == "0/00000.txt"
    assert found["two.txt"]["duplicate_of"] == "one.txt"
    page = (out / "report.html").read_text()
    assert "Told more than once" in page
    assert "One guid for several" in page
    assert "[batch.same-guid]" not in convert(source, out).stderr
