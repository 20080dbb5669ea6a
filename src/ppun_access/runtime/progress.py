"""Report the progress of a phase: its name, items done, items in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

R = TypeVar("R")


class Progress(Protocol):
    """Callback for the progress of a phase; ``what`` may name the item in hand."""

    def __call__(self, phase: str, done: int, total: int, what: str = "", /) -> None:
        """Show it."""


def no_progress(phase: str, done: int, total: int, what: str = "", /) -> None:
    """Ignore progress."""


@dataclass(slots=True)
class Phase:
    """A phase whose items are counted as they are done; reported at once unless empty."""

    name: str
    total: int
    tell: Progress = no_progress
    done: int = 0

    def __post_init__(self) -> None:
        if self.total:
            self.tell(self.name, self.done, self.total)

    def advance(self, what: str = "") -> None:
        """Count one item more."""
        self.done += 1
        self.total = max(self.total, self.done)
        self.tell(self.name, self.done, self.total, what)

    def over(self, results: Iterable[R]) -> Iterator[R]:
        """Yield ``results``, each counted as soon as it is there."""
        for result in results:
            self.advance()
            yield result

    def ends(self) -> None:
        """Report that nothing more of it comes, such as what lacked a tool."""
        if self.done < self.total:
            self.done = self.total
            self.tell(self.name, self.total, self.total)
