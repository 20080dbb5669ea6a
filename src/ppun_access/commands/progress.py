"""Show progress: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TypeAlias

from ppun_access.runtime.console import printable
from ppun_access.runtime.progress import Progress, no_progress

if TYPE_CHECKING:
    from rich.progress import TaskID

Say: TypeAlias = Callable[[str], None]
Clock: TypeAlias = Callable[[], float]
EVERY = 60.0
"""Seconds after which a log says how far a long phase is."""
WIDEST = 40
"""Characters of the name of what is being done, on a terminal."""


def shown(say: Say, *, quiet: bool, terminal: bool) -> AbstractContextManager[Progress]:
    """Return the progress display: lines that ``say`` writes, or bars on a terminal."""
    if quiet:
        return nullcontext(no_progress)
    return Bars() if terminal else nullcontext(PlainLines(say))


class PlainLines:
    """One line when a phase begins, then one a minute while it lasts, for logs."""

    def __init__(self, say: Say, clock: Clock = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._begun: dict[str, tuple[float, int]] = {}
        self._last = 0.0

    def __call__(self, phase: str, done: int, total: int, what: str = "", /) -> None:
        """Write a line when a phase begins, then while it lasts: of how many as it said."""
        from ppun_access.writers.units import number

        now = self._clock()
        if phase not in self._begun:
            self._begun[phase], self._last = (now, total), now
            self._say(f"{phase} ({number(total)})…")
        elif now - self._last >= EVERY and 0 < done < total:
            self._last = now
            begun, said = self._begun[phase]
            left = (now - begun) * (total - done) / done
            self._say(_how_far(phase, min(done, said), said, left))


def _how_far(phase: str, done: int, total: int, left: float) -> str:
    """Return a line that tells how far a phase is; ``left`` is in seconds."""
    from ppun_access.writers.units import length, number

    counted, rest = f"{number(done)} sur {number(total)}", length(max(1.0, left))
    return f"{phase} : {counted}, encore {rest} environ"


class Bars(AbstractContextManager[Progress]):
    """A progress bar a phase with the time left, on a terminal."""

    def __enter__(self) -> Progress:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as Shown

        columns = (
            TextColumn("{task.description}", markup=False), BarColumn(),
            MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True),
            TextColumn("{task.fields[what]}", markup=False),
        )  # fmt: skip
        self._bars = Shown(*columns, console=Console(stderr=True))
        self._bars.start()
        tasks: dict[str, TaskID] = {}

        def tell(phase: str, done: int, total: int, what: str = "", /) -> None:
            if phase not in tasks:
                tasks[phase] = self._bars.add_task(phase, total=total, what="")
            named = _short(printable(what)) if done < total else ""
            self._bars.update(tasks[phase], completed=done, total=total, what=named)

        return tell

    def __exit__(self, *error: object) -> None:
        self._bars.stop()


def _short(name: str) -> str:
    return name if len(name) <= WIDEST else f"{name[: WIDEST - 1]}…"
