"""Measure the cores and memory of this machine, and the memory a program uses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOM = 1 << 30
"""Bytes that a process of a build may come to use, its parser and its programs included."""
_MB = 1 << 20
FREE = Path("/proc/meminfo")
CONTAINER = Path("/sys/fs/cgroup")
"""What a container is given (control groups, version 2: docs.kernel.org, cgroup-v2)."""


def jobs_of() -> int:
    """Return how many processes a build may start: one a core, each with room enough."""
    room = free_memory()
    return cores() if room is None else max(1, min(cores(), room // ROOM))


def cores() -> int:
    """Return how many cores this process may use: the machine's, or its container's."""
    if sys.platform != "linux":
        return os.cpu_count() or 1
    mine = len(os.sched_getaffinity(0))
    with suppress(OSError, ValueError):  # « max 100000 »: no limit
        quota, period = map(int, (CONTAINER / "cpu.max").read_text("ascii").split())
        return max(1, min(mine, quota // period))
    return mine


def whole_memory() -> int | None:
    """Return the bytes of memory of this machine, None where unknown."""
    if sys.platform != "win32":  # which has no sysconf
        with suppress(OSError, ValueError):
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return None


def free_memory() -> int | None:
    """Return the bytes that may be used: the machine's, or its container's; else None."""
    found = list[int]()
    with suppress(OSError, ValueError, StopIteration):
        lines = FREE.read_text("ascii").splitlines()
        told = next(line for line in lines if line.startswith("MemAvailable:"))
        found.append(int(told.split()[1]) * 1024)
    with suppress(OSError, ValueError):  # « max »: no limit
        limit, used = (
            int((CONTAINER / f"memory.{name}").read_text("ascii"))
            for name in ("max", "current")
        )
        found.append(limit - used + _given_back())
    return min(found, default=None)


def _given_back() -> int:
    """Return the bytes of files that the container keeps until somebody needs the room."""
    with suppress(OSError, ValueError):
        lines = (CONTAINER / "memory.stat").read_text("ascii").splitlines()
        return int(dict(line.split() for line in lines).get("inactive_file", 0))
    return 0


@dataclass(frozen=True, slots=True)
class Peak:
    """The most memory that was used until now, in MB: it never goes down."""

    program: int
    """By this process (``RUSAGE_SELF``)."""
    child: int
    """By the largest of the programs it ran that have ended (``RUSAGE_CHILDREN``)."""
    workers: int
    """By all the processes under it that are alive, each at its own highest, added: pages
    that they share count in each. Linux only, 0 elsewhere."""


def peak_memory() -> Peak | None:
    """Return the memory that this process and those under it used; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    own, ended = (
        resource.getrusage(who).ru_maxrss * unit // _MB
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    workers = sum(map(_highest, _under(os.getpid())))
    return Peak(int(own), int(ended), workers // _MB)


def _under(process: int) -> Iterator[int]:
    """Yield the processes that ``process`` started, and those that these did (Linux)."""
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended in the meantime
            for child in map(int, listed.read_text("ascii").split()):
                yield child
                yield from _under(child)


def _highest(process: int) -> int:
    """Return the most bytes that a process had in memory, 0 when it has ended."""
    with suppress(OSError, ValueError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text("utf-8", "replace").splitlines()
        told = next(line for line in lines if line.startswith("VmHWM:"))
        return int(told.split()[1]) * 1024
    return 0
