"""Reports of findings: text, json, sarif and github. Each is one function that writes while documents are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from convert.validate.runs.options import Options
    from convert.validate.runs.outcome import FileReport, Summary

    Writer = Callable[[Iterable[FileReport], Summary, Options, TextIO], None]


def writer(name: str) -> Writer:
    """Return the function that writes a kind of report."""
    write: Writer = import_module(f"convert.validate.runs.reports.{name}").write
    return write
