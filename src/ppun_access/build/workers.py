"""Decide whether worker processes are worth starting for pages, and start them early.

This module imports little: the processes load while the rest of the program does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from ppun_access.runtime.executor import begin
from ppun_access.runtime.machine import jobs_of

WARM = "ppun_access.build.warm"
"""What a process imports when it starts: the tasks, and what a page needs."""
FEW = 24
"""Pages for which no process is started: a second of work, what starting two costs."""


def begin_early(sources: Iterable[Path], out: Path, jobs: int) -> None:
    """Begin to load them for a first publication of many pages.

    Where something was published, most of it is in the cache, and they may not be needed.
    """
    if not out.exists() and is_many(sources) and (jobs or jobs_of()) > 1:
        begin(WARM)


def is_many(sources: Iterable[Path]) -> bool:
    """Return whether there are enough files for processes to be worth starting."""
    files = (file for source in sources for file in _files(source))
    return len([*islice(files, FEW)]) == FEW


def _files(source: Path) -> Iterator[str]:
    for _, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from names
