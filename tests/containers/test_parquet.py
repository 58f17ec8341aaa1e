"""Parquet: a record a row, by the extra."""

from __future__ import annotations

import datetime
import sys

import pyarrow
import pytest
from pyarrow import parquet

from convert.containers import Fault, Member, holds_inputs, members
from convert.profile import DEFAULT
from tests.batch.running import article, convert, outcomes, report


def table(path, **columns):
    parquet.write_table(pyarrow.table(columns), path)
    return path


def test_a_row_is_a_member_with_its_metadata(tmp_path):
    day = datetime.date(2026, 3, 1)
    path = table(tmp_path / "a.parquet", id=["x", None], text=["One text.", "Two."], published=[day, None])
    first, second = members(path, DEFAULT)
    assert isinstance(first, Member)
    assert (first.name, first.data, first.metadata.published) == ("x", b"One text.", day)
    assert isinstance(second, Member)
    assert (second.name, second.data) == ("000000002", b"Two.")
    assert holds_inputs(path, DEFAULT)


def test_a_row_without_a_text_and_a_damaged_file_are_faults(tmp_path):
    (fault,) = members(table(tmp_path / "a.parquet", title=["x"]), DEFAULT)
    assert isinstance(fault, Fault)
    assert fault.found.code == "read.record"
    whole = table(tmp_path / "b.parquet", text=["x" * 50] * 900).read_bytes()
    for name, data in {"cut": whole[:-20], "spoilt": whole[:60] + b"\xff" * 40 + whole[100:]}.items():
        (tmp_path / name).write_bytes(data)
        last = list(members(tmp_path / name, DEFAULT))[-1]
        assert isinstance(last, Fault)
        assert last.found.code == "read.damaged"


def test_the_missing_extra_is_named(tmp_path, monkeypatch):
    path = table(tmp_path / "a.parquet", text=["x"])
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (fault,) = members(path, DEFAULT)
    assert isinstance(fault, Fault)
    assert fault.found.code == "read.extra"
    assert "newsconvert[parquet]" in fault.found.message


@pytest.mark.parametrize("name", ["a.parquet", "misnamed.txt"])
def test_a_run_converts_the_rows(tmp_path, name):
    path = table(tmp_path / name, id=[f"s{n}" for n in range(70)], text=[article(n) for n in range(70)])
    assert convert(path, tmp_path / "out", "--to", "json-ld").returncode == 0
    assert outcomes(tmp_path / "out") == {"converted": 70}
    assert f"{name}!s3" in report(tmp_path / "out")


def test_cells_that_python_cannot_hold_cost_no_row(tmp_path):
    columns = {
        "id": ["a", "b"],
        "text": pyarrow.array([article(1).encode(), article(2).replace("bridge", "caf\u00e9").encode("latin-1")]),
        "published": pyarrow.array([2**62, 0], pyarrow.timestamp("us")),
        "modified": pyarrow.array([1_700_000_000_000_000_001, None], pyarrow.timestamp("ns", "UTC")),
        "clock": pyarrow.array([1, 2], pyarrow.time64("ns")),
        "picture": pyarrow.array([b"\xff\xd8\xff", b"\x89PNG"]),
    }
    table(tmp_path / "t.parquet", **columns)
    first, second = members(tmp_path / "t.parquet", DEFAULT)
    assert isinstance(first, Member)
    assert isinstance(second, Member)
    assert (first.data, second.data) == tuple(columns["text"].to_pylist())
    assert first.metadata.published is None
    assert "/published" in {found.path for found in first.diagnostics if found.code == "read.metadata"}
    assert first.metadata.modified == datetime.datetime(2023, 11, 14, 22, 13, 20, tzinfo=datetime.UTC)
    assert convert(tmp_path / "t.parquet", tmp_path / "out").returncode == 0


def test_a_text_of_many_rows_is_in_memory_once_and_a_bomb_is_not_unpacked(tmp_path):
    tracked = pyarrow.total_allocated_bytes()
    parquet.write_table(pyarrow.table({"text": ["a " * 1_000_000] * 64}), tmp_path / "many.parquet", compression="zstd")
    held = [pyarrow.total_allocated_bytes() - tracked for _ in members(tmp_path / "many.parquet", DEFAULT)]
    assert len(held) == 64
    assert max(held) < 20_000_000
    plain = {"use_dictionary": False, "compression": "zstd"}
    parquet.write_table(pyarrow.table({"text": ["a " * 1_000_000] * 64}), tmp_path / "bomb.parquet", **plain)
    assert [one.found.code for one in members(tmp_path / "bomb.parquet", DEFAULT)] == ["read.bomb"]
