"""The one way to measure: what is compared takes turns, in one run.

A machine has moods: other programs, heat. Ours and its peers are therefore run one after
the other, in one order and then in the other, after a run of each that does not count; a
ratio is that of two runs side by side. A peer that fails is reported, and ours goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from typing import Generic, TypeVar

T = TypeVar("T")
OURS = "nous"
Work = Callable[[int], T]
"""What is measured; it is given the number of the run, another one each time."""
Named = tuple[str, Sequence[float]]
AT_MOST = frozenset({"s", "ms", "Mo", "% d’erreurs", "points"})
"""Units of which less is better."""
AT_LEAST = frozenset({"fois", "%", "mots/s", "phrases/s"})
"""Units of which more is better."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity, with every sample; ``goal`` is the aim, if there is one.

    ``bounds`` is an interval that was computed otherwise than from several runs.
    """

    name: str
    unit: str
    samples: tuple[float, ...]
    goal: float | None = None
    bounds: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.unit not in AT_MOST | AT_LEAST:
            raise ValueError(f"unité inconnue : {self.unit}")

    @property
    def middle(self) -> float:
        return median(self.samples)

    @property
    def spread(self) -> tuple[float, float] | None:
        """The quartiles, or the interval; None when it was measured once."""
        if self.bounds or len(self.samples) == 1:
            return self.bounds
        low, _, high = quantiles(self.samples, n=4, method="inclusive")
        return low, high

    @property
    def passed(self) -> bool | None:
        """Whether the aim is reached; None when there is none."""
        if self.goal is None:
            return None
        gap = self.middle - self.goal
        return gap <= 0 if self.unit in AT_MOST else gap >= 0

    def __str__(self) -> str:
        spread = f"({' à '.join(map(number, self.spread))})" if self.spread else ""
        measured = f"{number(self.middle):>8} {self.unit:<11} {spread:<18}"
        line = f"{self.name:<58} {measured} {len(self.samples)} ×"
        if self.goal is None:
            return line
        limit = "au plus" if self.unit in AT_MOST else "au moins"
        word = "RÉUSSI" if self.passed else "ÉCHEC"
        return f"{line}  {word} (voulu : {number(self.goal)} {limit})"


@dataclass(frozen=True, slots=True)
class Missing:
    """What was not measured, and why: a peer that is not there, a program that failed."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"NON MESURÉ : {self.name} : {self.reason}"


Outcome = Figure | Missing


def number(value: float) -> str:
    """Return a figure with three significant digits, as French writes it.

    >>> number(0.01234), number(2.0), number(18.71), number(749.4), number(12345.6)
    ('0,0123', '2,00', '18,7', '749', '12346')
    >>> number(0.0), number(-0.5)
    ('0', '−0,500')
    """
    if not value:
        return "0"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    if size < 0.1:
        digits = 4
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


# --- By turns -----------------------------------------------------------------------


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


def alone(what: str, work: Work[float], plan: Plan, goal: float | None = None) -> Figure:
    """Return the seconds of a work of ours, beside an aim."""
    return Figure(what, "s", by_turns({OURS: work}, plan).of[OURS], goal)


def compared(
    what: str, works: Mapping[str, Work[float]], plan: Plan, goal: float | None = None
) -> Iterator[Outcome]:
    """Yield the seconds of each work, then how many times as fast as each peer we are.

    ``goal`` is for that ratio.
    """
    turns = by_turns(works, plan)
    for name, values in turns.of.items():
        yield Figure(f"{what}, {name}", "s", values)
    for name, values in turns.of.items():
        if name != OURS:
            yield ratio(what, (name, values), (OURS, turns.of[OURS]), goal)
    yield from turns.missing


def ratio(what: str, theirs: Named, ours: Named, goal: float | None = None) -> Figure:
    """Return how many times as long as ours theirs took, run by run."""
    pairs = zip(theirs[1], ours[1], strict=True)
    label = f"{what} : {theirs[0]} / {ours[0]}"
    return Figure(label, "fois", tuple(t / o for t, o in pairs), goal)


def absent(package: str) -> Missing | None:
    """Return what to say of a peer that is not installed; None when it is."""
    if find_spec(package.replace("-", "_")) is None:
        return Missing(package, "pas installé (make bench l’installe)")
    return None
