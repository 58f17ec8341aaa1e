"""JSON of unknown origin to a value, with limits, and the places of its values: a second pass by a small tokeniser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from convert.validate.rule import Found

DEEPEST: Final = 200
"""Values inside values. Real documents have under 20; Python's own walkers end near 1,000."""

_KEY: Final = re.compile(rb'"\s*:')
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def parse(data: bytes) -> tuple[Any, tuple[Found, ...]]:
    """Return the value, or None and the reason. A byte order mark is let pass."""
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(body), ()
    except orjson.JSONDecodeError as error:
        return None, (_refusal(body, error),)
    except RecursionError:
        return None, (_too_deep(),)


def _refusal(body: bytes, error: orjson.JSONDecodeError) -> Found:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = body.count(b"\n", 0, wrong.start) + 1
        column = wrong.start - body.rfind(b"\n", 0, wrong.start)
        return Found("The bytes are no UTF-8, which JSON must be.", code="DOC005", line=line, column=column)
    if "recursion" in error.msg or too_deep(text):
        return _too_deep()
    return Found(f"The JSON is not well-formed: {error.msg}", code="DOC006", line=error.lineno, column=error.colno)


def _too_deep() -> Found:
    return Found("Values are nested too deep.", code="DOC008", line=1, column=1)


def too_deep(text: str) -> bool:
    """Tell whether brackets are nested deeper than the limit."""
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token.group()
        if mark in "{[":
            depth += 1
            if depth > DEEPEST:
                return True
        elif mark in "}]":
            depth -= 1
    return False


def may_repeat_keys(data: bytes, keys: int) -> bool:
    """Tell whether an object may have a key twice: `keys` were kept, and more look like keys in the bytes.

    Never False where a key was lost; the look-alikes inside strings make it True now and then.
    """
    return len(_KEY.findall(data)) != keys


@dataclass(slots=True)
class JsonMap:
    """Line and column of every value, and of its key, by its JSON Pointer; the pointers of keys that stand twice.

    Of a key that stands twice the second place is kept.
    """

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def offset(self, line: int, column: int) -> int:
        """Return the offset in the bytes of a place, both 1-based; the lines are measured at the first call."""
        if not self.starts:
            total = self.mark
            for text in self.lines:
                self.starts.append(total)
                total += len(text.encode()) + 1
        return self.starts[line - 1] + len(self.lines[line - 1][: column - 1].encode())

    mark: int = 0


def escape(key: str) -> str:
    """Return a key as a JSON Pointer step (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


_MARK: Final = b"\xef\xbb\xbf"


class _Mapper:
    """Follow the tokens of well-formed JSON and note where each value starts."""

    def __init__(self, text: str, wanted: set[str] | None) -> None:
        self.text = text
        self.wanted = wanted
        self.result = JsonMap()
        self.path: list[str] = []
        self.counters: list[int | None] = []
        self.seen: list[set[str]] = []
        self.key: str | None = None
        self.line, self.line_start, self.at = 1, 0, 0

    def place(self, start: int) -> tuple[int, int]:
        breaks = self.text.count("\n", self.at, start)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", 0, start) + 1
        self.at = start
        return self.line, start - self.line_start + 1

    def value(self, start: int) -> None:
        """Note a value: the next of its array, that of the key just read, or the whole document."""
        if self.counters and self.counters[-1] is not None:
            self.path[-1] = f"/{self.counters[-1]}"
        pointer = "".join(self.path)
        if self.wanted is None or pointer in self.wanted:
            self.result.places.setdefault(pointer, self.place(start))

    def name(self, token: str, start: int) -> None:
        key = escape(orjson.loads(token) if "\\" in token else token[1:-1])
        self.path[-1] = f"/{key}"
        pointer = "".join(self.path)
        if self.wanted is None or pointer in self.wanted:
            self.result.keys[pointer] = self.place(start)
        if self.wanted is None and key in self.seen[-1]:
            self.result.repeated.append(pointer)
        self.seen[-1].add(key)

    def open(self, mark: str, start: int) -> None:
        self.value(start)
        self.path.append("")
        self.counters.append(None if mark == "{" else 0)
        self.seen.append(set())

    def close(self) -> None:
        self.path.pop()
        self.counters.pop()
        self.seen.pop()

    def run(self) -> JsonMap:
        expects_key = False
        for token in _TOKEN.finditer(self.text):
            mark = token.group()
            if mark in ("{", "["):
                self.open(mark, token.start())
                expects_key = mark == "{"
            elif mark in ("}", "]"):
                self.close()
            elif mark == ",":
                number = self.counters[-1]
                expects_key = number is None
                self.counters[-1] = None if number is None else number + 1
            elif mark == ":":
                expects_key = False
            elif expects_key:
                self.name(mark, token.start())
            else:
                self.value(token.start())
            if self.wanted is not None and len(self.result.places) == len(self.wanted):
                break
        return self.result


def places(data: bytes, wanted: set[str] | None = None) -> JsonMap:
    """Map well-formed JSON: all of it, or the wanted pointers, without a look at repeated keys.

    What is not well-formed gives an empty map.
    """
    try:
        text = data.removeprefix(_MARK).decode("utf-8")
        layout = _Mapper(text, wanted).run()
        layout.mark = len(_MARK) if data.startswith(_MARK) else 0
        layout.lines = text.split("\n")
        return layout
    except (UnicodeDecodeError, IndexError, orjson.JSONDecodeError):
        return JsonMap()
