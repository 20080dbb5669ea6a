"""Run a build: its stages in order (``order.py``), their tasks and what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ppun_access.build.context import Request, Result
    from ppun_access.build.order import build

__all__ = ["Request", "Result", "build"]


def __getattr__(name: str) -> Any:
    """Import the modules that build at first use: worker processes need few of them."""
    if name == "build":
        from ppun_access.build.order import build

        return build
    if name in __all__:
        from ppun_access.build import context

        return getattr(context, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
