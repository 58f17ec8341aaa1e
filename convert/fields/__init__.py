"""Labelled lines into the fields of an article: `build_many` is all that the pipeline calls, `build` for one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convert.fields.assemble import Built, build, build_many
    from convert.fields.work import Labelled

__all__ = ["Built", "Labelled", "build", "build_many"]


def __getattr__(name: str) -> Any:
    """Load the machinery on first use: importing the package stays light."""
    if name not in __all__:
        raise AttributeError(name)
    from convert.fields import assemble

    return getattr(assemble, name)
