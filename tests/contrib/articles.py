"""Two hundred articles of every kind, and what the article model says of them."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from convert import stamp, to_article, write
from convert.batch.outcomes import outcomes
from convert.pipeline import Job
from tests.batch.running import article, tree

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 200


def mixed(folder: Path) -> Path:
    """Texts in many encodings and scripts, JSONL with metadata, a zip, a NewsML-G2 message: 200 articles."""
    folder.mkdir()
    shutil.copytree(ROOT / "samples" / "inputs", folder / "samples")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    texts = sum(path.suffix == ".txt" for path in folder.rglob("*"))
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for number in range(60):
            known = {"id": f"record-{number}", "section": "Local", "authors": [{"name": f"Ann {number}"}]}
            file.write(json.dumps({"text": article(1000 + number), "version": 1, **known}) + "\n")
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        for number in range(40):
            archive.writestr(f"{number:03}.txt", article(2000 + number))
    for number in range(10):
        known = {"id": f"item-{number}", "issued": "2026-01-01T00:00:00Z", "version": 2}
        data = write(to_article(article(3000 + number), metadata=known), "newsml-g2")
        (folder / f"item-{number}.xml").write_bytes(data)
    tree(folder / "loose", NUMBER - texts - 60 - 40 - 10)
    return folder


def expected(*paths: Path) -> dict[str, object]:
    """The article of each guid, in the order of an import."""
    found = outcomes(paths, Job((), run=stamp.of_run()))
    return {one.guid: one.article for one in found if one.article is not None}


def records(path: Path, *entries) -> Path:
    path.write_text("".join(json.dumps({"text": article(1), **entry}) + "\n" for entry in entries))
    return path
