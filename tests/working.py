"""Work that tests hand to other processes: each imports this, and no pytest with it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from ppun_access.errors import InputError


def refusing_one(item: int) -> int:
    if item == 1:
        raise InputError("un", next_step="deux")
    return item


def dying(path: Path) -> str:
    """Kill the process that runs this: once, or always when ``path`` is a folder."""
    if path.is_dir() or not path.exists():
        if not path.is_dir():
            path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def pid_of(item: int) -> int:
    return os.getpid()


def leaving(path: Path) -> str:
    name = dying(path)
    path.with_suffix(".done").touch()
    return name


def ended(seconds: float) -> float:
    time.sleep(seconds)
    return time.monotonic()


def slow(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()
