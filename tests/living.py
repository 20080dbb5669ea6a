"""Processes that still run, told from those that are dead and not buried yet; servers."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from threading import Thread

PATIENCE = 600
"""Seconds: what must end ends in one, on a machine that is free."""


def still_running(pids: Iterable[int]) -> set[int]:
    """Return those of ``pids`` that will not end; the work of none may take so long."""
    ends, alive = time.monotonic() + PATIENCE, set(pids)
    while (alive := {pid for pid in alive if _runs(pid)}) and time.monotonic() < ends:
        time.sleep(0.02)
    return alive


def _runs(pid: int) -> bool:
    """Say whether ``pid`` runs: a zombie does not, though a signal can be sent to it.

    An orphan becomes the child of process 1, which in a container may never bury it.
    """
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # it ended between the two lines, or the system has no /proc
        return not Path("/proc/self/stat").exists()
    return state not in "ZX"


@contextmanager
def left_behind(server: AbstractContextManager[str]) -> Iterator[str]:
    """Yield the address of a server, which then ends while something else goes on."""
    running = ExitStack()
    try:
        yield running.enter_context(server)
    finally:
        Thread(target=running.close).start()  # a fifth of a second
