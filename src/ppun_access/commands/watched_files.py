"""The files that a change of which calls for a new build, looked at again and again.

Asking the system for their dates a few times a second needs no library, works on every
disk, network ones too, and costs a thousandth of a second for a hundred files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ppun_access.build.editors_report import report_folder
from ppun_access.settings.ppun_toml import find_settings

State: TypeAlias = Mapping[str, tuple[int, int, int]]
"""Path → when it was written (ns), its size in bytes, its number on the disk."""
SPACE = ".gitbook"
"""How the hidden names of a GitBook space begin that pages depend on."""
PAUSE = 0.2
"""Seconds between two looks."""
SHARE = 10
"""A look takes at most one part of the time in so many: thousands of files, less often."""
CALM = 0.1
"""Seconds without a change after which a save is over."""
CALM_IF_EMPTY = 1.0
"""The same when a file has become empty or is gone: it is perhaps being replaced."""
LONGEST = 5.0
"""Seconds after which a folder that never rests is taken as it is."""


@dataclass(frozen=True, slots=True)
class WatchedFiles:
    """The sources of a build, the settings, the voices; never what is published."""

    sources: tuple[Path, ...]
    out: Path

    def state(self) -> State:
        """Return what the files are now."""
        skipped = {str(self.out.resolve()), str(report_folder(self.out))}
        roots = {(s if s.is_dir() else s.parent).resolve(): None for s in self.sources}
        found: dict[str, tuple[int, int, int]] = {}
        for root in roots:
            found.update(_below(str(root), skipped))
            settings = find_settings(root)
            places = {Path.cwd(), settings.parent if settings else root}
            for folder in places:
                found.update(_below(str(folder / "voices"), skipped))
            if settings:
                found.update(_stamped(str(settings), settings.stat))
        return found


def _below(folder: str, skipped: set[str]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the files of a folder; one that is not there has none."""
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError:
        return
    for entry in listed:
        hidden = entry.name.startswith(".") and not entry.name.startswith(SPACE)
        if hidden or entry.name.endswith("~") or entry.path in skipped:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, skipped)
        else:
            yield from _stamped(entry.path, entry.stat)


def _stamped(
    path: str, stat: Callable[[], os.stat_result]
) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        found = stat()
    except OSError:  # gone since
        return
    yield path, (found.st_mtime_ns, found.st_size, found.st_ino)


def changed(before: State, after: State) -> list[str]:
    """Return the paths that are not the same in two states."""
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))


def next_state(
    look: Callable[[], State],
    seen: State,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> State:
    """Return what the files have become after ``seen``, once they rest again.

    A save that is half written is waited for, at most ``LONGEST`` seconds.
    """
    while True:
        begun = clock()
        now = look()
        if now == seen:
            sleep(max(PAUSE, SHARE * (clock() - begun)))
        elif (rested := _rested(look, seen, now, sleep, clock)) != seen:
            return rested


def _rested(
    look: Callable[[], State], seen: State, now: State,
    sleep: Callable[[float], None], clock: Callable[[], float],
) -> State:  # fmt: skip
    last = clock() + LONGEST
    while clock() < last:
        sleep(CALM_IF_EMPTY if _is_unfinished(seen, now) else CALM)
        after = look()
        if after == now:
            break
        now = after
    return now


def _is_unfinished(before: State, now: State) -> bool:
    """Tell whether a file that had something is empty or gone."""
    held = (path for path, (_, size, _) in before.items() if size)
    return any(path not in now or now[path][1] == 0 for path in held)
