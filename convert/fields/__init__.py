"""Labelled lines into the fields of an article: `build` is all that the pipeline calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convert.fields.assemble import Built, build

__all__ = ["Built", "build"]


def __getattr__(name: str) -> Any:
    """Load the machinery on first use: importing the package stays light."""
    if name not in __all__:
        raise AttributeError(name)
    from convert.fields import assemble

    return getattr(assemble, name)
