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
from threading import Event, Thread

RUNS = 5
PACE = 0.05
"""Seconds between two looks at a process that runs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity; ``low`` and ``high`` are the extremes of the runs."""

    name: str
    unit: str
    middle: float
    low: float
    high: float
    passed: bool | None = None
    """Whether a target is met; None when there is none."""

    def __str__(self) -> str:
        mark = {None: "", True: "  RÉUSSI", False: "  ÉCHEC"}[self.passed]
        return (
            f"{self.name:<66} {self.middle:>9.2f} {self.unit:<9}"
            f" ({self.low:.2f} à {self.high:.2f}){mark}"
        )


def figure(
    name: str, unit: str, values: Sequence[float], passed: bool | None = None
) -> Figure:
    return Figure(name, unit, median(values), min(values), max(values), passed)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took, its children included; ``first`` is when ``sign`` came."""

    seconds: float
    megabytes: float
    first: float


def program(
    arguments: Sequence[str], cache: Path, sign: Callable[[], bool] = lambda: False
) -> Cost:
    """Run the program in a process of its own; return its time and peak memory."""
    command = [sys.executable, "-m", "ppun_access.cli", *arguments]
    return process(command, {"XDG_CACHE_HOME": str(cache)}, sign)


def process(
    command: Sequence[str], environment: dict[str, str], sign: Callable[[], bool]
) -> Cost:
    """Run a command; SystemExit when it fails. ``sign`` says whether a sound is there."""
    begin = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak, first, over = 0.0, 0.0, Event()

    def watch() -> None:
        nonlocal peak, first
        while not over.wait(PACE):
            peak = max(peak, megabytes(child.pid))
            if not first and sign():
                first = time.perf_counter() - begin

    watcher = Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begin
    over.set()
    watcher.join()
    if status:
        raise SystemExit(f"{' '.join(command)} : code {os.waitstatus_to_exitcode(status)}")
    scale = 1 / 1000 if sys.platform == "linux" else 1 / 1_000_000
    # Linux counts in ru_maxrss what we held ourselves when the process was started
    return Cost(took, peak or usage.ru_maxrss * scale, first or took)


def megabytes(pid: int) -> float:
    """Return the memory of a process and its descendants now; 0 outside Linux."""
    parents, pages = dict[int, int](), dict[int, int]()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(path.parent.name)] = int(fields[1])
        pages[int(path.parent.name)] = int(fields[21])
    family = {pid}
    while more := {p for p, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(pages.get(p, 0) for p in family) * os.sysconf("SC_PAGE_SIZE") / 1e6
