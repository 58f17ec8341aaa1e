"""Inputs that lie elsewhere: an object store, a web server."""

from __future__ import annotations

import gzip
import io
import sys
import threading
import zipfile
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from convert.batch.options import Options
from convert.commands.conversion import Run, Wanted, convert_files
from convert.containers import Remote, is_remote, place
from convert.diagnostics import MachineError, UsageError
from tests.batch.running import TIMESTAMP, article, convert, left, made, outcomes, report

FILES = {
    "2024/a.txt": article(1).encode(),
    "2024/b/c.txt": article(2).encode(),
    "packed.txt.gz": gzip.compress(article(3).encode()),
    "records.jsonl": b'{"id": "r1", "text": "Bridge\\n\\nThe bridge is closed on Tuesday, the council said."}\n',
    ".hidden/x.txt": article(4).encode(),
    "drafts/d.txt": article(5).encode(),
}


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("inner.txt", article(6))
    return data.getvalue()


@pytest.fixture
def bucket():
    """A store in memory, with what a folder would hold."""
    system = fsspec.filesystem("memory")
    for name, data in {**FILES, "more.zip": zipped()}.items():
        system.pipe(f"/bucket/{name}", data)
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


def run(address: str, out, **how) -> int:
    return convert_files(
        [place(address)], out, Wanted("json-ld", timestamp=TIMESTAMP), Options(), Run(quiet=True, **how)
    )


def test_a_store_is_converted_as_a_folder_is(tmp_path, bucket):
    assert run(bucket, tmp_path / "out", ignore=("drafts/",)) == 0
    for name, data in {**FILES, "more.zip": zipped()}.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    convert(tmp_path / "in", tmp_path / "local", "--to", "json-ld", "--ignore", "drafts/")
    assert made(tmp_path / "out") == made(tmp_path / "local")
    assert outcomes(tmp_path / "out") == outcomes(tmp_path / "local")
    assert set(report(tmp_path / "out")) == {
        "2024/a.txt",
        "2024/b/c.txt",
        "packed.txt.gz",
        "records.jsonl!r1",
        "more.zip!inner.txt",
    }


def test_again_only_what_is_new_is_done(tmp_path, bucket):
    run(bucket, tmp_path / "out")
    before = left(tmp_path / "out")
    run(bucket, tmp_path / "out")
    assert left(tmp_path / "out") == before
    fsspec.filesystem("memory").pipe("/bucket/2024/a.txt", article(9).encode())
    run(bucket, tmp_path / "out")
    assert report(tmp_path / "out")["2024/a.txt"]["version"] == 2


def test_one_object_is_one_input(tmp_path, bucket):
    assert run(f"{bucket}/2024/a.txt", tmp_path / "out") == 0
    assert set(report(tmp_path / "out")) == {"a.txt"}


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path, bucket, monkeypatch):
    monkeypatch.setattr(Remote, "files", lambda self, failed: iter([(f"{bucket}/2024/a.txt", "../../evil.txt")]))
    assert run(bucket, tmp_path / "out") == 1
    assert outcomes(tmp_path / "out") == {"rejected": 1}
    assert not (tmp_path.parent / "evil.jsonld").exists()


def test_what_is_not_there_is_misuse(tmp_path, bucket):
    with pytest.raises(UsageError, match="memory://nothing"):
        run("memory://nothing", tmp_path / "out")
    with pytest.raises(UsageError, match="nonsense"):
        run("nonsense://bucket", tmp_path / "out")


def test_a_store_that_does_not_answer_is_the_machines_fault(tmp_path, bucket, monkeypatch):
    def unreachable(self, path):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(MemoryFileSystem, "isfile", unreachable)
    with pytest.raises(MachineError, match="Connection refused") as raised:
        run(bucket, tmp_path / "out")
    assert raised.value.diagnostic.code == "machine.store"


def test_an_absent_extra_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MachineError, match=r"newsconvert\[remote\]"):
        run("s3://bucket/news", tmp_path / "out")


def test_an_object_that_vanishes_costs_itself(tmp_path, bucket, monkeypatch):
    gone = [(f"{bucket}/gone.txt", "gone.txt"), (f"{bucket}/2024/a.txt", "a.txt")]
    monkeypatch.setattr(Remote, "files", lambda self, failed: iter(gone))
    assert run(bucket, tmp_path / "out") == 1
    assert outcomes(tmp_path / "out") == {"converted": 1, "rejected": 1}


def test_what_a_file_system_takes_for_one_name_is_one(tmp_path, bucket, monkeypatch):
    twice = [(f"{bucket}/2024/a.txt", "a/b.txt"), (f"{bucket}/2024/b/c.txt", "a//b.txt"), (bucket, "a\\..\\b.txt")]
    monkeypatch.setattr(Remote, "files", lambda self, failed: iter([*twice, (f"{bucket}/drafts/d.txt", "d.txt")]))
    assert run(bucket, tmp_path / "out") == 1
    assert {name for name in left(tmp_path / "out") if not name.startswith("report.")} == {
        "d.jsonld",
        "d.segments.json",
    }


def test_a_folder_that_cannot_be_listed_is_told(tmp_path, bucket, monkeypatch):
    whole = MemoryFileSystem.ls

    def refused(self, path, detail=True, **how):
        if path.endswith("/2024/b"):
            raise PermissionError("not yours")
        return whole(self, path, detail, **how)

    monkeypatch.setattr(MemoryFileSystem, "ls", refused)
    assert run(bucket, tmp_path / "out") == 1
    assert report(tmp_path / "out")["2024/b/"]["diagnostics"][0]["code"] == "read.unreadable"
    assert outcomes(tmp_path / "out")["rejected"] == 1


def test_an_empty_object_that_stands_for_a_folder_is_no_input(tmp_path, bucket, monkeypatch):
    whole = MemoryFileSystem.ls

    def with_marker(self, path, detail=True, **how):
        return [{"name": f"{path}/", "size": 0, "type": "file"}, *whole(self, path, detail, **how)]

    monkeypatch.setattr(MemoryFileSystem, "ls", with_marker)
    assert run(bucket, tmp_path / "out") == 0


def test_what_has_no_name_in_its_folder_costs_itself(tmp_path, bucket, monkeypatch):
    whole = MemoryFileSystem.ls

    def with_nameless(self, path, detail=True, **how):
        nameless = [{"name": f"{path}/", "size": 9, "type": "file"}] if path.endswith("/2024") else []
        return [*nameless, *whole(self, path, detail, **how)]

    monkeypatch.setattr(MemoryFileSystem, "ls", with_nameless)
    assert run(bucket, tmp_path / "out") == 1
    rows = report(tmp_path / "out")
    assert (rows["2024//"]["outcome"], rows["2024/a.txt"]["outcome"]) == ("rejected", "converted")


def test_an_address_of_this_machine_is_a_path(tmp_path):
    assert place((tmp_path / "a b").as_uri()) == tmp_path / "a b"


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *given: object) -> None:
        pass


def test_a_file_of_a_web_server_is_an_input(tmp_path):
    pytest.importorskip("aiohttp", reason="what fsspec speaks HTTP with is not installed")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/more.zip").write_bytes(zipped())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path / "in")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = convert(f"http://127.0.0.1:{server.server_port}/more.zip", tmp_path / "out", "--to", "json-ld")
        assert done.returncode == 0, done.stderr
    finally:
        server.shutdown()
    assert set(report(tmp_path / "out")) == {"more.zip!inner.txt"}


class Breaking(BaseHTTPRequestHandler):
    """Promises twice what it sends."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(2 * len(FILES["2024/a.txt"])))
        self.send_header("Last-Modified", "Mon, 04 Mar 2024 10:00:00 GMT")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(FILES["2024/a.txt"])

    def log_message(self, *given: object) -> None:
        pass


@pytest.mark.parametrize("name", ["a.txt", "a.zip"])
def test_a_transfer_that_breaks_off_is_no_bug_of_ours_and_tells_no_secret(tmp_path, breaking, name):
    assert run(f"{breaking}/{name}?signature=hidden%2Fvery", tmp_path / "out") == 1
    (row,) = report(tmp_path / "out").values()
    assert row["diagnostics"][0]["code"] == "read.unreadable"
    assert "hidden" not in repr(row)


def test_addresses_that_differ_in_their_query_are_refused_and_have_each_a_line(tmp_path, breaking):
    paths = [place(f"{breaking}/a.txt?page={number}") for number in (1, 2)]
    assert convert_files(paths, tmp_path / "out", Wanted("json-ld"), Options(), Run(quiet=True)) == 1
    found = {key: row["diagnostics"][0]["code"] for key, row in report(tmp_path / "out").items()}
    assert found == {"a.txt": "batch.name-collision", "a.txt*2": "batch.name-collision"}
    assert not any("page=" in row["diagnostics"][0]["message"] for row in report(tmp_path / "out").values())


def test_what_a_web_server_says_of_a_time_is_the_time(breaking):
    assert Remote(f"{breaking}/a.txt").modified() == datetime(2024, 3, 4, 10, tzinfo=UTC)


@pytest.fixture
def breaking():
    pytest.importorskip("aiohttp", reason="what fsspec speaks HTTP with is not installed")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Breaking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("name", "remote"), [("s3://a/b", True), ("https://x/y", True), ("C:/a", False), ("a://", False), ("a/b", False)]
)
def test_an_address_is_told_from_a_path(name, remote):
    assert is_remote(name) is remote


def test_a_password_is_not_shown():
    assert str(Remote("ftp://user:secret@host/a.txt")) == "ftp://host/a.txt"
    assert str(Remote("https://host/a.txt?token=secret")) == "https://host/a.txt"
    assert str(Remote("s3://bucket/a@b.txt")) == "s3://bucket/a@b.txt"
