"""newsconvert: raw news text in, valid and importable NewsML-G2 and schema.org JSON-LD out.

    import convert

    article = convert.to_article(text)
    data = convert.write(article, "newsml-g2")
    report = convert.validate(data, "newsml-g2")

Importing this package is light: everything heavy is imported on first use (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from convert.article import Article, Author, Block, Caption, Dateline, Label, Line, Segmentation
    from convert.diagnostics import ConvertError, Diagnostic, Rejected, Report, Severity
    from convert.facade import read, read_many, to_article, write
    from convert.metadata import Metadata
    from convert.profile import Profile
    from convert.segment import segment, segment_many
    from convert.validate import validate

__all__ = [
    "Article",
    "Author",
    "Block",
    "Caption",
    "ConvertError",
    "Dateline",
    "Diagnostic",
    "Label",
    "Line",
    "Metadata",
    "Profile",
    "Rejected",
    "Report",
    "Segmentation",
    "Severity",
    "read",
    "read_many",
    "segment",
    "segment_many",
    "to_article",
    "validate",
    "write",
]

_HOME: Final = {
    "article": ("Article", "Author", "Block", "Caption", "Dateline", "Label", "Line", "Segmentation"),
    "diagnostics": ("ConvertError", "Diagnostic", "Rejected", "Report", "Severity"),
    "facade": ("read", "read_many", "to_article", "write"),
    "metadata": ("Metadata",),
    "profile": ("Profile",),
    "segment": ("segment_many",),
}
_PACKAGES: Final = ("segment", "validate")
"""Subpackages that are called by their own name: see `convert.callables`."""

_MODULE: Final = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f"{__name__}.{name}")
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
