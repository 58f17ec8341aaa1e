"""Outputs onto the disk: whole or not there."""

from __future__ import annotations

import resource

import pytest

from convert.batch import store
from convert.diagnostics import Diagnostic, MachineError
from convert.pipeline import Output


def save(out, stem, outputs):
    written = store.write(out, stem, outputs)
    return written if isinstance(written, Diagnostic) else store.settle([written])[0]


FILES = (Output(".newsml.xml", b"<a/>"), Output(".segments.json", b"{}"))


def test_all_the_files_are_there_and_nothing_else(tmp_path):
    assert save(tmp_path, "deep/er/a", FILES) is None
    assert sorted(p.name for p in (tmp_path / "deep/er").iterdir()) == ["a.newsml.xml", "a.segments.json"]


def test_a_name_that_is_too_long_costs_one_input(tmp_path):
    found = save(tmp_path, "x" * 250, FILES)
    assert found is not None
    assert found.code == "write.failed"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_no_more_stops_the_run_and_leaves_nothing(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(MachineError, match="not writable"):
            save(tmp_path, "a", (Output(".jsonld", b"x" * 5000),))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_a_file_is_costs_one_input(tmp_path):
    (tmp_path / "a").write_text("in the way")
    found = save(tmp_path, "a/b", FILES)
    assert found is not None
    assert found.code == "write.failed"
