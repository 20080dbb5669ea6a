"""The program, or another, in a process of its own: its time and its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

PACE = 0.05
"""Seconds between two looks at a process that runs."""
TOLD = 300
"""Characters of what a process that fails said last."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took, its children included; ``first`` is when ``sign`` came."""

    seconds: float
    megabytes: float
    first: float
    processor: float
    """Seconds: what a busy machine changes least."""


def program(
    arguments: Sequence[object],
    cache: Path,
    sign: Callable[[], bool] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run our program with a cache of its own; return its time and peak memory."""
    command = [sys.executable, "-m", "ppun_access.cli", *map(str, arguments)]
    return process(command, {"XDG_CACHE_HOME": str(cache), **(environment or {})}, sign)


def without_spacy(folder: Path) -> Mapping[str, str]:
    """Return an environment in which spaCy is not installed, as after « make ».

    It is optional, and its drafts, for the team, take longer than all the rest of a page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hide = 'import sys\n\nsys.modules["spacy"] = None\n'
    (folder / "sitecustomize.py").write_text(hide, "utf-8")
    paths = filter(None, (str(folder), os.environ.get("PYTHONPATH")))
    return {"PYTHONPATH": os.pathsep.join(paths)}


def process(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    sign: Callable[[], bool] | None = None,
) -> Cost:
    """Run a command; ``sign`` says whether its first sound is there.

    Raises SystemExit when it fails, and when that sound never comes.
    """
    begin = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={**_own_environment(), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    peak, first, over = 0.0, 0.0, Event()

    def watch() -> None:
        nonlocal peak, first
        while not over.wait(PACE):
            peak = max(peak, megabytes(child.pid))
            if sign and not first and sign():
                first = time.perf_counter() - begin

    watcher = Thread(target=watch)
    watcher.start()
    assert child.stderr
    said = child.stderr.read()  # ends with the process
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begin
    child.stderr.close()
    over.set()
    watcher.join()
    if status:
        code, last = os.waitstatus_to_exitcode(status), said.decode("utf-8", "replace")
        raise SystemExit(f"{' '.join(command)} : code {code} : {last.strip()[-TOLD:]}")
    if sign and not first and not sign():
        raise SystemExit(f"{' '.join(command)} : aucun son n’est venu.")
    scale = 1 / 1000 if sys.platform == "linux" else 1 / 1_000_000
    # Linux counts in ru_maxrss what we held ourselves when the process was started
    worked = usage.ru_utime + usage.ru_stime
    return Cost(took, peak or usage.ru_maxrss * scale, first or took, worked)


def _own_environment() -> dict[str, str]:
    """Return ours as a user has it: Python keeps what it compiled from the first run on."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def megabytes(pid: int) -> float:
    """Return the memory of a process and its descendants now; 0 outside Linux."""
    parents, pages = dict[int, int](), dict[int, int]()
    proc = Path("/proc")
    for path in proc.iterdir() if proc.is_dir() else ():
        if not path.name.isdigit():
            continue
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(path.name)], pages[int(path.name)] = int(fields[1]), int(fields[21])
    family = {pid}
    while more := {p for p, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(pages.get(p, 0) for p in family) * os.sysconf("SC_PAGE_SIZE") / 1e6
