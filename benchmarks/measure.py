"""The one way to measure: what is compared takes turns, in one run.

A machine has moods: other programs, heat. Ours and its peers are therefore run one after
the other, in one order and then in the other, after a run of each for nothing; a ratio is
that of two runs side by side. A peer that fails is told, and ours goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks.figures import Figure, Missing, Outcome, figure

T = TypeVar("T")
OURS = "nous"
Work = Callable[[int], T]
"""What is measured; it is given the number of the run, another one each time."""
Named = tuple[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a subject is measured; ``folder`` is private, empty, and thrown away."""

    folder: Path
    runs: int = 5
    warm: int = 1
    """Runs of each work before those that count."""

    def place(self, name: str) -> Path:
        """Return a new folder."""
        path = self.folder / name
        path.mkdir(parents=True)
        return path


@dataclass(frozen=True, slots=True)
class Turns(Generic[T]):
    """What each work gave, run by run, and which peers failed."""

    of: Mapping[str, tuple[T, ...]]
    missing: tuple[Missing, ...] = ()


def by_turns(works: Mapping[str, Work[T]], plan: Plan) -> Turns[T]:
    """Run the works by turns; what the first runs give, to warm up, is left out.

    What OURS raises is raised; a peer that raises is left out of what follows.
    """
    found: dict[str, list[T]] = {name: [] for name in works}
    missing = dict[str, Missing]()
    for run in range(plan.warm + plan.runs):
        order = [*works] if run % 2 else [*works][::-1]
        for name in order:
            if name in missing:
                continue
            try:
                value = works[name](run)
            except (Exception, SystemExit) as error:
                if name == OURS:
                    raise
                missing[name] = Missing(name, reason(error))
                continue
            if run >= plan.warm:
                found[name].append(value)
    kept = {name: tuple(values) for name, values in found.items() if name not in missing}
    return Turns(kept, tuple(missing.values()))


def reason(error: BaseException) -> str:
    """Return why something failed, on one line."""
    said = " ".join(str(error).split())
    if isinstance(error, SystemExit):
        return said or "arrêt"
    return f"{type(error).__name__}, {said}" if said else type(error).__name__


def compared(
    what: str, works: Mapping[str, Work[float]], plan: Plan, *,
    goal: float | None = None, goals: Mapping[str, float] | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Yield the seconds of each work, then how many times as fast as each peer we are.

    ``goal`` is for our seconds, ``goals`` for the ratio to each peer.
    """
    turns = by_turns(works, plan)
    for name, values in turns.of.items():
        wanted = goal if name == OURS else None
        yield figure(f"{what}, {name}" if len(works) > 1 else what, "s", values, wanted)
    for name, values in turns.of.items():
        if name != OURS and OURS in turns.of:
            yield ratio(
                what, (name, values), (OURS, turns.of[OURS]), (goals or {}).get(name)
            )
    yield from turns.missing


def ratio(what: str, theirs: Named, ours: Named, goal: float | None = None) -> Figure:
    """Return how many times as long as ours theirs took, run by run."""
    pairs = zip(theirs[1], ours[1], strict=True)
    label = f"{what} : {theirs[0]} / {ours[0]}"
    return figure(label, "fois", [t / o for t, o in pairs], goal)


def absent(package: str, module: str = "") -> Missing | None:
    """Return what to say of a peer that is not installed; None when it is."""
    if find_spec(module or package.replace("-", "_")) is None:
        return Missing(package, "pas installé (make bench l’installe)")
    return None


# --- Clocks -------------------------------------------------------------------------


def wall(work: Callable[[int], object]) -> Work[float]:
    """Return the work as the seconds that it takes."""
    return _clocked(work, time.perf_counter)


def processor(work: Callable[[int], object]) -> Work[float]:
    """Return the work as the seconds of the processor that it takes in this process.

    Other programs do not count.
    """
    return _clocked(work, time.process_time)


def _clocked(work: Callable[[int], object], clock: Callable[[], float]) -> Work[float]:
    def measured(run: int) -> float:
        begin = clock()
        work(run)
        return clock() - begin

    return measured


def repeated(work: Callable[[], object], least: float = 0.05) -> Work[float]:
    """Return a short work as the mean seconds of the processor of one of its runs.

    It is run as often as it takes to last ``least`` seconds.
    """

    def measured(run: int) -> float:
        times, begin = 0, time.process_time()
        while (spent := time.process_time() - begin) < least:
            work()
            times += 1
        return spent / times

    return measured
