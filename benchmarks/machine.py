"""On what it was measured: the machine, the commit, the day."""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

QUIET = 0.1
"""Cores that other programs may take on a machine that is said to do nothing else."""
_SET_CHILD_SUBREAPER = 36
"""Of prctl(2)."""


def circumstances() -> dict[str, Any]:
    """Return the machine, the commit and the day, as JSON holds them."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
    }


def machine() -> dict[str, Any]:
    """Return what makes two machines alike; no name of it."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_gb": round(_memory() / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def adopt() -> None:
    """Take as ours the processes that a program leaves when it ends: its own workers.

    Otherwise the system has them, and what they took would be what others took.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class Neighbours:
    """What other programs take of the machine, from the moment when it is made."""

    def __init__(self) -> None:
        self._begin, self._busy, self._own = time.perf_counter(), _busy(), own()

    def cores(self) -> float | None:
        """Return how many cores others took, on average; None outside Linux."""
        busy, elapsed = _busy(), time.perf_counter() - self._begin
        if busy is None or self._busy is None:
            return None
        others = busy - self._busy - (own() - self._own)
        return round(max(0.0, others) / elapsed, 2)


def own() -> float:
    """Return the seconds of the processor of this process and of those that ended.

    Call it when no program that is waited for runs.
    """
    with suppress(ChildProcessError):
        while sys.platform != "win32" and os.waitpid(-1, os.WNOHANG)[0]:
            pass  # a process that was adopted is counted once it was waited for
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _busy() -> float | None:
    """Return the seconds during which the cores of the machine worked."""
    try:
        fields = Path("/proc/stat").read_text("utf-8").partition("\n")[0].split()
    except OSError:
        return None
    user, nice, system, _idle, _waiting, *interrupts = map(int, fields[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def commit() -> str:
    """Return the commit, with a « + » when files of it were changed."""
    name = _said("git", "rev-parse", "--short=10", "HEAD")
    changed = _said("git", "status", "--porcelain", "--untracked-files=no")
    return f"{name}{'+' if changed else ''}" if name else "inconnu"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if "model name" in line)
    return next(names, platform.machine())


def _memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _said(*command: str) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout or done.stderr).strip().partition("\n")[0]
