"""The samples: golden outputs to the byte, and how near they come to what an editor would say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from convert.batch.options import Options
from convert.commands.conversion import Run, Wanted, convert_files

TIMESTAMP = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def outputs(root, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("samples")
    code = convert_files([root / "samples/inputs"], out, Wanted(timestamp=TIMESTAMP), how=Run(quiet=True))
    assert code == 0
    return out


_JUDGES = re.compile(rb'"validated_by": \{.*?\n  \}', re.DOTALL)
_SAME = b'"validated_by": {\n    "newsml-g2": ["rules"]\n  }'


def _files(folder: Path) -> dict[str, bytes]:
    """What was made of the samples, without the account of the run, and without what differs by what is installed."""
    ours = ("report.jsonl", "report.html")
    return {
        path.name: _JUDGES.sub(_SAME, path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in ours
    }


def test_the_outputs_are_the_golden_ones(root, outputs, update_golden):
    golden = root / "samples/outputs"
    made = _files(outputs)
    if update_golden:
        golden.mkdir(exist_ok=True)
        for path in golden.iterdir():
            path.unlink()
        for name, data in made.items():
            (golden / name).write_bytes(data)
    kept = _files(golden)
    assert sorted(made) == sorted(kept)
    different = [name for name in made if made[name] != kept[name]]
    assert different == [], "run `make golden`, look at the diff, and commit it if it is meant"


def test_several_processes_give_the_same_bytes(root, outputs, tmp_path):
    code = convert_files([root / "samples/inputs"], tmp_path, Wanted(timestamp=TIMESTAMP), Options(2), Run(quiet=True))
    assert code == 0
    assert _files(tmp_path) == _files(outputs)


def _expected(root: Path) -> list[tuple[str, dict]]:
    return [
        (path.stem, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted((root / "samples/expected").glob("*.json"))
    ]


def _account(outputs: Path, name: str) -> dict:
    return json.loads((outputs / f"{name}.segments.json").read_text(encoding="utf-8"))


def _node(outputs: Path, name: str) -> dict:
    return json.loads((outputs / f"{name}.jsonld").read_text(encoding="utf-8"))


def test_every_sample_says_what_it_must_give(root):
    inputs = sorted(path.stem for path in (root / "samples/inputs").glob("*.txt"))
    assert inputs == [name for name, _ in _expected(root)]
    assert len(inputs) >= 14


def test_labels_agree_with_the_editor(root, outputs):
    pairs = [
        (want, line["label"])
        for name, expected in _expected(root)
        for want, line in zip(expected["labels"], _account(outputs, name)["lines"], strict=True)
    ]
    right = sum(want == have for want, have in pairs) / len(pairs)
    assert right >= LABELS_RIGHT, f"{right:.3f}"


LABELS_RIGHT = 0.97
"""Floor of the share of lines labelled as the editor did. A figure of texts that no model was trained on."""


def test_headlines_agree_with_the_editor(root, outputs):
    wrong = [name for name, want in _expected(root) if _node(outputs, name).get("headline") != want["headline"]]
    assert len(wrong) <= MOST_HEADLINES_WRONG, wrong


MOST_HEADLINES_WRONG = 1
"""Of 35; none is, and one may be."""
