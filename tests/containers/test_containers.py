"""What containers give: each file once, under its name and with its stamp."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest
import zstandard

from convert import profile as profiles
from convert.containers import holds_inputs
from tests.containers.packing import PACKERS, STAMP, TEXT, codes, names, opened, tar_bytes, written, zipped


@pytest.mark.parametrize("kind", PACKERS)
def test_a_tar_gives_its_files_in_order_with_their_stamps(tmp_path, kind):
    folder = tarfile.TarInfo("dir")
    folder.type = tarfile.DIRTYPE
    data = PACKERS[kind](tar_bytes([(folder, b""), ("dir/b.txt", TEXT), ("./a.md", b"other")]))
    found = opened(written(tmp_path, "named-like-nothing", data))
    assert [(one.name, one.stem, one.data) for one in found] == [
        ("dir/b.txt", "dir/b", TEXT),
        ("a.md", "a", b"other"),
    ]
    assert found[0].stamp == datetime.fromtimestamp(1_710_000_000, UTC)


def test_a_zip_gives_its_files_with_their_stamps(tmp_path):
    found = opened(zipped(tmp_path / "a.bin", [("dir/", b""), ("dir/b.c.txt", TEXT)]))
    assert [(one.name, one.stem, one.data, one.stamp) for one in found] == [
        ("dir/b.c.txt", "dir/b.c", TEXT, datetime(*STAMP, tzinfo=UTC))
    ]


def test_the_first_year_of_a_zip_is_no_stamp(tmp_path):
    info = zipfile.ZipInfo("a.txt")
    assert opened(zipped(tmp_path / "a.zip", [(info, TEXT)]))[0].stamp is None


def test_an_empty_zip_holds_nothing(tmp_path):
    assert opened(zipped(tmp_path / "a.zip", [])) == []


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_compressed_text_is_one_input_of_its_own_name(tmp_path, pack):
    path = written(tmp_path, "story.txt.x", pack(TEXT))
    (one,) = opened(path)
    assert (one.name, one.stem, one.data) == ("", "story.txt", TEXT)
    assert not holds_inputs(path, profiles.DEFAULT)


def test_several_frames_are_one_text(tmp_path):
    (one,) = opened(written(tmp_path, "a.zst", zstandard.compress(b"one ") + zstandard.compress(b"two")))
    assert one.data == b"one two"
    (one,) = opened(written(tmp_path, "a.gz", gzip.compress(b"one ") + gzip.compress(b"two")))
    assert one.data == b"one two"


def test_an_archive_in_an_archive_is_opened_and_one_deeper_is_not(tmp_path):
    inner = zipped(tmp_path / "i.zip", [("x.txt", TEXT)]).read_bytes()
    middle = tar_bytes([("sub/i.zip", inner), ("y.txt", TEXT)])
    found = opened(written(tmp_path, "outer.tar", tar_bytes([("m.tar", middle), ("sub/i.zip", inner)])))
    assert names(found) == ["m.tar!sub/i.zip", "m.tar!y.txt", "sub/i.zip!x.txt"]
    assert codes(found) == ["read.too-deep"]
    assert found[2].stem == "sub/i.zip/x"
    assert found[2].data == TEXT


def test_a_compressed_member_keeps_its_stamp_and_its_name(tmp_path):
    (one,) = opened(zipped(tmp_path / "a.zip", [("b/story.txt.gz", gzip.compress(TEXT))]))
    assert (one.name, one.stem, one.data) == ("b/story.txt.gz", "b/story.txt", TEXT)
    assert one.stamp == datetime(*STAMP, tzinfo=UTC)


def test_duplicates_are_all_given_and_left_to_the_plan(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "a.zip", [("a.txt", TEXT), ("a.txt", b"other")])
    assert names(opened(path)) == ["a.txt", "a.txt"]
