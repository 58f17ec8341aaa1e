"""The ledger: rows in, rows out, and what it refuses to touch."""

from __future__ import annotations

import sqlite3

import pytest

from convert.batch.ledger import NAME, VERSION, Row, opened
from convert.diagnostics import MachineError, UsageError

ROW = Row("a.txt", "0" * 64, "f" * 64, "converted", "urn:uuid:1", 1)


def test_what_is_recorded_is_there_when_it_is_opened_again(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.record([ROW, Row("b.txt", "1", "f", "rejected", code="read.empty", message="Empty.")])
    with opened(tmp_path, create=False) as ledger:
        assert ledger.rows(["a.txt", "c.txt"]) == {"a.txt": ROW}
        assert ledger.counts() == {"converted": 1, "rejected": 1}
        assert ledger.reasons() == [("rejected", "read.empty", 1, "b.txt")]
        assert [row.key for row in ledger.with_status("rejected")] == ["b.txt"]


def test_a_row_replaces_the_one_of_its_key(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.record([ROW])
        ledger.record([Row("a.txt", "2", "f", "rejected")])
        assert ledger.counts() == {"rejected": 1}


def test_more_keys_than_one_query_takes(tmp_path):
    rows = [Row(str(n), "0", "f", "converted") for n in range(1200)]
    with opened(tmp_path) as ledger:
        ledger.record(rows)
        assert len(ledger.rows([row.key for row in rows])) == 1200


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path):
    with opened(tmp_path):
        pass
    connection = sqlite3.connect(tmp_path / ".newsconvert" / NAME)
    connection.execute(f"pragma user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(MachineError, match="newer version"), opened(tmp_path):
        pass


def test_a_file_that_is_no_database_is_said(tmp_path):
    path = tmp_path / ".newsconvert" / NAME
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough to be taken for the header of one" * 20)
    with pytest.raises(MachineError, match=r"machine\.ledger"), opened(tmp_path):
        pass


def test_where_no_run_wrote_there_is_nothing_to_read(tmp_path):
    with pytest.raises(UsageError, match="No run"), opened(tmp_path, create=False):
        pass
    assert not (tmp_path / ".newsconvert").exists()
