"""Containers that are cut, corrupt or hostile: what is wrong costs itself alone, in bounded memory."""

from __future__ import annotations

import gzip
import os
import struct
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.containers import Fault, Member, bounds
from tests.containers.packing import PACKERS, SMALL, STAMP, TEXT, codes, names, opened, tar_bytes, written, zipped


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:/x.txt", "..\\x.txt", "\\x.txt"])
def test_names_that_lead_out_are_refused_and_the_rest_is_given(tmp_path, name):
    for path in (
        zipped(tmp_path / "a.zip", [(name, TEXT), ("good.txt", TEXT)]),
        written(tmp_path, "a.tar", tar_bytes([(name, TEXT), ("good.txt", TEXT)])),
    ):
        found = opened(path)
        assert codes(found) == ["read.unsafe-name"]
        assert names(found)[1:] == ["good.txt"]


def test_links_and_devices_are_refused(tmp_path):
    entries = []
    for name, kind in (("sym", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("tty", tarfile.CHRTYPE)):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        entries.append((info, b""))
    found = opened(written(tmp_path, "a.tar", tar_bytes([*entries, ("good.txt", TEXT)])))
    assert codes(found) == ["read.no-file"] * 3
    assert names(found)[3] == "good.txt"
    link = zipfile.ZipInfo("link", STAMP)
    link.external_attr = 0o120777 << 16
    assert codes(opened(zipped(tmp_path / "a.zip", [(link, b"/etc/passwd")]))) == ["read.no-file"]


def test_an_encrypted_member_is_said(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.txt", TEXT), ("b.txt", TEXT)])
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(data)
    found = opened(path)
    assert codes(found) == ["read.damaged"]
    assert "encrypted" in found[0].found.message
    assert found[1].data == TEXT


def test_a_corrupt_member_costs_itself_alone(tmp_path):
    noise = os.urandom(500).hex().encode()
    path = zipped(tmp_path / "a.zip", [("a.txt", noise), ("b.txt", TEXT)])
    data = bytearray(path.read_bytes())
    for place in range(80, 100):
        data[place] ^= 0xFF
    path.write_bytes(data)
    found = opened(path)
    assert codes(found) == ["read.damaged"]
    assert (found[0].name, found[1].data) == ("a.txt", TEXT)


def test_a_member_that_is_listed_and_not_there_is_said(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.txt", TEXT), ("b.txt", TEXT)])
    data = path.read_bytes()
    path.write_bytes(data.replace(b"PK\x03\x04", b"PK\x00\x00", 2).replace(b"PK\x00\x00", b"PK\x03\x04", 1))
    found = opened(path)
    assert [type(one) for one in found] == [Member, Fault]
    assert codes(found) == ["read.damaged"]


@pytest.mark.parametrize("keep", [10, 100, -20])
def test_a_truncated_gz_is_damaged(tmp_path, keep):
    (one,) = opened(written(tmp_path, "a.txt.gz", gzip.compress(os.urandom(300).hex().encode())[:keep]))
    assert one.found.code == "read.damaged"


@pytest.mark.parametrize("kind", PACKERS)
def test_what_came_before_the_damage_is_given(tmp_path, kind):
    entries = [(f"{n}.txt", os.urandom(2000).hex().encode()) for n in range(200)]
    data = PACKERS[kind](tar_bytes(entries))
    found = opened(written(tmp_path, "a", data[: len(data) // 2]))
    assert 10 < len(found) < 200 or kind == "tar.bz2"  # bzip2 decodes blocks of 900 kB
    assert codes(found)[-1:] == ["read.damaged"]


def test_a_zip_that_is_cut_is_damaged(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.txt", TEXT)])
    path.write_bytes(path.read_bytes()[:-30])
    assert codes(opened(path)) == ["read.damaged"]


@given(
    st.binary(max_size=400), st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b"(\xb5/\xfd"])
)
def test_nothing_is_raised_for_noise_behind_a_magic(tmp_path_factory, noise, magic):
    path = tmp_path_factory.mktemp("noise") / "a"
    path.write_bytes(magic + noise)
    assert all(isinstance(one, Member | Fault) for one in opened(path))


@given(st.data())
def test_nothing_is_raised_for_an_archive_with_a_few_wrong_bytes(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bent")
    whole = zipped(folder / "a.zip", [("a.txt", TEXT), ("b.txt", TEXT)]).read_bytes()
    bent = bytearray(data.draw(st.sampled_from([whole, tar_bytes([("a.txt", TEXT), ("b.txt", TEXT)])])))
    for _ in range(data.draw(st.integers(1, 4))):
        bent[data.draw(st.integers(0, len(bent) - 1))] = data.draw(st.integers(0, 255))
    path = written(folder, "bent", bytes(bent))
    assert all(isinstance(one, Member | Fault) for one in opened(path))


def test_a_member_of_more_than_the_limit_is_refused_and_the_next_given(tmp_path):
    entries = [("large.txt", b"x" * 1001), ("good.txt", TEXT)]
    for path in (zipped(tmp_path / "a.zip", entries), written(tmp_path, "a.tar", tar_bytes(entries))):
        found = opened(path, SMALL)
        assert codes(found) == ["read.too-large"]
        assert found[1].data == TEXT


def test_bombs_end_at_their_budget(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "FREE", 100_000)
    monkeypatch.setattr(bounds, "RATIO", 2)
    inner = gzip.compress(bytes(10_000_000))
    for path in (
        written(tmp_path, "a.gz", inner),
        zipped(tmp_path / "b.zip", [("a.gz", inner)]),
        zipped(tmp_path / "c.zip", [("a.txt", bytes(10_000_000))]),
        written(tmp_path, "d.tar.gz", gzip.compress(tar_bytes([("a.txt", bytes(10_000_000))]))),
    ):
        assert codes(opened(path))[0] == "read.bomb", path


def test_members_that_overlap_are_no_way_around_the_budget(tmp_path, monkeypatch):
    """Many entries of the directory that lead to the same bytes, as in a bomb of overlapping files."""
    monkeypatch.setattr(bounds, "FREE", 1_000_000)
    monkeypatch.setattr(bounds, "RATIO", 2)
    path = zipped(tmp_path / "a.zip", [("a.txt", b"x" * 400_000)])
    data = path.read_bytes()
    central = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, count = data[central:end], 50
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, central, 0)
    path.write_bytes(data[:central] + entry * count + tail)
    found = opened(path)
    assert len(found) == count
    assert sum(isinstance(one, Member) for one in found) < 5
    assert set(codes(found)) <= {"read.bomb", "read.damaged"}


def test_a_header_of_a_tar_may_not_ask_for_memory(tmp_path):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 40
    data = info.tobuf(tarfile.GNU_FORMAT) + bytes(2000)
    assert codes(opened(written(tmp_path, "a.tar", data))) == ["read.damaged"]


def test_a_container_that_vanishes_is_a_fault(tmp_path):
    assert codes(opened(tmp_path / "gone.zip")) == ["read.unreadable"]
