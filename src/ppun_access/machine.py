"""What this machine has: cores, and memory to give to processes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

ROOM = 1 << 30
"""Bytes that a process of a build may come to use, its parser and its programs included."""
_FREE = Path("/proc/meminfo")
_LIMIT, _USED = (Path(f"/sys/fs/cgroup/memory.{name}") for name in ("max", "current"))


def jobs_of() -> int:
    """Return how many processes a build may start: one a core, each with room enough."""
    room = free_memory()
    return cores() if room is None else max(1, min(cores(), room // ROOM))


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_memory() -> int | None:
    """Return the bytes that may be used: the machine's, or its container's; else None."""
    found = list[int]()
    with suppress(OSError, ValueError, StopIteration):
        lines = _FREE.read_text("ascii").splitlines()
        told = next(line for line in lines if line.startswith("MemAvailable:"))
        found.append(int(told.split()[1]) * 1024)
    with suppress(OSError, ValueError):  # « max »: no limit
        found.append(int(_LIMIT.read_text("ascii")) - int(_USED.read_text("ascii")))
    return min(found, default=None)
