"""How a command shows what it is doing: bars on a terminal, lines or JSON elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from rich.progress import TaskID

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a phase, what is done of it and how much there is."""
Say: TypeAlias = Callable[[str], None]


def shown(say: Say, *, quiet: bool, terminal: bool) -> AbstractContextManager[Progress]:
    """Return what shows the progress, in lines that ``say`` writes or on the terminal."""
    if quiet:
        return nullcontext(lambda phase, done, total: None)
    return Bars() if terminal else nullcontext(PlainLines(say))


def event(name: str, /, **values: Any) -> str:
    """Return one line of a log in JSON: when it was, what happened, and the rest."""
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    return json.dumps({"time": now, "event": name, **values}, ensure_ascii=False)


class PlainLines:
    """One line when a phase begins, for logs."""

    def __init__(self, say: Say) -> None:
        self._say, self._seen = say, set[str]()

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Tell of a phase that is new."""
        if phase not in self._seen:
            self._seen.add(phase)
            self._say(f"{phase} ({total})…")


class JsonLines:
    """One JSON object when a phase begins and one when it ends, for machines."""

    def __init__(self, say: Say) -> None:
        self._say, self._seen = say, set[tuple[str, bool]]()

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Tell of a phase that is new, or done."""
        ends = done >= total
        for state in dict.fromkeys((False, ends)):
            if (phase, state) not in self._seen:
                self._seen.add((phase, state))
                told = total if state else 0
                self._say(event("phase", phase=phase, done=told, total=total))


class Bars(AbstractContextManager[Progress]):
    """A progress bar a phase with the time left, on a terminal."""

    def __enter__(self) -> Progress:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
        )  # fmt: skip
        self._bars = Progress(*columns, console=Console(stderr=True))
        self._bars.start()
        tasks: dict[str, TaskID] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = self._bars.add_task(phase, total=total)
            self._bars.update(tasks[phase], completed=done, total=total)

        return tell

    def __exit__(self, *error: object) -> None:
        self._bars.stop()
