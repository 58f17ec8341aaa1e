"""Shards: what workers make of an article's files, and what other programs find in them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest

from convert.batch import shards
from convert.batch.packing import Packing
from convert.batch.shards import Shards
from convert.batch.unit import Ended, Row
from convert.pipeline import Output
from tests.batch.running import article, convert, report, unpacked

KINDS = ("zip", "tar", "jsonl.zst")
OUTPUTS = (Output(".jsonld", b"{}\n" * 5000), Output(".segments.json", "Überschrift\n".encode()), Output(".empty", b""))
NAMES = ("plain", "folder/Zürich", "x" * 180, "東京")


def shard(out: Path, kind: str, stems: tuple[str, ...] = NAMES) -> Path:
    packing = Packing(kind)
    written = Shards(out, packing, 1)
    for stem in stems:
        written.add(Ended(Row(stem, "", "", "converted"), "converted", pieces=packing.pieces(stem, OUTPUTS)))
    name = written.commit()
    assert name is not None
    return out / name


@pytest.mark.parametrize("kind", KINDS)
def test_a_shard_holds_the_files_byte_for_byte(tmp_path, kind):
    path = shard(tmp_path, kind)
    assert unpacked(path) == {stem + one.suffix: one.data for stem in NAMES for one in OUTPUTS}


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_found_again_in_one_pass(tmp_path, kind):
    path = shard(tmp_path, kind)
    wanted = {f"{NAMES[1]}.jsonld", f"{NAMES[3]}.segments.json", "absent.jsonld"}
    found = dict(shards.files(path, wanted))
    assert found == {f"{NAMES[1]}.jsonld": OUTPUTS[0].data, f"{NAMES[3]}.segments.json": OUTPUTS[1].data}


@pytest.mark.parametrize("kind", KINDS)
def test_a_shard_that_is_cut_off_gives_nothing_or_is_damage(tmp_path, kind):
    path = shard(tmp_path, kind)
    os.truncate(path, path.stat().st_size // 2)
    found = []
    with suppress(*shards.DAMAGE):
        found += shards.files(path, {f"{NAMES[3]}.empty"})
    assert found == []


@pytest.mark.parametrize(("kind", "command"), [("zip", ["unzip", "-tq"]), ("tar", ["tar", "-tf"])])
def test_other_programs_read_a_shard(tmp_path, kind, command):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([*command, shard(tmp_path, kind)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_tar_is_what_the_standard_library_writes(tmp_path):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for stem in NAMES:
            for one in OUTPUTS:
                info = tarfile.TarInfo(stem + one.suffix)
                info.size = len(one.data)
                archive.addfile(info, io.BytesIO(one.data))
    assert shard(tmp_path, "tar").read_bytes() == data.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_no_text_is_packed_as_the_account_writes_it(tmp_path, kind):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"caf\xe9.txt")).write_text(article(1))
    assert convert(tmp_path / "in", tmp_path / "out", "--pack", kind).returncode == 0
    (path,) = (tmp_path / "out").glob(f"articles-*.{kind}")
    (row,) = report(tmp_path / "out").values()
    assert set(unpacked(path)) == set(row["outputs"])
