"""Import modules at first use, and keep what is loaded out of garbage collection."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_SELDOM = ("soupsieve", "charset_normalizer")
"""What Beautiful Soup imports for selectors and for unknown encodings."""


class Later(ModuleType):
    """Stands for a module, which is imported when one of its names is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def later(*names: str) -> Iterator[None]:
    """Defer the import of those modules in this block until one of their names is used."""
    stand = {n: Later(n) for n in names if n not in sys.modules and find_spec(n)}
    sys.modules.update(stand)
    try:
        yield
    finally:
        for name, module in stand.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def gc_frozen() -> Iterator[None]:
    """Exclude the objects loaded in the block from garbage collection.

    Each collection would look at all of it again: a tenth of what loading takes. What is
    seldom needed is loaded when something is asked of it. Where all was loaded before,
    nothing is excluded: what is garbage by then would never be freed.
    """
    before = len(sys.modules)
    gc.disable()
    try:
        with later(*_SELDOM):
            yield
    finally:
        if len(sys.modules) > before:
            gc.freeze()
        gc.enable()
