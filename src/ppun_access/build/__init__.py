"""One build: the order of its stages (``order.py``), and what joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ppun_access.build.order import build
    from ppun_access.build.request import Request, Result

__all__ = ["Request", "Result", "build"]


def __getattr__(name: str) -> Any:
    """Load what builds when it is asked for: those who work on pages need little of it."""
    if name == "build":
        from ppun_access.build.order import build

        return build
    if name in __all__:
        from ppun_access.build import request

        return getattr(request, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
