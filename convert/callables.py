"""Modules that can be called: `convert.segment(text)` is a call, and `convert.segment` is a package.

The import system binds a subpackage to its parent under its own name, over any function of that name. So the
subpackage itself answers the call, with its function of the same name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class CallableModule(ModuleType):
    """A module that, when called, calls its function named as itself."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function that has the module's own name."""
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **kwargs)

    def __reduce__(self) -> tuple[Callable[[str], ModuleType], tuple[str]]:
        """Cross to another process as a function does, by name: `pool.map(convert.segment, texts)`."""
        return import_module, (self.__name__,)


def make_callable(name: str) -> None:
    """Let the module of that name be called; it is called from within the module, at its end."""
    sys.modules[name].__class__ = CallableModule
