"""Compressed streams: gzip, bzip2, xz and zstandard, recognised by their first bytes, read as they come."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Final, TypeAlias, cast

import zstandard

_MAGIC: Final[tuple[tuple[bytes, Callable[[BinaryIO], object]], ...]] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\0", lzma.LZMAFile),
    (
        b"\x28\xb5\x2f\xfd",
        lambda stream: zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            stream, read_across_frames=True
        ),
    ),
)

Stream: TypeAlias = "io.BufferedReader[Any]"
"""A stream that can be peeked at."""

DAMAGE: Final = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What a damaged stream raises."""


def is_compressed(head: bytes) -> bool:
    """Tell whether a file begins as compressed data does."""
    return any(head.startswith(magic) for magic, _ in _MAGIC)


def peekable(stream: BinaryIO) -> Stream:
    """Return the stream with a `peek` of its own."""
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast("io.RawIOBase", stream), buffer_size=1 << 16)


def uncompressed(stream: Stream) -> Stream:
    """Take one layer of compression off a stream that has one. Raises what DAMAGE lists, when it is read."""
    head = stream.peek(8)[:8]
    for magic, opened in _MAGIC:
        if head.startswith(magic):
            return peekable(cast("BinaryIO", opened(stream)))
    return stream
