"""Modules that hold many megabytes: loaded when a test uses them, in its worker alone."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Any


class Late:
    """Stands for a module, or for what a module has (``module:name``), until it is used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_mock_name":  # pytest looks at all there is
            raise AttributeError(name)
        return getattr(resolve_name(self._name), name)

    def __call__(self, *args: Any, **options: Any) -> Any:
        return resolve_name(self._name)(*args, **options)
