"""What is synchronised lasts, on every system: where one call for all is not to be had, each file by itself."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from convert.batch import durable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="syncfs is a call of Linux")


@pytest.fixture
def paths(tmp_path):
    found = [tmp_path / str(number) / "a" for number in range(40)]
    for path in found:
        path.parent.mkdir()
        path.write_bytes(b"x")
    return [os.fspath(path) for path in found]


@pytest.fixture
def synchronised(monkeypatch):
    """Which files and folders were synchronised one by one."""
    seen: list[str] = []
    call = os.fsync

    def fsync(descriptor: int) -> None:
        seen.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        call(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(durable, "_spare", 0)
    return seen


def answering(number: int):
    def call(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    return lambda: call


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EPERM, errno.EINVAL, errno.EOPNOTSUPP])
def test_where_one_call_for_all_is_not_known_each_file_is_synchronised(paths, synchronised, monkeypatch, number):
    monkeypatch.setattr(durable, "_syncfs", answering(number))
    durable.files(paths)
    assert sorted(synchronised) == sorted(paths)
    folders = sorted({str(Path(path).parent) for path in paths})
    durable.folders(folders)
    assert sorted(synchronised[len(paths) :]) == folders


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_gives_up_is_said(paths, synchronised, monkeypatch, number):
    monkeypatch.setattr(durable, "_syncfs", answering(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        durable.files(paths)


def test_a_busy_disk_is_left_alone_for_a_while(paths, synchronised, monkeypatch):
    calls: list[int] = []
    clock = iter([0.0, 5.0])
    monkeypatch.setattr(durable, "_syncfs", lambda: calls.append)
    monkeypatch.setattr(durable.time, "monotonic", lambda: next(clock))
    durable.files(paths)
    assert (len(calls), synchronised) == (1, [])
    durable.files(paths)
    assert (len(calls), len(synchronised)) == (1, len(paths))


def test_a_system_that_says_nothing_of_a_full_disk_is_not_asked(monkeypatch):
    durable._syncfs.cache_clear()
    for release, is_asked in (("5.7.19", False), ("4.19.0-26-amd64", False), ("odd", False), ("6.1.0", True)):
        monkeypatch.setattr(os, "uname", lambda release=release: os.uname_result(("Linux", "h", release, "v", "m")))
        assert (durable._syncfs() is not None) == is_asked
        durable._syncfs.cache_clear()
