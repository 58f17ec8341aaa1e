"""What containers give, whole and damaged, honest and hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from convert import profile as profiles
from convert.containers import Fault, Member, bounds, holds_inputs, is_container, members
from convert.containers.members import fault_in_name, normal, safe_part, safe_stem

TEXT = b"Council approves bridge\n\nThe council voted on Tuesday to repair the old bridge.\n"
SMALL = profiles.from_table({"limits": {"max_bytes": 1000}})
STAMP = (2024, 3, 9, 14, 5, 6)


def opened(path: Path, profile=profiles.DEFAULT, source=None) -> list[Member | Fault]:
    return list(members(path, profile, source))


def names(found) -> list[str]:
    return [one.name for one in found]


def codes(found) -> list[str]:
    return [one.found.code for one in found if isinstance(one, Fault)]


def zipped(path: Path, entries) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(
                zipfile.ZipInfo(name, STAMP) if isinstance(name, str) else name, data, zipfile.ZIP_DEFLATED
            )
    return path


def tar_bytes(entries, mode="w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, data in entries:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_710_000_000
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


PACKERS = {
    "tar": lambda data: data,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": zstandard.compress,
}


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


def test_duplicates_are_all_given_and_left_to_the_plan(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "a.zip", [("a.txt", TEXT), ("a.txt", b"other")])
    assert names(opened(path)) == ["a.txt", "a.txt"]


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


def test_records_are_read_with_ids_and_metadata(tmp_path):
    profile = profiles.from_table({"fields": {"body_text": "text", "section_name": "section", "internal": ""}})
    rows = [
        {"id": "a/1", "body_text": "One.", "section_name": "Sport", "internal": 7, "text": "not this one"},
        {"body_text": "Two.", "published": "2024-03-09"},
    ]
    path = written(tmp_path, "feed", "\n".join(map(json.dumps, rows)).encode())
    one, two = opened(path, profile)
    assert (one.name, one.stem, one.data, one.metadata.section) == ("a%2F1", "a%2F1", b"One.", "Sport")
    assert one.metadata.id == "a/1"
    assert one.diagnostics == ()
    assert (two.name, two.data, str(two.metadata.published)) == ("000000002", b"Two.", "2024-03-09")


def test_bad_lines_cost_themselves_alone(tmp_path):
    lines = [b'{"text": "One."}', b"{broken", b"[1]", b'{"id": "x"}', b'{"text": 5}', b"", b'{"text": "\\ud800"}']
    found = opened(written(tmp_path, "a.jsonl", b"\n".join([*lines, b'{"text": "Last."}'])))
    assert codes(found) == ["read.record"] * 5
    assert [one.data for one in found if isinstance(one, Member)] == [b"One.", b"Last."]
    assert [one.found.line for one in found if isinstance(one, Fault)][:2] == [2, 3]


def test_a_huge_line_is_refused_and_the_next_read(tmp_path):
    lines = [b'{"text": "One."}', b'{"text": "' + b"x" * 5000 + b'"}', b'{"text": "Last."}']
    found = opened(written(tmp_path, "a.jsonl", b"\n".join(lines)), SMALL)
    assert codes(found) == ["read.too-large"]
    assert found[2].data == b"Last."


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, zstandard.compress])
def test_packed_records_are_records(tmp_path, pack):
    path = written(tmp_path, "a.jsonl.x", pack(b'{"text": "One."}\n{"text": "Two."}\n'))
    assert [one.data for one in opened(path)] == [b"One.", b"Two."]
    assert holds_inputs(path, profiles.DEFAULT)


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_tables_with_quotes_and_line_breaks(tmp_path, mark):
    head, row = mark.join(["id", "text", "keywords"]), mark.join(["7", f'"Say ""yes""{mark}\nhe said."', "a"])
    (one,) = opened(written(tmp_path, "a.csv", f"\ufeff{head}\r\n{row}\r\n".encode()))
    assert (one.name, one.data.decode()) == ("7", f'Say "yes"{mark}\nhe said.')
    assert one.metadata.keywords == ("a",)


def test_rows_of_the_wrong_length_are_coped_with(tmp_path):
    found = opened(written(tmp_path, "a.csv", b"id,text\n1\n2,Two.,more,cells\n3,Three.\n"))
    assert codes(found) == ["read.record"]
    assert [one.data for one in found[1:]] == [b"Two.", b"Three."]


@pytest.mark.parametrize("rest", [b'1,"open quote\n2,x\n', b"1," + b"x" * 5000 + b"\n"])
def test_a_table_that_breaks_is_damaged_from_there_on(tmp_path, rest):
    found = opened(written(tmp_path, "a.csv", b"id,text\n0,Good.\n" + rest), SMALL)
    assert found[0].data == b"Good."
    assert codes(found)[-1:] == ["read.damaged"] or codes(found)[-1:] == ["read.too-large"]


def test_a_texts_bytes_that_are_no_utf_8_are_left_to_the_decoder(tmp_path):
    found = opened(written(tmp_path, "a.csv", b"id,text\n1,caf\xe9\n2,Good.\n"))
    assert [one.data for one in found] == [b"caf\xe9", b"Good."]


def test_a_table_in_the_profiles_encoding(tmp_path):
    profile = profiles.from_table({"text": {"encoding": "cp1252"}})
    (one,) = opened(written(tmp_path, "a.csv", "id;text\n1;Café\n".encode("cp1252")), profile)
    assert one.data.decode() == "Café"


@pytest.mark.parametrize(
    "text",
    [
        "Pictures, text, and sound\n\nThe museum opens on Friday.",
        "text\nThe column alone is no table.",
        "Council approves bridge\n",
        '{"headline": "pretty",\n "text": "printed"}',
        "{not json}\nat all",
        "",
    ],
)
def test_prose_is_no_container(text):
    assert not is_container(text.encode(), profiles.DEFAULT)


def test_what_the_user_calls_text_is_no_table(tmp_path):
    data = b"id,text\n1,One.\n"
    assert is_container(data, profiles.DEFAULT)
    assert not is_container(data, profiles.DEFAULT, "text")
    assert is_container(gzip.compress(data), profiles.DEFAULT, "text")


@given(st.text(max_size=300))
def test_a_safe_part_is_safe(text):
    part = safe_part(text)
    assert len(part.encode()) <= 200
    assert not set(part) & set('/\\:*?"<>|\0')
    assert part not in (".", "..")


@given(st.lists(st.text(min_size=1, max_size=250), unique=True, min_size=2, max_size=2))
def test_safe_parts_of_different_names_differ(pair):
    import unicodedata

    if len({unicodedata.normalize("NFC", one) for one in pair}) == 2:
        assert safe_part(pair[0]) != safe_part(pair[1])


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a/b.txt", "a/b"),
        ("b", "b"),
        (".hidden", "%2Ehidden"),
        ("con.txt", "%63on"),
        ("a:b.txt", "a%3Ab"),
        ("x.", "x%2E"),
    ],
)
def test_stems_are_names_without_their_last_suffix(name, stem):
    assert safe_stem(name) == stem


@given(st.text(alphabet="ab./\\:", max_size=20))
def test_no_name_that_is_let_through_leads_out(name):
    plain = normal(name)
    if fault_in_name(plain) is None:
        inside = os.path.normpath(f"/out/{safe_stem(plain)}")
        assert inside.startswith("/out/")


def test_half_a_character_in_the_first_record_costs_that_record(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "bad \\ud800"}\n{"text": "good"}\n')
    first, second = members(path, profiles.DEFAULT)
    assert isinstance(first, Fault)
    assert first.found.code == "read.record"
    assert isinstance(second, Member)
    path.write_text('{"text": ' + "[" * 3000 + "\n")
    assert not holds_inputs(path, profiles.DEFAULT)
