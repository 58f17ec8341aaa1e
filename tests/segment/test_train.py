from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from convert import resources
from convert.article import Label
from convert.diagnostics import MachineError, UsageError
from convert.segment.augment import clean, leftovers_of, no_blanks, pieces_of, rewrap, sample_of, vary
from convert.segment.folds import fold_of, report_folds
from convert.segment.gold import Gold, read_gold, site_of
from convert.segment.model import default, load, save
from convert.segment.pieces import Change, Piece
from convert.segment.shapes import SHAPES, brief
from convert.segment.tagger import segment, segment_many
from convert.segment.train import ADAPT, Settings, train

TINY = Settings(epochs=2, width=16, embedding=4, members=2)


def record(number: int) -> dict[str, object]:
    rows = [
        (f"Bridge number {number} opens", "headline"),
        ("By Ann Smith", "byline"),
        (f"The bridge with the number {number} opened on Monday, the mayor said at the ceremony.", "body"),
        ("Nobody knows what this is", "ambiguous"),
        ("It cost more than had been planned, and took five years to build, officials added.", "body"),
        ("Read more", "boilerplate"),
    ]
    lines = [{"text": text, "label": label} for text, label in rows]
    text = "\n\n".join(text for text, _ in rows)
    return {
        "id": f"a{number}",
        "rendition": "extract",
        "publisher": "p",
        "lang": "en",
        "raw_text": text,
        "lines": lines,
    }


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(record(number)) + "\n" for number in range(6)), encoding="utf-8")
    return path


@pytest.fixture
def gold(corpus: Path) -> Gold:
    return read_gold([corpus])[0]


def test_training_is_deterministic(corpus: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    card = train([corpus], one, settings=TINY)
    train([corpus], two, settings=TINY)
    assert card["articles"] == 6
    assert segment_many(["A\n\nB"], model=load(one)) == segment_many(["A\n\nB"], model=load(two))
    first, second = load(one), load(two)
    for left, right in zip(first.members, second.members, strict=True):
        assert all(np.array_equal(left[name], right[name]) for name in left)


def test_a_trained_model_holds_no_text(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    train([corpus], path, settings=TINY)
    with np.load(path, allow_pickle=False) as file:
        assert all(value.dtype.kind in "iufb" for value in file.values())
        head = file["head"].tobytes().decode()
    assert "Bridge" not in head
    assert "Smith" not in head


def test_a_model_learns_what_it_is_shown(corpus: Path, tmp_path: Path) -> None:
    """The shipped model, corrected once on a house's own line, labels it so elsewhere."""
    base, out = resources.model(), tmp_path / "mine.npz"
    train([corpus], out, base=base, settings=replace(ADAPT, epochs=4))
    text = str(record(77)["raw_text"])
    wanted = [Label.HEADLINE, Label.BYLINE, Label.BODY, Label.BODY, Label.BOILERPLATE]
    labels = [line.label for line in segment(text, model=load(out)).lines]
    assert [labels[number] for number in (0, 1, 2, 4, 5)] == wanted
    assert load(out).card["base"] == default().card


def test_a_corrected_account_is_a_labelled_article(tmp_path: Path) -> None:
    lines = [
        {"before": "\n ", "text": "A title", "label": "headline", "start": 2, "end": 9},
        {"before": "\n\n", "text": "Some text of it.", "label": "body"},
    ]
    path = tmp_path / "story.segments.json"
    path.write_text(json.dumps({"lines": lines, "after": "\n"}), encoding="utf-8")
    (found,) = read_gold([path])
    assert found.text == "\n A title\n\nSome text of it.\n"
    assert found.labels == (Label.HEADLINE, Label.BODY)


@pytest.mark.parametrize(
    "row",
    ["{", "[]", '{"lines": 3}', '{"raw_text": "a", "lines": []}', '{"lines": [{"text": "a", "label": "title"}]}'],
)
def test_what_is_no_labelled_article_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(row + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad.jsonl, record 1"):
        read_gold([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        read_gold([tmp_path / "nowhere.jsonl"])


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.npz"
    path.write_bytes(b"PK nothing")
    with pytest.raises(MachineError, match=r"no\.npz"):
        load(path)
    with path.open("wb") as file:
        np.savez(file, head=np.frombuffer(b'{"format": "other"}', np.uint8))
    with pytest.raises(MachineError, match="other format"):
        load(path)


def headed(path: Path, **changed: object) -> Path:
    """Write the shipped model with other facts in its head."""
    save(default(), path)
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file.items())
    head = json.loads(arrays["head"].tobytes()) | changed
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    with path.open("wb") as file:
        np.savez(file, **arrays)
    return path


def test_a_model_that_is_damaged_is_refused_wherever_the_damage_is(tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.npz", tmp_path / "hurt.npz"
    save(default(), whole)
    data = whole.read_bytes()
    middle = len(data) // 2
    for hurt in (b"", data[:middle], data[: len(data) - 30], data[:middle] + bytes(64) + data[middle + 64 :]):
        path.write_bytes(hurt)
        with pytest.raises(MachineError, match=r"hurt\.npz: damaged, or no model"):
            load(path)
    for value in (np.zeros(3), np.array([{}])):
        with path.open("wb") as file:
            np.save(file, value)
        with pytest.raises(MachineError, match=r"hurt\.npz: damaged, or no model"):
            load(path)


def test_a_model_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "part.npz"
    save(default(), path)
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file.items())
    for name in ("cue bits 1", next(name for name in arrays if name.startswith("weight 0 "))):
        with path.open("wb") as file:
            np.savez(file, **{key: value for key, value in arrays.items() if key != name})
        with pytest.raises(MachineError, match=r"part\.npz"):
            load(path)


def test_a_model_of_another_build_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "old.npz"
    with pytest.raises(MachineError, match=r"an older build, in format 1; train it again"):
        load(headed(path, format="newsconvert-segmenter/1"))
    with pytest.raises(MachineError, match=r"a newer build, in format 99"):
        load(headed(path, format="newsconvert-segmenter/99"))
    with pytest.raises(MachineError, match=r"made for other features; train it again"):
        load(headed(path, features=-1))


def test_saving_a_loaded_model_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "again.npz"
    save(default(), path)
    again = load(path)
    for left, right in zip(default().members, again.members, strict=True):
        assert all(np.array_equal(left[name], right[name]) for name in left)


def test_shapes_keep_the_labels_with_their_lines(gold: Gold) -> None:
    random = np.random.default_rng(1)
    pieces = pieces_of(gold)
    assert sample_of(pieces).labels == gold.labels
    assert sample_of(pieces).layout.text == gold.text
    assert not any(sample_of(no_blanks(pieces, random)).layout.above)
    assert {piece.label for piece in clean(pieces)} == {Label.HEADLINE, Label.BODY}
    narrow = rewrap(pieces, 30)
    assert all(len(piece.text) <= 30 for piece in narrow)
    assert " ".join(piece.text for piece in narrow) == " ".join(piece.text for piece in pieces)
    leftovers = leftovers_of([gold])
    assert leftovers == ["Read more"]
    for _ in range(60):
        sample = vary(gold, leftovers, random)
        assert len(sample.labels) == len(sample.layout)


@pytest.mark.parametrize("change", [change for change, _ in SHAPES], ids=lambda change: change.__name__)
def test_shapes_of_newsrooms_lose_no_headline_and_no_paragraph(change: Change, gold: Gold) -> None:
    random = np.random.default_rng(5)
    front = [Piece("A picture.", Label.CAPTION), Piece("One. Two.", Label.STANDFIRST)]
    pieces = [*front * 4, *pieces_of(gold)]
    changed = change(pieces, random)
    assert changed != pieces
    assert sum(piece.label is Label.HEADLINE for piece in changed) == 1
    kept = {piece.text for piece in changed if piece.label is Label.BODY}
    if change is brief:
        assert kept
    else:
        assert {piece.text for piece in pieces if piece.label is Label.BODY} <= kept
    assert changed == change(pieces, np.random.default_rng(5))


def test_sites_are_known_without_their_domain() -> None:
    assert site_of("https://www.example.co.uk/a") == "example"
    assert site_of("https://news.example.com/") == "example"
    assert site_of("") == ""


def test_cross_validation_holds_out_publishers_and_says_how_sure_it_is(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [{**record(number), "publisher": f"p{number}", "id": f"a{number}"} for number in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    golds = read_gold([path])
    assert sorted(fold_of(golds, 2).values()) == [0, 0, 1, 1]
    text = report_folds(path, folds=2, settings=TINY)
    assert "== extract: 4 records" in text
    assert "95 % intervals, 2 folds by publisher" in text
