"""The store of official schemas: taken from a folder or an address, known by hash, never half there."""

from __future__ import annotations

import hashlib
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from convert.diagnostics import MachineError
from convert.validate import validate
from convert.validate.g2.base import document
from convert.validate.schemas import official


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "schemas"


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A folder with files of our own under the official names, and a table that knows their hashes."""
    folder = tmp_path / "source"
    folder.mkdir()
    rows = []
    for row in official.known():
        content = f"<{row.standard}/>".encode()
        (folder / row.file).write_bytes(content)
        rows.append(
            official.Official(row.standard, row.version, row.file, hashlib.sha256(content).hexdigest(), row.address)
        )
    monkeypatch.setattr(official, "known", lambda: tuple(rows))
    return folder


@pytest.fixture
def address(small):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(small)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_table_names_every_version_of_the_standard():
    versions = [row.version for row in official.known() if row.standard == "newsml-g2"]
    assert versions == [f"2.{minor}" for minor in range(9, 36)]
    for row in official.known():
        assert len(row.sha256) == 64
        assert row.address.startswith("https://www.iptc.org/std/")
        assert row.address.endswith(row.file)


def test_installs_from_a_folder(store, small):
    outcomes = official.install(str(small))
    assert [one.official.file for one in outcomes if one.path is None] == []
    assert set(official.installed()) == {one.official.file for one in outcomes}
    assert len(outcomes) == 5
    assert official.newsml_versions() == ("2.35",)
    assert sorted(path.name for path in store.iterdir()) == sorted(official.installed())


def test_installs_every_version_when_asked(store, small):
    assert len(official.install(str(small), everything=True)) == len(official.known())
    assert official.newsml_versions()[0] == "2.9"


def test_installs_from_an_address(store, address):
    assert all(one.path is not None for one in official.install(address + "/"))


def test_a_changed_file_is_a_finding_and_stays_out(store, small):
    (small / "xml.xsd").write_bytes(b"<changed/>")
    outcome = next(one for one in official.install(str(small)) if one.official.file == "xml.xsd")
    assert outcome.path is None
    assert outcome.finding.code == "schema.hash"
    assert "xml.xsd" not in official.installed()
    accepted = next(one for one in official.install(str(small), accept_changed=True) if one.official.file == "xml.xsd")
    assert accepted.path.read_bytes() == b"<changed/>"
    assert accepted.finding.code == "schema.hash"


def test_a_file_that_validation_can_do_without_is_only_named(store, small):
    (small / "ninjs-schema_3.1.json").unlink()
    outcome = next(one for one in official.install(str(small)) if one.official.standard == "ninjs")
    assert outcome.path is None
    assert outcome.finding.code == "schema.unreachable"


@pytest.mark.parametrize("source", ["nowhere", "http://127.0.0.1:1", "ftp://example.com/", "file:///etc"])
def test_what_cannot_be_reached_is_named(store, small, source):
    with pytest.raises(MachineError) as raised:
        official.install(source)
    assert raised.value.code == "schema.unreachable"


def test_an_answer_that_is_no_schema_is_unreachable(store, address, small):
    (small / "xml.xsd").unlink()
    with pytest.raises(MachineError) as raised:
        official.install(address)
    assert "404" in str(raised.value)


def test_a_file_without_end_is_refused(store, small, monkeypatch):
    monkeypatch.setattr(official, "LARGEST", 5)
    with pytest.raises(MachineError) as raised:
        official.install(str(small))
    assert "larger" in str(raised.value)


def test_a_store_that_cannot_be_written_is_named(tmp_path, small, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path / "file"))
    with pytest.raises(MachineError) as raised:
        official.install(str(small))
    assert raised.value.code == "machine.not-writable"


def test_absence_is_said_once_and_fails_nothing(store):
    report = validate(document({"more": ""}), "newsml-g2")
    assert report.ok
    assert [found.code for found in report.findings] == ["schema.absent"]


@pytest.mark.corpus
def test_real_schemas_judge_as_soon_as_they_are_installed(store, shared):
    broken = document({"header": "<sendr>x</sendr>"})
    assert validate(broken, "newsml-g2").ok
    official.install(str(shared / "standards/newsml-g2"))
    found = [f for f in validate(broken, "newsml-g2").findings if f.code == "XSD001"]
    assert [f.message.partition(";")[0] for f in found] == ["<sendr> does not belong here"]
    assert (found[0].line, found[0].column, found[0].path) == (3, 49, "/newsMessage/header/sendr")


@pytest.mark.corpus
def test_official_hashes_are_those_of_the_files(shared):
    folder = shared / "standards"
    for row in official.known():
        for path in folder.glob(f"*/{row.file}"):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == row.sha256
