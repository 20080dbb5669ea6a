"""Loading what stays until the end: modules, tables, patterns."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

_SELDOM = ("soupsieve", "charset_normalizer")
"""What Beautiful Soup imports for selectors and for unknown encodings."""


@contextmanager
def for_good() -> Iterator[None]:
    """Keep what is loaded here out of the search for garbage, now and later.

    Each search would look at all of it again: a tenth of what loading takes. What is
    seldom needed is loaded when something is asked of it.
    """
    gc.disable()
    sys.meta_path.insert(0, _Later)
    try:
        yield
    finally:
        sys.meta_path.remove(_Later)
        gc.freeze()
        gc.enable()


class _Later:
    """Finds the modules that are seldom needed, and puts off their loading."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load one of them, None for all others."""
        spec = PathFinder.find_spec(name, path) if name in _SELDOM else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec
