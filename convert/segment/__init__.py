"""Text into labelled lines: features, the trained model, evaluation and training.

Everything is imported on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convert.callables import make_callable

if TYPE_CHECKING:
    from convert.segment.lines import split
    from convert.segment.tagger import segment, segment_many

__all__ = ["segment", "segment_many", "split"]

_HOME = {"segment": "tagger", "segment_many": "tagger", "split": "lines"}


def __getattr__(name: str) -> Any:
    """Import what is asked for (PEP 562)."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


make_callable(__name__)
