"""A feed to judge, and a machine without the official schemas."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from convert.validate.ld.base import document as json_ld
from tests.validate.feeds import BAD, GOOD, WRONG


@pytest.fixture
def no_schemas(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path / "nothing"))


@pytest.fixture
def feed(tmp_path, monkeypatch):
    """A folder to judge: two XML files, a JSON-LD, an archive, and what has to be passed over."""
    folder = tmp_path / "feed"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.xml").write_bytes(GOOD)
    (folder / "sub" / "bad.xml").write_bytes(BAD.replace(b"ferry-17", b"ferry-18"))
    (folder / "item.jsonld").write_bytes(json_ld({}))
    (folder / "notes.txt").write_text("no document")
    (folder / ".hidden.xml").write_text("<")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a/wrong.xml", WRONG.replace(b"ferry-17", b"ferry-19"))
        archive.writestr("a/readme.txt", "no document")
    monkeypatch.chdir(tmp_path)
    return Path("feed")
