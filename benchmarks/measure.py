"""How a figure is measured: the median and the spread of several runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity; ``low`` and ``high`` are the extremes of the runs."""

    name: str
    unit: str
    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return (
            f"{self.name:<58} {self.middle:>10.2f} {self.unit:<14}"
            f" ({self.low:.2f} à {self.high:.2f})"
        )


def figure(name: str, unit: str, values: Sequence[float]) -> Figure:
    return Figure(name, unit, median(values), min(values), max(values))


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    megabytes: float


def program(arguments: Sequence[str], cache: Path) -> Cost:
    """Run the program in a process of its own; return its time and peak memory."""
    command = [sys.executable, "-m", "ppun_access.cli", *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} : code {os.waitstatus_to_exitcode(status)}")
    scale = 1 / 1000 if sys.platform == "linux" else 1 / 1_000_000
    return Cost(time.perf_counter() - begin, usage.ru_maxrss * scale)
