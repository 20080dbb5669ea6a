"""What a process of ``executor.Processes`` does before its first work."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any, Protocol

from ppun_access.tools.run import stop_programs

WARM = "ppun_access.pipeline.warm"
"""What a process imports when it starts: the tasks, and what a page needs."""


class Line(Protocol):
    """The end of a pipe that is read: its class is not the same on Windows."""

    def recv(self) -> Any:
        """Wait for an object; EOFError when the other end is closed."""


def start(ends: Line) -> None:
    """Import ``WARM``; leave Ctrl-C to the caller, and end when the line ``ends`` is cut.

    The system cuts it when the caller is gone, even killed: no orphan stays.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_listen, args=(ends,), daemon=True).start()
    import_module(WARM)


def _listen(ends: Line) -> None:
    """Wait for the end of the caller, then leave with the programs started here."""
    with suppress(EOFError, OSError):
        ends.recv()
    stop_programs()
    os._exit(0)
