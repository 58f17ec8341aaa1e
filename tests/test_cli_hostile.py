"""The command line on inputs that nobody should have to expect: exit code, message, and the others unharmed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import HOSTILE, STORY

TIMESTAMP = "2026-01-01T00:00:00Z"


def newsconvert(
    *arguments: object, stdin: bytes | None = None, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*before, sys.executable, "-m", "convert", *map(str, arguments)],
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )


def _without_privileges() -> tuple[str, ...]:
    """The command before a command that takes root's right to read everything from it."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read everything, and there is no setpriv to take that right away")
    return (setpriv, "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


def convert(source: Path, out: Path, *more: str) -> subprocess.CompletedProcess[bytes]:
    return newsconvert("convert", source, "--out", out, "--timestamp", TIMESTAMP, *more)


def files(out: Path) -> dict[str, bytes]:
    """What was made of the inputs: all but the ledger and the account of the run."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".newsconvert" not in path.parts and path.name not in ("report.jsonl", "report.html")
    }


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tuple[subprocess.CompletedProcess[bytes], Path]:
    """One run over all of them, with a good story among them."""
    source = tmp_path_factory.mktemp("in")
    for one in HOSTILE:
        (source / one.name).write_bytes(one.data)
    (source / "good.txt").write_text(STORY)
    out = tmp_path_factory.mktemp("out")
    return convert(source, out), out


def test_the_run_ends_and_says_that_some_were_rejected(ran):
    done, out = ran
    assert done.returncode == 1, done.stderr
    assert done.stdout == b""
    status = json.loads(newsconvert("status", out, "--format", "json").stdout)
    assert status["inputs"] == len(HOSTILE) + 1
    assert sum(status["counts"].values()) == len(HOSTILE) + 1


def test_the_good_story_is_converted(ran):
    _, out = ran
    assert {"good.newsml.xml", "good.jsonld", "good.segments.json"} <= set(files(out))


@pytest.mark.parametrize("one", HOSTILE, ids=lambda one: one.name)
def test_each_ends_as_it_must(ran, one):
    done, out = ran
    status = json.loads(newsconvert("status", out, "--format", "json").stdout)
    rejected = {row["key"]: row["code"] for row in status["rejected"]}
    assert rejected.get(one.name) == one.code
    written = [name for name in files(out) if name.startswith(one.name.removesuffix(".txt") + ".")]
    assert len(written) == (0 if one.code else 3)
    if one.code:
        assert f"{one.name}: ".encode() in done.stderr
        assert f"[{one.code}]".encode() in done.stderr


@pytest.mark.parametrize("name", ["invalid-utf-8", "mixed"])
def test_what_was_decoded_with_doubt_says_so(ran, name):
    _, out = ran
    account = json.loads((out / f"{name}.segments.json").read_text())
    assert any(found["code"].startswith("read.encoding-") for found in account["diagnostics"])


def test_nul_bytes_are_left_out_of_fields_and_counted(ran):
    _, out = ran
    account = json.loads((out / "nul.segments.json").read_text())
    assert account["source"]["forbidden_characters"] == 3
    assert "fields.forbidden-characters" in {found["code"] for found in account["diagnostics"]}
    assert b"\0" not in (out / "nul.newsml.xml").read_bytes()


def test_a_second_run_does_nothing_over(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(STORY)
    assert convert(source, out).returncode == 0
    before = files(out)
    stamps = {path: path.stat().st_mtime_ns for path in out.glob("a.*")}
    done = convert(source, out)
    assert done.returncode == 0
    assert b"1 skipped" in done.stderr
    assert files(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.glob("a.*")} == stamps


def test_a_changed_input_is_the_next_version_of_the_same_item(tmp_path):
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_text(STORY)
    convert(source, out)
    first = json.loads((out / "a.segments.json").read_text())
    source.write_text(STORY + "\nThe work will cost two million, the treasurer of the town added.\n")
    convert(source, out)
    second = json.loads((out / "a.segments.json").read_text())
    assert (first["version"], second["version"]) == (1, 2)
    assert first["guid"] == second["guid"]
    assert b"sig:update" in (out / "a.newsml.xml").read_bytes()


def test_a_file_that_may_not_be_read_is_rejected_and_the_rest_done(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "closed.txt").write_text(STORY)
    (source / "closed.txt").chmod(0)
    (source / "open.txt").write_text(STORY)
    done = newsconvert("convert", source, "--out", tmp_path / "out", before=_without_privileges())
    assert done.returncode == 1, done.stderr
    assert b"closed.txt: " in done.stderr
    assert b"[read.unreadable]" in done.stderr
    assert (tmp_path / "out" / "open.jsonld").is_file()


def test_a_folder_that_cannot_be_written_is_the_machines_fault(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text(STORY)
    (tmp_path / "file").write_text("in the way")
    done = convert(source, tmp_path / "file" / "out")
    assert done.returncode == 3
    assert b"[machine.not-writable]" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["with space.txt", "quo\"te's.txt", "line\nbreak.txt", "📰.txt"])
def test_any_name_is_converted(tmp_path, name):
    source = tmp_path / "in"
    source.mkdir()
    (source / name).write_text(STORY)
    done = convert(source, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / name.replace(".txt", ".jsonld")).is_file()


def test_a_name_does_not_steer_the_terminal(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "a\x1b[2Jb.txt").write_bytes(b"")
    done = convert(source, tmp_path / "out")
    assert done.returncode == 1
    assert b"\x1b" not in done.stderr


def test_inputs_that_share_a_name_are_rejected_before_anything_is_written(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "x.txt").write_text(STORY)
    (source / "x.md").write_text(STORY)
    done = convert(source, tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.count(b"[batch.name-collision]") == 2
    assert files(tmp_path / "out") == {}


def test_links_in_a_circle_end(tmp_path):
    source = tmp_path / "in"
    (source / "sub").mkdir(parents=True)
    (source / "sub" / "a.txt").write_text(STORY)
    (source / "sub" / "up").symlink_to(source)
    done = convert(source, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert b"not followed" in done.stderr
    assert set(files(tmp_path / "out")) == {f"sub/a.{end}" for end in ("newsml.xml", "jsonld", "segments.json")}


def test_a_lone_surrogate_in_metadata_is_reported_and_the_article_converted(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(STORY)
    (source / "a.json").write_text('{"section": "poli\\ud800tics", "slugline": "BRIDGE"}')
    done = convert(source, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    account = json.loads((tmp_path / "out/a.segments.json").read_text())
    assert "read.metadata" in {found["code"] for found in account["diagnostics"]}
    assert b"BRIDGE" in (tmp_path / "out/a.newsml.xml").read_bytes()


def test_the_filter_writes_one_format_and_nothing_else():
    done = newsconvert("convert", "-", "--to", "json-ld", "--timestamp", TIMESTAMP, stdin=STORY.encode())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["@type"] == "NewsArticle"


def test_the_filter_rejects_with_a_reason_and_writes_nothing():
    done = newsconvert("convert", "-", "--to", "json-ld", stdin=b"")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"[read.empty]" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "-"),
        ("convert", "-", "--to", "newsml-g2,json-ld"),
        ("convert", "-", "--to", "nonsense"),
        ("convert", "x.txt"),
        ("convert", "nothing.txt", "--out", "out"),
        ("convert", "-", "--to", "json-ld", "--timestamp", "yesterday"),
        ("convert", "-", "--to", "json-ld", "--timestamp", "2026-01-01"),
        ("convert", "--nope"),
        ("nope",),
    ],
)
def test_misuse_is_told_apart(arguments):
    done = newsconvert(*arguments, stdin=STORY.encode())
    assert done.returncode == 2, done.stderr
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
