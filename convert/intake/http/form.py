"""The parts of a form (multipart/form-data), in bounded number."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from email.message import Message
from io import BytesIO
from typing import TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from convert.diagnostics import Diagnostic, diagnostic

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FORM: Final = "multipart/form-data"

# The parser says on stderr what is wrong with a body; the client is told that, and whoever runs us need not be.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

_MOST: Final = 100
"""Parts that a form may have: more than the article has facts."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the name of its field, the name of its file where it is one, its bytes and their declared charset."""

    name: str
    file: str | None
    data: bytes
    charset: str | None


class _Collector:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._data = BytesIO()
        self._head = Message()
        self._name = self._value = b""

    def callbacks(self) -> MultipartCallbacks:
        """Return what the parser calls."""
        return {
            "on_part_begin": self.on_part_begin,
            "on_part_data": self.on_part_data,
            "on_part_end": self.on_part_end,
            "on_header_field": self.on_header_field,
            "on_header_value": self.on_header_value,
            "on_header_end": self.on_header_end,
        }

    def on_part_begin(self) -> None:
        if len(self.parts) >= _MOST:
            raise FormParserError(f"more than {_MOST} parts")
        self._data, self._head = BytesIO(), Message()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._data.write(data[start:end])

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self._head[self._name.decode("latin-1")] = self._value.decode("latin-1")
        self._name = self._value = b""

    def on_part_end(self) -> None:
        _, options = parse_options_header(self._head.get("content-disposition", ""))
        file = options.get(b"filename")
        _, about = parse_options_header(self._head.get("content-type", ""))
        charset = about.get(b"charset")
        self.parts.append(
            Part(
                options.get(b"name", b"").decode("utf-8", "replace"),
                None if file is None else file.decode("utf-8", "replace"),
                self._data.getvalue(),
                None if charset is None else charset.decode("ascii", "replace"),
            )
        )


def parts(body: bytes, boundary: str) -> list[Part] | Diagnostic:
    """Take a form apart, or say why it is none."""
    collector = _Collector()
    try:
        parser = MultipartParser(boundary.encode(), collector.callbacks())
        parser.write(body)
        parser.finalize()
    except (FormParserError, UnicodeError) as error:
        return diagnostic("read.request", f"the form cannot be read: {error}")
    if not body.rstrip().endswith(b"--" + boundary.encode() + b"--"):
        return diagnostic("read.request", "the form breaks off")
    return collector.parts
