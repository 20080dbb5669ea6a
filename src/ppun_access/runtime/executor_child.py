"""Set up a worker process of ``executor.Processes`` before its first task."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any, Protocol

AT_THE_END: list[Callable[[], None]] = []
"""What a process does before it leaves, added by what would else outlive it."""


class Line(Protocol):
    """The end of a pipe that is read: its class is not the same on Windows."""

    def recv(self) -> Any:
        """Wait for an object; EOFError when the other end is closed."""


def start(ends: Line, modules: Sequence[str]) -> None:
    """Import ``modules``, leave Ctrl-C to the caller, end when the line ``ends`` is cut.

    The system cuts it when the caller is gone, even killed: no orphan stays.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_listen, args=(ends,), daemon=True).start()
    for module in modules:
        import_module(module)


def _listen(ends: Line) -> None:
    """Wait for the end of the caller, then leave with all that was started here."""
    with suppress(EOFError, OSError):
        ends.recv()
    for stop in AT_THE_END:
        stop()
    os._exit(0)
